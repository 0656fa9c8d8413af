"""A document's text as one reads it: lines broken by machine joined, marks of layout left out, tables as rows of cells.

Every run of a paragraph is a span of the text as it was read, so that a place on the page is a place in the text.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from tracker.extraction.normalising import CompactText, compact

Run = tuple[int, int]
LAYOUT = re.compile(r"\*\*+|^#+[ \t]*|[\[〔［]b\s*o\s*o\s*k\s*m\s*a\s*r\s*k[^\]〕］]{0,80}[\]〕］]|<br[ \t]*/?>")
CLOSED = "。；：！？…"
CLAUSE_ENDS = "）)〕】]"
NUMBERED = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．·]|[①-⑳●■▪—-])")
CELL = re.compile(r"[^\t]*")


@dataclass(frozen=True)
class Paragraph:
    """Runs of the text, by cell: a row of a table has several cells, every other paragraph one."""

    cells: tuple[tuple[Run, ...], ...]
    is_row: bool = False

    @property
    def runs(self) -> Iterator[Run]:
        for cell in self.cells:
            yield from cell


def paragraphs(text: str, *, begins: Collection[int] = (), wholes: Iterable[Run] = ()) -> list[Paragraph]:
    """The paragraphs of a text in order; white space at their ends and lines of page numbers are in none of them.

    A paragraph begins with a line that starts at one of ``begins``. No paragraph ends within one of ``wholes`` where a
    sentence is in the middle, unless the next line is numbered.
    """
    read, found, runs = compact(text), [], []
    within = _within(text, wholes)
    for start, end, is_last in _lines(read):
        is_row = "\t" in text[_line_start(text, start) : end]
        if runs and (is_row or start in begins):
            found.append(Paragraph((tuple(runs),)))
            runs = []
        if is_row:
            found.append(_row(text, start, end))
            continue
        runs += _runs(text, start, end)
        if runs and is_last and not within(end):
            found.append(Paragraph((tuple(runs),)))
            runs = []
    return found + ([Paragraph((tuple(runs),))] if runs else [])


def _lines(read: CompactText) -> Iterator[tuple[int, int, bool]]:
    """The raw span of each line that has text, and whether its paragraph ends with it."""
    ends = [*read.line_starts[1:], len(read.compact)]
    for first, last in zip(read.line_starts, ends, strict=True):
        if last > first:
            start, end = read.start(first), read.end(last)
            yield start, end, read.ends_paragraph(last) or _closes_above_a_number(read.raw, end)


def _closes_above_a_number(text, end):
    """Whether a line ends with a bracket and the next is numbered: a clause, and the heading below it."""
    return text[end - 1] in CLAUSE_ENDS and bool(NUMBERED.match(text, end))


def _within(text, wholes):
    """Whether the line that ends at an offset breaks off a sentence within one of the spans."""
    spans = sorted(wholes)
    starts = [start for start, _ in spans]

    def within(end: int) -> bool:
        place = bisect_left(starts, end) - 1
        return place >= 0 and end < spans[place][1] and text[end - 1] not in CLOSED and not NUMBERED.match(text, end)

    return within


def _line_start(text, at):
    return text.rfind("\n", 0, at) + 1


def _row(text, start, end):
    line_end = text.find("\n", end)
    cells = CELL.finditer(text, _line_start(text, start), len(text) if line_end < 0 else line_end)
    spans = [(cell.start(), cell.end()) for cell in cells]
    kept = [span for place, span in enumerate(spans) if span[0] < span[1] or not place or spans[place - 1][1] < span[0]]
    return Paragraph(tuple(tuple(_runs(text, *span)) for span in kept), is_row=True)


def _runs(text, start, end) -> Iterator[Run]:
    """A span without the marks of layout in it."""
    at = start
    for mark in LAYOUT.finditer(text[start:end]):
        if start + mark.start() > at:
            yield at, start + mark.start()
        at = start + mark.end()
    if at < end:
        yield at, end
