"""How tasks stand in a cycle, asked for many at once in three statements."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import func, select

from tracker.clock import CHINA
from tracker.reporting.progress import Said, SetByOffice, task_standing
from tracker.storage.cycles import CycleTask, ExpectedReport, TaskFact
from tracker.storage.database import db
from tracker.vocabulary.reporting import STANDING, Duty, Owing, Progress, ReportState


@dataclass(frozen=True)
class Standing:
    """How a task stands, and whether that is settled: set by the office, or in an accepted report of who consolidates."""

    progress: Progress | None
    percent: Fraction | None
    why: str
    deviating: tuple[str, ...]
    is_settled: bool
    closed_out: bool


def standing_of(cycle_id: int, task_ids: Collection[int]) -> dict[int, Standing]:
    """By task: how it stands in this cycle by what the office set and what was reported."""
    facts, said = _facts(task_ids), _said(cycle_id, task_ids)
    statement = select(CycleTask.task_id, CycleTask.consolidator_id).where(
        CycleTask.cycle_id == cycle_id, CycleTask.task_id.in_(task_ids)
    )
    consolidators = dict(map(tuple, db.session.execute(statement)))
    return {task: _standing(said.get(task, []), consolidators.get(task), facts.get(task)) for task in task_ids}


def _standing(said, consolidator, fact):
    decided = None
    if fact is not None and fact.progress is not None:
        on = fact.at.astimezone(CHINA).date()
        decided = SetByOffice(fact.progress, fact.percent, fact.reason, fact.who, on)
    found = task_standing(said, consolidator, decided)
    speaking = [each for each in said if consolidator in (None, each.agency)]
    settled = decided is not None or (bool(speaking) and all(each.accepted for each in speaking))
    closed = fact is not None and fact.closed_out
    return Standing(found.progress, found.percent, found.why, found.deviating, settled, closed)


def _facts(task_ids):
    newest = select(func.max(TaskFact.id)).where(TaskFact.task_id.in_(task_ids)).group_by(TaskFact.task_id)
    return {fact.task_id: fact for fact in db.session.scalars(select(TaskFact).where(TaskFact.id.in_(newest)))}


def _said(cycle_id, task_ids):
    columns = (ExpectedReport.task_id, ExpectedReport.agency_id, ExpectedReport.progress, ExpectedReport.percent)
    statement = select(*columns, ExpectedReport.state).where(
        ExpectedReport.cycle_id == cycle_id,
        ExpectedReport.task_id.in_(task_ids),
        ExpectedReport.duty == Duty.REPORT,
        ExpectedReport.owing == Owing.OWED,
        ExpectedReport.state.in_(STANDING),
        ExpectedReport.progress.is_not(None),
    )
    said = defaultdict(list)
    for task_id, agency_id, progress, percent, state in db.session.execute(statement.order_by(ExpectedReport.id)):
        said[task_id].append(Said(agency_id, progress, percent, state is ReportState.ACCEPTED))
    return said
