"""A web page (.html) → text: what stands in its body, without navigation and scripts, tables as lines of cells."""

import re

import lxml.etree
import lxml.html

from tracker.errors import UnreadableFile
from tracker.extraction.captions import upright
from tracker.extraction.reading import encodings
from tracker.extraction.reading.kinds import kind_of
from tracker.extraction.reading.limits import MOST_TAGS, joined, library
from tracker.extraction.reading.numerals import chinese

KIND = "网页文件"
DROPPED = ("script", "style", "noscript", "nav", "aside", "iframe", "select", "option", "textarea", "button", "svg", "template", "object", "embed", "input", "link", "meta", "title")  # fmt: skip
FRAME = ("header", "footer")
"""What stands around a page; a word processor that saves one writes them as titles."""
ROLES_OF_FRAMES = ("navigation", "banner", "contentinfo", "complementary", "search")
NAMED_FRAME = re.compile(
    r"(?:(?:top|main|side|left|right|site|page|sub|global|bottom)[-_]?)?"
    r"(?:nav(?:bar|igation)?|menus?|bread-?crumbs?|crumbs?|foot(?:er)?|sidebar|copyright|related)",
    re.IGNORECASE,
)
"""What pages call the blocks that stand around their text."""
BLOCKS = {"p", "div", "tr", "li", "br", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "ul", "ol", "dl", "dt", "dd", "pre", "blockquote", "hr", "center", "table", "caption", "form", "main", "header", "footer", "body"}  # fmt: skip
LISTS = ("ul", "ol", "dl", "div", "p")
MOST_WORDS_IN_LINKS = 0.6
"""Share of a block's words that may stand in its links, where it has three or more; a menu has more."""
LEAST_ROWS = 2
CAPTION = re.compile(r"[\u4e00-\u9fff（）/、]{2,10}")
"""What stands at the head of a column: a few words without a colon, a figure or a full stop."""
CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
UNPRINTABLE = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)")
PRINTED_NUMBER = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第.{1,4}[条章节]|[①-⑳]")
NUMBERED = {
    **dict.fromkeys(("1", "decimal"), lambda number: f"{number}."),
    **dict.fromkeys(
        ("cjk-ideographic", "simp-chinese-informal", "cjk-decimal"),
        lambda number: f"{chinese(number)}、" if 0 < number < 1000 else f"{number}、",
    ),
    **dict.fromkeys(("a", "lower-alpha", "lower-latin"), lambda number: f"{chr(96 + number % 26)}."),
}
"""How browsers write the number before an item, by the list's style; others show a sign that is no number."""
MOST_DAMAGED = 0.01
"""Share of characters that fit no encoding up to which a page is read all the same, as browsers do."""


def read_page(raw: bytes, name: str, encoding: str | None = None) -> str:
    """The text of a page, in the encoding chosen, else UTF-8, else the one it declares. Raises UnreadableFile."""
    text = _decoded(raw, name, encoding)
    if text.count("<") > MOST_TAGS // 4:
        raise UnreadableFile(f"“{name}”的内容多得异常，没有读取；请只留需要的正文再导入。")
    with library(name, KIND):
        parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, recover=True)
        page = lxml.html.document_fromstring(text.encode("utf-8"), parser=parser)
    _drop_signs_that_do_not_print(page)
    _drop_what_is_not_read(page)
    _drop_menus(page, "table")
    for table in list(page.iter("table")):
        if _holds_data(table):
            _as_lines(table, name)
    _drop_menus(page, *LISTS)
    _number_items(page)
    body = page.find("body") if page.tag == "html" else page
    return _tidied(_text(body if body is not None else page))


def _decoded(raw, name, encoding):
    declared = CHARSET.search(raw[:4096])
    if encoding or not declared or kind_of(raw) or _is_utf8(raw) or raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return encodings.decode(raw, name, encoding)
    label = declared[1].decode("ascii").lower()
    label = "gb18030" if label in ("gb2312", "gbk", "gb_2312-80", "x-gbk", "gb18030") else label
    try:
        text = raw.decode(label, errors="replace")
    except (LookupError, ValueError):
        return encodings.decode(raw, name)
    if "\x00" in text or text.count("\ufffd") > len(text) * MOST_DAMAGED:
        return encodings.decode(raw, name)
    return text


def _is_utf8(raw):
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _drop_signs_that_do_not_print(page):
    """The parser lets control characters in, written as they are or as &#1;, but nothing may be moved with them."""
    for element in page.iter():
        if element.text and UNPRINTABLE.search(element.text):
            element.text = UNPRINTABLE.sub(" ", element.text)
        if element.tail and UNPRINTABLE.search(element.tail):
            element.tail = UNPRINTABLE.sub(" ", element.tail)


def _drop_what_is_not_read(page):
    for element in list(page.iter(*DROPPED, lxml.etree.Comment, lxml.etree.ProcessingInstruction)):
        _drop(element)
    for element in list(page.iter(*FRAME)):
        if not any(above.tag in ("article", "main") for above in element.iterancestors()):
            _drop(element)
    for element in list(page.iter("div")):
        if element.get("title") in FRAME or element.get("role") in ROLES_OF_FRAMES:
            _drop(element)
    most = len(page.text_content()) * (1 - MOST_WORDS_IN_LINKS)
    for element in list(page.iter("div", "ul", "section", "p")):
        names = f"{element.get('id', '')} {element.get('class', '')}".split()
        if any(map(NAMED_FRAME.fullmatch, names)) and len(element.text_content()) < most:
            _drop(element)
    for element in list(page.iter(lxml.etree.Element)):
        if element.get("hidden") is not None or HIDDEN.search(element.get("style", "").lower()):
            _drop(element)


def _drop_menus(page, *tags):
    """Drop the blocks that are links and little else: menus, breadcrumbs, lists of news; never the whole page."""
    sizes = {}
    for _, element in lxml.etree.iterwalk(page, events=("end",)):
        words = len((element.text or "").strip()) + sum(len((child.tail or "").strip()) for child in element)
        inner = [sizes[child] for child in element]
        words, linked, links = words + sum(i[0] for i in inner), sum(i[1] for i in inner), sum(i[2] for i in inner)
        sizes[element] = (words, words, 1) if element.tag == "a" else (words, linked, links)
    most = sizes[page][0] * MOST_WORDS_IN_LINKS
    for element in list(page.iter(*tags)):
        words, linked, links = sizes[element]
        if links >= 3 and words * MOST_WORDS_IN_LINKS <= linked < most:
            _drop(element)


def _number_items(page):
    """Write out the numbers a browser shows before the items of an ordered list."""
    for ordered in page.iter("ol"):
        kind = _list_style(ordered)
        if kind not in NUMBERED:
            continue
        form, number = NUMBERED[kind], _whole(ordered.get("start"), 1)
        for item in ordered.iterchildren("li"):
            number = _whole(item.get("value"), number)
            if not PRINTED_NUMBER.match("".join(item.itertext()).strip()[:12]):
                first = _first_words(item)
                first.text = form(number) + (first.text or "").lstrip()
            number += 1


def _first_words(element):
    """The element that holds an item's first words: itself, or the paragraph it begins with."""
    while not (element.text or "").strip() and len(element) and element[0].tag in ("p", "div", "span", "strong", "b"):
        element = element[0]
    return element


def _list_style(ordered):
    if style := LIST_STYLE.search(ordered.get("style", "").lower()):
        return style[1]
    return ordered.get("type", "1")


def _drop(element):
    if element.getparent() is not None:
        element.drop_tree()


def _holds_data(table):
    """Whether a table holds data: no table within it, and two rows of three cells, or captions above rows of two.

    Others only lay out the page.
    """
    rows = [_cells(row) for row in table.iter("tr")]
    if table.find(".//table") is not None or len(rows) < LEAST_ROWS:
        return False
    wide = sum(len(row) > 2 for row in rows)
    if wide >= LEAST_ROWS or any(len(row) != 2 for row in rows):
        return wide >= LEAST_ROWS
    return all(map(_is_caption, rows[0])) or len(upright([[_words(cell) for cell in row] for row in rows])) < len(rows)


def _is_caption(cell):
    return bool(CAPTION.fullmatch(_words(cell)))


def _words(cell):
    return "".join("".join(cell.itertext()).split())


def _cells(row):
    return [cell for cell in row if cell.tag in ("td", "th")]


def _as_lines(table, name):
    """Replace a table by its rows as lines: a cell over several rows is repeated, one over several columns leaves blanks."""
    open_cells = {}
    caption = " ".join(_text(part).split()) if (part := table.find("caption")) is not None else ""
    lines = joined(map("\t".join, upright([_row(row, open_cells) for row in table.iter("tr")])), name)
    tail = table.tail
    table.clear()
    table.tag, table.text, table.tail = "pre", f"{caption}\n{lines}" if caption else lines, tail


def _row(row, open_cells):
    """The texts of a row; ``open_cells`` says by column what hangs down into it from above, and how far on."""
    cells, waiting = [], _cells(row)[::-1]
    while waiting or len(cells) in open_cells:
        if (column := len(cells)) in open_cells:
            text, left = open_cells.pop(column)
            cells.append(text)
            if left > 1:
                open_cells[column] = (text, left - 1)
            continue
        cell = waiting.pop()
        text = " ".join(_text(cell).split())
        wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
        cells.extend([text, *[""] * (wide - 1)])
        for offset in range(wide if high > 1 else 0):
            open_cells[column + offset] = ("" if offset else text, high - 1)
    return cells


def _span(cell, name):
    return min(max(_whole(cell.get(name), 1), 1), 100)


def _whole(value, otherwise):
    value = (value or "").strip()
    return int(value) if value.isdecimal() and len(value) < 6 else otherwise


def _text(element):
    pieces, kept = [], 0
    for event, node in lxml.etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            pieces.append("\n" if node.tag in BLOCKS else "")
            kept += node.tag == "pre"
            pieces.append((node.text or "") if kept else _folded(node.text))
        else:
            kept -= node.tag == "pre"
            pieces.append("\n" if node.tag in BLOCKS else " " if node.tag in ("td", "th") else "")
            if node is not element:
                pieces.append((node.tail or "") if kept else _folded(node.tail))
    return "".join(pieces)


def _folded(text):
    """Line breaks of the source are spaces on a page."""
    return " ".join(text.split("\n")) if text else ""


def _tidied(text):
    lines = [line.strip(" \r\u3000\xa0") for line in text.split("\n")]
    return "\n".join(line for line in lines if line)
