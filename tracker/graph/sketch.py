"""The lines of a curve as a small drawing for a page: places in percent, so that it is as wide as there is room.

Lines are drawn in a box of 1000 by 100; words stand beside them at a percentage of the width and a height in pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.graph.curve import Line, Style

TOP, HIGH = 16, 110
"""Pixels above the box, and its height."""
WIDE, FULL = 1000, 106
"""The box's own width, and how many percent are its height."""
GRID = (0, 50, 100)
ABOVE, BELOW = -6, 15
"""Pixels between a point and its name."""
EDGE = 8
"""Percent of the width from which on a name at the left edge begins there."""


@dataclass(frozen=True, slots=True)
class Name:
    """Words at a place; ``anchor`` is start, middle or end."""

    text: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across with its word; ``at`` is how far down in the box, ``y`` in pixels."""

    text: str
    at: float
    y: float


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line with its name; ``style`` is now, before or needed."""

    style: str
    points: str
    name: Name


@dataclass(frozen=True, slots=True)
class Sketch:
    """All that is drawn."""

    strokes: tuple[Stroke, ...]
    grid: tuple[Rule, ...]
    ticks: tuple[Name, ...]
    due: float
    today: float | None
    dot: tuple[float, float]


def sketch(lines: Sequence[Line], ticks: Sequence[date], *, first: date, due: date, last: date, on: date) -> Sketch:
    """The drawing of lines over the days from the first to the last."""
    days = max((last - first).days, 1)

    def across(day):
        return round(100 * (day - first).days / days, 2)

    now = next(line for line in lines if line.style is Style.NOW)
    return Sketch(
        tuple(_stroke(line, across) for line in lines if line.points),
        tuple(Rule(f"{each}%" if each else "0", _share(each), _down(each) + ABOVE / 2) for each in GRID),
        tuple(Name(f"{day:%m-%d}", across(day), 0, _anchor(across(day))) for day in ticks),
        across(due) * WIDE / 100,
        across(on) * WIDE / 100 if first < on < last else None,
        (across(now.points[-1].day), _down(now.points[-1].percent)),
    )


def _stroke(line, across):
    points = " ".join(f"{across(each.day) * WIDE / 100:g},{_share(each.percent):g}" for each in line.points)
    at = line.points[line.at]
    x, anchor = across(at.day), "start" if line.is_after else "end"
    if x < EDGE:
        anchor = "start"
    return Stroke(
        line.style.name.lower(),
        points,
        Name(line.name, x, _down(at.percent) + (ABOVE if line.is_above else BELOW), anchor),
    )


def _share(percent):
    """How far down in the box."""
    return round(100 - 100 * percent / FULL, 2)


def _down(percent):
    return round(TOP + HIGH * _share(percent) / 100, 1)


def _anchor(x):
    return "start" if x < EDGE else "end" if x > 100 - EDGE else "middle"
