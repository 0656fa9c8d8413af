"""How fast papers come or are reviewed: counted over whole working days that are past, never guessed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tracker.reporting.due_dates import ONE_DAY, WorkingDays

SHORT, LONG = 5, 10
"""Over how many whole working days a pace is counted."""


@dataclass(frozen=True, slots=True)
class Window:
    """So many whole working days that are past, with the days off between and after them; both days included."""

    since: date
    until: date
    days: int

    def __contains__(self, day: date) -> bool:
        return self.since <= day <= self.until


@dataclass(frozen=True, slots=True)
class Pace:
    """So many in a window; ``least`` and ``most`` are what came on one of its working days."""

    window: Window
    count: int
    least: int = 0
    most: int = 0

    @property
    def per_day(self) -> Fraction:
        return Fraction(self.count, self.window.days)

    @property
    def text(self) -> str:
        """``8.2``, on a working day."""
        return in_tenths(self.per_day)

    @property
    def days(self) -> str:
        return f"{self.window.since:%Y-%m-%d} 至 {self.window.until:%Y-%m-%d}"


def window(opened_on: date, on: date, days: WorkingDays, length: int) -> Window | None:
    """The last so many whole working days before a day; None while it has not been open so long."""
    since = days.before(on, length)
    return None if since < opened_on else Window(since, on - ONE_DAY, length)


def pace(came: Mapping[date, int], within: Window, days: WorkingDays) -> Pace:
    """The pace in a window; what came on a day off in it counts, though that is no day of its own."""
    inside = {day: count for day, count in came.items() if day in within}
    span = (within.until - within.since).days + 1
    worked = [day for day in (within.since + ONE_DAY * step for step in range(span)) if day in days]
    each = [inside.get(day, 0) for day in worked]
    return Pace(within, sum(inside.values()), min(each), max(each))


def in_tenths(value: Fraction) -> str:
    """A number as a clerk writes it: 8, 8.2, rounded half up."""
    tenths = int(value * 10 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)
