"""The superior's desk: rates of the groups in its part of the tree, who is late, matters to coordinate, what was accepted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from tracker.reporting.content import Content
from tracker.reporting.due_dates import Left, WorkingDays, counted_until
from tracker.reporting.glance import Count, count, counts_by
from tracker.storage.cycles import ASKS, Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Measure, Task
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.desk_office import asked_by
from tracker.storage.queries.expected import OWED
from tracker.storage.queries.glance import heaps, left_of, opened_cycles
from tracker.storage.queries.labels import opening, task_label
from tracker.storage.queries.rows import siblings
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reports import ReportVersion
from tracker.vocabulary.reporting import CycleState, Duty, ReportState

LATEST = (ExpectedReport.received_at.desc(), ExpectedReport.id.desc())
MOST_LATE, MOST_MATTERS, MOST_ACCEPTED = 10, 8, 8


@dataclass(frozen=True)
class CycleSeen:
    """A cycle of a group with its counts, reports and contributions apart."""

    cycle: Cycle
    group: str
    left: Left | None
    whole: Count
    by_duty: dict[Duty, Count]


@dataclass(frozen=True)
class LateSeen:
    """An agency with overdue reports or contributions in a cycle; none that is only asked stands here."""

    id: str
    name: str
    group: str
    cycle: str
    cycle_id: int
    count: Count
    working_days: int


@dataclass(frozen=True)
class Said:
    """An accepted report: whose, on which task, what it says."""

    task_id: int
    label: str
    title: str
    agency: str
    cycle: str
    received_at: datetime | None
    content: Content


@dataclass(frozen=True)
class SuperiorDesk:
    """Everything the superior's desk shows: the cycles that matter now, the other ones, and what stands behind their numbers.

    Of the late agencies only those that are urged are listed; ``late_asked`` are asked and not urged.
    """

    seen: tuple[CycleSeen, ...]
    closed: tuple[tuple[Cycle, str], ...]
    next: Left | None
    whole: Count
    late: tuple[LateSeen, ...]
    late_urged: int
    late_asked: int
    matters: tuple[Said, ...]
    accepted: tuple[Said, ...]

    @property
    def late_agencies(self) -> int:
        """All that are late."""
        return self.late_urged + self.late_asked


def superior_desk(on: date, days: WorkingDays) -> SuperiorDesk | None:
    """The desk of whoever reads the groups one sees: of the open cycles, or of the last ones once all are locked; None
    while there is no cycle."""
    cycles = opened_cycles()
    seen = [pair for pair in cycles if pair[0].state is CycleState.OPEN] or _last(cycles)
    if not seen:
        return None
    found = heaps([cycle for cycle, _ in seen], on)
    late, late_asked = _late(seen, found, on, days)
    return SuperiorDesk(
        seen=tuple(_seen(cycle, group, found, on, days) for cycle, group in seen),
        closed=tuple(pair for pair in cycles if pair not in seen),
        next=left_of(seen[0][0], on, days),
        whole=count(found),
        late=tuple(late[:MOST_LATE]),
        late_urged=len({line.id for line in late}),
        late_asked=late_asked,
        matters=_matters([cycle.id for cycle, _ in seen]),
        accepted=_accepted([cycle.id for cycle, _ in seen]),
    )


def _last(cycles):
    latest = max((cycle.due_on for cycle, _ in cycles), default=None)
    return [pair for pair in cycles if pair[0].due_on == latest]


def _seen(cycle, group, found, on, days):
    own = [heap for heap in found if heap.cycle_id == cycle.id]
    by_duty = dict.fromkeys(Duty, Count()) | counts_by(own, lambda heap: heap.duty)
    left = left_of(cycle, on, days)
    return CycleSeen(cycle, group, left, count(own), by_duty)


def _late(cycles: Sequence[tuple[Cycle, str]], found, on, days) -> tuple[list[LateSeen], int]:
    """Those that are urged, by cycle, who is late most first; and how many agencies are asked and urged in none."""
    named = {cycle.id: (group, cycle.name) for cycle, group in cycles}
    until = {cycle.id: counted_until(on, cycle.locked_at) for cycle, _ in cycles}
    asked = {cycle.id: asked_by(cycle.group_id) for cycle, _ in cycles}
    agencies = carrying().agencies
    late = {key: each for key, each in counts_by(found, lambda heap: (heap.cycle_id, heap.agency)).items() if each.overdue}
    lines = [
        LateSeen(
            agency,
            agencies[agency].short or agencies[agency].name,
            *named[cycle_id],
            cycle_id,
            each,
            days.between(each.since, until[cycle_id]),
        )
        for (cycle_id, agency), each in late.items()
        if agency not in asked[cycle_id]
    ]
    names = Counter(line.name for line in lines)
    lines.sort(key=lambda line: (-line.count.overdue, -line.working_days, names[line.name], line.id))
    return lines, len({agency for _, agency in late} - {line.id for line in lines})


def _latest(cycle_ids, most, *conditions):
    """The reports accepted in these cycles, those received last first. Which they are is asked first, of all the rows of
    a year, and only then what they say: as one statement PostgreSQL would join them all before it takes the last."""
    own = (OWED, ExpectedReport.duty == Duty.REPORT, ExpectedReport.state == ReportState.ACCEPTED)
    found = select(ExpectedReport.id).where(ExpectedReport.cycle_id.in_(cycle_ids), *own, *conditions)
    if not (latest := db.session.scalars(found.order_by(*LATEST).limit(most)).all()):
        return ()
    statement = _reports().where(ExpectedReport.id.in_(latest))
    return tuple(map(_said, db.session.execute(statement.order_by(*LATEST))))


def _reports():
    task = (Task.ordinal, Task.text, Measure.path, Measure.heading, siblings().label("siblings"))
    latest = (ReportVersion.expected_id == ExpectedReport.id) & (ReportVersion.number == ExpectedReport.version_number)
    columns = (ExpectedReport.task_id, ReportVersion.content, RegisteredAgency.name, Cycle.name.label("cycle"))
    statement = select(*columns, ExpectedReport.received_at, *task).join(ReportVersion, latest)
    statement = statement.join(RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id)
    statement = statement.join(Cycle, Cycle.id == ExpectedReport.cycle_id)
    return statement.join(Task, Task.id == ExpectedReport.task_id).join(Task.measure)


def _matters(cycle_ids) -> tuple[Said, ...]:
    """需协调事项 of accepted reports, those received last first."""
    return _latest(cycle_ids, MOST_MATTERS, ASKS)


def _accepted(cycle_ids) -> tuple[Said, ...]:
    """Of the reports accepted those received last; who accepted them and when is the office's own."""
    return _latest(cycle_ids, MOST_ACCEPTED)


def _said(row):
    return Said(
        row.task_id,
        task_label(row.path, row.ordinal, row.siblings),
        row.heading or opening(row.text),
        row.name,
        row.cycle,
        row.received_at,
        Content.of_json(row.content),
    )
