"""What was reported on a task, cycle by cycle: how each paper stands, the words of accepted reports, what the office set."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from tracker.reporting.content import Content
from tracker.storage.cycles import Cycle, ExpectedReport, TaskFact
from tracker.storage.database import db
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reports import ReportVersion
from tracker.vocabulary import Role
from tracker.vocabulary.reporting import STANDING, CycleState, Duty, Owing, ReportState


@dataclass(frozen=True)
class Reported:
    """An agency's report of a cycle; ``content`` is None until it is accepted, ``state`` says nothing of drafts."""

    row_id: int
    agency: str
    role: Role
    state: str
    received_at: datetime | None
    on_time: bool
    content: Content | None


@dataclass(frozen=True)
class CycleOfTask:
    """A cycle with what was reported in it on a task, and what the office set, the last word first."""

    cycle: Cycle
    reports: tuple[Reported, ...]
    facts: tuple[TaskFact, ...]


def reported_on(task_id: int) -> tuple[CycleOfTask, ...]:
    """The cycles one may see that ask about a task, the latest first; in two statements."""
    latest = (ReportVersion.expected_id == ExpectedReport.id) & (ReportVersion.number == ExpectedReport.version_number)
    statement = (
        select(Cycle, ExpectedReport, RegisteredAgency.name, ReportVersion.content)
        .join(ExpectedReport, ExpectedReport.cycle_id == Cycle.id)
        .join(RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id)
        .outerjoin(ReportVersion, latest)
        .where(ExpectedReport.task_id == task_id, ExpectedReport.duty == Duty.REPORT)
        .where(ExpectedReport.owing == Owing.OWED, Cycle.state != CycleState.PREPARED)
    )
    cycles, reports = {}, defaultdict(list)
    for cycle, *found in db.session.execute(statement.order_by(Cycle.due_on.desc(), Cycle.id, ExpectedReport.id)):
        cycles[cycle.id] = cycle
        reports[cycle.id].append(_report(*found))
    facts = _facts(task_id, cycles)
    return tuple(CycleOfTask(each, tuple(reports[id_]), tuple(facts[id_])) for id_, each in cycles.items())


def _report(row, agency, content):
    said = Content.of_json(content) if row.state is ReportState.ACCEPTED and content else None
    is_out = row.state in STANDING or row.state is ReportState.RETURNED
    state = row.state.label if is_out else "未报"
    received = row.received_at if row.state in STANDING else None
    return Reported(row.id, agency, row.role, state, received, row.on_time, said)


def _facts(task_id, cycles):
    statement = select(TaskFact).where(TaskFact.task_id == task_id, TaskFact.cycle_id.in_(cycles))
    found = defaultdict(list)
    for fact in db.session.scalars(statement.order_by(TaskFact.id.desc())):
        found[fact.cycle_id].append(fact)
    return found
