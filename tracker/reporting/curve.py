"""How much has come by each day of a cycle, beside the cycle before and beside what must still come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracker.reporting.before import Before
from tracker.reporting.due_dates import ONE_DAY, WorkingDays, days_left
from tracker.reporting.rates import Rate

WEEK = 7


@dataclass(frozen=True, slots=True)
class Mark:
    """The figures of one day: what had come, what had come as long before the due date in the cycle before, what must."""

    day: date
    left: int
    now: Rate | None
    before: Rate | None
    needed: Rate | None


@dataclass(frozen=True)
class Curve:
    """The course of one duty; ``before`` is None where there is nothing to hold it beside, ``locked`` once it is over."""

    opened_on: date
    due: date
    owed: int
    came: Mapping[date, int]
    on: date
    days: WorkingDays
    before: Before | None = None
    is_over: bool = False

    def standing(self, day: date) -> Rate:
        """What had come at the end of a day; of what stands now."""
        return Rate(sum(count for each, count in self.came.items() if each <= day), self.owed)

    def needed(self, day: date) -> Rate | None:
        """What must be there at the end of a day to come at an even pace by the due date; None where that is over."""
        whole = self.days.between(self.on, self.due)
        if self.is_over or not self.on <= day <= self.due or not whole:
            return None
        now = self.standing(self.on).count
        return Rate(self.owed - (self.owed - now) * self.days.between(day, self.due) // whole, self.owed)

    def mark(self, day: date) -> Mark:
        left = days_left(self.due, day)
        came = self.standing(day) if day <= self.on else None
        before = self.before and self.before.standing(left)
        return Mark(day, left, came, before, self.needed(day) if day > self.on else None)

    @property
    def first(self) -> date:
        """The first day drawn: that of the opening, or the due date where the cycle was opened after it."""
        return min(self.opened_on, self.due)

    @property
    def last(self) -> date:
        """The last day drawn: the due date, or the day on which the last paper came after it."""
        return max([self.due, *(day for day in self.came if day <= self.on)])

    @property
    def each_day(self) -> tuple[date, ...]:
        return tuple(self.first + ONE_DAY * step for step in range((self.last - self.first).days + 1))

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Every week counted from the due date, today, and the last day."""
        chosen = {day for day in self.each_day if days_left(self.due, day) % WEEK == 0}
        if self.opened_on <= self.on <= self.last:
            chosen.add(self.on)
        return tuple(self.mark(day) for day in sorted(chosen | {self.last}))
