"""Tables on a PDF page that no lines divide: the characters that stand in columns under one another."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from statistics import median

from tracker.extraction.reading.columns import MOST_ABOVE, Line, Table, tables_in
from tracker.extraction.reading.headed import Piece

SAME_LINE = 0.35
"""Share of the text's height by which characters of one line may differ; half a line lower is another cell's line."""
APART, NARROW = 0.8, 0.15
"""Characters' widths that part two pieces of a line, surely or where others part the lines around it, too."""
ABOVE_THE_COLUMNS = (-1, -1)
"""Where a caption stands whose columns have captions of their own: in no row."""


class Columns:
    """A table without lines, asked as a ruled one is: which characters it holds, and in which of its cells."""

    def __init__(self, table: Table, lines: list[list], em: float):
        self.table, self.em = table, em
        self.middles = [_middle(line) for line in lines[table.first : table.last]]
        self.tops = [-middle for middle in self.middles]
        self.height, self.width = len(table.rows), len(table.parting) + 1
        self.ends_page = table.last + MOST_ABOVE >= len(lines)
        self.rights = [0.0] * self.width
        for number, line in enumerate(lines[table.first : table.last], table.first):
            for character in line:
                column = table.column(number, _centre(character))
                self.rights[column] = max(self.rights[column], character.right)

    def holds(self, character) -> bool:
        """Whether a character stands on one of the table's lines."""
        return self.tops[0] - self.em / 2 < -_level(character) < self.tops[-1] + self.em / 2

    def cell(self, character) -> tuple[int, int]:
        """The row and column a character stands in."""
        at = -_level(character)
        place = bisect_left(self.tops, at)
        near = min((place - 1, place), key=lambda p: abs(self.tops[p] - at) if 0 <= p < len(self.tops) else 1e9)
        line = self.table.first + near
        if self.table.is_over_columns(line, _centre(character)):
            return ABOVE_THE_COLUMNS
        return self.table.row(line), self.table.column(line, _centre(character))

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """The cell itself: none is known to be merged."""
        return row, column

    def right_of(self, cell: tuple[int, int]) -> float:
        """Where the words of a cell's column end."""
        return self.rights[cell[1]]


def columns_on(characters: Iterable, above: Sequence[tuple[float, float]] = ()) -> list[Columns]:
    """The tables among a page's characters, from top to bottom; ``above`` as ``tables_in`` has it."""
    inked = [character for character in characters if not character.sign.isspace()]
    if not inked:
        return []
    em = median(character.top - character.bottom for character in inked)
    lines = _lines(inked, em)
    placed = [Line(_pieces(line, APART), -_middle(line), _pieces(line, NARROW)) for line in lines]
    return [Columns(table, lines, em) for table in tables_in(placed, em, above)]


def _lines(characters, em):
    """The characters that stand at one height, from left to right; the heights from the top down."""
    lines = []
    for character in sorted(characters, key=lambda character: -_level(character)):
        if lines and _level(lines[-1][0]) - _level(character) < em * SAME_LINE:
            lines[-1].append(character)
        else:
            lines.append([character])
    return [sorted(line, key=lambda character: character.left) for line in lines]


def _pieces(line, apart):
    pieces, start = [], 0
    for place in range(1, len(line) + 1):
        width = line[place - 1].top - line[place - 1].bottom
        if place == len(line) or line[place].left - line[place - 1].right > width * apart:
            words = "".join(character.sign for character in line[start:place])
            pieces.append(Piece(line[start].left, line[place - 1].right, _first_width(line[start:place]), words))
            start = place
    return pieces


def _first_width(piece):
    word = 1
    while word < len(piece) and piece[0].sign.isascii() and piece[word].sign.isascii():
        word += 1
    return piece[word - 1].right - piece[0].left


def _level(character):
    return (character.bottom + character.top) / 2


def _middle(line):
    return median(map(_level, line))


def _centre(character):
    return (character.left + character.right) / 2
