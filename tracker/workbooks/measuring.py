"""How high a row must be for its text: a Chinese letter is one em wide, Latin letters and digits half an em."""

from collections.abc import Iterable
from math import ceil

LINE = 1.45
"""Height of a line by the letter's size; the faces that stand in for 仿宋 need that much."""
PADDING = 4.0
"""Points above and below the text together."""
HIGHEST = 409.0
"""Points a row may be high in a spreadsheet."""
RAGGED = 0.6
"""Ems lost at the end of a full line: no punctuation begins a line and no number is broken."""


def paragraphs(text: str) -> tuple[float, ...]:
    """Widths in ems of the paragraphs of a text, which line feeds part.

    UTF-8 has three bytes for a Chinese letter and one for a Latin one, hence the quarter of letters and bytes.
    """
    if "\n" not in text:
        return ((len(text.encode("utf-8", "replace")) + len(text)) / 4,)
    return tuple(width for part in text.split("\n") for width in paragraphs(part))


def full_line(column: float) -> float:
    """What a line of a longer paragraph holds of it, in a column so many ems wide."""
    return column - RAGGED if column > 1 + RAGGED else 1.0


def lines(widths: Iterable[float], column: float) -> int:
    """How many lines paragraphs take in a column so many ems wide."""
    full = full_line(column)
    return sum([1 if width <= column else ceil(width / full) for width in widths])


def height(line_count: int, size: float) -> float:
    """Points for so many lines of letters of this size."""
    return line_count * size * LINE + PADDING
