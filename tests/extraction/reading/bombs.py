"""Files made to hurt whoever opens them: small outside and huge inside, or with more in their markup than text."""

import io
import re
import struct
import zipfile
from collections.abc import Iterable
from itertools import pairwise

from tests.extraction.reading.files import (
    PLAN,
    SHEET,
    STRINGS,
    TABLE,
    a_word_document,
    a_workbook,
    part_of,
    rezipped,
    saved,
    with_shared_strings,
)

DOCUMENT = "word/document.xml"
MEGABYTE = 1 << 20


def a_docx() -> bytes:
    """A small Word document with a plan in it."""
    return saved(a_word_document(PLAN))


def an_xlsx() -> bytes:
    """A small workbook with a table of duties in it."""
    return saved(a_workbook(TABLE))


def stuffed(raw: bytes, part: str, before: str, stuffing: bytes, times: int) -> bytes:
    """An archive with so many pieces put into one part, before a tag of it."""
    head, tag, tail = part_of(raw, part).partition(before.encode())
    return rezipped(raw, {part: head + stuffing * times + tag + tail})


def counted(raw: bytes, part: str, before: str, pieces: Iterable[str]) -> bytes:
    """The same with pieces that differ, so that they cannot be packed as tightly."""
    return stuffed(raw, part, before, "".join(pieces).encode(), 1)


def packed_bombs() -> dict[str, bytes]:
    """Archives of at most a megabyte or so whose content is a hundred times as large, by what they are."""
    docx, xlsx = a_docx(), an_xlsx()
    cells = (f'<c r="A{number}"><v>{number % 7}</v></c>' for number in range(900_000))
    runs = (f'<w:r w:rsid="{number:x}"/>' for number in range(2_000_000))
    return {
        "a workbook of 4.8 million cells": stuffed(xlsx, SHEET, "</sheetData>", b"<c><v>1</v></c>", 4_800_000),
        "a workbook of cells that differ": counted(xlsx, SHEET, "</sheetData>", ["<row>", *cells, "</row>"]),
        "a workbook of endless text": stuffed(xlsx, SHEET, "<sheetData>", b" " * MEGABYTE, 100),
        "a workbook with a huge part": rezipped(xlsx, {"xl/media/image1.png": bytes(100 * MEGABYTE)}),
        "a workbook with many large parts": rezipped(
            xlsx, {f"xl/media/image{number}.png": bytes(MEGABYTE) for number in range(100)}
        ),
        "a workbook of empty shared strings": rezipped(xlsx, {"xl/sharedStrings.xml": b"<si/>" * 12_000_000}),
        "a document of endless text": stuffed(
            docx, DOCUMENT, "<w:sectPr", "<w:p><w:r><w:t>市</w:t></w:r></w:p>".encode(), 2_000_000
        ),
        "a document of runs that differ": counted(docx, DOCUMENT, "<w:sectPr", ["<w:p>", *runs, "</w:p>"]),
        "a document with a huge style sheet": rezipped(
            docx, {"word/styles.xml": b"<w:styles>" + b" " * 100 * MEGABYTE}
        ),
        "a document with a huge picture": rezipped(docx, {"word/media/image1.bmp": bytes(100 * MEGABYTE)}),
        "a document packed otherwise": rezipped(
            docx, {"word/media/image1.bmp": bytes(MEGABYTE)}, method=zipfile.ZIP_LZMA
        ),
    }


LONG = "推进工作" * 10_000
EMPTY_CELL = "<w:tc><w:p/></w:tc>"
MERGED_ROW = f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>{EMPTY_CELL}</w:tr>"
LONG_ROW = (
    "<w:tr><w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>"
    f"<w:p><w:r><w:t>{LONG}</w:t></w:r></w:p></w:tc>{EMPTY_CELL}</w:tr>"
)


def repeating_bombs() -> dict[str, tuple[str, bytes]]:
    """Files of ordinary size that say one long text again and again: ``(name, bytes)``."""
    table = ["<w:tbl>", LONG_ROW, *[MERGED_ROW] * 5000, "</w:tbl>"]
    rows = [["x"], *[[None] * 9 + ["x"]] * 5000]
    words = with_shared_strings(saved(a_workbook(rows)))
    strings = part_of(words, STRINGS).replace(b"<t>x</t>", f"<t>{LONG}</t>".encode(), 1)
    sheet = re.sub(rb'(t="s"><v>)\d+', rb"\g<1>0", part_of(words, SHEET))
    span = f"<tr><td rowspan=100>{LONG}</td><td rowspan=100>甲</td><td>乙</td></tr>{'<tr><td>丙</td></tr>' * 99}"
    return {
        "a cell merged over 5,000 rows": ("方案.docx", counted(a_docx(), DOCUMENT, "<w:sectPr", table)),
        "a shared string in 5,000 cells": ("分工表.xlsx", rezipped(words, {STRINGS: strings, SHEET: sheet})),
        "a cell over 2,000 rows of a page": ("方案.html", f"<table>{span * 20}</table>".encode()),
        "five million characters": ("方案.txt", ("推进工作" * 1_250_000).encode()),
    }


def with_false_sizes(raw: bytes, part: str, size: int) -> bytes:
    """An archive whose directory says that a part unpacks to so many bytes."""
    name, changed = part.encode(), bytearray(raw)
    for mark, offset, header in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        for match in re.finditer(re.escape(mark), raw):
            at = match.start()
            if raw[at + header : at + header + len(name)] == name:
                changed[at + offset : at + offset + 4] = struct.pack("<I", size)
    return bytes(changed)


def with_overlapping_parts(raw: bytes, parts: int = 50) -> bytes:
    """An archive whose directory names one and the same content many times."""
    end = raw.rindex(b"PK\x05\x06")
    start = struct.unpack("<I", raw[end + 16 : end + 20])[0]
    directory = raw[start:end]
    largest = max(zipfile.ZipFile(io.BytesIO(raw)).infolist(), key=lambda part: part.compress_size)
    at = directory.index(largest.filename.encode()) - 46
    length = 46 + struct.unpack("<HHH", directory[at + 28 : at + 34])[0]
    entry = directory[at : at + length]
    directory += b"".join(
        entry[:46] + entry[46:-3] + f"{number:03d}".encode()[: len(entry) - 46] for number in range(parts)
    )
    total = raw[end + 8 : end + 10]
    count = struct.unpack("<H", total)[0] + parts
    tail = raw[end : end + 8] + struct.pack("<HHII", count, count, len(directory), start) + raw[end + 20 :]
    return raw[:start] + directory + tail


def with_parts(count: int) -> bytes:
    """An archive of so many empty parts."""
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 0, 0, 1, 0) + b"a"
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    end = struct.pack(
        "<4s4H2IH", b"PK\x05\x06", 0, 0, min(count, 65535), min(count, 65535), len(entry) * count, len(local), 0
    )
    return local + entry * count + end


def laughs() -> str:
    """A document type whose entities stand for a thousand million words."""
    names = "abcdefghi"
    lines = ["<!ENTITY a '哈'>"]
    for other, one in pairwise(names):
        ten = f"&{other};" * 10
        lines.append(f"<!ENTITY {one} '{ten}'>")
    return f"<!DOCTYPE x [{''.join(lines)}]>"
