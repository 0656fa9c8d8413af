"""The registry as one workbook, a sheet for each table, written as text and read back cell by cell."""

from collections.abc import Iterator
from typing import BinaryIO

import openpyxl
from openpyxl.utils import get_column_letter

from tracker.workbooks.cells import cell_text, looks_like_formula, put_text
from tracker.workbooks.styles import HEADER, column_width, dress, new_book

ABOUT = "说明"
VERSION = "登记版本"
WIDTH = 10
MOST_ROWS, MOST_COLUMNS = 20_000, 40


class FormulaCell(str):
    """What a cell says that holds a formula."""


Sheets = dict[str, list[tuple[int, list[str]]]]
"""Title → (row, texts of its cells) for every row that says something, the header first."""


def write_registry_book(
    sheets: dict[str, tuple[list[str], Iterator[list[str]]]], target: BinaryIO, *, version: int, day: str
) -> None:
    """Write title → (captions, rows of texts) as .xlsx; every cell is text, and none a formula."""
    book = new_book()
    about = book.active
    about.title = ABOUT
    lines = (("导出日期", day), (VERSION, str(version)), ("用法", "改好后在“单位登记”页导入；先预览，再决定。"))
    for number, line in enumerate(lines, start=1):
        for place, text in enumerate(line, start=1):
            put_text(about.cell(number, place), text)
    for title, (captions, rows) in sheets.items():
        _fill(book.create_sheet(title), captions, rows)
    book.active = 1
    book.save(target)


def _fill(sheet, captions, rows):
    for place, caption in enumerate(captions, start=1):
        put_text(sheet.cell(1, place), caption)
        dress(sheet.cell(1, place), HEADER)
        sheet.column_dimensions[get_column_letter(place)].width = column_width(WIDTH)
    sheet.freeze_panes = "A2"
    for number, texts in enumerate(rows, start=2):
        for place, text in enumerate(texts, start=1):
            if looks_like_formula(text):
                put_text(sheet.cell(number, place), text)
            elif text:
                sheet.cell(number, place, cell_text(text))


def read_registry_book(file: BinaryIO) -> Sheets:
    """The filled rows of every sheet as texts; a formula as a ``FormulaCell``, a day in ISO.

    At most ``MOST_ROWS`` + 1 rows of a sheet are read. Raises whatever the library does for a damaged file.
    """
    book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
    try:
        return {sheet.title: list(_rows(sheet)) for sheet in book.worksheets}
    finally:
        book.close()


def _rows(sheet):
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS), start=1):
        texts = [_text(cell) for cell in cells]
        if any(texts):
            yield number, texts


def _text(cell) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return FormulaCell(value)
    if cell.is_date:
        return value.date().isoformat() if hasattr(value, "date") else value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()
