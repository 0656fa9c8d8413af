"""The cycle before, beside which this one is held: as far from its own due date as this one is today."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.reporting.due_dates import ONE_DAY, days_left
from tracker.reporting.rates import Rate


@dataclass(frozen=True)
class Before:
    """What was owed of one duty in the cycle before, and by day how much of what stands was received."""

    name: str
    due: date
    owed: int
    came: Mapping[date, int] = field(default_factory=dict)

    def standing(self, left: int) -> Rate:
        """What had come at the end of the day that was so many days from the due date; below 0 after it."""
        return Rate(sum(count for day, count in self.came.items() if days_left(self.due, day) >= left), self.owed)

    def rest(self, left: int) -> Rate:
        """Of what was missing at the end of that day, what came until the due date was over."""
        then, in_the_end = self.standing(left), self.standing(0)
        return Rate(in_the_end.count - then.count, self.owed - then.count)

    def day(self, left: int) -> date:
        """The day that was so many days from the due date."""
        return self.due - ONE_DAY * left
