"""What an .xlsx holds: its visible sheets, cell by cell, as a reader sees them on the screen.

The parts are read here one element at a time, for a workbook says in a few bytes that a million cells are merged or
a million rows empty, and the library that would build them all takes a minute and the memory of the machine.
"""

import datetime
import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import BinaryIO

import lxml.etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from tracker.extraction.reading.limits import library
from tracker.extraction.unread import mark

KIND = "Excel 工作簿"
RELATIONS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
"""The attribute that names a sheet's part; the second is that of a workbook saved as Strict Open XML."""
PARSER = {"resolve_entities": False, "load_dtd": False, "no_network": True, "huge_tree": False}
EMPTY_CELL = re.compile(rb'<c r="[A-Z]{1,3}\d+"(?: s="\d+")?/>')
EMPTY_ROW = re.compile(rb'<row r="\d+"[^<>]*(?:/>|></row>)')
"""A cell that only has a colour, a row that only has a height: some workbooks have a million, and no reader needs one."""
WITHOUT_ADDRESS = re.compile(rb"<(?:c|row)(?: (?!r=)[\w:]+=\"[^\"<>]*\")*/?>")
"""A cell or row that follows the one before it, wherever that stands."""
MOST_MERGED = 20_000
LONGEST_FORMAT = 255
YEAR_MONTH, MONTH_DAY, FULL = 'yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"'
FORMATS = {
    **BUILTIN_FORMATS,
    **dict.fromkeys((27, 36, 50, 52, 57), YEAR_MONTH),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), MONTH_DAY),
    **dict.fromkeys((30, 31), FULL),
    **dict.fromkeys((32, 33, 34, 35, 55, 56), "h:mm"),
}
"""The number formats a workbook names without writing them out; 27 to 58 are those of Chinese Excel."""


@dataclass
class Sheet:
    """A sheet's title, its filled cells ``{(row, column): text}`` and what is merged downwards: (top, left, bottom)."""

    title: str
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class _Book:
    """What the cells of all sheets refer to: shared strings, the number format of each style, the first day."""

    strings: list[str]
    formats: list[str]
    epoch: datetime.datetime


def visible_sheets(file: BinaryIO, name: str) -> list[Sheet]:
    """The sheets that are not hidden, in the order of their tabs. Raises UnreadableFile for a damaged workbook."""
    with library(name, KIND), zipfile.ZipFile(file) as archive:
        main = _target_of_kind(archive, "", "/officeDocument")
        root = _tree(archive, main)
        properties = root.find("{*}workbookPr")
        mac = properties is not None and properties.get("date1904") in ("1", "true")
        book = _Book(
            _strings(archive, _target_of_kind(archive, main, "/sharedStrings")),
            _formats(archive, _target_of_kind(archive, main, "/styles")),
            CALENDAR_MAC_1904 if mac else CALENDAR_WINDOWS_1900,
        )
        targets = {identity: target for identity, kind, target in _relations(archive, main) if kind == "worksheet"}
        return [
            _sheet(archive, targets[identity], entry.get("name", ""), book)
            for entry in root.iterfind("{*}sheets/{*}sheet")
            if entry.get("state", "visible") == "visible" and (identity := _relation(entry)) in targets
        ]


def _relations(archive, part):
    """``(id, last word of the type, target part)`` of a part's relations inside the archive."""
    folder, base = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", f"{base}.rels")
    if listing not in archive.namelist():
        return
    for entry in _tree(archive, listing).iterfind("{*}Relationship"):
        if entry.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, entry.get("Target", ""))).lstrip("/")
            yield entry.get("Id"), entry.get("Type", "").rsplit("/", 1)[-1], target


def _relation(entry):
    return next((identity for name in RELATIONS if (identity := entry.get(name))), None)


def _target_of_kind(archive, part, kind):
    return next((target for _, found, target in _relations(archive, part) if f"/{found}" == kind), None)


def _tree(archive, part):
    return lxml.etree.fromstring(archive.read(part), lxml.etree.XMLParser(**PARSER))


def _elements(archive, part, *tags):
    """The elements of a part one by one as they end; each is emptied once it was seen."""
    markup = archive.read(part)
    if not WITHOUT_ADDRESS.search(markup):
        markup = EMPTY_ROW.sub(b"", EMPTY_CELL.sub(b"", markup))
    stream = io.BytesIO(markup)
    for _, element in lxml.etree.iterparse(stream, tag=[f"{{*}}{tag}" for tag in tags], **PARSER):
        yield element
        element.clear(keep_tail=False)
        while element.getprevious() is not None:
            del element.getparent()[0]


def _strings(archive, part):
    return [_words(item) for item in _elements(archive, part, "si")] if part else []


def _words(item):
    """The words of a string of one or several runs; readings printed above Chinese words are left out."""
    return "".join(text.text or "" for text in item.iter("{*}t") if not text.getparent().tag.endswith("}rPh"))


def _formats(archive, part):
    """The number format of every cell style, by the style's place."""
    if not part:
        return []
    root = _tree(archive, part)
    own = {
        entry.get("numFmtId"): entry.get("formatCode", "")[:LONGEST_FORMAT]
        for entry in root.iterfind("{*}numFmts/{*}numFmt")
    }
    ids = [entry.get("numFmtId", "0") for entry in root.iterfind("{*}cellXfs/{*}xf")]
    return [own.get(number) or FORMATS.get(_whole(number), "General") for number in ids]


def _sheet(archive, part, title, book):
    sheet = Sheet(title)
    row = column = 0
    for element in _elements(archive, part, "c", "row", "mergeCell"):
        kind = lxml.etree.QName(element).localname
        if kind == "mergeCell":
            _merge(sheet, element.get("ref", ""))
        elif kind == "row":
            row, column = _whole(element.get("r")) or row + 1, 0
        else:
            place = element.get("r")
            above = row + 1 if element.getparent().get("r") is None else _whole(element.getparent().get("r"))
            at = coordinate_to_tuple(place) if place else (above, column + 1)
            column = at[1]
            if text := _shown(element, book) or _without_result(element, at, title):
                sheet.cells[at] = text
    return sheet


def _merge(sheet, reference):
    left, top, _, bottom = range_boundaries(reference)
    if bottom > top and len(sheet.merged) < MOST_MERGED:
        sheet.merged.append((top, left, bottom))


def _shown(cell, book):
    """A cell's words as the screen shows them: the cached value of a formula, a date in the precision of its format."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _words(cell)
    value = cell.findtext("{*}v") or ""
    if not value or kind in ("str", "e"):
        return value
    if kind == "s":
        return book.strings[int(value)]
    if kind == "b":
        return "是" if value.strip() == "1" else "否"
    if kind == "d":
        return _date(datetime.datetime.fromisoformat(value.removesuffix("Z")), FULL)
    style = _whole(cell.get("s", "0"))
    return _number(value, book.formats[style] if style < len(book.formats) else "General", book.epoch)


def _without_result(cell, at, title):
    """What stands for a formula that was saved without its result: no program has computed the workbook since."""
    if cell.find("{*}f") is None or cell.get("t") in ("str", "s", "inlineStr"):
        return ""
    row, column = at
    return mark(f"工作表“{title}”{get_column_letter(column)}{row}的公式没有结果，")


def _number(value, pattern, epoch):
    number = float(value)
    if is_date_format(pattern) and not is_timedelta_format(pattern):
        try:
            return _date(from_excel(number, epoch), pattern)
        except (ValueError, OverflowError, TypeError):
            return value
    if pattern.rstrip().endswith("%"):
        return f"{round(number * 100, 2):g}%"
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else f"{number:.10g}"


def _date(moment, pattern):
    """``2026年6月30日``; without the day, or the year, where the format shows none."""
    if isinstance(moment, datetime.time):
        return f"{moment:%H:%M}"
    shown = re.sub(r"\"[^\"]*\"|\[[^\]]*\]|\\.", "", pattern).lower()
    year = f"{moment.year}年" if "y" in shown or "e" in shown else ""
    return f"{year}{moment.month}月" + (f"{moment.day}日" if "d" in shown else "")


def _whole(text):
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0
