"""The tasks of a cycle that may be closed out: finished by the office's word, or by reports that are all accepted."""

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, tuple_, union_all
from sqlalchemy.orm import aliased

from tracker.reporting.entering import FINISHED
from tracker.storage.cycles import FINISHED_ROW, CycleTask, ExpectedReport, TaskFact
from tracker.vocabulary.reporting import Duty, Owing, ReportState


def closable(cycle_id: int) -> ColumnElement[bool]:
    """The condition that a ``CycleTask`` of this cycle may be closed out and is not yet.

    Where an agency consolidates its word counts, where the office does that of all who owe. Those of which anybody said so
    are few among a cycle's tasks, and are found first.
    """
    fact = aliased(TaskFact)
    last = select(func.max(fact.id)).group_by(fact.task_id)
    said = select(TaskFact.task_id).where(TaskFact.id.in_(last))
    by_office = said.where(TaskFact.progress.in_(FINISHED), ~TaskFact.closed_out)
    decided = said.where(or_(TaskFact.closed_out, TaskFact.progress.is_not(None)))
    by_report = and_(CycleTask.task_id.not_in(decided), or_(*(_reported(cycle_id, each) for each in sorted(FINISHED))))
    heard = (_heard(cycle_id, each) for each in sorted(FINISHED))
    return and_(CycleTask.task_id.in_(union_all(by_office, *heard)), or_(CycleTask.task_id.in_(by_office), by_report))


def _reported(cycle_id, progress):
    row = ExpectedReport
    here = (row.cycle_id == cycle_id, row.task_id == CycleTask.task_id)
    own = tuple_(CycleTask.task_id, CycleTask.consolidator_id).in_(_heard(cycle_id, progress, row.agency_id))
    owed = (row.duty == Duty.REPORT, row.owing == Owing.OWED)
    other = or_(row.state != ReportState.ACCEPTED, and_(row.progress.is_not(None), row.progress != progress))
    otherwise = exists().where(*here, *owed, other).correlate(CycleTask)
    together = and_(CycleTask.consolidator_id.is_(None), CycleTask.task_id.in_(_heard(cycle_id, progress)), ~otherwise)
    return or_(together, own)


def _heard(cycle_id, progress, *more):
    row = ExpectedReport
    return select(row.task_id, *more).where(row.cycle_id == cycle_id, FINISHED_ROW, row.progress == progress)
