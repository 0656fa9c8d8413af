"""A PDF → text: its lines page by page, without running headers, footers and page numbers."""

import re
from collections import Counter
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium_c

from tracker.errors import UnreadableFile

PAGE_NUMBER = re.compile(
    r"^\s*(?:[—–\-－·]+\s*\d{1,4}\s*[—–\-－·]+|第\s*\d{1,4}\s*页.*|\d{1,4}\s*/\s*\d{1,4}|page\s*\d+.*)\s*$",
    re.IGNORECASE,
)
MOST_PAGES = 1000
EDGE = 2
"""Lines at the top and at the bottom of a page that may be a running header or footer."""


def read_pdf(raw: bytes, name: str) -> str:
    """The text of a PDF, visual lines kept. Raises UnreadableFile for a scan, a protected or a damaged file."""
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableFile(f"“{name}”有密码保护；请去掉密码后再导入。") from error
        raise UnreadableFile(f"“{name}”不是 PDF 文件，或者已经损坏；请重新取得后再导入。") from error
    with document:
        if len(document) > MOST_PAGES:
            raise UnreadableFile(f"“{name}”有 {len(document)} 页，太长了；请只导入正文。")
        pages = [_lines(document[index]) for index in range(len(document))]
    if not any(line.strip() for page in pages for line in page):
        raise UnreadableFile(f"“{name}”是扫描件（只有图片，没有文字）；请先做文字识别，或导入 Word 版。")
    return "\n".join(line for page in _without_edges(pages) for line in page)


def _lines(page):
    text = page.get_textpage()
    try:
        return [line for line in map(_in_order, _visual_lines(text)) if line]
    finally:
        text.close()


def _visual_lines(text):
    """The page's characters line by line, each with the left and right edge of its box, in points."""
    line = []
    for index in range(text.count_chars()):
        character = chr(pdfium_c.FPDFText_GetUnicode(text.raw, index))
        if character in "\r\n":
            yield line
            line = []
        elif character != "\0":
            left, _, right, _ = text.get_charbox(index, loose=True)
            line.append((left, right, character))
    yield line


def _in_order(line):
    """A line's text from left to right: marks of another font (“”) come last in the file, though not on the page."""
    lefts = [left for left, _, character in line if not character.isspace()]
    if all(before <= after + 1 for before, after in pairwise(lefts)):
        return "".join(character for _, _, character in line).strip()
    placed = sorted((item for item in line if not item[2].isspace()), key=lambda item: item[0])
    width = max(right - left for left, right, _ in placed)
    words = [placed[0][2]]
    for (_, before, _), (left, _, character) in pairwise(placed):
        words.append(f" {character}" if left - before > width * 0.3 else character)
    return "".join(words)


def _without_edges(pages):
    """The pages without the lines that stand at the same edge of several pages, and without page numbers there."""
    heads = Counter(_masked(line) for page in pages for line in set(page[:EDGE] + page[-EDGE:]))
    repeated = {line for line, count in heads.items() if count > max(1, len(pages) // 3) and not line.isdecimal()}
    shift = _shift_of_bare_numbers(pages)
    return [_cut(page, repeated, None if shift is None else str(index + shift)) for index, page in enumerate(pages)]


def _shift_of_bare_numbers(pages):
    """What bare numbers at the edges differ by from the pages' places, where they run on; None where they do not."""
    shifts = Counter(
        int(line) - index
        for index, page in enumerate(pages)
        for line in {*page[:1], *page[-1:]}
        if line.strip().isdecimal() and len(line.strip()) < 5
    )
    return next((shift for shift, count in shifts.most_common(1) if count > 1), None)


def _cut(page, repeated, number):
    def is_edge(line):
        return _masked(line) in repeated or PAGE_NUMBER.match(line) or line.strip() == number

    lines = list(page)
    for _ in range(EDGE):
        if lines and is_edge(lines[0]):
            lines = lines[1:]
        if lines and is_edge(lines[-1]):
            lines = lines[:-1]
    return lines


def _masked(line):
    return re.sub(r"\d+", "0", re.sub(r"\s+", "", line))
