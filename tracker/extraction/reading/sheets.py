"""Tables in files of their own (.csv, .xlsx) → text: a row a line, tabs between cells, merged cells filled."""

import csv
import io
from bisect import bisect_right
from collections import Counter
from itertools import chain

from tracker.errors import UnreadableFile
from tracker.extraction.reading import encodings
from tracker.extraction.reading.archives import checked
from tracker.extraction.reading.limits import joined
from tracker.extraction.reading.workbooks import Sheet, visible_sheets

MOST_ROWS, MOST_COLUMNS, MOST_REPEATED = 50_000, 200, 500_000
DIVIDERS = ",\t;"
LINES_TO_LOOK_AT = 200


def read_csv(raw: bytes, name: str, encoding: str | None = None) -> str:
    """A CSV's rows as lines; comma, tab, semicolon or ， divide its cells, whichever divides most rows alike."""
    text = encodings.decode(raw, name, encoding)
    head = "\n".join(text.split("\n", LINES_TO_LOOK_AT)[:LINES_TO_LOOK_AT])
    divider = max(DIVIDERS, key=lambda sign: _evenness(head, sign))
    if not _evenness(head, divider):
        divider = "，"
    try:
        return joined(map(_line, csv.reader(io.StringIO(text, newline=""), delimiter=divider)), name)
    except csv.Error as error:
        raise UnreadableFile(f"“{name}”的引号不成对，或有一格太长；请用 Excel 打开检查后另存再导入。") from error


def _evenness(head, sign):
    """How many cells stand in rows of the commonest width when this sign divides them; 0 when it divides none."""
    try:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(head, newline=""), delimiter=sign) if len(row) > 1)
    except csv.Error:
        return 0
    return max((width * rows for width, rows in widths.items()), default=0)


def read_workbook(raw: bytes, name: str) -> str:
    """The visible sheets of a workbook, one after another. Raises UnreadableFile for what is damaged or protected."""
    file = checked(raw, name, "Excel 工作簿", "xl/")
    lines = (line for sheet in visible_sheets(file, name) for line in chain(_rows(sheet, name), [""]))
    return joined(lines, name).rstrip()


def _rows(sheet: Sheet, name):
    """The sheet's filled rows as lines; rows and columns without any value are left out, however many there are."""
    filled = sheet.cells
    rows = sorted({row for row, _ in filled})
    columns = sorted({column for _, column in filled})
    if len(rows) > MOST_ROWS or len(columns) > MOST_COLUMNS:
        raise UnreadableFile(
            f"“{name}”的工作表“{sheet.title}”有 {len(rows)} 行、{len(columns)} 列，太大了；请只留任务分工表再导入。"
        )
    repeated = _repeated(sheet, rows)
    if len(repeated) > MOST_REPEATED:
        raise UnreadableFile(f"“{name}”的工作表“{sheet.title}”里合并的单元格太多；请取消合并后再导入。")
    for row in rows:
        yield _line(filled.get((row, column)) or repeated.get((row, column), "") for column in columns)


def _repeated(sheet, rows):
    """What a cell merged over several rows says in each of them: ``{(row, column): text}``."""
    says = {}
    for top, left, bottom in sheet.merged:
        if text := sheet.cells.get((top, left)):
            below = rows[bisect_right(rows, top) : bisect_right(rows, bottom)]
            says.update({(row, left): text for row in below})
        if len(says) > MOST_REPEATED:
            break
    return says


def _line(cells):
    return "\t".join(" ".join(cell.split()) for cell in cells)
