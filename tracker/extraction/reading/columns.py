"""Tables without lines between their cells: columns that stand under one another, told by where their words stand."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from tracker.extraction.captions import columns_of

LEAST_COLUMNS, LEAST_ROWS, MOST_COLUMNS = 3, 2, 40
LARGER_GAP, LINE_GAP, NEAR = 1.15, 2.0, 3
"""How many times the distance of lines within a row the distance between rows is at least; and how many characters'
widths lines within a row are apart at most; and by how much, in points, what is centred may be off."""
MOST_ABOVE = 2
"""Lines of a running header at most above a table that goes on at the top of a page."""


class Piece(NamedTuple):
    """Words that stand together: from where to where they run, and how wide their first word is, in any unit."""

    left: float
    right: float
    first: float
    text: str = ""


class Line(NamedTuple):
    """The pieces of a line from left to right, and how far below the top it stands (None where that says nothing)."""

    pieces: Sequence[Piece]
    below: float | None = None


@dataclass(frozen=True)
class Table:
    """Which lines are a table (``last`` excluded), where its columns part, which lines begin a row, which are sections."""

    first: int
    last: int
    parting: tuple[float, ...]
    rows: tuple[int, ...]
    sections: frozenset[int]
    spans: tuple[tuple[float, float], ...] = ()
    """From where to where each column runs."""

    def row(self, line: int) -> int:
        """The row a line belongs to."""
        return bisect_right(self.rows, line) - 1

    def column(self, line: int, middle: float) -> int:
        """The column in which something stands; what names a section stands in the first."""
        return 0 if line in self.sections else bisect_right(self.parting, middle)


def tables_in(lines: Sequence[Line], em: float, above: Sequence[tuple[float, float]] = ()) -> Iterator[Table]:
    """Every table among the lines: three columns and two rows at least. ``em`` is the width of a Chinese character.

    ``above`` are the columns of a table that ended the page before: it may go on here without its header, by one row.
    """
    at = 0
    while at < len(lines):
        table = _goes_on(lines, at, em, above) if above and at <= MOST_ABOVE else None
        if not table and LEAST_COLUMNS <= len(lines[at].pieces) <= MOST_COLUMNS:
            table = _table(lines, at, em)
        if table:
            yield table
            above = ()
        at = table.last if table else at + 1


def _goes_on(lines, first, em, above):
    """The table of the page before where this line stands in its columns, several of them; else None."""
    spans = [list(span) for span in above]
    pieces = lines[first].pieces
    within = all(any(left < piece.right and right > piece.left for left, right in spans) for piece in pieces)
    if len(pieces) < LEAST_COLUMNS or not within or not _extended(spans, pieces):
        return None
    return _table(lines, first, em, spans)


def _table(lines, first, em, above=None):
    spans = above or [[piece.left, piece.right] for piece in lines[first].pieces]
    sections, full, last = set(), 1, first + 1
    while last < len(lines):
        pieces = lines[last].pieces
        if _extended(spans, pieces):
            full += len(pieces) == len(spans)
        elif len(pieces) == 1 and last + 1 < len(lines) and len(lines[last + 1].pieces) == len(spans):
            sections.add(last)
        else:
            break
        last += 1
    if not above and full < LEAST_ROWS and not (last > first + 1 and _is_header(lines[first])):
        return None
    parting = tuple((before[1] + after[0]) / 2 for before, after in pairwise(spans))
    rows = _rows(lines, range(first, last), parting, [span[1] for span in spans], sections, em)
    last, rows = _without_what_follows(lines, last, rows)
    rows = _around_numbers(lines, first, last, parting, rows) or rows
    last, rows = _without_what_follows(lines, last, rows)
    return Table(first, last, parting, rows, frozenset(sections), tuple(map(tuple, spans)))


def _without_what_follows(lines, last, rows):
    """Where a table ends, and its rows, without rows of a single cell at its end: a page number, the text below it."""
    while len(lines[last - 1].pieces) == 1 and last - 1 in rows:
        last -= 1
    return last, tuple(row for row in rows if row < last)


def _is_header(line):
    """Whether a line's words are the captions of a table of duties, so that no second full line need prove it."""
    return columns_of([piece.text for piece in line.pieces]) is not None


def _around_numbers(lines, first, last, parting, rows):
    """The lines that begin a row where 1, 2, 3 stand half-way up their rows, as much above them as below; () elsewhere."""
    numbered = [line for line in range(first + 1, last) if _number(lines[line], parting)]
    values = [int(_number(lines[line], parting)) for line in numbered]
    if len(values) < LEAST_ROWS or values != list(range(values[0], values[0] + len(values))):
        return ()
    if any(lines[line].below is None for line in range(first, last)) or _is_one_to_a_row(numbered, rows, first, last):
        return ()
    starts, begin = [first], first + 1
    for line in numbered:
        reach = lines[line].below + (lines[line].below - lines[begin].below)
        starts.append(begin)
        begin = next((below for below in range(line + 1, last) if lines[below].below > reach + NEAR), last)
    behind = range(begin, last)
    return (*starts, *behind) if all(len(lines[line].pieces) == 1 for line in behind) else ()


def _number(line, parting):
    """The number a line begins with in the first column, or an empty string."""
    begins = line.pieces and (line.pieces[0].left + line.pieces[0].right) / 2 < parting[0]
    text = line.pieces[0].text.strip().rstrip(".、") if begins else ""
    return text if text.isdecimal() and len(text) < 4 else ""


def _is_one_to_a_row(numbered, rows, first, last):
    """Whether each row below the header, as the distances tell them, begins with its number already."""
    return [row for row in rows if first < row < last] == numbered


def _extended(spans, pieces):
    """Widen the columns so that a line's pieces stand in them; False, and nothing done, when they do not fit."""
    places = range(len(spans)) if len(pieces) == len(spans) else [_place(spans, piece) for piece in pieces]
    if not pieces or None in places:
        return False
    wider = [list(span) for span in spans]
    for place, piece in zip(places, pieces, strict=True):
        wider[place] = [min(wider[place][0], piece.left), max(wider[place][1], piece.right)]
    if any(before[1] >= after[0] for before, after in pairwise(wider)):
        return False
    spans[:] = wider
    return True


def _place(spans, piece):
    """The column a piece stands in: the one it overlaps, else the nearest; None when it overlaps several."""
    overlapping = [place for place, (left, right) in enumerate(spans) if piece.left < right and piece.right > left]
    if len(overlapping) > 1:
        return None
    if overlapping:
        return overlapping[0]
    return min(range(len(spans)), key=lambda place: max(spans[place][0] - piece.right, piece.left - spans[place][1]))


def _rows(lines, numbers, parting, rights, sections, em):
    """The lines that begin a row: those further from the line above than others, or not broken off the row above."""
    gaps = [lines[number].below - lines[number - 1].below for number in numbers[1:] if lines[number].below is not None]
    apart = _gap_between_rows(gaps, em)
    starts, ends = [], {}
    for number in numbers:
        pieces = {bisect_right(parting, (piece.left + piece.right) / 2): piece for piece in lines[number].pieces}
        gap = lines[number].below - lines[number - 1].below if gaps and starts else 0
        far = gap > (apart or em * LINE_GAP)
        begins = far or not (apart and starts) and _begins(pieces, ends, rights, em)
        if begins or number in sections or number - 1 in sections:
            starts.append(number)
            ends = {}
        ends |= {column: piece.right for column, piece in pieces.items()}
    return tuple(starts)


def _gap_between_rows(gaps, em):
    """From which distance on a line begins a row, where rows stand further apart than their lines; else None.

    Distances differ a little with the letters of a line: what counts is the first leap among them.
    """
    ordered = sorted(gaps)
    leaps = ((below + above) / 2 for below, above in pairwise(ordered) if above > below * LARGER_GAP)
    return next(leaps, None) if ordered and ordered[0] <= em * LINE_GAP else None


def _begins(pieces, ends, rights, em):
    """Whether some piece is not broken off the line above it: its first word would have fitted there."""
    return any(
        column not in ends or ends[column] + piece.first + min(em, piece.first) <= rights[column]
        for column, piece in pieces.items()
    )
