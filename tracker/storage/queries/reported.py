"""What was reported on a task, cycle by cycle: how each paper stands, the words of accepted reports, what the office set."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from tracker.reporting.content import Content
from tracker.reporting.rollups import Member, Rollup, rollups
from tracker.storage.cycles import Cycle, CycleTask, ExpectedReport, Objection, TaskFact
from tracker.storage.database import db
from tracker.storage.queries.lineage import line_of_task
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reports import ReportVersion
from tracker.storage.sight import current_sight
from tracker.vocabulary import Role
from tracker.vocabulary.reporting import STANDING, CycleState, Duty, Owing, ReportState


@dataclass(frozen=True)
class Reported:
    """An agency's report of a cycle; ``content`` is None until it is accepted, ``state`` says nothing of drafts."""

    row_id: int
    agency: str
    role: Role
    duty: Duty
    printed: str
    state: str
    stands: bool
    received_at: datetime | None
    on_time: bool
    content: Content | None


@dataclass(frozen=True)
class CycleOfTask:
    """A cycle with what was reported in it on a task, and what the office set, the last word first.

    ``task_id`` is the task as it was then; ``is_whole`` says that nothing that is owed on it is hidden.
    """

    cycle: Cycle
    task_id: int
    rows: tuple[Reported, ...]
    facts: tuple[TaskFact, ...]
    objections: tuple[tuple[Objection, str], ...]
    is_whole: bool

    @property
    def reports(self) -> tuple[Reported, ...]:
        return tuple(row for row in self.rows if row.duty is Duty.REPORT)

    @property
    def parts(self) -> tuple[Reported, ...]:
        return tuple(row for row in self.rows if row.duty is Duty.CONTRIBUTION)

    @property
    def parts_standing(self) -> int:
        return sum(part.stands for part in self.parts)

    @property
    def rollups(self) -> tuple[Rollup, ...]:
        """How far the members of collectives have come; none where some are hidden."""
        return rollups(Member(row.printed, row.stands) for row in self.rows) if self.is_whole else ()


def reported_on(task_id: int) -> tuple[CycleOfTask, ...]:
    """The cycles one may see that ask about a task, or about one it came from, the latest first; in four statements: not
    knowing how few tasks these are, the server would look through the rows of all."""
    line = db.session.scalars(select(line_of_task(task_id).c.id)).all()
    latest = (ReportVersion.expected_id == ExpectedReport.id) & (ReportVersion.number == ExpectedReport.version_number)
    consolidates = (CycleTask.cycle_id == Cycle.id) & (CycleTask.task_id == ExpectedReport.task_id)
    statement = (
        select(Cycle, CycleTask.consolidator_id, ExpectedReport, RegisteredAgency.name, ReportVersion.content)
        .join(ExpectedReport, ExpectedReport.cycle_id == Cycle.id)
        .join(RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id)
        .outerjoin(CycleTask, consolidates)
        .outerjoin(ReportVersion, latest)
        .where(ExpectedReport.task_id.in_(line))
        .where(ExpectedReport.owing == Owing.OWED, Cycle.state != CycleState.PREPARED)
    )
    found, rows, sight = {}, defaultdict(list), current_sight()
    order = (Cycle.due_on.desc(), Cycle.id, ExpectedReport.task_id.desc(), ExpectedReport.id)
    for cycle, consolidator, *one in db.session.execute(statement.order_by(*order)):
        key = (cycle.id, one[0].task_id)
        found[key] = (cycle, not sight.is_of_agency or consolidator in sight.bodies)
        rows[key].append(_report(*one))
    facts, objections = _facts(found), _objections(found)
    return tuple(
        CycleOfTask(cycle, key[1], tuple(rows[key]), tuple(facts[key]), tuple(objections[key]), is_whole)
        for key, (cycle, is_whole) in found.items()
    )


def _report(row, agency, content):
    said = Content.of_json(content) if row.state is ReportState.ACCEPTED and content else None
    stands = row.state in STANDING
    state = row.state.label if stands or row.state is ReportState.RETURNED else "未报"
    received = row.received_at if stands else None
    return Reported(row.id, agency, row.role, row.duty, row.printed, state, stands, received, row.on_time, said)


def _facts(keys):
    cycles, tasks = {cycle for cycle, _ in keys}, {task for _, task in keys}
    statement = select(TaskFact).where(TaskFact.task_id.in_(tasks), TaskFact.cycle_id.in_(cycles))
    found = defaultdict(list)
    for fact in db.session.scalars(statement.order_by(TaskFact.id.desc())):
        found[fact.cycle_id, fact.task_id].append(fact)
    return found


def _objections(keys):
    """The objections to rows one may see, with whose they are."""
    cycles, tasks = {cycle for cycle, _ in keys}, {task for _, task in keys}
    statement = (
        select(Objection, ExpectedReport.cycle_id, ExpectedReport.task_id, RegisteredAgency.name)
        .join(ExpectedReport, ExpectedReport.id == Objection.expected_id)
        .join(RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id)
        .where(ExpectedReport.task_id.in_(tasks), ExpectedReport.cycle_id.in_(cycles))
    )
    found = defaultdict(list)
    for objection, cycle_id, task_id, agency in db.session.execute(statement.order_by(Objection.id)):
        found[cycle_id, task_id].append((objection, agency))
    return found
