"""Tables known by their captions: columns that blanks part, however narrow, from the header down to the last row."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from tracker.extraction.captions import columns_of, kind_of

LEAST_COLUMNS, MOST_COLUMNS, MOST_HEADER_LINES, MOST_SECTION = 3, 40, 6, 30
LEAST_KNOWN = 2
LONGEST_SPANNING = 10
"""Characters of the longest caption over several columns; what is longer is a title."""
LEAST_GAP = 0.1
"""Characters' widths that stay free between two columns in every line of a table at least."""
HEADER_APART = 2.5
"""Characters' widths by which the lines of a header are apart at most."""


class Piece(NamedTuple):
    """Words that stand together: from where to where they run, and how wide their first word is, in any unit."""

    left: float
    right: float
    first: float
    text: str = ""


@dataclass
class Header:
    """The captions at the bottom of a header, from left to right; ``spanning`` are those over several of them."""

    captions: list[Piece]
    rank: tuple[int, int]
    lines: int
    spanning: list[tuple[int, Piece]]


class Columns:
    """The gaps between columns, narrowed line by line to what every line leaves free."""

    def __init__(self, spans: Sequence[tuple[float, float]], em: float):
        self.gaps = [(before[1], after[0]) for before, after in pairwise(spans)]
        self.sides = [spans[0][0], spans[-1][1]]
        self.em, self.within = em, []

    def takes(self, pieces: Sequence[Piece]) -> bool:
        """Narrow the gaps by a line; False, and nothing done, where the line fills one of them."""
        gaps, within = list(self.gaps), []
        for piece in pieces:
            for place, (left, right) in enumerate(gaps):
                if left < piece.left and piece.right < right:
                    within.append(piece)
                elif piece.left < right and piece.right > left:
                    gaps[place] = (left, piece.left) if piece.right >= right else (piece.right, right)
                    if piece.left <= left and piece.right >= right:
                        return False
        if any(right - left < self.em * LEAST_GAP for left, right in gaps):
            return False
        self.gaps = gaps
        self.within += within
        return True

    def parting(self) -> tuple[float, ...]:
        """Where the columns part: what stood alone between two of them belongs to the nearer one."""
        for piece in self.within:
            for place, (left, right) in enumerate(self.gaps):
                if left < piece.left and piece.right < right:
                    nearer_left = piece.left - left < right - piece.right
                    self.gaps[place] = (piece.right, right) if nearer_left else (left, piece.left)
        return tuple((left + right) / 2 for left, right in self.gaps)


def header_at(lines: Sequence, first: int, em: float) -> Header | None:
    """The header of a table of duties that begins at a line, of as many lines as make the most captions; else None."""
    found = None
    for count in range(1, MOST_HEADER_LINES + 1):
        last = first + count - 1
        if last >= len(lines) or not lines[last].fine or count > 1 and _is_far(lines[last - 1], lines[last], em):
            break
        header = _header([line.fine for line in lines[first : last + 1]])
        if header and (not found or header.rank > found.rank):
            found = header
    return found


def _is_far(above, below, em):
    return above.below is not None and below.below - above.below > em * HEADER_APART


def _header(lines):
    if sum(kind_of(piece.text) is not None for line in lines for piece in line) < LEAST_KNOWN:
        return None
    leaves, spanning = [], []
    for number in range(len(lines) - 1, -1, -1):
        pieces = [_as_caption(piece) for piece in _joined_captions(lines[number])]
        for piece in pieces:
            under = [leaf for leaf in leaves if leaf.left < piece.right and leaf.right > piece.left]
            if not under:
                leaves.append(piece)
            elif len(under) == 1 and (stacked := _stacked(piece, under[0])):
                leaves[leaves.index(under[0])] = stacked
            elif len(piece.text) <= LONGEST_SPANNING and (len(under) < len(leaves) or len(pieces) > 1):
                spanning.append((number, piece))
            else:
                return None
    leaves.sort(key=lambda leaf: leaf.left)
    texts = [leaf.text for leaf in leaves]
    if not LEAST_COLUMNS <= len(leaves) <= MOST_COLUMNS or not columns_of(texts):
        return None
    known = sum(kind_of(text) is not None for text in texts)
    return Header(leaves, (known, len(leaves)), len(lines), spanning) if known * 3 >= len(texts) * 2 else None


def _as_caption(piece):
    return piece._replace(text="".join(piece.text.split()))


def _joined_captions(pieces):
    """The pieces of a header's line, a caption printed letter by letter in one: 序　号."""
    joined = []
    for piece in pieces:
        before = joined[-1] if joined else None
        parts = (before.text, piece.text) if before else ()
        if parts and not any(map(kind_of, parts)) and kind_of("".join(parts)):
            joined[-1] = Piece(before.left, piece.right, before.first, before.text + piece.text)
        else:
            joined.append(piece)
    return joined


def _stacked(above, below):
    """A caption broken over two lines in one: 牵头 / 单位; None where the lower one is a caption by itself."""
    text = above.text + below.text
    if kind_of(below.text) and not kind_of(text):
        return None
    return Piece(min(above.left, below.left), max(above.right, below.right), above.first, text)


def within_columns(pieces: Sequence[Piece], parting: Sequence[float]) -> list[Piece]:
    """A line's pieces, those of one column in one."""
    columns = {}
    for piece in pieces:
        middle = (piece.left + piece.right) / 2
        columns.setdefault(sum(part < middle for part in parting), []).append(piece)
    return [
        Piece(
            min(piece.left for piece in found),
            max(piece.right for piece in found),
            found[0].first,
            "".join(piece.text for piece in found),
        )
        for _, found in sorted(columns.items())
    ]
