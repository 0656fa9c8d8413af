"""A Word document (.docx) → text: paragraphs and tables in order, merged cells, automatic numbers written out."""

import re
from collections.abc import Iterator

import docx
from docx.oxml.ns import qn

from tracker.extraction.reading.archives import checked, transitional
from tracker.extraction.reading.limits import joined, library
from tracker.extraction.reading.numbers import Numbering
from tracker.extraction.unread import mark

KIND = "Word 文档"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATIVES, CHOICE, FALLBACK = (f"{COMPATIBILITY}{name}" for name in ("AlternateContent", "Choice", "Fallback"))
WRAPPERS = {qn("w:ins"), qn("w:moveTo"), qn("w:customXml"), qn("w:smartTag"), qn("w:sdtContent"), ALTERNATIVES, CHOICE}
SKIPPED = {qn("w:del"), qn("w:moveFrom"), qn("w:txbxContent"), qn("w:pPr"), qn("w:rPr"), qn("w:rt"), FALLBACK}
BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
OFF = ("0", "false", "off")
WIDEST = 100
LEAST_IN_BOX = 20
"""Characters from which on a text box holds sentences and is no mere label."""
OF_A_DUTY = re.compile(r"牵头|责任|负责|配合|[主协]办|单位|部门|时限")
"""What makes a label worth reading, however short: 牵头单位：市商务局."""


def read_word(raw: bytes, name: str) -> str:
    """The document's text, a paragraph a line, a table's row a line with tabs between cells. Raises UnreadableFile.

    What Word shows once all changes are accepted: inserted text counts, deleted and hidden text does not; neither do
    headers, footers, footnotes and the table of contents. A text box with whole sentences, or with a duty, stands behind
    its paragraph; others are labels of pictures, and count when there is nothing else.
    """
    file = checked(raw, name, KIND, "word/")
    with library(name, KIND):
        document = docx.Document(transitional(file))
        body = document.element.body
        if body is None:
            raise ValueError("no body")
        parts = [rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")]
        lists, styles = parts[0].element if parts else None, document.styles.element
    text = joined(_Body(Numbering(lists, styles)).lines(body), name)
    boxes = list(_boxes_in(body))
    if text.strip():
        return joined(_Body(Numbering(lists, styles), with_boxes=True).lines(body), name) if boxes else text
    return joined((line for box in boxes for line in _Body(Numbering(lists, styles)).lines(box)), name)


def paragraph_text(paragraph) -> str:
    """A paragraph's words: inserted text counts; deleted text, hidden text and text boxes do not."""
    return "".join(_words(paragraph))


def _words(element):
    for child in element.iterchildren():
        if child.tag in SKIPPED or child.tag == qn("w:r") and _is_hidden(child) or _asks_to_be_filled_in(child):
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in BREAKS:
            yield BREAKS[child.tag]
        else:
            yield from _words(child)


def _asks_to_be_filled_in(element):
    """Whether a content control still shows what is to be written in it."""
    return element.tag == qn("w:sdt") and element.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None


def _is_hidden(run):
    hidden = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return hidden is not None and hidden.get(qn("w:val")) not in OFF


def _unwrapped(parent, *tags):
    """The blocks, rows or cells of an element; content controls and tracked insertions around them are looked into."""
    for child in parent.iterchildren():
        if child.tag in tags:
            yield child
        elif child.tag in WRAPPERS or child.tag == qn("w:sdt") and not _is_contents(child):
            yield from _unwrapped(child, *tags)


def _boxes_in(element):
    """The text boxes in an element, each once and none that stands in another."""
    for box in element.iter(qn("w:txbxContent")):
        if not any(above.tag in (FALLBACK, box.tag) for above in _between(box, element)):
            yield box


def _between(inner, outer):
    for above in inner.iterancestors():
        if above is outer:
            return
        yield above


def _is_contents(control):
    gallery = control.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
    return gallery is not None and gallery.get(qn("w:val")) == "Table of Contents"


class _Body:
    """The lines of a document's blocks, numbered as they come."""

    def __init__(self, numbering, *, with_boxes=False):
        self.numbering, self.with_boxes = numbering, with_boxes

    def lines(self, parent) -> Iterator[str]:
        """The paragraphs and rows in an element; a paragraph whose end was deleted runs on into the next."""
        begun = ""
        for block in _unwrapped(parent, qn("w:p"), qn("w:tbl"), qn("w:altChunk")):
            if block.tag == qn("w:altChunk"):
                yield mark("此处插入的另一份文件")
            elif block.tag == qn("w:tbl"):
                yield from self._rows(block)
            elif self.numbering.is_contents_entry(block):
                continue
            elif _end_is_deleted(block):
                begun += paragraph_text(block)
            else:
                yield self.numbering.label(block) + begun + paragraph_text(block)
                begun = ""
            if self.with_boxes:
                yield from self._boxes(block)
        if begun:
            yield begun

    def _boxes(self, paragraph):
        """The lines of the text boxes that hang on a paragraph, if they hold sentences or a duty."""
        for box in _boxes_in(paragraph):
            words = "".join(paragraph_text(inner).strip() for inner in box.iter(qn("w:p")))
            if len(words) >= LEAST_IN_BOX or OF_A_DUTY.search(words):
                yield from self.lines(box)

    def _rows(self, table):
        """A row a line; a table of one column only frames its paragraphs, which stay lines of their own."""
        rows = [row for row in _unwrapped(table, qn("w:tr")) if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None]
        if all(len(list(_unwrapped(row, qn("w:tc")))) < 2 for row in rows):
            for row in rows:
                for cell in _unwrapped(row, qn("w:tc")):
                    yield from self.lines(cell)
            return
        above = {}
        for row in rows:
            yield "\t".join(self._cells(row, above))
            for cell in _unwrapped(row, qn("w:tc")):
                for inner in _unwrapped(cell, qn("w:tbl")):
                    yield from self._rows(inner)

    def _cells(self, row, above):
        """A row's texts; a cell merged downwards is repeated from ``above``, one merged sideways leaves blanks."""
        cells = [""] * _count(row, "w:trPr", "w:gridBefore", 0)
        for cell in _unwrapped(row, qn("w:tc")):
            column = len(cells)
            merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            goes_on = merged is not None and merged.get(qn("w:val")) != "restart"
            text = above.get(column, "") if goes_on else ""
            above[column] = text = text or self._cell_text(cell)
            cells.extend([text, *[""] * (_count(cell, "w:tcPr", "w:gridSpan", 1) - 1)])
        return cells

    def _cell_text(self, cell):
        paragraphs = (
            self.numbering.label(paragraph) + paragraph_text(paragraph) for paragraph in _unwrapped(cell, qn("w:p"))
        )
        return " ".join(" ".join(text.split()) for text in paragraphs).strip()


def _end_is_deleted(paragraph):
    return paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None


def _count(element, properties, tag, default):
    found = element.find(f"{qn(properties)}/{qn(tag)}")
    value = found.get(qn("w:val"), "") if found is not None else ""
    return min(int(value), WIDEST) if value.isdecimal() and len(value) < 6 else default
