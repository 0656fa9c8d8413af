"""Counting the rows of cycles, in SQL: what every rate is made of, by whatever they are grouped."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, case, func, select

from tracker.reporting.rates import Tally
from tracker.storage.cycles import ExpectedReport
from tracker.storage.database import db
from tracker.vocabulary.reporting import STANDING, Duty, Owing, ReportState


def how_many(condition: ColumnElement) -> ColumnElement:
    """So many rows meet a condition."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def counts() -> tuple[ColumnElement, ...]:
    """The columns of a ``Tally``, in its order."""
    row = ExpectedReport
    stands = row.state.in_(STANDING)
    accepted = row.state.in_((ReportState.ACCEPTED, ReportState.TAKEN_OVER))
    late = stands & ~row.on_time
    return (
        func.count(row.id),
        how_many(stands),
        how_many(stands & row.on_time),
        how_many(stands & row.on_time_originally),
        how_many(accepted),
        how_many(accepted & ~row.ever_returned),
        how_many(row.ever_returned),
        how_many(late),
        func.coalesce(func.sum(case((late, row.days_late), else_=0)), 0),
    )


def tallies_by(cycle_ids: Collection[int], key: ColumnElement, *joins) -> dict[tuple, Tally]:
    """By key and duty: the counts over what is owed in these cycles; in one statement."""
    statement = select(key, ExpectedReport.duty, *counts()).select_from(ExpectedReport)
    for join in joins:
        statement = statement.join(*join)
    owed = (ExpectedReport.cycle_id.in_(cycle_ids), ExpectedReport.owing == Owing.OWED)
    rows = db.session.execute(statement.where(*owed).group_by(key, ExpectedReport.duty))
    return {(key, Duty(duty)): Tally(*found) for key, duty, *found in rows}
