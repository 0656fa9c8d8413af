"""The owed rows of cycles in heaps of what is alike, and what a desk says of a cycle besides."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import func, select

from tracker.reporting.due_dates import Left, WorkingDays, asked_words, end_of, left_until
from tracker.reporting.glance import Count, Heap, count, counts_by, missing_by_day
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.people import LeadingGroup
from tracker.storage.queries.expected import OWED
from tracker.storage.queries.lights import Lighting, lighting_on
from tracker.storage.tallies import RowTally
from tracker.vocabulary.reporting import SIGNING, STANDING, CycleState, Duty, Light, Owing, ReportState


@dataclass(frozen=True, slots=True)
class Alike:
    """What rows that are counted together have in common, as a light takes it; ``id`` only of a row that stands alone.

    Where something stands, ``received_at`` is some moment: the colour does not depend on which.
    """

    cycle_id: int
    agency_id: str
    duty: Duty
    state: ReportState
    by_on: date
    on_time: bool
    id: int | None = None
    owing: Owing = Owing.OWED

    @property
    def received_at(self) -> datetime | None:
        return end_of(self.by_on) if self.state in STANDING else None


SAME = ("cycle_id", "agency_id", "duty", "state", "by_on", "on_time")


@dataclass(frozen=True)
class Beside:
    """An open cycle other than that of a desk, and what is to be done there; ``unsigned`` if it waits to be signed for,
    ``dues`` says what is not reported by the days it is due."""

    cycle: Cycle
    by_duty: Mapping[Duty, Count]
    whole: Count
    signing: int
    dues: str
    unsigned: bool = False


def beside(cycles: Collection[Cycle], found: Collection[Heap], unsigned: Collection[int] = ()) -> tuple[Beside, ...]:
    """What is to be done in each of these cycles that is open; ``unsigned`` are the ids of those not signed for."""
    lines = []
    for cycle in (each for each in cycles if each.state is CycleState.OPEN):
        own = [heap for heap in found if heap.cycle_id == cycle.id]
        by_duty = dict.fromkeys(Duty, Count()) | counts_by(own, lambda heap: heap.duty)
        signing = sum(heap.count for heap in own if heap.state in SIGNING)
        dues = asked_words(missing_by_day(own))
        lines.append(Beside(cycle, by_duty, count(own), signing, dues, cycle.id in unsigned))
    return tuple(lines)


def heaps(cycles: Collection[Cycle], on: date, agency: str | None = None) -> list[Heap]:
    """The owed rows of these cycles that one may see, or of one agency, in heaps; in one statement, and one more for the
    rows whose light a person decided: each of these is a heap of its own."""
    by_id, lighting = {cycle.id: cycle for cycle in cycles}, lighting_on(on)
    found = _counted(by_id, agency)
    for alone in _alone(by_id, lighting.rows, agency):
        found[replace(alone, id=None)] -= 1
        found[alone] += 1
    lights = _Lights(lighting, by_id)
    return [_heap(row, lights.of(row), count) for row, count in found.items() if count]


@dataclass(frozen=True)
class _Lights:
    """The light of each heap; those of hundreds of agencies are few, and made once."""

    lighting: Lighting
    cycles: Mapping[int, Cycle]
    made: dict[tuple, Light] = field(default_factory=dict)

    def of(self, row: Alike) -> Light:
        key = (row.id, row.cycle_id, row.state, row.by_on, row.on_time)
        if key not in self.made:
            self.made[key] = self.lighting.filing(row, self.cycles[row.cycle_id])
        return self.made[key]


def _heap(row, light, count):
    return Heap(row.cycle_id, row.agency_id, row.duty, row.state, row.by_on, row.on_time, light, count)


def _counted(cycle_ids, agency):
    same = [getattr(RowTally, name) for name in SAME]
    statement = select(*same, func.sum(RowTally.count)).where(
        RowTally.cycle_id.in_(cycle_ids), RowTally.owing == Owing.OWED
    )
    if agency:
        statement = statement.where(RowTally.agency_id == agency)
    return Counter({Alike(*row): count for *row, count in db.session.execute(statement.group_by(*same))})


def _alone(cycle_ids, row_ids, agency):
    if not row_ids:
        return []
    same = [getattr(ExpectedReport, name) for name in (*SAME, "id")]
    statement = select(*same).where(ExpectedReport.id.in_(row_ids), ExpectedReport.cycle_id.in_(cycle_ids), OWED)
    if agency:
        statement = statement.where(ExpectedReport.agency_id == agency)
    return [Alike(*row) for row in db.session.execute(statement)]


def left_of(cycle: Cycle, on: date, days: WorkingDays) -> Left | None:
    """How long it is until a cycle is due; None once it is locked and no day counts any more."""
    return None if cycle.state is CycleState.LOCKED else left_until(cycle.due_on, on, days)


def opened_cycles(*conditions) -> tuple[tuple[Cycle, str], ...]:
    """The cycles one may see that are open or locked, each with its group's name: open ones first, the next due first."""
    statement = select(Cycle, LeadingGroup.name).join(LeadingGroup, LeadingGroup.id == Cycle.group_id)
    statement = statement.where(Cycle.state != CycleState.PREPARED, *conditions)
    found = [tuple(row) for row in db.session.execute(statement.order_by(Cycle.due_on.desc(), Cycle.id))]
    is_open = [pair for pair in found if pair[0].state is CycleState.OPEN]
    locked = [pair for pair in found if pair[0].state is not CycleState.OPEN]
    return (*reversed(is_open), *locked)
