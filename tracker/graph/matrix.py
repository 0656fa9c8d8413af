"""The lead × support matrix: who leads, with whom as support, on how many tasks. Shades are steps, not colours."""

from bisect import bisect_right
from dataclasses import dataclass

from tracker.graph.network import Projection

SHADES = (1, 2, 4, 7, 10)
"""From how many tasks on a cell has shade 1, 2, 3, 4, 5; below the first it has none."""


@dataclass(frozen=True, slots=True)
class Heading:
    """An agency at the head of a row or column; ``tasks`` it is in charge of (row) or supports (column).

    ``ties`` is the sum of the row or column, the links the matrix leaves out included.
    """

    agency_id: str
    name: str
    collective: bool
    tasks: int
    ties: int


@dataclass(frozen=True, slots=True)
class Cell:
    """On how many tasks the row's agency leads and the column's supports; ``own`` where both are one agency."""

    support_id: str
    tasks: int
    shade: int
    own: bool


@dataclass(frozen=True, slots=True)
class Row:
    lead: Heading
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows by tasks led, columns by tasks supported, most first; ``left_out`` counts (rows, columns) past the limit."""

    columns: tuple[Heading, ...]
    rows: tuple[Row, ...]
    left_out: tuple[int, int]


def lead_support_matrix(projection: Projection, *, most: int | None = None, shades: tuple[int, ...] = SHADES) -> Matrix:
    """The matrix of a projection, at most ``most`` rows and columns; ``shades`` are the steps' lower bounds, rising."""
    rows = _headings(projection, end=0, tasks="in_charge")
    columns = _headings(projection, end=1, tasks="support")
    left_out = tuple(max(0, len(side) - (len(side) if most is None else most)) for side in (rows, columns))
    rows, columns = rows[:most], columns[:most]
    return Matrix(columns, tuple(Row(row, _cells(projection, row, columns, shades)) for row in rows), left_out)


def _headings(projection, *, end, tasks):
    ties = dict.fromkeys(projection.agencies, 0)
    for pair, met in projection.links.items():
        ties[pair[end]] += met
    headings = (
        Heading(agency, body.name, body.collective, getattr(projection.loads[agency], tasks), ties[agency])
        for agency, body in projection.agencies.items()
    )
    present = (heading for heading in headings if heading.tasks)
    return tuple(sorted(present, key=lambda heading: (-heading.tasks, -heading.ties, heading.agency_id)))


def _cells(projection, row, columns, shades):
    met = [(column, projection.links.get((row.agency_id, column.agency_id), 0)) for column in columns]
    return tuple(
        Cell(column.agency_id, tasks, bisect_right(shades, tasks), column.agency_id == row.agency_id)
        for column, tasks in met
    )
