"""What waits for a late contribution: the report of whoever consolidates the task."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.reporting.due_dates import WorkingDays


@dataclass(frozen=True, slots=True)
class Late:
    """Late contributions of one agency to one consolidator, None: the office; ``waiting`` of its reports are not sent."""

    agency: str
    consolidator: str | None
    parts: int
    waiting: int
    since: date


@dataclass(frozen=True, slots=True)
class Blocker:
    """An agency with late contributions: how many, for how many working days, and whose reports wait for them."""

    agency: str
    parts: int
    working_days: int
    held: tuple[tuple[str | None, int], ...]

    @property
    def waiting(self) -> int:
        return sum(count for _, count in self.held)


def blockers(late: Iterable[Late], on: date, days: WorkingDays) -> tuple[Blocker, ...]:
    """By agency, those whose parts hold up most first; where the office consolidates, its own text waits for each part."""
    by_agency: dict[str, list[Late]] = {}
    for each in late:
        by_agency.setdefault(each.agency, []).append(each)
    found = [_blocker(agency, those, on, days) for agency, those in by_agency.items()]
    return tuple(sorted(found, key=lambda each: (-each.waiting, -each.working_days, -each.parts, each.agency)))


def _blocker(agency, those, on, days):
    held = [(each.consolidator, each.waiting) for each in those if each.waiting]
    return Blocker(
        agency,
        sum(each.parts for each in those),
        days.between(min(each.since for each in those), on),
        tuple(sorted(held, key=lambda pair: (pair[0] is None, -pair[1], pair[0] or ""))),
    )
