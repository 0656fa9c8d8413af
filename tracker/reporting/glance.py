"""A year at a glance: rows that are alike, counted together by agency and duty, each heap with its 填报灯."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from tracker.reporting.rates import Rate
from tracker.vocabulary.reporting import FINAL, IN_REVIEW, SENT_BACK, STANDING, Colour, Duty, Light, ReportState


@dataclass(frozen=True, slots=True)
class Heap:
    """So many owed rows of one agency in a cycle that are alike, and the light they all have."""

    cycle_id: int
    agency: str
    duty: Duty
    state: ReportState
    due: date
    on_time: bool
    light: Light
    count: int


@dataclass(frozen=True, slots=True)
class Count:
    """What heaps come to; ``since`` is the earliest day on which one of the overdue was due.

    ``not_asked`` are those of a cycle that is not open yet, or was locked before they were due.
    """

    owed: int = 0
    standing: int = 0
    on_time: int = 0
    accepted: int = 0
    waiting: int = 0
    returned: int = 0
    overdue: int = 0
    soon: int = 0
    not_due: int = 0
    not_asked: int = 0
    since: date | None = None

    @property
    def missing(self) -> int:
        return self.owed - self.standing

    @property
    def submitted_rate(self) -> Rate:
        return Rate(self.standing, self.owed)

    @property
    def on_time_rate(self) -> Rate:
        return Rate(self.on_time, self.owed)

    @property
    def accepted_rate(self) -> Rate:
        return Rate(self.accepted, self.owed)


COLOURED = {Colour.RED: "overdue", Colour.YELLOW: "soon", Colour.BLUE: "not_due", Colour.GREY: "not_asked"}
"""What a row that is not reported counts as, by its light."""


def count(heaps: Iterable[Heap]) -> Count:
    """The sums over some heaps."""
    sums: dict[str, int] = defaultdict(int)
    since = None
    for heap in heaps:
        for name in _counted_as(heap.state, heap.on_time, heap.light.colour):
            sums[name] += heap.count
        if is_overdue(heap):
            since = min(since or heap.due, heap.due)
    return Count(**sums, since=since)


@cache
def _counted_as(state: ReportState, on_time: bool, colour: Colour) -> tuple[str, ...]:
    """The sums a row is part of."""
    stands = state in STANDING
    found = {
        "owed": True,
        "standing": stands,
        "on_time": stands and on_time,
        "accepted": state in FINAL,
        "waiting": state in IN_REVIEW,
        "returned": state in SENT_BACK,
    }
    unreported = () if stands else (COLOURED[colour],) if colour in COLOURED else ()
    return *(name for name, holds in found.items() if holds), *unreported


def is_overdue(heap: Heap) -> bool:
    """Whether its rows are late and nothing stands."""
    return heap.state not in STANDING and heap.light.colour is Colour.RED


def counts_by(heaps: Iterable[Heap], key: Callable[[Heap], Hashable]) -> dict[Hashable, Count]:
    """The counts of the heaps that have the same key, in the order the keys first come."""
    found: dict[Hashable, list[Heap]] = defaultdict(list)
    for heap in heaps:
        found[key(heap)].append(heap)
    return {each: count(those) for each, those in found.items()}


def missing_by_day(heaps: Iterable[Heap]) -> dict[tuple[Duty, date], int]:
    """How many rows of each duty are not reported, by the day they are due."""
    found: dict[tuple[Duty, date], int] = defaultdict(int)
    for heap in heaps:
        if heap.state not in STANDING:
            found[heap.duty, heap.due] += heap.count
    return found
