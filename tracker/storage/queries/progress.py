"""How tasks stand in a cycle, asked for many at once in three statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from tracker.clock import CHINA
from tracker.reporting.progress import Said, SetByOffice, task_standing
from tracker.storage.cycles import CycleTask, ExpectedReport, TaskFact
from tracker.storage.database import db
from tracker.storage.documents import Task
from tracker.vocabulary.reporting import STANDING, Duty, Owing, Progress, ReportState


@dataclass(frozen=True)
class Standing:
    """How a task stands, and whether that is settled: set by the office, or in an accepted report of who consolidates.

    ``heard`` tells whether anybody has reported on it, ``consolidator`` whose word counts, ``unreported`` which of
    the agencies whose rows were looked at owe a report on it and have sent none.
    """

    progress: Progress | None
    percent: Fraction | None
    why: str
    deviating: tuple[str, ...]
    is_settled: bool
    closed_out: bool
    heard: bool = False
    consolidator: str | None = None
    unreported: frozenset[str] = frozenset()


def standing_of(cycle_id: int, task_ids: Collection[int]) -> dict[int, Standing]:
    """By task: how it stands in this cycle by what the office set and what was reported."""
    return {task: reported for task, (reported, _) in standings_of(cycle_id, task_ids).items()}


def standings_of(cycle_id: int, task_ids: Collection[int]) -> dict[int, tuple[Standing, Standing]]:
    """By task: how it stands in this cycle by all that was reported, and by what of it was accepted."""
    facts, said = last_facts(task_ids), _said(cycle_id, task_ids)
    statement = select(CycleTask.task_id, CycleTask.consolidator_id).where(
        CycleTask.cycle_id == cycle_id, CycleTask.task_id.in_(task_ids)
    )
    consolidators = dict(map(tuple, db.session.execute(statement)))
    return {
        task: tuple(
            standing_from(rows, consolidators.get(task), facts.get(task))
            for rows in (said.get(task, ()), _accepted(said.get(task, ())))
        )
        for task in task_ids
    }


def _accepted(rows):
    return [row for row in rows if row.state is ReportState.ACCEPTED]


def standing_from(rows: Iterable[ExpectedReport], consolidator: str | None, fact: TaskFact | None) -> Standing:
    """How a task stands by its owed rows in a cycle, its consolidator there, and what the office said of it last."""
    reports = [row for row in rows if row.duty is Duty.REPORT]
    said = [
        Said(row.agency_id, row.progress, row.percent, row.state is ReportState.ACCEPTED)
        for row in reports
        if row.state in STANDING and row.progress is not None
    ]
    decided = None
    if fact is not None and fact.progress is not None:
        on = fact.at.astimezone(CHINA).date()
        decided = SetByOffice(fact.progress, fact.percent, fact.reason, fact.who, on, fact.closed_out)
    found = task_standing(said, consolidator, decided)
    speaking = [each for each in said if consolidator in (None, each.agency)]
    settled = decided is not None or (bool(speaking) and all(each.accepted for each in speaking))
    closed = fact is not None and fact.closed_out
    known = (found.progress, found.percent, found.why, found.deviating)
    owing = frozenset(row.agency_id for row in reports if row.state not in STANDING)
    return Standing(*known, settled, closed, bool(said), consolidator, owing)


def last_fact_id(task_id: ColumnElement):
    """The number of what the office said last of a task of an outer select."""
    said = aliased(TaskFact)
    return select(func.max(said.id)).where(said.task_id == task_id).correlate(Task).scalar_subquery()


def last_facts(task_ids: Collection[int]) -> dict[int, TaskFact]:
    """By task: what the office said of it last."""
    newest = select(func.max(TaskFact.id)).where(TaskFact.task_id.in_(task_ids)).group_by(TaskFact.task_id)
    return {fact.task_id: fact for fact in db.session.scalars(select(TaskFact).where(TaskFact.id.in_(newest)))}


def _said(cycle_id, task_ids):
    row = ExpectedReport
    columns = (row.task_id, row.agency_id, row.duty, row.progress, row.percent, row.state)
    statement = select(*columns).where(
        row.cycle_id == cycle_id,
        row.task_id.in_(task_ids),
        row.duty == Duty.REPORT,
        row.owing == Owing.OWED,
        row.state.in_(STANDING),
        row.progress.is_not(None),
    )
    said = defaultdict(list)
    for each in db.session.execute(statement.order_by(row.id)):
        said[each.task_id].append(each)
    return said
