"""Printed tables as the sheets of one workbook: title, line, header, body, signatures, paper."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tracker.workbooks.body import Body
from tracker.workbooks.cells import cell_text, put_text
from tracker.workbooks.columns import Column, stretches
from tracker.workbooks.looks import LOOKS
from tracker.workbooks.measuring import height, lines, paragraphs
from tracker.workbooks.streaming import cut, pour, stand_in
from tracker.workbooks.styles import BODY_SIZE, HEADER, LINE, TITLE, column_width, dress, new_book

TITLE_ROW, LINE_ROW, HEADER_ROW, BODY_ROW = 1, 2, 3, 4
TITLE_HEIGHT, LINE_HEIGHT, HEADER_HEIGHT = 42, 26, 34
A3, A4, MOST_ON_A4 = 8, 9, 10
PRINTED = {A4: 64.0, A3: 93.0}
"""Chinese letters of the body that stand side by side on a page."""
MARGIN = 0.4
"""Of a column, in such letters."""
SIGNATURES = ("填表人：", "审核人：", "负责人（签字）：", "联系电话：")
CREATOR = "任务分工台账"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A sheet to be printed. ``line`` stands below the title in parts of about the same width; ``name`` on the tab.

    ``kept`` columns stay in sight while one scrolls to the right. Rows are taken one by one.
    """

    name: str
    title: str
    line: tuple[str, ...]
    columns: Sequence[Column]
    rows: Iterable
    signatures: Sequence[str] = SIGNATURES
    note: str | None = None
    kept: int = 3
    is_strong: Callable[[object], bool] | None = None


def write_tables(
    tables: Sequence[Table], target: BinaryIO, *, add: Callable[[Workbook], None] | None = None
) -> list[int]:
    """Write the tables as sheets of one workbook; returns how many rows each has, totals not counted.

    ``add`` puts more sheets behind them before anything is written. Raises TooManyRows.
    """
    tables = [replace(table, columns=spread(table.columns)) for table in tables]
    book = new_book()
    book.properties.creator, book.properties.title = CREATOR, cell_text(tables[0].title)
    for place, table in enumerate(tables):
        sheet = book.active if place == 0 else book.create_sheet()
        sheet.title = table.name
        _prepare(sheet, table, stand_in(place))
    if add:
        add(book)
    stencil = cut(book, marker_rows={table.name: BODY_ROW for table in tables})
    bodies = [
        Body(table.columns, opening.styles, first_row=BODY_ROW)
        for table, opening in zip(tables, stencil.sheets, strict=True)
    ]
    fillings = [
        body.filling(table.rows, signatures=table.signatures, note=table.note, is_strong=table.is_strong)
        for table, body in zip(tables, bodies, strict=True)
    ]
    pour(stencil, fillings, target)
    return [body.tasks for body in bodies]


def spread(columns: Sequence[Column]) -> list[Column]:
    """The columns as wide as the page: where they would leave some of it empty those of text get the rest."""
    free = PRINTED[_paper(columns)] - sum(column.width + MARGIN for column in columns)
    wide = [column for column in columns if not column.centred] or columns
    share = 1 + max(free, 0) / sum(column.width for column in wide)
    return [replace(column, width=column.width * share) if column in wide else column for column in columns]


def _paper(columns):
    return A4 if len(columns) <= MOST_ON_A4 else A3


def _prepare(sheet, table, last_row):
    """Everything but the body; row BODY_ROW bears the body's looks."""
    write_heading(sheet, table.columns, table.title, table.line)
    for place, column in enumerate(table.columns, start=1):
        put_text(sheet.cell(HEADER_ROW, place), column.caption)
        dress(sheet.cell(HEADER_ROW, place), HEADER)
        sheet.column_dimensions[get_column_letter(place)].width = column_width(column.width)
    for place, look in enumerate(LOOKS.values(), start=1):
        dress(sheet.cell(BODY_ROW, place), look)
    sheet.row_dimensions[HEADER_ROW].height = HEADER_HEIGHT
    count = len(table.columns)
    sheet.freeze_panes = sheet.cell(BODY_ROW, min(table.kept, count - 1) + 1)
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.print_area = f"A1:{get_column_letter(count)}{last_row}"
    set_paper(sheet, _paper(table.columns))


def write_heading(sheet: Worksheet, columns: Sequence[Column], title: str, line: Sequence[str], first: int = 1) -> None:
    """The title across the columns, which begin in column ``first``, and below it the parts of the line.

    Where a part would not fit its share of the width they stand one after another across all columns.
    """
    across, total = (first, first + len(columns) - 1), sum(column.width for column in columns)
    _merge(sheet, TITLE_ROW, across, title, TITLE)
    sheet.row_dimensions[TITLE_ROW].height = max(TITLE_HEIGHT, _points(title, total, TITLE.size))
    shares = stretches(columns, len(line))
    if len(shares) == len(line) and all(map(partial(_fits, columns), shares, line)):
        for (left, right), text, look in zip(shares, line, LINE, strict=True):
            _merge(sheet, LINE_ROW, (left + first - 1, right + first - 1), text, look)
        sheet.row_dimensions[LINE_ROW].height = LINE_HEIGHT
    else:
        text = "　　".join(line)
        _merge(sheet, LINE_ROW, across, text, replace(LINE[0], wrap=True))
        sheet.row_dimensions[LINE_ROW].height = max(LINE_HEIGHT, _points(text, total, LINE[0].size))


def _points(text, width, size):
    return height(lines(paragraphs(text), width * BODY_SIZE / size), size)


def _fits(columns, share, text):
    left, right = share
    return max(paragraphs(text)) <= sum(column.width for column in columns[left - 1 : right])


def _merge(sheet, row, stretch, text, look):
    first, last = stretch
    put_text(sheet.cell(row, first), text)
    dress(sheet.cell(row, first), look)
    sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)


def set_paper(sheet: Worksheet, paper: int) -> None:
    """Landscape, one page wide, as many pages long as it takes, numbered."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = paper
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.6, bottom=0.7, header=0.3, footer=0.35)
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"
