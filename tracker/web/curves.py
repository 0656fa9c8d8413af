"""The lines of the submission curve: this cycle, the one before, and what is needed, each with its name beside it."""

from datetime import date

from tracker.graph.curve import Line, Point, Style
from tracker.graph.sketch import Sketch, sketch
from tracker.reporting.curve import WEEK, Curve
from tracker.reporting.due_dates import days_left

LOW = 10
"""Percents below which a name has no room under its line."""
ROOM, NARROW_ROOM = 0.78, 0.68
"""The part of the days after which a name has no room to the right; the same where it is narrow."""


def lines_of(found: Curve, *, narrow: bool) -> list[Line]:
    """The lines there are; where it is ``narrow`` names stand where they need the least room."""
    days = found.each_day
    here = min(len(days) - 1, max(0, (found.on - found.first).days))
    drawn = (_before(found, days, here, narrow), _needed(found, days), _now(found, days, here))
    return [line for line in drawn if line]


def ticks_of(found: Curve, *, narrow: bool) -> list[date]:
    """The days that are written below: every week from the due date, every second one where it is narrow."""
    every = 2 * WEEK if narrow else WEEK
    return [day for day in found.each_day if days_left(found.due, day) % every == 0]


def sketched(found: Curve) -> Sketch:
    """The curve, small."""
    span = {"first": found.first, "due": found.due, "last": found.last, "on": found.on}
    return sketch(lines_of(found, narrow=False), ticks_of(found, narrow=True), **span)


def _now(found, days, here):
    points = tuple(_point(day, "已报", found.standing(day)) for day in days[: here + 1])
    above = not found.before or points[-1].percent >= _before_at(found, days[here])
    return Line(Style.NOW, points, f"本期 {found.standing(found.on).text}", is_above=above or points[-1].percent < LOW)


def _before(found, days, here, narrow):
    """Named beside today where there is room to the right of it, else at the right end of its line."""
    if not found.before:
        return None
    name = f"{found.before.name}同期"
    points = tuple(_point(day, name, found.before.standing(days_left(found.due, day))) for day in days)
    above = points[here].percent > found.standing(found.on).percent or points[here].percent < LOW
    is_after = here < len(days) * (NARROW_ROOM if narrow else ROOM)
    at = here if is_after else -1
    rate = found.before.standing(days_left(found.due, days[here])).text
    return Line(Style.BEFORE, points, name if narrow else f"{name} {rate}", at, is_above=above, is_after=is_after)


def _before_at(found, day):
    return found.before.standing(days_left(found.due, day)).percent


def _needed(found, days):
    points = tuple(_point(day, "要有", rate) for day in days if (rate := found.needed(day)))
    return Line(Style.NEEDED, points, "所需", len(points) // 2) if points else None


def _point(day, word, rate):
    return Point(day, float(rate.percent or 0), f"{day:%m-%d} {word} {rate.count} 份，{rate.text}")
