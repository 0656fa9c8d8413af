"""What a returned file holds besides the cells of its table. None of it is read, and each thing says so."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence

from openpyxl.utils import get_column_letter

from tracker.workbooks.faults import Fault, FaultKind, notice
from tracker.workbooks.grids import Grid
from tracker.workbooks.meta import SHEET
from tracker.workbooks.parsing import plain, quoted, squeezed

SIGNATURE = "填表人"
PICTURE = "图片"
ON_THE_WEB = {PICTURE: "证明材料请在系统的网页上作为附件上传。"}
IN_A_CELL = "要说的话请写进格里。"


def around(sheets: Sequence[Grid], grid: Grid) -> Iterator[Fault]:
    """What lies on the sheets of a file and in none of their cells, and the sheets that are not ``grid``."""
    for sheet in sheets:
        if sheet.title == SHEET or sheet.hidden:
            continue
        for what in sheet.beside:
            yield notice(FaultKind.BESIDE, f"工作表{quoted(sheet.title)}里有{what}，没有读取；{ON_THE_WEB.get(what, IN_A_CELL)}")
        if sheet is not grid and sheet.rows:
            yield notice(FaultKind.EXTRA_SHEET, f"多出的工作表{quoted(sheet.title)}没有读取。")


def outside(grid: Grid, header: int, *, key: int, answers: Collection[int]) -> Iterator[Fault]:
    """What stands on the sheet of a template beside and below its table; its captions stand in row ``header``."""
    below = [(number, cells) for number, cells in grid.rows.items() if number > header]
    captioned = {column for column, value in grid.rows[header].items() if plain(value).strip()}
    beside = [(number, column) for number, cells in below for column in _filled(cells, cells.keys() - captioned)]
    if beside:
        number, column = beside[0]
        sentence = f"没有列名的列里有 {len(beside)} 格内容，没有读取。"
        yield notice(FaultKind.OUTSIDE, sentence, f"{get_column_letter(column)}{number}")
    for number, cells in below:
        if not any(_filled(cells, (key, *answers))) and _is_said(cells, captioned):
            yield notice(FaultKind.OUTSIDE, f"第 {number} 行不是任务，没有读取。", f"{get_column_letter(min(cells))}{number}")


def _filled(cells, columns) -> list[int]:
    return [column for column in columns if column in cells and plain(cells[column]).strip()]


def _is_said(cells, columns):
    """Whether a row that is no task says anything, but for who signs it."""
    said = [squeezed(plain(cells[column])) for column in _filled(cells, columns)]
    return bool(said) and not any(text.startswith(SIGNATURE) for text in said)


def covered(grid: Grid, header: int, columns: Collection[int]) -> dict[tuple[int, int], str]:
    """``{(row, column): address}`` of the cells below the header that merging put under another one, which is named."""
    numbers, found = sorted(number for number in grid.rows if number > header), {}
    left_over = 2 * len(numbers) * len(columns)
    for top, left, bottom, right in grid.merged:
        rows = numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)]
        under = [(row, column) for column in columns if left <= column <= right for row in rows]
        found.update((cell, f"{get_column_letter(left)}{top}") for cell in under if cell != (top, left))
        left_over -= len(under)
        if left_over < 0:  # merged ranges that lie over one another: no spreadsheet makes them
            break
    return found
