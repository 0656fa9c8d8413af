"""What waits for late contributions: the reports of those who consolidate the tasks, as rows and as counts."""

from datetime import date

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import aliased

from tracker.reporting.blocking import Late
from tracker.storage.cycles import Cycle, CycleTask, ExpectedReport
from tracker.storage.database import db
from tracker.vocabulary.reporting import WITH_AGENCY, Duty, Owing

ANY = "all"
"""The word for whichever agency in ``waits_for``."""


def late_parts(cycle: Cycle, on: date) -> list[Late]:
    """The late contributions by agency and consolidator, each with how many reports not sent wait for them.

    The office's own text waits for each that it consolidates.
    """
    late, own = _late(cycle, on), ExpectedReport
    waits = case((CycleTask.consolidator_id.is_(None) | own.id.is_not(None), 1), else_=0)
    by = (late.c.agency_id, CycleTask.consolidator_id)
    statement = select(*by, func.count(), func.sum(waits), func.min(late.c.by_on, type_=own.by_on.type))
    return [Late(*row) for row in db.session.execute(_joined(statement, cycle, late).group_by(*by))]


def held_up(cycle: Cycle, on: date):
    """How many reports not sent wait for a late contribution, as a number to select."""
    statement = select(func.count(ExpectedReport.id.distinct()))
    return _joined(statement, cycle, _late(cycle, on)).scalar_subquery()


def waits_for(agency: str, on: date) -> ColumnElement[bool]:
    """That a row is the consolidator's report on a task for which a contribution of this agency is late."""
    part = aliased(ExpectedReport)
    late = select(part.id).where(part.cycle_id == ExpectedReport.cycle_id, part.task_id == ExpectedReport.task_id)
    late = late.where(*_is_late(part, on), *([] if agency == ANY else [part.agency_id == agency]))
    here = (CycleTask.cycle_id == ExpectedReport.cycle_id, CycleTask.task_id == ExpectedReport.task_id)
    consolidates = select(CycleTask.task_id).where(*here, CycleTask.consolidator_id == ExpectedReport.agency_id)
    return (ExpectedReport.duty == Duty.REPORT) & late.exists() & consolidates.exists()


def _late(cycle, on):
    """The late contributions, looked up first: they are few among the rows."""
    part = aliased(ExpectedReport)
    late = select(part.task_id, part.agency_id, part.by_on).where(part.cycle_id == cycle.id, *_is_late(part, on))
    return late.cte("late").prefix_with("MATERIALIZED")


def _joined(statement: Select, cycle, late) -> Select:
    """With their tasks and, where its report is owed and not sent, the consolidator's row."""
    own = ExpectedReport
    task = (CycleTask.cycle_id == cycle.id) & (CycleTask.task_id == late.c.task_id)
    same = (own.cycle_id == cycle.id) & (own.task_id == late.c.task_id)
    theirs = same & (own.agency_id == CycleTask.consolidator_id) & (own.duty == Duty.REPORT)
    missing = (own.owing == Owing.OWED) & own.state.in_(WITH_AGENCY)
    return statement.select_from(late).join(CycleTask, task).outerjoin(own, theirs & missing)


def _is_late(part, on):
    owed = (part.owing == Owing.OWED, part.duty == Duty.CONTRIBUTION, part.state.in_(WITH_AGENCY))
    return (*owed, part.by_on < on)
