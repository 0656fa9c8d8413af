"""Text on its way into a cell: what a workbook can hold, what a spreadsheet might take for a formula, its XML."""

import re
from functools import lru_cache, partial
from typing import NamedTuple
from xml.sax.saxutils import escape

from tracker.workbooks.measuring import paragraphs

LONGEST = 32_767
"""UTF-16 units a cell may hold."""
CUT = "……（以下超出单元格上限，已截去；全文请在系统中查看）"
FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
"""First letters after which a spreadsheet may read a cell as a formula, full-width forms included."""
OFTEN_REPEATED = 40
"""Texts up to this length, names of agencies above all, are prepared once and remembered."""

_UNUSUAL = re.compile("[&<>_\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class CellText(NamedTuple):
    """A text ready for its cell.

    ``inside`` is what follows the cell's style, up to its end; ``quoted`` whether it must be marked as text;
    ``paragraphs`` their widths, the greatest of which is ``widest``.
    """

    inside: str
    quoted: bool
    paragraphs: tuple[float, ...]
    widest: float


_cell = partial(tuple.__new__, CellText)
"""Without the names of the fields, which cost more than the rest."""


def prepared(text: str) -> CellText | None:
    """The text as XML and measured; None for nothing."""
    return _remembered(text) if len(text) <= OFTEN_REPEATED else _prepared(text)


def _prepared(text):
    if len(text) * 2 > LONGEST or _UNUSUAL.search(text):
        text = cell_text(text)
        runs = runs_xml(text)
    else:
        runs = f'<t xml:space="preserve">{text}</t>'
    if not text:
        return None
    widths = paragraphs(text)
    widest = max(widths) if len(widths) > 1 else widths[0]
    return _cell((f' t="inlineStr"><is>{runs}</is></c>', text[0] in FORMULA_STARTS, widths, widest))


_remembered = lru_cache(maxsize=4096)(_prepared)


def cell_text(text: str) -> str:
    """The text as a cell holds it: ``cleaned``, and cut with a notice where it is longer than a cell may hold."""
    text = cleaned(text)
    return _cut(text) if is_too_long(text) else text


def cleaned(text: str) -> str:
    """The text without control characters; a lone surrogate becomes U+FFFD, line ends become a line feed."""
    if _UNUSUAL.search(text):
        text = _LONE_SURROGATE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
        text = _NOT_IN_XML.sub("", text)
    return text


def is_too_long(text: str) -> bool:
    """Whether a text is longer than a cell may hold."""
    return len(text) * 2 > LONGEST and _units(text) > LONGEST


def put_text(cell, text: str) -> None:
    """Write text into a cell of openpyxl, which by itself would take ``=…`` for a formula."""
    cell.value = cell_text(text)
    cell.data_type = "s"
    cell.quotePrefix = looks_like_formula(cell.value)


def looks_like_formula(text: str) -> bool:
    """Whether the cell must be marked as text, so that it stays text when somebody edits it."""
    return text[:1] in FORMULA_STARTS


def runs_xml(text: str) -> str:
    """The inside of an ``<is>`` element for a cell's text.

    A spreadsheet reads ``_x000D_`` as an escaped character. Where the text itself says so it is split into two runs
    after the underscore, which every reader joins again.
    """
    if not _UNUSUAL.search(text):
        return f'<t xml:space="preserve">{text}</t>'
    text = escape(text)
    if not _ESCAPE_LIKE.search(text):
        return f'<t xml:space="preserve">{text}</t>'
    return "".join(f'<r><t xml:space="preserve">{run}</t></r>' for run in _ESCAPE_LIKE.sub("_\0", text).split("\0"))


def _units(text):
    return len(text.encode("utf-16-le")) // 2


def _cut(text):
    kept = text.encode("utf-16-le")[: 2 * (LONGEST - len(CUT))]
    return kept.decode("utf-16-le", "ignore") + CUT
