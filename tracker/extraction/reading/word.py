"""A Word document (.docx) → text: paragraphs and tables in order, merged cells, automatic numbers written out."""

from collections import defaultdict
from collections.abc import Iterator

import docx
from docx.oxml.ns import qn
from docx.table import Table

from tracker.errors import UnreadableFile
from tracker.extraction.reading.archives import checked

CHINESE_FORMATS = {"chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "ideographTraditional", "japaneseCounting", "taiwaneseCountingThousand", "ideographDigital"}  # fmt: skip
CIRCLED = {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}
SKIPPED = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:txbxContent"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
DIGITS = "零一二三四五六七八九"


def read_word(raw: bytes, name: str) -> str:
    """The document's text, a paragraph a line, a table's row a line with tabs between cells. Raises UnreadableFile."""
    file = checked(raw, name, "Word 文档", "word/document.xml")
    try:
        document = docx.Document(file)
        numbering = _Numbering(document)
        return "\n".join(_blocks(document, numbering))
    except UnreadableFile:
        raise
    except (
        KeyError,
        ValueError,
        AttributeError,
        TypeError,
        IndexError,
        SyntaxError,
        RecursionError,
        LookupError,
    ) as error:
        raise UnreadableFile(f"“{name}”已经损坏，Word 文档的结构不完整；请用 Word 打开检查后另存再导入。") from error


def _blocks(document, numbering) -> Iterator[str]:
    for child in document.element.body.iterchildren():
        children = child.iter(qn("w:p"), qn("w:tbl")) if child.tag == qn("w:sdt") else [child]
        for block in children:
            if block.tag == qn("w:p"):
                yield numbering.label(block) + paragraph_text(block)
            elif block.tag == qn("w:tbl"):
                yield from _rows(Table(block, document))


def paragraph_text(paragraph) -> str:
    """A paragraph's words: inserted text counts, deleted text and text boxes do not."""
    return "".join(_words(paragraph))


def _words(element):
    for child in element.iterchildren():
        if child.tag in SKIPPED:
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:tab"):
            yield "\t"
        elif child.tag in (qn("w:br"), qn("w:cr")):
            yield "\n"
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        elif child.tag != qn("w:pPr"):
            yield from _words(child)


def _rows(table):
    """Each row as one line: a cell merged downwards is repeated, one merged sideways stands once and leaves blanks."""
    above = {}
    for row in table._tbl.tr_lst:
        cells, column = [], 0
        for cell in row.tc_lst:
            merged = cell.tcPr.find(qn("w:vMerge")) if cell.tcPr is not None else None
            text = _cell_text(cell)
            if merged is not None and merged.get(qn("w:val")) != "restart":
                text = above.get(column, text)
            above[column] = text
            width = cell.grid_span
            cells.extend([text, *[""] * (width - 1)])
            column += width
        yield "\t".join(cells)


def _cell_text(cell):
    return " ".join(" ".join(paragraph_text(paragraph).split()) for paragraph in cell.iter(qn("w:p"))).strip()


class _Numbering:
    """Word's automatic numbers, counted as Word counts them: one counter a level, restarted by a higher level."""

    def __init__(self, document):
        self.counters = defaultdict(dict)
        self.levels, self.abstract, self.styles = {}, {}, {}
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
        )
        if part is not None:
            self._read(part.element)
        self._read_styles(document)

    def _read(self, element):
        for abstract in element.findall(qn("w:abstractNum")):
            key = abstract.get(qn("w:abstractNumId"))
            for level in abstract.findall(qn("w:lvl")):
                self.levels[key, int(level.get(qn("w:ilvl")))] = tuple(
                    _value(level, tag, default)
                    for tag, default in (("w:numFmt", "decimal"), ("w:lvlText", ""), ("w:start", "1"))
                )
        for number in element.findall(qn("w:num")):
            self.abstract[number.get(qn("w:numId"))] = _value(number, "w:abstractNumId", None)

    def _read_styles(self, document):
        for style in document.styles.element.findall(qn("w:style")):
            found = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if found is not None:
                self.styles[style.get(qn("w:styleId"))] = found

    def label(self, paragraph) -> str:
        """The number Word shows before a paragraph (``（三）``), or an empty string."""
        properties = paragraph.find(qn("w:pPr"))
        found = properties.find(qn("w:numPr")) if properties is not None else None
        if found is None and properties is not None:
            found = self.styles.get(_value(properties, "w:pStyle", None))
        if found is None:
            return ""
        abstract, depth = self.abstract.get(_value(found, "w:numId", None)), int(_value(found, "w:ilvl", "0"))
        if (abstract, depth) not in self.levels:
            return ""
        return self._count(abstract, depth)

    def _count(self, abstract, depth):
        counters = self.counters[abstract]
        kind, text, start = self.levels[abstract, depth]
        counters[depth] = counters.get(depth, int(start) - 1) + 1
        for deeper in [level for level in counters if level > depth]:
            del counters[deeper]
        if kind in ("bullet", "none"):
            return ""
        for level in range(depth + 1):
            form = self.levels.get((abstract, level), ("decimal", "", "1"))
            text = text.replace(f"%{level + 1}", _numeral(counters.get(level, int(form[2])), form[0]))
        return text


def _value(element, tag, default):
    found = element.find(qn(tag))
    return found.get(qn("w:val"), default) if found is not None else default


def _numeral(value, kind):
    if kind in CHINESE_FORMATS and 0 < value < 100:
        return _chinese(value)
    if kind in CIRCLED and 1 <= value <= 20:
        return chr(ord("①") + value - 1)
    if kind == "decimalFullWidth":
        return str(value).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    return str(value)


def _chinese(value):
    tens, ones = divmod(value, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")
