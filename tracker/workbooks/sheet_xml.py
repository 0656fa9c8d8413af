"""The XML of a sheet and of shared strings, read in one pass: each cell's kind, style, text and formula.

Written on the parser of the standard library, which makes no object of what is passed over: ten thousand rows in half a
second, and a million empty ones in the memory of one.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

from openpyxl.utils.cell import column_index_from_string

EMPTY = re.compile(rb"<(?:\w+:)?(?:c|row)(?: [^<>]*)?/>|<row(?: [^<>]*)?></row>")
"""Cells and rows without content: a form has many, and some workbooks have a million of them."""
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
DIGITS = "0123456789"
LAST_COLUMN = 16_384


class Columns(dict):
    """``{"AB": 28, 28: 28}``, filled as it is asked: a column by its letters or its number, if a spreadsheet has it."""

    def __missing__(self, column):
        number = column if isinstance(column, int) else column_index_from_string(column)
        if number > LAST_COLUMN:
            raise ValueError("a column no spreadsheet has")
        self[column] = number
        return number


def read_strings(raw: bytes) -> list[str]:
    """The shared strings, each of one or several runs; readings printed above Chinese words are left out."""
    strings, parts, words, collecting, reading = [], [], "", False, False

    def start(name, _):
        nonlocal collecting, reading
        collecting = name == "t" and not reading
        reading = reading or name == "rPh"

    def end(name):
        nonlocal collecting, reading, words
        collecting = False
        if name == "t":
            words += unescaped("".join(parts))
            parts.clear()
        elif name == "si":
            strings.append(words)
            words = ""
        elif name == "rPh":
            reading = False

    def text(chunk):
        if collecting:
            parts.append(chunk)

    _parse(raw, start, end, text)
    return strings


@dataclass(frozen=True, slots=True)
class Takers:
    """What is done with what is read: ``value(kind, style, text)`` makes a cell's value of what stands in ``<v>``.

    ``formula(kind, text)`` makes one of a calculated cell, ``row(number, {column: value})`` gets each row that has cells,
    ``merged`` each merged range.
    """

    value: Callable[[str, int, str], object]
    formula: Callable[[str, str], object]
    row: Callable[[int, dict[int, object]], None]
    merged: Callable[[str], None]


def read_rows(raw: bytes, strings: list[str], takers: Takers) -> None:
    """Hand on every row and merged range of a sheet; ``strings`` are the shared ones."""
    columns, cells, parts = Columns(), {}, []
    row = column = 0
    kind = style = None
    words = None
    formula = collecting = False

    def start(name, attributes):
        nonlocal row, column, kind, style, words, formula, collecting
        if name == "c":
            place = attributes.get("r")
            column = columns[place.rstrip(DIGITS) if place else column + 1]
            kind, style = attributes.get("t"), attributes.get("s")
            words, formula = None, False
        elif name == "v" or name == "t":
            collecting = True
        elif name == "is":
            words = ""
        elif name == "row":
            row, column = int(attributes.get("r") or row + 1), 0
        elif name == "f":
            formula = True
        elif name == "mergeCell":
            takers.merged(attributes.get("ref", ""))

    def end(name):
        nonlocal words, collecting, cells
        collecting = False
        if name == "t":
            words = (words or "") + unescaped("".join(parts))
            parts.clear()
        elif name == "c" and (parts or words or formula):
            text = "".join(parts)
            parts.clear()
            if formula:
                cells[column] = takers.formula(kind, text)
            elif words is not None:
                cells[column] = words
            else:
                cells[column] = strings[int(text)] if kind == "s" else takers.value(kind or "n", int(style or 0), text)
        elif name == "row" and cells:
            takers.row(row, cells)
            cells = {}

    def text(chunk):
        if collecting:
            parts.append(chunk)

    _parse(EMPTY.sub(b"", raw) if b"<![CDATA[" not in raw and b"<!--" not in raw else raw, start, end, text)


def unescaped(text: str) -> str:
    """``_x000D_`` is how a spreadsheet writes a letter XML cannot hold."""
    return ESCAPED.sub(_letter, text) if "_x" in text else text


def _letter(found):
    code = int(found[1], 16)
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)


def _parse(raw, start, end, text):
    parser = expat.ParserCreate()
    parser.buffer_text, parser.buffer_size = True, 1 << 18
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    prefix = re.search(rb"<(\w+):(?:worksheet|sst)\b", raw[:2000])
    if prefix:
        length = len(prefix[1]) + 1
        parser.StartElementHandler = lambda name, attributes: start(name[length:], attributes)
        parser.EndElementHandler = lambda name: end(name[length:])
    else:
        parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(raw, True)


def _refuse(*_):
    raise ValueError("a workbook declares no document type")
