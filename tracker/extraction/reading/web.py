"""A web page (.html) → text: what stands in its body, without navigation and scripts, tables as lines of cells."""

import lxml.etree
import lxml.html

from tracker.errors import UnreadableFile
from tracker.extraction.reading import encodings

DROPPED = ("script", "style", "noscript", "nav", "header", "footer", "aside", "form", "iframe", "select", "button", "svg", "template", "object", "embed", "input", "link", "meta")  # fmt: skip
BLOCKS = {"p", "div", "tr", "li", "br", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "ul", "ol", "dl", "dt", "dd", "pre", "blockquote", "hr", "center", "table"}  # fmt: skip


def read_page(raw: bytes, name: str) -> str:
    """The text of a page; its own declaration of the encoding is honoured, else UTF-8 and GB18030 are tried."""
    try:
        page = _parsed(raw, name)
    except (lxml.etree.LxmlError, ValueError, AssertionError) as error:
        raise UnreadableFile(f"“{name}”不是网页文件，或者已经损坏；请重新另存网页再导入。") from error
    if page is None:
        raise UnreadableFile(f"“{name}”里没有可读的文字。")
    for element in list(page.iter(*DROPPED)):
        element.drop_tree() if element.getparent() is not None else None
    for comment in list(page.iter(lxml.etree.Comment, lxml.etree.ProcessingInstruction)):
        comment.drop_tree() if comment.getparent() is not None else None
    for table in list(page.iter("table")):
        if _holds_data(table):
            _as_lines(table)
    body = page.find("body") if page.tag == "html" else page
    return _tidied(_text(body if body is not None else page))


def _parsed(raw, name):
    head = raw[:4096].lower()
    parser = lxml.html.HTMLParser(no_network=True, huge_tree=False, recover=True)
    if b"charset" in head:
        return lxml.html.document_fromstring(raw, parser=parser)
    return lxml.html.document_fromstring(encodings.decode(raw, name), parser=parser)


def _holds_data(table):
    """Whether a table holds data: no table within it, and two rows of three cells. Others only lay out the page."""
    return table.find(".//table") is None and sum(len(_cells(row)) > 2 for row in table.iter("tr")) > 1


def _cells(row):
    return [cell for cell in row if cell.tag in ("td", "th")]


def _as_lines(table):
    """Replace a table by its rows as lines; a cell over several rows is repeated, one over several columns leaves blanks."""
    lines, open_cells = [], {}
    for row in table.iter("tr"):
        cells, column, waiting = [], 0, list(_cells(row))
        while waiting or column in open_cells:
            if column in open_cells:
                text, left = open_cells[column]
                cells.append(text)
                open_cells[column] = (text, left - 1)
                if left <= 1:
                    del open_cells[column]
                column += 1
                continue
            cell = waiting.pop(0)
            text = " ".join(_text(cell).split())
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            cells.extend([text, *[""] * (wide - 1)])
            for offset in range(wide if high > 1 else 0):
                open_cells[column + offset] = (text if not offset else "", high - 1)
            column += wide
        lines.append("\t".join(cells))
    tail = table.tail
    table.clear()
    table.tag, table.text, table.tail = "pre", "\n".join(lines), tail


def _span(cell, name):
    value = cell.get(name, "1").strip()
    return min(max(int(value), 1), 100) if value.isdecimal() else 1


def _text(element):
    pieces = []
    for event, node in lxml.etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            pieces.append("\n" if node.tag in BLOCKS else "")
            pieces.append((node.text or "") if node.tag == "pre" else _folded(node.text))
        else:
            pieces.append("\n" if node.tag in BLOCKS else " " if node.tag in ("td", "th") else "")
            if node is not element:
                pieces.append(_folded(node.tail))
    return "".join(pieces)


def _folded(text):
    """Line breaks of the source are spaces on a page, and nothing between two Chinese characters."""
    return " ".join((text or "").split("\n")) if text else ""


def _tidied(text):
    lines = [line.strip(" \r\u3000\xa0") for line in text.split("\n")]
    return "\n".join(line for line in lines if line)
