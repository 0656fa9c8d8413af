"""A year at a glance: rows that are alike, counted together by agency and duty, each heap with its 填报灯."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date

from tracker.reporting.rates import Rate
from tracker.vocabulary.reporting import IN_REVIEW, STANDING, Colour, Duty, Light, ReportState

FINAL = frozenset({ReportState.ACCEPTED, ReportState.TAKEN_OVER})
SENT_BACK = frozenset({ReportState.RETURNED, ReportState.TO_SIGN_AGAIN})


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
    """What heaps come to; ``since`` is the earliest day on which one of the overdue was due."""

    owed: int = 0
    standing: int = 0
    on_time: int = 0
    accepted: int = 0
    waiting: int = 0
    returned: int = 0
    overdue: int = 0
    soon: int = 0
    not_due: int = 0
    not_begun: int = 0
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


def count(heaps: Iterable[Heap]) -> Count:
    """The sums over some heaps."""
    heaps = list(heaps)

    def those(holds: Callable[[Heap], bool]) -> int:
        return sum(heap.count for heap in heaps if holds(heap))

    def lit(colour: Colour) -> int:
        return those(lambda heap: heap.state not in STANDING and heap.light.colour is colour)

    return Count(
        owed=those(lambda heap: True),
        standing=those(lambda heap: heap.state in STANDING),
        on_time=those(lambda heap: heap.state in STANDING and heap.on_time),
        accepted=those(lambda heap: heap.state in FINAL),
        waiting=those(lambda heap: heap.state in IN_REVIEW),
        returned=those(lambda heap: heap.state in SENT_BACK),
        overdue=lit(Colour.RED),
        soon=lit(Colour.YELLOW),
        not_due=lit(Colour.BLUE),
        not_begun=lit(Colour.GREY),
        since=min((heap.due for heap in heaps if is_overdue(heap)), default=None),
    )


def is_overdue(heap: Heap) -> bool:
    """Whether its rows are late and nothing stands."""
    return heap.state not in STANDING and heap.light.colour is Colour.RED


def counts_by(heaps: Iterable[Heap], key: Callable[[Heap], Hashable]) -> dict[Hashable, Count]:
    """The counts of the heaps that have the same key, in the order the keys first come."""
    found: dict[Hashable, list[Heap]] = defaultdict(list)
    for heap in heaps:
        found[key(heap)].append(heap)
    return {each: count(those) for each, those in found.items()}
