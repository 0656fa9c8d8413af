"""Counting the rows of cycles, in SQL: what every rate is made of, by whatever they are grouped."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, case, func, select

from tracker.reporting.rates import Tally
from tracker.storage.cycles import ExpectedReport
from tracker.storage.database import db
from tracker.storage.tallies import RowTally
from tracker.vocabulary.reporting import FINAL, STANDING, Duty, Owing


def how_many(condition: ColumnElement, row: type = RowTally) -> ColumnElement:
    """So many rows meet a condition on ``row``: the lines in which they are counted, or the rows themselves."""
    return func.coalesce(func.sum(case((condition, _number(row)), else_=0)), 0)


def _number(row):
    return 1 if row is ExpectedReport else row.count


def counts(row: type = RowTally) -> tuple[ColumnElement, ...]:
    """The columns of a ``Tally``, in its order."""
    stands = row.state.in_(STANDING)
    accepted = row.state.in_(FINAL)
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
    """By a column of the lines in which rows are counted, and duty: the counts over what these cycles are owed."""
    line = key.class_
    statement = select(key, line.duty, *counts(line)).where(line.cycle_id.in_(cycle_ids), line.owing == Owing.OWED)
    rows = db.session.execute(statement.group_by(key, line.duty))
    return {(key, Duty(duty)): Tally(*found) for key, duty, *found in rows if found[0]}
