"""总台账: one row per task, as it is printed for the superiors."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import BinaryIO

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from tracker.workbooks.body import BODY_LOOKS, Body
from tracker.workbooks.cells import cell_text, put_text
from tracker.workbooks.columns import LEDGER, Column, LedgerRow, stretches
from tracker.workbooks.streaming import LAST_ROW, cut, pour
from tracker.workbooks.styles import HEADER, LINE, TITLE, column_width, dress, new_book

TITLE_ROW, LINE_ROW, HEADER_ROW, BODY_ROW = 1, 2, 3, 4
HEIGHTS = {TITLE_ROW: 42, LINE_ROW: 26, HEADER_ROW: 34}
KEPT_COLUMNS = 3
"""Columns that stay in sight while one scrolls to the right."""
A3, A4, MOST_ON_A4 = 8, 9, 10


def write_ledger(
    rows: Iterable[LedgerRow],
    target: BinaryIO,
    *,
    title: str,
    office: str | None,
    as_of: date,
    note: str | None = None,
    columns: Sequence[Column] = LEDGER,
) -> int:
    """Write the ledger as .xlsx to ``target``; returns how many rows of tasks it has.

    ``office`` stands behind 填报单位（盖章）, ``as_of`` behind 统计截止日期; ``note``, one line, below the sign-off row.
    Rows are taken one by one: a ledger of any length needs the memory of a short one. Raises TooManyRows.
    """
    template = _template(title, office, as_of, columns)
    stencil = cut(template, marker_row=BODY_ROW)
    body = Body(columns, stencil.styles, first_row=BODY_ROW)
    pour(stencil, body.rows(rows, note), target)
    return body.tasks


def _template(title, office, as_of, columns):
    """Everything but the body; row BODY_ROW bears the body's looks."""
    book = new_book()
    book.properties.creator, book.properties.title = "任务分工台账", cell_text(title)
    sheet = book.active
    sheet.title = "总台账"
    line = (
        f"填报单位（盖章）：{office or ''}",
        f"统计截止日期：{as_of.year}年{as_of.month}月{as_of.day}日",
        "单位：项",
    )
    _write_heading(sheet, columns, title, line)
    for place, column in enumerate(columns, start=1):
        put_text(sheet.cell(HEADER_ROW, place), column.caption)
        dress(sheet.cell(HEADER_ROW, place), HEADER)
        sheet.column_dimensions[get_column_letter(place)].width = column_width(column.width)
    for place, look in enumerate(BODY_LOOKS, start=1):
        dress(sheet.cell(BODY_ROW, place), look)
    for row, points in HEIGHTS.items():
        sheet.row_dimensions[row].height = points
    _set_paper(sheet, len(columns))
    return book


def _write_heading(sheet, columns, title, line):
    """The title across the sheet and, below it, who reports, as of when and in what unit, each across a third."""
    _merge(sheet, TITLE_ROW, (1, len(columns)), title, TITLE)
    for stretch, text, look in zip(stretches(columns, len(line)), line, LINE, strict=False):
        _merge(sheet, LINE_ROW, stretch, text, look)


def _merge(sheet, row, stretch, text, look):
    first, last = stretch
    put_text(sheet.cell(row, first), text)
    dress(sheet.cell(row, first), look)
    sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)


def _set_paper(sheet, count):
    sheet.freeze_panes = sheet.cell(BODY_ROW, min(KEPT_COLUMNS, count - 1) + 1)
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.print_area = f"A1:{get_column_letter(count)}{LAST_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4 if count <= MOST_ON_A4 else A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.6, bottom=0.7, header=0.3, footer=0.35)
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"
