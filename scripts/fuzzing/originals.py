"""The files that are damaged: the five documents and a table of duties, in every format an office sends."""

from collections.abc import Iterator

from tests.extraction.reading.files import (
    COLUMNS,
    TABLE,
    TABLE_TITLE,
    a_csv,
    a_pdf,
    a_word_document,
    a_workbook,
    html_table,
    saved,
    strict,
    with_shared_strings,
)
from tracker.settings import shipped

LINES_OF_A_PAGE, WIDTH = 30, 38


def originals(form: str) -> list[bytes]:
    """Whole files of a format (``docx``), each of which is read without a remark."""
    return list(MAKERS[form]())


def _texts() -> Iterator[str]:
    for path in sorted((shipped("data") / "documents").glob("*.txt")):
        yield path.read_text(encoding="utf-8")


def _plain() -> Iterator[bytes]:
    yield from (text.encode() for text in _texts())
    rule = "+----+--------------------+----------------------------+------------------+----------------+"
    rows = [f"| {' | '.join(row)} |" for row in TABLE]
    yield "\n".join([TABLE_TITLE, rule, *(line for row in rows for line in (row, rule))]).encode()
    yield "\n".join([TABLE_TITLE, *("   ".join(row) for row in TABLE)]).encode()


def _marked() -> Iterator[bytes]:
    rule = f"|{' --- |' * len(TABLE[0])}"
    rows = [f"| {' | '.join(row)} |" for row in TABLE]
    table = "\n".join([rows[0], rule, *rows[1:]])
    for text in _texts():
        yield f"# {text.strip()}\n\n## {TABLE_TITLE}\n\n{table}\n".encode()


def _pages() -> Iterator[bytes]:
    for encoding, text in zip(("utf-8", "gb18030", "utf-8", "gb18030", "utf-8"), _texts(), strict=True):
        head = f"<head><meta charset={encoding}><title>公开</title><script>var x = '<p>';</script></head>"
        body = "".join(f"<p>{line}</p>\n" for line in text.splitlines())
        yield f"<!DOCTYPE html><html>{head}<body><nav>首页</nav>{body}{html_table(TABLE)}</body></html>".encode(
            encoding
        )


def _word() -> Iterator[bytes]:
    for text in _texts():
        document = a_word_document(text.splitlines()[:60], TABLE)
        document.tables[0].cell(1, 2).merge(document.tables[0].cell(2, 2))
        for line in text.splitlines()[60:90]:
            document.add_paragraph(line, style="List Number")
        raw = saved(document)
        yield raw
    yield strict(raw)


def _workbooks() -> Iterator[bytes]:
    rows = [[TABLE_TITLE], *TABLE]
    yield saved(a_workbook(rows, merged=["A1:E1", "C3:C4"]))
    yield with_shared_strings(saved(a_workbook(rows * 20, merged=["A1:E1"])))
    yield strict(saved(a_workbook(rows)))


def _csv() -> Iterator[bytes]:
    for divider, encoding in zip(",;\t", ("utf-8-sig", "gb18030", "utf-8"), strict=True):
        yield a_csv([[TABLE_TITLE], *TABLE * 10], divider).encode(encoding)


def _pdf() -> Iterator[bytes]:
    for text in _texts():
        lines = [line[at : at + WIDTH] for line in text.splitlines() for at in range(0, max(len(line), 1), WIDTH)]
        pages = [lines[at : at + LINES_OF_A_PAGE] for at in range(0, min(len(lines), 120), LINES_OF_A_PAGE)]
        yield a_pdf([[*page, f"— {number} —"] for number, page in enumerate(pages, 1)])
    across = [(COLUMNS[0], 700 - 60 * row, COLUMNS[-1] - COLUMNS[0], 1) for row in range(len(TABLE) + 1)]
    down = [(x, 700 - 60 * len(TABLE), 1, 60 * len(TABLE)) for x in COLUMNS]
    cells = [
        (COLUMNS[column] + 4, 680 - 60 * row, text)
        for row, texts in enumerate(TABLE)
        for column, text in enumerate(texts)
    ]
    yield a_pdf([[(60, 760, TABLE_TITLE), *cells]], rules=[*across, *down])
    yield a_pdf([[(60, 760, TABLE_TITLE), *cells]])


MAKERS = {
    "txt": _plain,
    "md": _marked,
    "html": _pages,
    "docx": _word,
    "pdf": _pdf,
    "xlsx": _workbooks,
    "csv": _csv,
}
FORMATS = tuple(MAKERS)
