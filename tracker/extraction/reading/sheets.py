"""Tables in files of their own (.xlsx, .csv) → text: a row a line, tabs between cells, merged cells filled."""

import csv
import datetime
import io
import warnings

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from tracker.errors import UnreadableFile
from tracker.extraction.reading import encodings
from tracker.extraction.reading.archives import checked

MOST_ROWS, MOST_COLUMNS = 50_000, 200


def read_csv(raw: bytes, name: str) -> str:
    """A CSV's rows as lines; comma, semicolon or tab divide its cells, whichever stands most in the first lines."""
    text = encodings.decode(raw, name)
    head = text[:4000]
    delimiter = max(",;\t，", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableFile(f"“{name}”的引号不成对，或有一格太长；请用 Excel 打开检查后另存再导入。") from error
    return "\n".join(_line(row) for row in rows)


def read_workbook(raw: bytes, name: str) -> str:
    """The visible sheets of a workbook, one after another. Raises UnreadableFile for what is damaged or protected."""
    file = checked(raw, name, "Excel 工作簿", "xl/workbook.xml")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = openpyxl.load_workbook(file, data_only=True)
    except (
        InvalidFileException,
        KeyError,
        ValueError,
        AttributeError,
        TypeError,
        IndexError,
        SyntaxError,
        OSError,
        LookupError,
    ) as error:
        raise UnreadableFile(f"“{name}”已经损坏，工作簿的结构不完整；请用 Excel 打开检查后另存再导入。") from error
    sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    return "\n\n".join("\n".join(_rows(sheet, name)) for sheet in sheets)


def _rows(sheet, name):
    """The sheet's filled rows as lines; only cells that exist are visited, however far away the last one stands."""
    filled = {place: _shown(cell) for place, cell in sheet._cells.items() if cell.value is not None}
    rows = sorted({row for row, _ in filled})
    width = max((column for _, column in filled), default=0)
    if len(rows) > MOST_ROWS or width > MOST_COLUMNS:
        raise UnreadableFile(
            f"“{name}”的工作表“{sheet.title}”有 {len(rows)} 行、{width} 列，太大了；请只留任务分工表再导入。"
        )
    for merged in sheet.merged_cells.ranges:
        value = filled.get((merged.min_row, merged.min_col))
        if value and merged.max_row - merged.min_row < MOST_ROWS:
            filled.update({(row, merged.min_col): value for row in range(merged.min_row, merged.max_row + 1)})
    return [_line(filled.get((row, column), "") for column in range(1, width + 1)) for row in rows]


def _line(cells):
    return "\t".join(" ".join(cell.split()) for cell in cells)


def _shown(cell):
    value = cell.value
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
