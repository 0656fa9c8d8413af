"""What the cells of a returned workbook hold: every sheet, hidden ones too, formulas and numbers told from text.

Parts are read one row at a time and by what they contain, never by the dimension they claim, for a workbook says in a
few bytes that a million rows are empty.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import BinaryIO, NamedTuple

from defusedxml import ElementTree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from tracker.workbooks.sheet_xml import Takers, read_rows, read_strings, unescaped

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
CHINESE_DATES = (*range(27, 32), 36, *range(50, 55), 57, 58)
"""Number formats of Chinese spreadsheets that are named without being written out."""
MOST_MERGED = 20_000
BESIDE = {
    "image": "图片",
    "chart": "图表",
    "comments": "批注",
    "threadedComment": "批注",
    "oleObject": "嵌入的文件",
    "package": "嵌入的文件",
}
"""What lies on a sheet, by the last word of its relation's type."""


class Number(NamedTuple):
    """A number, and whether its cell shows it in percent."""

    value: float
    percent: bool


class Formula(NamedTuple):
    """A cell that is calculated; ``shown`` is what it showed when it was saved."""

    shown: str


class Failed(NamedTuple):
    """A cell that shows a fault instead of a value: #REF!"""

    shown: str


Value = str | Number | Formula | Failed


@dataclass(slots=True)
class Grid:
    """A sheet: ``rows`` are ``{row: {column: value}}``, both from 1, in their order; ``merged`` (top, left, bottom, right).

    ``beside`` names what lies on the sheet and in none of its cells: 图片, 批注.
    """

    title: str
    hidden: bool = False
    rows: dict[int, dict[int, Value]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Book:
    strings: list[str]
    dates: frozenset[int]
    shares: frozenset[int]
    epoch: object


def grids(file: BinaryIO) -> list[Grid]:
    """The sheets in the order of their tabs. A damaged workbook raises whatever zip and XML readers raise."""
    with zipfile.ZipFile(file) as archive:
        main = next(target for _, kind, target in _relations(archive, "") if kind == "officeDocument")
        root = _tree(archive, main)
        targets = {identity: (kind, target) for identity, kind, target in _relations(archive, main)}
        book = _book(archive, root, dict(targets.values()))
        return list(_sheets(archive, root, targets, book))


def _sheets(archive, root, targets, book) -> Iterator[Grid]:
    for entry in root.iterfind("{*}sheets/{*}sheet"):
        kind, target = targets.get(entry.get(RELATION) or entry.get(STRICT_RELATION), (None, None))
        if kind == "worksheet":
            grid = Grid(entry.get("name", ""), entry.get("state", "visible") != "visible")
            _fill(grid, archive.read(target), book)
            grid.beside = tuple(dict.fromkeys(_beside(archive, target)))
            yield grid


def _beside(archive, part) -> Iterator[str]:
    """What a sheet's relations say lies on it; a drawing may hold pictures, or only the frames of comments."""
    for _, kind, target in _relations(archive, part):
        if kind in BESIDE:
            yield BESIDE[kind]
        elif kind == "drawing":
            yield from (BESIDE[kind] for _, kind, _ in _relations(archive, target) if kind in BESIDE)


def _book(archive, root, targets):
    properties = root.find("{*}workbookPr")
    mac = properties is not None and properties.get("date1904") in ("1", "true")
    shared = targets.get("sharedStrings")
    strings = read_strings(archive.read(shared)) if shared in archive.namelist() else []
    dates, shares = _formats(archive, targets.get("styles"))
    return _Book(strings, dates, shares, CALENDAR_MAC_1904 if mac else CALENDAR_WINDOWS_1900)


def _formats(archive, part):
    """The cell styles that show dates, and those that show percents."""
    if not part:
        return frozenset(), frozenset()
    root = _tree(archive, part)
    own = {entry.get("numFmtId"): entry.get("formatCode", "")[:255] for entry in root.iterfind("{*}numFmts/{*}numFmt")}
    dates, shares = set(), set()
    for style, entry in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        number = entry.get("numFmtId", "0")
        code = own.get(number) or (BUILTIN_FORMATS.get(int(number), "") if number.isdecimal() else "")
        if is_date_format(code) or (number.isdecimal() and int(number) in CHINESE_DATES):
            dates.add(style)
        if "%" in code:
            shares.add(style)
    return frozenset(dates), frozenset(shares)


def _fill(grid, raw, book):
    def merged(reference):
        if len(grid.merged) < MOST_MERGED:
            left, top, right, bottom = range_boundaries(reference)
            grid.merged.append((top, left, bottom, right))

    def formula(kind, text):
        return Formula(book.strings[int(text)] if kind == "s" and text else text)

    takers = Takers(partial(_value, book), formula, grid.rows.__setitem__, merged)
    read_rows(raw, book.strings, takers)


def _value(book, kind, style, text):
    if kind == "n":
        return _number(text, style, book)
    if kind == "e":
        return Failed(text)
    if kind == "b":
        return "是" if text.strip() == "1" else "否"
    if kind == "d":
        return _date(datetime.fromisoformat(text.strip()))
    return unescaped(text)


def _number(text, style, book):
    number = float(text)
    if style in book.dates:
        try:
            return _date(from_excel(number, book.epoch))
        except (ValueError, OverflowError, TypeError):
            pass
    return Number(number, style in book.shares)


def _date(moment):
    if not hasattr(moment, "year"):
        return str(moment)
    midnight = not (moment.hour or moment.minute or moment.second)
    return f"{moment:%Y-%m-%d}" if midnight else f"{moment:%Y-%m-%d %H:%M}"


def _relations(archive, part):
    """``(id, last word of the type, target part)`` of a part's relations inside the archive."""
    folder, base = posixpath.split(part)
    for entry in _elements(archive, posixpath.join(folder, "_rels", f"{base}.rels"), "Relationship"):
        if entry.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, entry.get("Target", ""))).lstrip("/")
            yield entry.get("Id"), entry.get("Type", "").rsplit("/", 1)[-1], target


def _tree(archive, part):
    return ElementTree.fromstring(archive.read(part), forbid_dtd=True)


def _elements(archive, part, tag):
    """The elements of a part; nothing where there is no such part."""
    try:
        return _tree(archive, part).findall(f".//{{*}}{tag}") if part else []
    except KeyError:
        return []
