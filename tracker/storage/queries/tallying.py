"""Counting the rows of cycles, in SQL: what every rate is made of, by whatever they are grouped."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, case, func, select

from tracker.reporting.rates import Tally
from tracker.storage.cycles import ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Measure, Task
from tracker.storage.tallies import RowTally
from tracker.vocabulary.reporting import STANDING, Duty, Owing, ReportState


def how_many(condition: ColumnElement, row: type = RowTally) -> ColumnElement:
    """So many rows meet a condition on ``row``: the lines in which they are counted, or the rows themselves."""
    return func.coalesce(func.sum(case((condition, _number(row)), else_=0)), 0)


def _number(row):
    return RowTally.count if row is RowTally else 1


def counts(row: type = RowTally) -> tuple[ColumnElement, ...]:
    """The columns of a ``Tally``, in its order."""
    stands = row.state.in_(STANDING)
    accepted = row.state.in_((ReportState.ACCEPTED, ReportState.TAKEN_OVER))
    late = stands & ~row.on_time
    return (
        func.coalesce(func.sum(_number(row)), 0),
        how_many(stands, row),
        how_many(stands & row.on_time, row),
        how_many(stands & row.on_time_originally, row),
        how_many(accepted, row),
        how_many(accepted & ~row.ever_returned, row),
        how_many(row.ever_returned, row),
        how_many(late, row),
        func.coalesce(func.sum(case((late, row.days_late), else_=0)), 0),
    )


def tallies_by(cycle_ids: Collection[int], key: ColumnElement) -> dict[tuple, Tally]:
    """By a column of ``RowTally`` and duty: the counts over what is owed in these cycles; in one statement."""
    return _tallies(select(key, RowTally.duty, *counts()), RowTally, cycle_ids, key)


def tallies_by_document(cycle_id: int) -> dict[tuple, Tally]:
    """By document and duty: the same, counted row by row, for no line knows of documents."""
    row, key = ExpectedReport, Measure.document_id
    statement = select(key, row.duty, *counts(row)).select_from(row)
    statement = statement.join(Task, Task.id == row.task_id).join(Task.measure)
    return _tallies(statement, row, [cycle_id], key)


def _tallies(statement, row, cycle_ids, key):
    owed = (row.cycle_id.in_(cycle_ids), row.owing == Owing.OWED)
    rows = db.session.execute(statement.where(*owed).group_by(key, row.duty))
    return {(key, Duty(duty)): Tally(*found) for key, duty, *found in rows if found[0]}
