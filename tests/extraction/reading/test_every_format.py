"""One plan and its table in every format an office sends: the same measures, units and times are read from each."""

import pytest

from tests.extraction.reading.files import (
    COLUMNS,
    PLAN,
    PLAN_TITLE,
    TABLE,
    TABLE_TITLE,
    a_csv,
    a_pdf,
    a_word_document,
    a_workbook,
    html_table,
    rows_of,
    saved,
    strict,
)

PAPER = [PLAN_TITLE, *PLAN, TABLE_TITLE]
TEXT = "\n".join([*PAPER, *("\t".join(row) for row in TABLE), ""])
PAGE = "".join(f"<p>{line}</p>" for line in PAPER) + html_table(TABLE)
WORD = saved(a_word_document(PAPER, TABLE))


def marked():
    rows = [f"| {' | '.join(row)} |" for row in TABLE]
    return "\n\n".join(
        [f"# {PLAN_TITLE}", *PLAN, f"## {TABLE_TITLE}", "\n".join([rows[0], "|:--|---|---|---|--:|", *rows[1:]])]
    )


def printed(*, ruled):
    """A page with the plan above and the table below, which is ruled or not."""
    top, step = 600, 40
    lines = [(60, 800 - 24 * place, line) for place, line in enumerate(PAPER)]
    cells = [
        (COLUMNS[column] + 4, top - 25 - step * row, text, 7)
        for row, texts in enumerate(TABLE)
        for column, text in enumerate(texts)
    ]
    across = [(COLUMNS[0], top - step * row, COLUMNS[-1] - COLUMNS[0], 1) for row in range(len(TABLE) + 1)]
    down = [(x, top - step * len(TABLE), 1, step * len(TABLE)) for x in COLUMNS]
    return a_pdf([[*lines, *cells]], rules=[*across, *down] if ruled else [])


FILES = {
    "UTF-8.txt": TEXT.encode(),
    "with a mark.txt": TEXT.replace("\n", "\r\n").encode("utf-8-sig"),
    "GB18030.txt": TEXT.encode("gb18030"),
    "marked.md": marked().encode(),
    "page.html": f"<html><body>{PAGE}</body></html>".encode(),
    "GBK page.htm": f"<html><head><meta charset=gbk></head><body>{PAGE}</body></html>".encode("gbk"),
    "word.docx": WORD,
    "strict.docx": strict(WORD),
    "ruled.pdf": printed(ruled=True),
    "unruled.pdf": printed(ruled=False),
}
TABLES = {
    "table.xlsx": saved(a_workbook([[TABLE_TITLE], *TABLE], merged=["A1:E1"])),
    "table.csv": a_csv([[TABLE_TITLE], *TABLE]).encode("gb18030"),
}
EXPECTED = rows_of(FILES["UTF-8.txt"], "方案.txt")


@pytest.mark.parametrize("name", FILES)
def test_a_plan_with_a_table_is_the_same_in_every_format(name):
    assert rows_of(FILES[name], name) == EXPECTED
    assert len(EXPECTED) == 6


@pytest.mark.parametrize("name", TABLES)
def test_a_table_alone_is_the_same_in_every_format(name):
    assert rows_of(TABLES[name], name) == EXPECTED[3:]
