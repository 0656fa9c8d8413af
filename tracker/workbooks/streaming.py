"""Many rows into a workbook, fast and in flat memory.

openpyxl makes a small template: everything but the body, and a marker row with one cell for each style the body needs.
The template is saved, and the rows, as XML with the same style ids, take the place of the marker row.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from tracker.workbooks.cells import CellText

SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"
LAST_ROW = 1_048_576
"""A spreadsheet's last row. In a template's print area it stands for the last row written."""
COMPRESSION = 4
"""Of zlib's levels the one where more time no longer buys much: 8 % larger than the usual 6, in 60 % of its time."""
CHUNK = 200_000
"""Letters of XML handed on at a time."""


@dataclass(frozen=True, slots=True)
class Stencil:
    """A saved template cut open at its marker row; ``styles`` are the marker row's style ids, left to right."""

    parts: dict[str, bytes]
    before: bytes
    after: bytes
    styles: tuple[int, ...]
    first_row: int


def cut(template: Workbook, *, marker_row: int) -> Stencil:
    """Save a template of one sheet and cut it open; the marker row is the sheet's last."""
    saved = BytesIO()
    template.save(saved)
    with ZipFile(saved) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = re.sub(rb"<dimension [^>]*/>", b"", parts.pop(SHEET))
    before, marker, after = re.split(rb'(<row r="%d".*?</row>)' % marker_row, sheet, flags=re.DOTALL)
    styles = tuple(int(style) for style in re.findall(rb'<c [^>]*?s="(\d+)"', marker))
    return Stencil(parts, before, after, styles, marker_row)


def pour(stencil: Stencil, rows: Iterable[str], target: BinaryIO) -> int:
    """Write the workbook with these rows (``row_xml``) to ``target``, which need not be seekable; how many there were.

    Rows are numbered on from the marker row by whoever makes them. Each chunk is compressed and let go.
    """
    count = 0
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:
        for name, part in stencil.parts.items():
            if name != BOOK:
                archive.writestr(name, part)
        with archive.open(SHEET, "w") as sheet:
            sheet.write(stencil.before)
            for chunk in _chunks(rows):
                sheet.write("".join(chunk).encode())
                count += len(chunk)
            sheet.write(stencil.after)
        last = stencil.first_row + count - 1
        archive.writestr(BOOK, stencil.parts[BOOK].replace(b"$%d" % LAST_ROW, b"$%d" % last))
    return count


def row_xml(number: int, cells: Iterable[str], *, height: float) -> str:
    """A row of cells; ``height`` in points."""
    return f'<row r="{number}" ht="{height:.1f}" customHeight="1">{"".join(cells)}</row>'


def empty_cell(place: str, style: int) -> str:
    """A cell with nothing but its borders; ``place`` is an address, D7."""
    return f'<c r="{place}" s="{style}"/>'


def number_cell(place: str, style: int, number: float) -> str:
    return f'<c r="{place}" s="{style}"><v>{number!r}</v></c>'


def text_cell(place: str, style: int, text: CellText) -> str:
    """Text that stays text; the style of one that looks like a formula has quotePrefix."""
    return f'<c r="{place}" s="{style}" t="inlineStr"><is>{text.xml}</is></c>'


def _chunks(rows) -> Iterator[list[str]]:
    chunk, size = [], 0
    for row in rows:
        chunk.append(row)
        size += len(row)
        if size > CHUNK:
            yield chunk
            chunk, size = [], 0
    yield chunk
