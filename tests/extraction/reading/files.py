"""Real files of every format, made from the same duties, and the means to damage them."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence

import docx
import openpyxl

from tests.extraction.plans import duties
from tracker.extraction import extract
from tracker.extraction.reading import read_bytes

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEADER = ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"]
ROWS = [
    ["1", "建设公共海外仓10个", "市商务局", "市财政局、市税务局", "2026年底前"],
    ["2", "压缩通关时间", "市口岸办", "无", "2026年6月底"],
    ["3", "清理口岸收费", "市发展改革委、市市场监管局", "/", "持续推进"],
]
TABLE = [HEADER, *ROWS]
COLUMNS = [60, 100, 220, 330, 450, 540]
"""Where the columns of a table drawn on a page begin, and where the last one ends, in points."""
TABLE_TITLE = "泉州市跨境电商重点任务分工表"
TABLE_DUTIES = [
    ("1", "建设公共海外仓10个", "牵头 市商务局；配合 市财政局 市税务局", "2026年底前"),
    ("2", "压缩通关时间", "牵头 市口岸办", "2026年6月底"),
    ("3", "清理口岸收费", "牵头 市发展改革委 市市场监管局", "持续推进"),
]
PLAN_TITLE = "绍兴市推动外贸提质增效行动方案"
PLAN = [
    "一、培育外贸主体",
    "（一）扩大企业规模。支持企业扩大出口，对成效明显的给予奖励。（市商务局牵头，市财政局、税务局配合）",
    "（二）建设公共海外仓。引导企业共建共享海外仓。（市商务局牵头）",
    "二、优化口岸环境",
    "（一）压缩通关时间。推行提前申报。（市口岸办牵头，杭州海关配合）",
]
PLAN_DUTIES = [
    ("一（一）", "支持企业扩大出口，对成效明显的给予奖励。", "牵头 市商务局；配合 市财政局 市税务局"),
    ("一（二）", "引导企业共建共享海外仓。", "牵头 市商务局"),
    ("二（一）", "推行提前申报。", "牵头 市口岸办；配合 杭州海关"),
]


def tasks_of(raw: bytes, name: str) -> list[tuple]:
    """``(path, task, duties)`` of every task a file holds."""
    findings = extract(read_bytes(raw, name))
    return [(measure.path, task.text, duties(task)) for measure in findings.measures for task in measure.tasks]


def rows_of(raw: bytes, name: str) -> list[tuple]:
    """``(path, task, duties, deadline)`` of every task a file holds."""
    findings = extract(read_bytes(raw, name))
    return [
        (measure.path, task.text, duties(task), task.deadline)
        for measure in findings.measures
        for task in measure.tasks
    ]


def saved(document) -> bytes:
    """The bytes of a Word document or a workbook."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def a_word_document(paragraphs: Iterable[str] = (), table: Sequence[Sequence[str]] = ()):
    """A Word document with these paragraphs and, behind them, this table; ``saved`` gives its bytes."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        fill(document.add_table(len(table), len(table[0])), table)
    return document


def fill(table, rows):
    """Write rows into a table of Word."""
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def a_workbook(rows: Sequence[Sequence[object]], *, merged: Iterable[str] = ()):
    """A workbook with one sheet of these rows; ``saved`` gives its bytes."""
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    for reference in merged:
        workbook.active.merge_cells(reference)
    return workbook


def a_csv(rows: Sequence[Sequence[str]], divider: str = ",") -> str:
    """The rows as a CSV file's text."""
    file = io.StringIO()
    csv.writer(file, delimiter=divider).writerows(rows)
    return file.getvalue()


def html_table(rows: Sequence[Sequence[str]], cell: str = "td") -> str:
    """The rows as a table of a web page."""
    lines = ["".join(f"<{cell}>{text}</{cell}>" for text in row) for row in rows]
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def rezipped(raw: bytes, changed: dict[str, bytes] | None = None, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive with parts replaced or added; None leaves a part out."""
    file, changed = io.BytesIO(), dict(changed or {})
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(file, "w", method) as new:
        for part in old.infolist():
            content = changed.pop(part.filename, old.read(part))
            if content is not None:
                new.writestr(part.filename, content)
        for name, content in changed.items():
            new.writestr(name, content)
    return file.getvalue()


def strict(raw: bytes) -> bytes:
    """The same Office file with the names of Strict Open XML."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    old, new = (
        rb"http://schemas\.openxmlformats\.org/(\w+ml|officeDocument)/2006/(\w+)",
        rb"http://purl.oclc.org/ooxml/\1/\2",
    )
    return rezipped(raw, {name: re.sub(old, new, content) for name, content in parts.items()})


def with_shared_strings(raw: bytes) -> bytes:
    """A workbook whose words stand in a part of their own, as Excel writes them."""
    sheet, strings = part_of(raw, SHEET).decode(), []

    def shared(match):
        strings.append(match[2])
        return f'{match[1]} t="s"><v>{len(strings) - 1}</v></c>'

    sheet = re.sub(r'(<c [^>]*?) t="inlineStr"><is>(.*?)</is></c>', shared, sheet)
    relation = '<Relationship Id="rId99" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>'
    names = part_of(raw, "xl/_rels/workbook.xml.rels").decode()
    return rezipped(
        raw,
        {
            SHEET: sheet.encode(),
            STRINGS: f'<sst xmlns="{MAIN}">{"".join(f"<si>{string}</si>" for string in strings)}</sst>'.encode(),
            "xl/_rels/workbook.xml.rels": names.replace("</Relationships>", f"{relation}</Relationships>").encode(),
        },
    )


def part_of(raw: bytes, name: str) -> bytes:
    """One part of an archive."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return archive.read(name)


def a_pdf(pages: Iterable[Iterable[str | tuple]], *, rules: Iterable[tuple] = (), extra: str = "") -> bytes:
    """A PDF of Chinese text: each page lines from top to bottom, or ``(x, y, text)``, with its size behind it; ``rules`` are drawn on each.

    A rule is ``(x, y, width, height)`` in points, a filled box. ``extra`` goes into the trailer.
    """
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
    ]
    drawn = "".join(f"{x} {y} {width} {height} re f\n" for x, y, width, height in rules)
    kids = []
    for page in pages:
        content = drawn + "".join(_shown(place, line) for place, line in enumerate(page))
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            f" /Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects) + 2} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return pdf_of(objects, extra)


def _shown(place, line):
    x, y, text, size = (*line, 12)[:4] if isinstance(line, tuple) else (60, 780 - 24 * place, line, 12)
    return f"BT /F1 {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"


def pdf_of(objects: Sequence[str | bytes], extra: str = "") -> bytes:
    """A PDF file of these objects, the first of which is its catalogue."""
    file, places = bytearray(b"%PDF-1.5\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        content = content if isinstance(content, bytes) else content.encode("latin-1")
        file += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(file)
    file += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    file += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {extra} >>\nstartxref\n{start}\n%%EOF\n"
    return bytes(file + trailer.encode())
