"""The documents of data/documents in the formats offices send: as text, page, CSV, workbook and Word document."""

import io

import docx
import openpyxl

from tracker.settings import shipped


def papers() -> list[tuple[str, bytes]]:
    """``(ending, bytes)`` of each document in each format."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((shipped("data") / "documents").glob("*.txt"))]
    return [(ending, write(text)) for text in texts for ending, write in WRITERS.items()]


def _page(text):
    paragraphs = "".join(f"<p>{line}</p>\n" for line in text.split("\n"))
    return f"<html><head><meta charset='utf-8'><title>通知</title></head><body>{paragraphs}</body></html>".encode()


def _csv(text):
    return "\n".join(f'{number},"{line}",市商务局' for number, line in enumerate(text.split("\n"))).encode("utf-8-sig")


def _workbook(text):
    book, target = openpyxl.Workbook(), io.BytesIO()
    for number, line in enumerate(text.split("\n")):
        book.active.append([number, line, "市商务局"])
    book.save(target)
    return target.getvalue()


def _word(text):
    document, target = docx.Document(), io.BytesIO()
    for line in text.split("\n"):
        document.add_paragraph(line)
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(1, 1).text = "牵头单位", "市商务局"
    document.save(target)
    return target.getvalue()


WRITERS = {".txt": str.encode, ".html": _page, ".csv": _csv, ".xlsx": _workbook, ".docx": _word}
