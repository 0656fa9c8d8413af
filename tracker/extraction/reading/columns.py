"""Tables without lines between their cells: columns that stand under one another, told by where their words stand."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from tracker.extraction.captions import columns_of
from tracker.extraction.reading.headed import (
    LEAST_COLUMNS,
    MOST_COLUMNS,
    MOST_SECTION,
    Columns,
    Piece,
    header_at,
    within_columns,
)

LEAST_ROWS = 2
LARGER_GAP, LINE_GAP, NEAR = 1.15, 2.0, 3
"""How many times the distance of lines within a row the distance between rows is at least; and how many characters'
widths lines within a row are apart at most; and by how much, in points, what is centred may be off."""
HALF_LINE = 0.7
"""Share of the usual distance of lines below which one stands between two others."""
MOST_ABOVE = 2
"""Lines of a running header at most above a table that goes on at the top of a page."""


class Line(NamedTuple):
    """The pieces of a line from left to right, and how far below the top it stands (None where that says nothing)."""

    pieces: Sequence[Piece]
    below: float | None = None
    fine: Sequence[Piece] = ()
    """The pieces that the narrowest blanks part."""


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
    spanning: tuple[tuple[int, Piece], ...] = ()
    """Captions that stand over several columns with captions of their own, and on which line."""

    def is_over_columns(self, line: int, middle: float) -> bool:
        """Whether what stands there is part of a caption over several columns."""
        return any(number == line and piece.left <= middle <= piece.right for number, piece in self.spanning)

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
        table = table or _headed(lines, at, em)
        if not table and LEAST_COLUMNS <= len(lines[at].pieces) <= MOST_COLUMNS:
            table = _table(lines, at, em)
        if table:
            yield table
            above = ()
        at = table.last if table else at + 1


def _headed(lines, first, em):
    """The table whose header begins at a line, its columns told by its captions; None where no row follows it."""
    header = header_at(lines, first, em) if lines[first].fine else None
    if not header:
        return None
    captions = [(caption.left, caption.right) for caption in header.captions]
    number = columns_of([caption.text for caption in header.captions]).number
    body = first + header.lines
    table = _parted(lines, (first, body), em, Columns(captions, em), number)
    spanning = tuple((first + line, piece) for line, piece in header.spanning)
    return replace(table, spanning=spanning) if table else None


def _parted(lines, begins, em, columns, number):
    """The table from ``begins``, its first line and its first below the header, as far as its columns stay apart."""
    first, body = begins
    last, sections = body, set()
    while last < len(lines) and lines[last].fine:
        if not columns.takes(lines[last].fine):
            if len(lines[last].pieces) > 1 or not _is_section_above(lines, last, columns):
                break
            sections.add(last)
        last += 1
    if last == body:
        return None
    parting = columns.parting()
    parted = [
        line._replace(pieces=line.pieces if at in sections else within_columns(line.fine, parting))
        for at, line in enumerate(lines[first:last], first)
    ]
    lines = [*lines[:first], *parted, *lines[last:]]
    spans = _spans(parted[body - first :], parting, [at - body for at in sections])
    above = range(max(body - 1, first), last)
    rows = [row for row in _rows(lines, above, parting, [span[1] for span in spans], sections, em) if row > body]
    rows = _one_to_a_number(lines, (body, last), parting, (body, *rows), number, goes_on=first == body)
    last, rows = _without_what_follows(lines, last, (first, *rows) if first < body else rows)
    return Table(first, last, parting, rows, frozenset(sections), spans)


def _is_section_above(lines, at, columns):
    """Whether a line that fills the gaps names a section: a row stands below it."""
    short = sum(len(piece.text) for piece in lines[at].fine) <= MOST_SECTION
    below = lines[at + 1].fine if at + 1 < len(lines) else ()
    return short and len(below) > 2 and columns.takes(below)


def _spans(lines, parting, sections):
    """From where to where each column runs; one that holds nothing stands where it begins."""
    spans = {}
    for at, line in enumerate(lines):
        for piece in line.pieces if at not in sections else ():
            column = bisect_right(parting, (piece.left + piece.right) / 2)
            left, right = spans.get(column, (piece.left, piece.right))
            spans[column] = (min(left, piece.left), max(right, piece.right))
    edges = (spans[0][0] if 0 in spans else parting[0], *parting)
    return tuple(spans.get(column, (edge, edge)) for column, edge in enumerate(edges))


def _one_to_a_number(lines, body, parting, rows, number, *, goes_on):
    """The rows, each with one number, where the lines are numbered 1, 2, 3; else as they are.

    ``goes_on``: the first row may be the end of one that began on the page before.
    """
    if number is None:
        return rows
    numbered = [line for line in range(*body) if _number(lines[line], parting, number)]
    values = [int(_number(lines[line], parting, number)) for line in numbered]
    if len(values) < LEAST_ROWS or values != list(range(values[0], values[0] + len(values))):
        return rows
    if numbered[0] == body[0] and not _stand_between(lines, body):
        return rows if set(numbered) <= set(rows) else tuple(numbered)
    choices = (rows, *_by_distance(lines, body))
    return next(
        (choice for choice in choices if _has_one_each(choice, numbered, goes_on=goes_on)),
        _around_numbers(lines, body[0] - 1, body[1], parting, rows, number)[1:] or rows,
    )


def _by_distance(lines, body):
    """The rows as each leap among the distances of lines would part them."""
    gaps = {line: lines[line].below - lines[line - 1].below for line in range(body[0] + 1, body[1])}
    ordered = sorted(gaps.values())
    for below, above in pairwise(ordered):
        if above > below * LARGER_GAP:
            yield (body[0], *(line for line, gap in gaps.items() if gap > (below + above) / 2))


def _has_one_each(rows, numbered, *, goes_on):
    counts = Counter(bisect_right(rows, line) for line in numbered)
    each = [counts[row] for row in range(1, len(rows) + 1)]
    return each == [1] * len(rows) or goes_on and each == [0, *[1] * (len(rows) - 1)]


def _stand_between(lines, body):
    """Whether lines stand half a line below others: cells of unlike height stand half-way up their rows."""
    gaps = [below.below - above.below for above, below in pairwise(lines[slice(*body)]) if below.below is not None]
    return bool(gaps) and min(gaps) < median(gaps) * HALF_LINE


def _goes_on(lines, first, em, above):
    """The table of the page before where this line stands in its columns, several of them; else None."""
    pieces = lines[first].fine or lines[first].pieces
    if not all(sum(left < piece.right and right > piece.left for left, right in above) == 1 for piece in pieces):
        return None
    if lines[first].fine:
        return _parted(lines, (first, first), em, Columns(above, em), 0)
    spans = [list(span) for span in above]
    return _table(lines, first, em, spans) if len(pieces) >= LEAST_COLUMNS and _extended(spans, pieces) else None


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


def _around_numbers(lines, first, last, parting, rows, column=0):
    """The lines that begin a row where 1, 2, 3 stand half-way up their rows, as much above them as below; () elsewhere."""
    numbered = [line for line in range(first + 1, last) if _number(lines[line], parting, column)]
    values = [int(_number(lines[line], parting, column)) for line in numbered]
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


def _number(line, parting, column=0):
    """The number a line says in a column, or an empty string."""
    found = (piece for piece in line.pieces if bisect_right(parting, (piece.left + piece.right) / 2) == column)
    text = next((piece.text.strip().rstrip(".、") for piece in found), "")
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
