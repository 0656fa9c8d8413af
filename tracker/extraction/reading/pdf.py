"""A PDF → text: its lines page by page, without running headers, footers and page numbers; ruled tables as rows."""

import re
from collections import Counter
from itertools import product

import pypdfium2

from tracker.errors import UnreadableFile
from tracker.extraction.reading.limits import joined, library
from tracker.extraction.reading.pdf_lines import PageLine, page_lines
from tracker.extraction.unread import mark

KIND = "PDF 文件"
PAGE_NUMBER = re.compile(
    r"^\s*(?:[—–\-－·~]+\s*\d{1,4}\s*[—–\-－·~]+|(?:共\s*\d{1,4}\s*页[，,]?\s*)?第\s*\d{1,4}\s*页(?:.*)"
    r"|\d{1,4}\s*/\s*\d{1,4}|page\s*\d+.*)\s*$",
    re.IGNORECASE,
)
OF_THE_TEXT = re.compile(
    r"牵头|负责|配合|责任单位|责任部门|[。；，、：]$|^\s*(?:\d+[.．、]|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)"
)
"""A line with these is no running header, though it stand at the edge of several pages."""
NUMBER = re.compile(r"\d+")
BEGINS = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．](?!\d)|第[一二三四五六七八九十百\d]{1,4}[章节条]|[①-⑳]|[\u4e00-\u9fff]{2,8}："
)
"""What begins a paragraph, wherever the line above it ends."""
MOST_PAGES = 1000
FULL_LINE, KEPT_TOGETHER, SENTENCE_ENDS = 15, 1.2, "。！？；：）〕"
"""Characters of the shortest line that the margin breaks; the widths by which it may stop before the margin, for a mark
may not begin a line; what ends a line on purpose."""
SMALLER, APART = 0.8, 2.5
"""Share of the text's size below which letters are small, and how many of its sizes a head stands above it."""
EDGE = 2
"""Lines at the top and at the bottom of a page that may be a running header or footer."""


def read_pdf(raw: bytes, name: str) -> str:
    """The text of a PDF, visual lines kept. Raises UnreadableFile for a scan, a protected or a damaged file.

    A page that cannot be read is named in the text at its place; the others are kept.
    """
    with _opened(raw, name) as document:
        with library(name, KIND):
            count = len(document)
        if count > MOST_PAGES:
            raise UnreadableFile(f"“{name}”有 {count} 页，太长了；请只导入正文。")
        pages = list(_pages(document, count))
    if not pages or all(page is None for page in pages):
        raise UnreadableFile(f"“{name}”的每一页都读不出来，可能已经损坏；请重新取得后再导入。")
    if not any(page for page in pages):
        raise UnreadableFile(f"“{name}”是扫描件（只有图片，没有文字）；请先做文字识别，或导入 Word 版。")
    size = _size_of_text(pages)
    cut = list(_without_edges([_without_small_head(_from_top_to_bottom(page or []), size) for page in pages]))
    for index, page in enumerate(pages):
        if page is None:
            cut[index] = [PageLine(mark(f"页码 {index + 1} 的一页"))]
    margin = max((line.right for page in cut for line in page), default=0)
    return joined(_rejoined(cut, margin, _left_margin(cut)), name)


def _opened(raw, name):
    try:
        return pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableFile(f"“{name}”有密码保护；请去掉密码后再导入。") from error
        raise UnreadableFile(f"“{name}”不是 PDF 文件，或者已经损坏；请重新取得后再导入。") from error


def _pages(document, count):
    """The lines of each page, or None for one that is damaged; a table that ends a page may go on at the next."""
    columns = ()
    for index in range(count):
        try:
            with library("", KIND):
                lines, columns = page_lines(document[index], columns)
        except UnreadableFile:
            lines, columns = None, ()
        yield lines


def _size_of_text(pages):
    """How high most characters of the text are."""
    sizes = Counter()
    for line in (line for page in pages for line in page or () if line.size):
        sizes[round(line.size)] += len(line.text)
    return next((size for size, _ in sizes.most_common(1)), 0)


def _from_top_to_bottom(page):
    """A page's lines as they are, but for a foot that the file names first and a head that it names last."""
    lines = list(page)
    for _ in range(EDGE):
        if len(lines) > 1 and lines[0].level < min(line.level for line in lines[1:]):
            lines.append(lines.pop(0))
        if len(lines) > 1 and lines[-1].level > max(line.level for line in lines[:-1]):
            lines.insert(0, lines.pop())
    return lines


def _without_small_head(page, size):
    """A page without a head in smaller letters that stands apart above its text: seen on a single page already."""
    while len(page) > 1 and page[0].size:
        is_small = page[0].size < size * SMALLER
        if not is_small or page[0].level - page[1].level < size * APART:
            break
        page = page[1:]
    return page


def _without_edges(pages):
    """The pages without the lines that stand at the same edge of several pages, and without page numbers there."""
    above = _running([line.text for line in page[:EDGE]] for page in pages)
    below = _running([line.text for line in page[-EDGE:]] for page in pages)
    shift = _shift_of_bare_numbers(pages)
    for index, page in enumerate(pages):
        number = None if shift is None else str(index + shift)
        yield _cut(page, index, above, below, number)


def _running(edges):
    """What is printed at this edge of more than a third of the pages, at least of two."""
    pages = [
        {form for line in lines if not OF_THE_TEXT.search(line) for form in _forms(line, index)}
        for index, lines in enumerate(edges)
    ]
    counts = Counter(form for page in pages for form in page)
    return {form for form, count in counts.items() if count > max(1, len(pages) // 3)}


def _forms(line, index):
    """A line as it is on every page, each of its numbers the same or running on with the pages."""
    words = NUMBER.sub("0", "".join(line.split()))
    if words == "0":
        return []  # a bare number is judged by itself
    numbers = [int(number) for number in NUMBER.findall(line) if len(number) < 9]
    choices = [("same", 0), ("running", index)]
    kinds = product(choices, repeat=len(numbers)) if len(numbers) < 4 else [choices[:1] * len(numbers)]
    return [
        (words, *((kind, number - shift) for (kind, shift), number in zip(form, numbers, strict=True)))
        for form in kinds
    ]


def _shift_of_bare_numbers(pages):
    """What bare numbers at the edges differ by from the pages' places, where they run on; None where they do not."""
    shifts = Counter(
        int(line) - index
        for index, page in enumerate(pages)
        for line in {line.text for line in (*page[:1], *page[-1:])}
        if line.strip().isdecimal() and len(line.strip()) < 5
    )
    return next((shift for shift, count in shifts.most_common(1) if count > 1), None)


def _cut(page, index, above, below, number):
    def is_edge(line, running):
        return running.intersection(_forms(line, index)) or PAGE_NUMBER.match(line) or line.strip() == number

    lines = list(page)
    for _ in range(EDGE):
        if lines and is_edge(lines[0].text, above):
            lines = lines[1:]
        if lines and is_edge(lines[-1].text, below):
            lines = lines[:-1]
    return lines


def _left_margin(pages):
    """Where the lines furthest to the left begin; the first of a paragraph may stand further in."""
    return min((line.left for page in pages for line in page if line.size), default=0)


def _rejoined(pages, right, left):
    """All lines, what the page's width or its end has broken joined: sentences, and rows of a table."""
    texts, before = [], PageLine("")
    for page in pages:
        for place, line in enumerate(page):
            if row := place == 0 and _row_goes_on(before.text, line.text):
                texts[-1] = row
            elif texts and _is_broken(before, line, right, left):
                texts[-1] += line.text if not _are_words(before.text, line.text) else f" {line.text}"
            else:
                texts.append(line.text)
            before = line._replace(text=texts[-1])
    return texts


def _row_goes_on(above, below):
    """The row of a table that goes on at the top of the next page, where its first two cells are blank; else None."""
    before, cells = above.split("\t"), below.split("\t")
    if len(cells) == len(before) > 2 and not cells[0] and not cells[1]:
        return "\t".join(map("".join, zip(before, cells, strict=True)))
    return None


def _is_broken(above, below, right, left):
    """Whether a line runs to the right margin in mid-sentence and the next begins at the left one, not further in."""
    if not below.size or len(above.text) < FULL_LINE or above.text[-1] in SENTENCE_ENDS or BEGINS.match(below.text):
        return False
    reaches = above.right + below.first + above.size * KEPT_TOGETHER > right
    return reaches and below.left < left + below.size and abs(above.size - below.size) < above.size / 4


def _are_words(above, below):
    return above[-1].isascii() and above[-1].isalnum() and below[0].isascii() and below[0].isalnum()
