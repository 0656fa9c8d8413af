"""Who owes what in which capacity, and for how long it has been asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.reporting.glance import Count, Heap, counts_by
from tracker.vocabulary.reporting import Duty


@dataclass(frozen=True, slots=True)
class Debt:
    """So many rows not reported, so many of them overdue; ``asked`` is for how many days the oldest has been asked."""

    missing: int = 0
    overdue: int = 0
    asked: int | None = None


@dataclass(frozen=True, slots=True)
class Debtor:
    """An agency with what it owes as lead or responsible, and as co-unit."""

    agency: str
    report: Debt
    contribution: Debt

    @property
    def missing(self) -> int:
        return self.report.missing + self.contribution.missing

    @property
    def overdue(self) -> int:
        return self.report.overdue + self.contribution.overdue

    @property
    def asked(self) -> int:
        return max(each.asked or 0 for each in (self.report, self.contribution))


def debtors(
    heaps: Iterable[Heap], opened_on: date, later: Mapping[tuple[str, Duty], Sequence[date]], on: date
) -> tuple[Debtor, ...]:
    """Who owes something, the worst first: most overdue, asked longest, most missing.

    All was asked for on the opening, but what ``later`` has: by agency and duty the days on which rows not reported
    were asked for afterwards.
    """
    counts = counts_by(heaps, lambda heap: (heap.agency, heap.duty))
    agencies = {agency for (agency, _), count in counts.items() if count.missing}

    def debt(agency, duty):
        return _debt(counts.get((agency, duty), Count()), opened_on, later.get((agency, duty), ()), on)

    found = [Debtor(agency, debt(agency, Duty.REPORT), debt(agency, Duty.CONTRIBUTION)) for agency in agencies]
    return tuple(sorted(found, key=lambda each: (-each.overdue, -each.asked, -each.missing, each.agency)))


def _debt(count, opened_on, later, on):
    if not count.missing:
        return Debt()
    first = opened_on if count.missing > len(later) else min(later)
    return Debt(count.missing, count.overdue, (on - first).days)
