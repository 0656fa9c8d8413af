"""A PDF → text: its lines page by page, without running headers, footers and page numbers."""

import re
from collections import Counter

import pypdfium2

from tracker.errors import UnreadableFile

PAGE_NUMBER = re.compile(r"^[\s—–\-－·第/共of]*\d{1,4}[\s—–\-－·页/共of\d]*$")
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
        return [line.rstrip() for line in re.split(r"\r\n|\r|\n", text.get_text_bounded()) if line.strip()]
    finally:
        text.close()


def _without_edges(pages):
    """The pages without the lines that stand at the same edge of several pages, and without page numbers there."""
    heads = Counter(_masked(line) for page in pages for line in set(page[:EDGE] + page[-EDGE:]))
    repeated = {line for line, count in heads.items() if count > max(1, len(pages) // 3)} if len(pages) > 1 else set()
    return [_cut(page, repeated) for page in pages]


def _cut(page, repeated):
    def is_edge(line):
        return _masked(line) in repeated or PAGE_NUMBER.match(line)

    lines = list(page)
    for _ in range(EDGE):
        if lines and is_edge(lines[0]):
            lines = lines[1:]
        if lines and is_edge(lines[-1]):
            lines = lines[:-1]
    return lines


def _masked(line):
    return re.sub(r"\d+", "0", re.sub(r"\s+", "", line))
