"""Many rows into a workbook, fast and in flat memory.

openpyxl makes a small template: everything but the bodies of its sheets, and in each sheet a marker row with one cell
for each style its body needs. The template is saved, and the rows, as XML with the same style ids, take the place of the
marker rows.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from tracker.workbooks.cells import CellText

BOOK = "xl/workbook.xml"
LAST_ROW = 1_048_576
"""A spreadsheet's last row."""
COMPRESSION = 3
"""Of zlib's levels the one where more time no longer buys much: 10 % larger than the usual 6, in 45 % of its time."""
CHUNK = 64
"""Rows handed on at a time: some hundred thousand letters of XML."""
MERGED = re.compile(rb'<mergeCells count="(\d+)">')


@dataclass(frozen=True, slots=True)
class Opening:
    """A sheet cut open at its marker row, whose style ids are ``styles``, left to right.

    ``stand_in`` is the number that stands for the last row written, in the sheet's own XML and in the workbook's.
    """

    part: str
    before: bytes
    after: bytes
    styles: tuple[int, ...]
    first_row: int
    stand_in: int


@dataclass(frozen=True, slots=True)
class Stencil:
    """A saved template: its other parts as they are, its sheets cut open, in their order."""

    parts: dict[str, bytes]
    sheets: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class Filling:
    """The rows of a sheet as XML (``row_xml``); ``merged`` is known when the last row was taken: ``A5:A9``."""

    rows: Iterable[str]
    merged: list[str] = field(default_factory=list)


def stand_in(place: int) -> int:
    """The row that stands for the last one written in a template's sheet, ``place`` counted from 0."""
    return LAST_ROW - place


def cut(template: Workbook, *, marker_rows: Mapping[str, int]) -> Stencil:
    """Save a template and cut its sheets open; ``marker_rows`` are ``{title: number}``, each the sheet's last row."""
    saved = BytesIO()
    template.save(saved)
    with ZipFile(saved) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    openings = [
        _open(parts, place, marker_rows[sheet.title])
        for place, sheet in enumerate(template.worksheets)
        if sheet.title in marker_rows
    ]
    return Stencil(parts, tuple(openings))


def _open(parts, place, marker_row):
    part = f"xl/worksheets/sheet{place + 1}.xml"
    sheet = re.sub(rb"<dimension [^>]*/>", b"", parts.pop(part))
    before, marker, after = re.split(rb'(<row r="%d".*?</row>)' % marker_row, sheet, flags=re.DOTALL)
    styles = tuple(int(style) for style in re.findall(rb'<c [^>]*?s="(\d+)"', marker))
    return Opening(part, before, after, styles, marker_row, stand_in(place))


def pour(stencil: Stencil, fillings: Sequence[Filling], target: BinaryIO) -> None:
    """Write the workbook to ``target``, which need not be seekable, with a filling for each sheet that was cut open.

    Rows are numbered on from the marker row by whoever makes them. Each chunk is compressed and let go.
    """
    book = stencil.parts[BOOK]
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:
        for name, part in stencil.parts.items():
            if name != BOOK:
                archive.writestr(name, part)
        for opening, filling in zip(stencil.sheets, fillings, strict=True):
            last = opening.first_row + _pour_sheet(archive, opening, filling) - 1
            book = book.replace(b"$%d" % opening.stand_in, b"$%d" % last)
        archive.writestr(BOOK, book)


def _pour_sheet(archive, opening, filling):
    """Write one sheet; returns how many rows it has got."""
    count = 0
    with archive.open(opening.part, "w") as sheet:
        sheet.write(opening.before)
        for chunk in _chunks(filling.rows):
            sheet.write("".join(chunk).encode())
            count += len(chunk)
        last = max(opening.first_row, opening.first_row + count - 1)
        after = re.sub(rb"(?<=[A-Z])%d\b" % opening.stand_in, b"%d" % last, opening.after)
        sheet.write(_with_merged(after, filling.merged))
    return count


def _with_merged(after, merged):
    if not merged:
        return after
    more = "".join(f'<mergeCell ref="{reference}"/>' for reference in merged).encode()
    after = MERGED.sub(lambda found: b'<mergeCells count="%d">' % (int(found[1]) + len(merged)), after)
    return after.replace(b"</mergeCells>", more + b"</mergeCells>")


def row_xml(number: int, cells: Iterable[str], *, height: float, grows: bool = False) -> str:
    """A row of cells; ``height`` in points. One that ``grows`` is made higher by the spreadsheet as somebody types."""
    fixed = "" if grows else ' customHeight="1"'
    return f'<row r="{number}" ht="{height:.1f}"{fixed}>{"".join(cells)}</row>'


def empty_cell(place: str, style: int) -> str:
    """A cell with nothing but its borders; ``place`` is an address, D7."""
    return f'<c r="{place}" s="{style}"/>'


def number_cell(place: str, style: int, number: float) -> str:
    return f'<c r="{place}" s="{style}"><v>{number!r}</v></c>'


def text_cell(place: str, style: int, text: CellText) -> str:
    """Text that stays text; the style of one that looks like a formula has quotePrefix."""
    return f'<c r="{place}" s="{style}"{text.inside}'


def _chunks(rows) -> Iterator[list[str]]:
    rows = iter(rows)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk
