"""Cases 50 and 51: documents without measures, with very many, in another language, and texts made to be slow."""

import pytest

from tests.extraction.reading.bombs import DOCUMENT, a_docx, counted
from tests.extraction.reading.files import (
    HEADER,
    PLAN_TITLE,
    a_csv,
    a_pdf,
    a_word_document,
    a_workbook,
    saved,
)
from tests.extraction.reading.sentences import read_or_refused
from tracker.extraction import extract
from tracker.extraction.reading import read_bytes

LETTER = ["关于召开座谈会的通知", "各区人民政府：", "定于下周召开座谈会，请派员参加。"]
ENGLISH = [
    "Notice on measures to support exporters",
    "1. Purpose. This plan sets out measures. (Lead: Department of Commerce)",
]


def documents(lines):
    """The same lines in every format."""
    return {
        "txt": "\n".join(lines).encode(),
        "md": "\n\n".join(lines).encode(),
        "docx": saved(a_word_document(lines)),
        "pdf": a_pdf([lines]),
        "html": "".join(f"<p>{line}</p>" for line in lines).encode(),
        "csv": a_csv([[line, ""] for line in lines]).encode(),
        "xlsx": saved(a_workbook([[line] for line in lines])),
    }


@pytest.mark.parametrize("kind", documents(LETTER))
def test_a_document_without_measures_says_so(kind):
    """Case 51."""
    findings = extract(read_bytes(documents(LETTER)[kind], f"通知.{kind}"))
    assert findings.measures == ()
    assert [diagnostic.code for diagnostic in findings.diagnostics] == ["no-measures"]


@pytest.mark.parametrize("kind", documents(ENGLISH))
def test_a_document_in_another_language_says_so(kind):
    """Case 51."""
    findings = extract(read_bytes(documents(ENGLISH)[kind], f"notice.{kind}"))
    assert findings.measures == ()
    assert [diagnostic.code for diagnostic in findings.diagnostics] == ["no-chinese"]


MANY = 10_000
SECTIONS = [
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    "十一",
    "十二",
    "十三",
    "十四",
    "十五",
    "十六",
    "十七",
    "十八",
    "十九",
    "二十",
]
ROWS = [
    HEADER,
    *([str(number), f"推进第{number}项工作", "市商务局", "市财政局", "2026年底前"] for number in range(1, MANY + 1)),
]


def lines_of_text():
    for place, (_, task, *_) in enumerate(ROWS[1:]):
        if place % 500 == 0:
            yield f"{SECTIONS[place // 500]}、推进重点工作"
        yield f"{place % 500 + 1}．{task}。（市商务局牵头，市财政局配合）"


def rows_of_word():
    for row in ROWS:
        yield "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in row) + "</w:tr>"


LARGE = {
    "txt": lambda: "\n".join([PLAN_TITLE, *lines_of_text()]).encode(),
    "docx": lambda: counted(a_docx(), DOCUMENT, "<w:sectPr", ["<w:tbl>", *rows_of_word(), "</w:tbl>"]),
    "xlsx": lambda: saved(a_workbook(ROWS)),
}


@pytest.mark.parametrize("kind", LARGE)
def test_ten_thousand_measures_are_read_to_the_last(kind):
    """Case 51."""
    tasks = extract(read_bytes(LARGE[kind](), f"分工表.{kind}")).tasks
    assert len([task for task in tasks if task.text.startswith("推进第")]) == MANY
    assert f"推进第{MANY}项工作" in tasks[-1].text


SIZE = 1_000_000
SLOW = {
    "spaces of a page": ("html", lambda: b"<p>" + b" " * SIZE + b"x"),
    "open tags": ("html", lambda: b"<div>" * (SIZE // 8)),
    "open angle brackets": ("html", lambda: b"<p>" + "市< ".encode() * (SIZE // 10)),
    "attributes of style": ("html", lambda: b"<p style='" + b"display " * (SIZE // 8) + b"'>x"),
    "charsets": ("html", lambda: b"<meta charset" + b" charset=" * (SIZE // 9)),
    "tables in tables": ("html", lambda: b"<table><tr><td>x<td>y<td>z" * (SIZE // 26)),
    "rows of rows": ("html", lambda: b"<table>" + b"<tr><td rowspan=99 colspan=99>x" * 300),
    "quotes": ("csv", lambda: b'"x"",' * (SIZE // 5)),
    "dividers": ("csv", lambda: b",;\t" * (SIZE // 3) + b"x"),
    "lines of dividers": ("csv", lambda: b",x\n" * (SIZE // 3)),
    "bars": ("md", lambda: b"|" * SIZE),
    "lines of bars": ("md", lambda: b"| x | y | z |\n" * (SIZE // 14)),
    "hashes": ("md", lambda: b"#" * SIZE + "市".encode()),
    "one long line of a PDF": ("pdf", lambda: a_pdf([["市 " * 20_000]])),
    "many lines of a PDF": ("pdf", lambda: a_pdf([[(60, 700, "市")] * 5_000])),
    "page numbers of a PDF": ("pdf", lambda: a_pdf([["第 1 页" + " " * 2000 + "x"]] * 20)),
    "lines drawn in a PDF": ("pdf", lambda: a_pdf([["市"]], rules=[(n % 500, n % 700, 1, 50) for n in range(20_000)])),
    "rows of a PDF": ("pdf", lambda: a_pdf([["市"]], rules=[(60, 3 * n % 800, 400, 1) for n in range(9_000)])),
}


@pytest.mark.parametrize("what", SLOW)
def test_texts_made_to_be_slow_come_to_an_end(what):
    """Case 50: what a reader does with a file grows as the file does; a million characters of each are read here."""
    kind, make = SLOW[what]
    outcome = read_or_refused(make(), f"方案.{kind}")
    assert outcome.is_sound, outcome.refusal
