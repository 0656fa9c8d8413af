"""Where the agencies of a network picture stand, and on which side each has its label.

The hub is in the middle, then a ring of leads, then a ring of co-units. Every place is in pixels of the picture with
the origin at the lower left. A label never lies on a label or on a mark; where there is no room it is left out and
only the hover tells the name. Nothing is random: the same agencies stand at the same places.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import product
from unicodedata import east_asian_width

GAP = 1
"""Pixels kept free around a label or a mark."""
LINE = 1.45
"""Height of a line of text, by its font: a Chinese sans-serif face fills that much."""
TURNS = 50
"""How many places on its ring an agency may move to, either way, to find room."""
STRETCHES = (1, 0.9, 1.1, 0.8, 1.2, 0.7, 1.3, 0.6, 1.4)
"""How far from its ring, as parts of the ring's size."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is to be placed: ``size`` is the mark's diameter and ``font`` the labels' height, both in pixels.

    The first of ``labels`` that finds room is taken; without any, the mark stands where it is wished, room or not.
    """

    key: str
    labels: Sequence[str]
    size: float
    font: float


@dataclass(frozen=True, slots=True)
class Place:
    """Centre of a mark, its label ("" if none found room) and the label's side as Plotly's ``textposition``."""

    x: float
    y: float
    label: str
    label_at: str


@dataclass(frozen=True, slots=True)
class Ring:
    """Marks, each with its angle, on an ellipse of these half axes; the first have the first choice of room."""

    marks: Sequence[tuple[Mark, float]]
    across: float
    up: float


Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


@lru_cache(maxsize=1024)
def text_width(text: str, font: float) -> float:
    """Width in pixels as a Chinese sans-serif face sets it: full width one em, the rest at most 0.62."""
    return font * sum(1 if east_asian_width(letter) in "WFA" else 0.62 for letter in text)


def label_box(place: Place, mark: Mark) -> Box:
    """Where Plotly draws the label of a mark placed so."""
    away = mark.size / 1.6 + 1
    x, y = place.x, place.y
    upright, sideways = place.label_at.split()
    width = text_width(place.label, mark.font)
    left = {"left": x - away - width, "center": x - width / 2, "right": x + away}[sideways]
    middle = y + {"top": 1, "middle": 0, "bottom": -1}[upright] * (away + mark.font / 2)
    return left, middle - mark.font * LINE / 2, left + width, middle + mark.font * LINE / 2


def place(hub: Mark | None, rings: Iterable[Ring], *, width: float, height: float) -> dict[str, Place]:
    """A place for every mark, by its key; the first ring has the first choice of room."""
    board = _Board(width, height)
    if hub is not None:
        board.put(hub, lambda: [(width / 2, height / 2, "bottom center"), (width / 2, height / 2, "top center")])
    for ring in rings:
        for mark, angle in ring.marks:
            board.put(mark, partial(_candidates, ring, angle, width=width, height=height))
    return board.places


def _candidates(ring, angle, *, width, height):
    """Places for a mark and its label, the wished one first, then ever farther round the ring and off it."""
    for turn, stretch in _moves():
        there = angle + turn
        x = width / 2 + ring.across * stretch * math.cos(there)
        y = height / 2 + ring.up * stretch * math.sin(there)
        for label_at in _sides(there):
            yield x, y, label_at


@cache
def _moves():
    """Every (turn, stretch), the smallest move first; a tenth of the ring's size weighs as 1.2 steps of turning."""
    steps = product(range(-TURNS + 1, TURNS + 1), STRETCHES)
    nearest = sorted(steps, key=lambda move: (abs(move[0]) + 12 * abs(move[1] - 1), move))
    return [(math.pi / TURNS * turn, stretch) for turn, stretch in nearest]


def _sides(angle):
    """A label stands on the far side of its mark from the middle: beside it at the sides, above or below it else."""
    beside = "middle right" if math.cos(angle) >= 0 else "middle left"
    over, under = ("top center", "bottom center") if math.sin(angle) >= 0 else ("bottom center", "top center")
    return (beside, over, under) if abs(math.cos(angle)) > 0.5 else (over, beside, under)


class _Board:
    """What is taken of the picture."""

    def __init__(self, width, height):
        self.width, self.height = width, height
        self.taken: list[Box] = []
        self.places: dict[str, Place] = {}

    def put(self, mark, candidates):
        for label in mark.labels:
            for x, y, label_at in candidates():
                there = Place(round(x, 1), round(y, 1), label, label_at)
                boxes = [_square(x, y, mark.size), label_box(there, mark)]
                if all(map(self._free, boxes)):
                    return self._take(mark, there, boxes)
        x, y, label_at = next(iter(candidates()))
        return self._take(mark, Place(round(x, 1), round(y, 1), "", label_at), [_square(x, y, mark.size)])

    def _free(self, box):
        left, bottom, right, top = box
        if left < 0 or bottom < 0 or right > self.width or top > self.height:
            return False
        return not any(
            left < other[2] + GAP and right > other[0] - GAP and bottom < other[3] + GAP and top > other[1] - GAP
            for other in self.taken
        )

    def _take(self, mark, where, boxes):
        self.taken += boxes
        self.places[mark.key] = where


def _square(x, y, size):
    return x - size / 2, y - size / 2, x + size / 2, y + size / 2
