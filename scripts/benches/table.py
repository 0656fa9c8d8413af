"""A table on the terminal, columns as wide as their widest cell; Chinese characters count double."""

import sys
import unicodedata
from collections.abc import Iterable, Sequence


def show(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a title and a table; every row appears once it is measured, so give ``rows`` as they come."""
    print_line(f"\n{title}")
    widths = [width(column) for column in columns]
    print_line(_line(columns, widths))
    for row in rows:
        print_line(_line(row, widths))


def print_line(line: str) -> None:
    """One line on standard output, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def width(text: str) -> int:
    """The columns a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _line(cells, widths):
    first, *others = [" " * (size - width(cell)) for cell, size in zip(cells, widths, strict=True)]
    head, *tail = cells
    return "  ".join([head + first, *(pad + cell for pad, cell in zip(others, tail, strict=True))])
