"""The ledger of a cycle: of each task what was reported, by whom and when, how it stands, and its progress light."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Select, and_, case, false, func, select

from tracker.agencies.standpoint import Standpoint
from tracker.reporting.content import Content
from tracker.storage.cycles import Cycle, CycleTask, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument, Task
from tracker.storage.queries.conditions import conditions_of, in_scope, ordering, tasks_with_their_document
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.lights import Lighting, Timed, lighting_on, together
from tracker.storage.queries.progress import Standing, standings_of
from tracker.storage.queries.rows import TaskRow, rows_of
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reports import ReportVersion
from tracker.vocabulary.reporting import STANDING, Duty, Light, Owing, ReportState

AT_ONCE = 500
CALLED = func.coalesce(func.nullif(RegisteredAgency.short, ""), RegisteredAgency.name)
"""What an agency is called where many stand below one another."""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A row of a task that is owed: whose it is, how it stands, and what it says once it was sent."""

    agency_id: str
    agency: str
    duty: Duty
    state: ReportState
    received_at: datetime | None
    light: Light | None
    content: Content | None

    @property
    def is_final(self) -> bool:
        return self.state is ReportState.ACCEPTED


@dataclass(frozen=True, slots=True)
class LedgerTask:
    """A task of a cycle; its rows begin with that of who consolidates.

    ``accepted`` is how it stands by accepted reports alone; its light is None while what was reported is not accepted.
    """

    row: TaskRow
    rows: tuple[ReportLine, ...]
    standing: Standing
    light: Light
    accepted: Standing
    accepted_light: Light | None

    @property
    def filing(self) -> Light | None:
        """The 填报灯 of its rows together."""
        return together((each.duty, each.agency, each.light) for each in self.rows)

    def of(self, agency_id: str) -> bool:
        return any(each.agency_id == agency_id for each in self.rows)


def asked_tasks(cycle_id: int, wanted: TaskFilter) -> Select:
    """The ids of a cycle's tasks that a filter asks for, as a select, in no order."""
    statement = tasks_with_their_document(Task.id).join(CycleTask, CycleTask.task_id == Task.id)
    statement = statement.where(CycleTask.cycle_id == cycle_id, *conditions_of(wanted))
    statement = statement.where(*in_scope(wanted.documents_in_scope))
    return statement.where(false()) if wanted.unknown else statement


def ledger_tasks(cycle: Cycle, wanted: TaskFilter, on: date) -> Iterator[LedgerTask]:
    """The tasks of a cycle a filter asks for, in its order, as they stand on a day; read in batches."""
    ids = list(db.session.scalars(asked_tasks(cycle.id, wanted).order_by(*ordering(wanted))))
    return tasks_in_cycle(cycle, ids, on, wanted.on)


def ids_in(cycle_id: int) -> list[int]:
    """The ids of a cycle's tasks."""
    return list(db.session.scalars(select(CycleTask.task_id).where(CycleTask.cycle_id == cycle_id)))


def tasks_in_cycle(
    cycle: Cycle, ids: Sequence[int], on: date, standpoint: Standpoint | None = None
) -> Iterator[LedgerTask]:
    """These tasks, in this order, as they stand in a cycle on a day; read in batches."""
    issued, lighting = _issued(cycle.id) if ids else {}, lighting_on(on)
    for start in range(0, len(ids), AT_ONCE):
        batch = ids[start : start + AT_ONCE]
        reported, standings = _reported(cycle, batch, lighting), standings_of(cycle.id, batch)
        for row in rows_of(batch, standpoint):
            timed = Timed(row.id, issued.get(row.document.id), row.deadline_on)
            lines = tuple(reported.get(row.id, ()))
            owing = frozenset(each.agency_id for each in lines if each.duty is Duty.REPORT and each.state not in STANDING)
            standing, accepted = (replace(each, unreported=owing) for each in standings[row.id])
            light = accepted_light = lighting.progress(timed, cycle, standing)
            if accepted != standing:
                accepted_light = accepted.progress and lighting.progress(timed, cycle, accepted)
            yield LedgerTask(row, lines, standing, light, accepted, accepted_light)


def _issued(cycle_id):
    statement = tasks_with_their_document(PolicyDocument.id, PolicyDocument.issued_on).distinct()
    statement = statement.join(CycleTask, CycleTask.task_id == Task.id).where(CycleTask.cycle_id == cycle_id)
    return dict(map(tuple, db.session.execute(statement)))


def _reported(cycle, task_ids: Collection[int], lighting: Lighting) -> dict[int, list[ReportLine]]:
    """By task: its owed rows; a contribution has no words here."""
    row, latest = ExpectedReport, ReportVersion
    sent = and_(latest.expected_id == row.id, latest.number == row.version_number, row.state.in_(STANDING))
    leads = case((CycleTask.consolidator_id == row.agency_id, 0), else_=1)
    statement = (
        select(row, CALLED, case((row.duty == Duty.REPORT, latest.content)))
        .join(RegisteredAgency, RegisteredAgency.id == row.agency_id)
        .join(CycleTask, and_(CycleTask.cycle_id == row.cycle_id, CycleTask.task_id == row.task_id))
        .outerjoin(latest, sent)
        .where(row.cycle_id == cycle.id, row.task_id.in_(task_ids), row.owing == Owing.OWED)
        .order_by(row.duty.desc(), leads, row.id)
    )
    found = defaultdict(list)
    for each, agency, content in db.session.execute(statement):
        said = Content.of_json(content) if content else None
        received = each.received_at if each.state in STANDING else None
        line = ReportLine(each.agency_id, agency, each.duty, each.state, received, lighting.filing(each, cycle), said)
        found[each.task_id].append(line)
    return found
