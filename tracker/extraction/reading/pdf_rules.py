"""The ruled tables of a PDF page: lines drawn across and down → the cells between them."""

from bisect import bisect_right
from itertools import islice
from typing import NamedTuple

import pypdfium2.raw as pdfium_c

THIN = 4
"""Points up to which a drawn box is a line, and up to which two lines are one."""
MOST_RULES = 20_000
LEAST_COLUMNS, LEAST_ROWS, MOST_CELLS = 3, 2, 20_000


class Rule(NamedTuple):
    """A line across the page or down it: where it stands, from where to where it runs, in points."""

    at: float
    start: float
    end: float


class Grid:
    """A table: its columns from left to right, its rows from top to bottom, and which cells are merged."""

    def __init__(self, across: list[Rule], down: list[Rule]):
        self.rows = _places(rule.at for rule in across)
        sides = [min(rule.start for rule in across), max(rule.end for rule in across)]
        self.columns = _places([*(rule.at for rule in down), *sides])
        self.height, self.width = len(self.rows) - 1, len(self.columns) - 1
        self.origins = {}
        if self.is_table():
            self._merge(across, down)

    def is_table(self) -> bool:
        """Whether there are rows and columns enough for a table of duties, and not so many that it is a drawing."""
        return self.width >= LEAST_COLUMNS and self.height >= LEAST_ROWS and self.width * self.height <= MOST_CELLS

    def _merge(self, across, down):
        for row in range(self.height):
            middle = (self._bottom(row) + self._bottom(row) + self._size(row)) / 2
            for column in range(self.width):
                centre = (self.columns[column] + self.columns[column + 1]) / 2
                origin = (row, column)
                if column and not _stands(down, self.columns[column], middle):
                    origin = self.origins[row, column - 1]
                elif row and not _stands(across, self._bottom(row - 1), centre):
                    origin = self.origins[row - 1, column]
                self.origins[row, column] = origin

    def _bottom(self, row):
        return self.rows[self.height - row - 1]

    def _size(self, row):
        return self.rows[self.height - row] - self._bottom(row)

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """The first cell of the merged ones that this cell belongs to; itself when it is not merged."""
        return self.origins[row, column]

    def holds(self, character) -> bool:
        """Whether a character stands inside the table."""
        x, y = _centre(character)
        return self.columns[0] < x < self.columns[-1] and self.rows[0] < y < self.rows[-1]

    def cell(self, character) -> tuple[int, int]:
        """The cell a character stands in: that cell's origin."""
        x, y = _centre(character)
        row = self.height - bisect_right(self.rows, y)
        return self.origin(row, bisect_right(self.columns, x) - 1)

    def right_of(self, cell: tuple[int, int]) -> float:
        """Where a cell ends to the right, with what is merged into it."""
        row, column = cell
        while column + 1 < self.width and self.origins[row, column + 1] == cell:
            column += 1
        return self.columns[column + 1]


def grids_of(page) -> list[Grid]:
    """The tables drawn on a page, from top to bottom."""
    across, down = [], []
    paths = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=3)
    for path in islice(paths, MOST_RULES):
        left, bottom, right, top = path.get_bounds()
        wide, high = right - left > THIN, top - bottom > THIN
        if high and not wide:
            down.append(Rule((left + right) / 2, bottom, top))
        elif wide and not high:
            across.append(Rule((bottom + top) / 2, left, right))
        elif wide and high and _is_outline(path):
            across += [Rule(bottom, left, right), Rule(top, left, right)]
            down += [Rule(left, bottom, top), Rule(right, bottom, top)]
    return [grid for grid in map(_grid, *_regions(across, down)) if grid and grid.is_table()]


def _is_outline(path):
    """Whether a box is drawn by its edges: a filled one is a background."""
    fill, stroke = pdfium_c.c_int(), pdfium_c.FPDF_BOOL()
    drawn = pdfium_c.FPDFPath_GetDrawMode(path.raw, fill, stroke)
    return bool(drawn and stroke.value)


def _regions(across, down):
    """The lines of each table: those down the page that touch one another in height, those across between them."""
    spans = []
    for rule in sorted(down, key=lambda rule: rule.start):
        if spans and rule.start <= spans[-1][1] + THIN:
            spans[-1][1] = max(spans[-1][1], rule.end)
        else:
            spans.append([rule.start, rule.end])
    spans.reverse()
    rows = [[rule for rule in across if start - THIN <= rule.at <= end + THIN] for start, end in spans]
    columns = [[rule for rule in down if start <= rule.start and rule.end <= end] for start, end in spans]
    return rows, columns


def _grid(across, down):
    return Grid(across, down) if len(across) > LEAST_ROWS and len(down) >= LEAST_COLUMNS - 1 else None


def _places(numbers):
    """Where lines stand, those that are one counted once."""
    places = []
    for number in sorted(numbers):
        if not places or number - places[-1] > THIN:
            places.append(number)
    return places


def _stands(rules, at, point):
    return any(abs(rule.at - at) <= THIN and rule.start - 1 <= point <= rule.end + 1 for rule in rules)


def _centre(character):
    return (character.left + character.right) / 2, (character.bottom + character.top) / 2
