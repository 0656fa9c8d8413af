"""Writing a paper as .docx, laid out as official papers are (GB/T 9704-2012): page, type, spacing, page numbers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from tracker.papers.blocks import Block, Kind, Table

SONG, HEI, KAI, FANG = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"
SECOND_SIZE, THIRD_SIZE, FOURTH_SIZE = 22, 16, 12
"""二号, 三号 and 小四, in points."""
BLACK = RGBColor(0, 0, 0)
LINE = 28
"""Points from line to line, so that 22 lines stand on a page."""
PAGE = {"page_width": 21.0, "page_height": 29.7}
MARGINS = {"top_margin": 3.7, "bottom_margin": 3.5, "left_margin": 2.8, "right_margin": 2.6}
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Manner:
    """How a kind of paragraph is set; ``indent`` in letters of its size, ``level`` of a heading in the outline."""

    font: str
    size: int = THIRD_SIZE
    indent: int = 2
    centred: bool = False
    level: int | None = None


MANNERS = {
    Kind.TITLE: Manner(SONG, SECOND_SIZE, 0, centred=True),
    Kind.LINE: Manner(KAI, THIRD_SIZE, 0, centred=True),
    Kind.FIRST: Manner(HEI, level=1),
    Kind.SECOND: Manner(KAI, level=2),
    Kind.THIRD: Manner(FANG, level=3),
    Kind.FOURTH: Manner(FANG, level=4),
    Kind.BODY: Manner(FANG),
}


def write_document(blocks: Iterable[Block | Table], target: BinaryIO, *, title: str) -> None:
    """Write the blocks to ``target``; what no document can hold is left out of their texts."""
    document = Document()
    _set_page(document.sections[0])
    document.core_properties.title, document.core_properties.author = printable(title)[:250], ""
    for block in blocks:
        if isinstance(block, Table):
            _add_table(document, block)
        else:
            _add(document, block)
    document.save(target)


def printable(text: str) -> str:
    """A text without the letters no XML can hold."""
    return UNPRINTABLE.sub("", text)


def _set_page(section):
    for name, length in (PAGE | MARGINS).items():
        setattr(section, name, Cm(length))
    number = section.footer.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set_run(number.add_run("— "), "宋体", 14)
    run = number.add_run()
    _set_run(run, "宋体", 14)
    for kind, instruction in (("begin", None), (None, "PAGE"), ("end", None)):
        run._element.append(_field(kind, instruction))
    _set_run(number.add_run(" —"), "宋体", 14)


def _field(kind, instruction):
    if instruction:
        element = OxmlElement("w:instrText")
        element.text = instruction
        return element
    element = OxmlElement("w:fldChar")
    element.set(qn("w:fldCharType"), kind)
    return element


def _add(document, block):
    manner = MANNERS[block.kind]
    paragraph = document.add_paragraph(style=f"Heading {manner.level}" if manner.level else None)
    _set_paragraph(paragraph, manner)
    if block.lead:
        _set_run(paragraph.add_run(printable(block.lead)), manner.font, manner.size, bold=True)
    _set_run(paragraph.add_run(printable(block.text)), manner.font, manner.size, bold=block.kind is Kind.THIRD)


def _set_paragraph(paragraph, manner):
    layout = paragraph.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(max(LINE, manner.size + 10))
    layout.space_before = layout.space_after = Pt(0)
    layout.first_line_indent = Pt(manner.indent * manner.size)
    if manner.centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _set_run(run, font, size, *, bold=False):
    run.font.name, run.font.size, run.font.bold, run.font.italic = font, Pt(size), bold, False
    run.font.color.rgb = BLACK
    run._element.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), font)


def _add_table(document, table):
    drawn = document.add_table(rows=1, cols=len(table.captions), style="Table Grid")
    for cell, caption in zip(drawn.rows[0].cells, table.captions, strict=True):
        _fill(cell, caption, HEI)
    _repeat(drawn.rows[0])
    for row in table.rows:
        for cell, text in zip(drawn.add_row().cells, row, strict=True):
            _fill(cell, text, FANG)
    for row in drawn.rows:
        for cell, width in zip(row.cells, table.widths, strict=True):
            cell.width = Cm(width)


def _fill(cell, text, font):
    _set_run(cell.paragraphs[0].add_run(printable(text)), font, FOURTH_SIZE)


def _repeat(row):
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(header)
