"""A returned file → its sheets: .xlsx as Excel, WPS and LibreOffice save it, .csv in any usual encoding.

What makes an archive safe to open is known elsewhere and comes as an argument.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from tracker.errors import UnreadableFile
from tracker.workbooks.csv_cells import from_csv
from tracker.workbooks.grids import Grid, grids

LARGEST = 30 * 1024 * 1024
"""Bytes of the largest file that is read."""
TABLES = (".csv", ".txt", ".tsv")
ARCHIVES = (b"PK", b"\xd0\xcf\x11\xe0")
DIVIDERS = ",\t;"
LINES_TO_LOOK_AT = 30
CSV_SHEET = "CSV"
LINKS = b"xl/externalLinks/"


@dataclass(frozen=True, slots=True)
class Checks:
    """What stands between a stranger's bytes and their reader; both take (bytes, name) and raise UnreadableFile.

    ``archive`` lets no bomb and no entity pass and refuses what is old, protected or has macros; ``decode`` makes text
    of bytes.
    """

    archive: Callable[[bytes, str], BinaryIO]
    decode: Callable[[bytes, str], str]


def sheets(raw: bytes, name: str, checks: Checks) -> list[Grid]:
    """The sheets of a file. Raises UnreadableFile, whose sentence names the file and says what to do."""
    if len(raw) > LARGEST:
        size = len(raw) // 1024 // 1024
        raise UnreadableFile(
            f"“{name}”有 {size} MB，超过 {LARGEST >> 20} MB，没有读取；请删去图片和无关的工作表再上传。"
        )
    if name.lower().endswith(TABLES) and not raw.startswith(ARCHIVES):
        return [_csv(checks.decode(raw, name), name)]
    file = checks.archive(raw, name)
    try:
        return grids(file)
    except MemoryError:
        raise
    except Exception as error:
        raise UnreadableFile(
            f"“{name}”不是完好的 Excel 工作簿；请用 Excel 或 WPS 打开检查后另存为 .xlsx 再上传。"
        ) from error


def has_links(raw: bytes) -> bool:
    """Whether a workbook refers to other files; what they hold is never read."""
    return LINKS in raw


def _csv(text, name):
    head = text.split("\n", LINES_TO_LOOK_AT)[:LINES_TO_LOOK_AT]
    divider = max(DIVIDERS, key=lambda sign: max(line.count(sign) for line in head))
    grid = Grid(CSV_SHEET)
    try:
        for number, line in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=divider), start=1):
            cells = {column: from_csv(cell) for column, cell in enumerate(line, start=1) if cell}
            if cells:
                grid.rows[number] = cells
    except csv.Error as error:
        raise UnreadableFile(f"“{name}”的引号不成对，或有一格太长；请用 Excel 打开检查后另存再上传。") from error
    return grid
