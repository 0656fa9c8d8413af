"""What persons said printed names mean, and for documents of which days: the same name may later be another body's."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.agencies.rows import in_period

ADAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A decision: the body (of one kind or the other) that a name means in documents of ``[valid_from, valid_to)``."""

    jurisdiction: str
    name: str
    registered_id: str | None
    collective_id: str | None
    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, on: date | None) -> bool:
        """For a document of a day; one without any is not outside."""
        return on is None or in_period(self.valid_from, self.valid_to, on)


class ConfirmedNames:
    """All decisions, in the order in which they were made."""

    def __init__(self, decisions: Iterable[Confirmed]):
        self._of: dict[tuple[str, str], list[Confirmed]] = defaultdict(list)
        for each in decisions:
            self._of[each.jurisdiction, each.name].append(each)

    def get(self, jurisdiction: str, name: str, on: date | None) -> Confirmed | None:
        """The last decision that holds for a document of this day; None: it has to be asked about, or was never."""
        return next((each for each in reversed(self._of.get((jurisdiction, name), ())) if each.holds(on)), None)


Period = tuple[date | None, date | None]


def period_of(own: Period, days: Collection[date], others: Iterable[Period]) -> Period:
    """For which documents a decision holds: while the body was there, and on the ``days`` of those it was made for.

    It begins where another decision about the name, that was made for earlier days, has ended, and the other way.
    """
    first, end = own
    if days:
        first = min(first, *days) if first else None
        end = max(end, *(day + ADAY for day in days)) if end else None
        for since, until in others:
            if until is not None and until <= min(days):
                first = max(first or until, until)
            if since is not None and since > max(days):
                end = min(end or since, since)
    return first, end
