"""Writing a change of the frozen list down, and telling whose row it is."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from tracker import clock
from tracker.operations.actors import Acting
from tracker.operations.messages import tell
from tracker.reporting.denominator import Effect, Place
from tracker.reporting.messages import kind_of
from tracker.reporting.transitions import AGENCY
from tracker.storage.cycles import Adjustment, Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.queries.additions import AddedLine, bearers_of
from tracker.vocabulary.messages import MessageKind
from tracker.vocabulary.reporting import Adjusting

NOTHING = Effect()


def note(
    cycle: Cycle,
    row: ExpectedReport,
    kind: Adjusting,
    reason: str,
    by: Acting,
    told: MessageKind | None = None,
    *,
    by_registry: bool = False,
    made: Effect = NOTHING,
) -> None:
    """Write an adjustment of a locked row down, and tell whose row it is, as ``told`` where that says it better."""
    write_down(cycle, row, kind, reason, by, by_registry=by_registry, made=made)
    tell(AGENCY, told or kind_of(kind), row, cycle, None, by=by, text=reason)


def write_down(
    cycle: Cycle,
    row: ExpectedReport,
    kind: Adjusting,
    reason: str,
    by: Acting,
    *,
    by_registry: bool = False,
    made: Effect = NOTHING,
) -> None:
    """Write an adjustment down, with what it ``made`` of the number of what is owed, and tell nobody."""
    who = {"who": by.name, "account_id": by.id, "at": clock.now(), "by_registry": by_registry}
    what = {"kind": kind, "reason": reason, "reports": made.reports, "contributions": made.contributions}
    db.session.add(Adjustment(cycle_id=cycle.id, expected_id=row.id, **what, **who))


def write_added_down(cycle: Cycle, added: Collection[AddedLine], at: datetime) -> None:
    """List for ever why rows of the list that was just frozen are there; within a transaction.

    They are of the frozen list: they make what is owed neither more nor fewer.
    """
    rows = _ids(cycle, {line.row.task for line in added})
    for line in added:
        said = f"开始报送前增补（{line.at:%Y-%m-%d}）：{line.reason}"
        for bearer in bearers_of(line.row.agency, at.date()):
            if row_id := rows.get((line.row.task, bearer)):
                who = {"who": line.who, "account_id": line.account_id, "at": at}
                note = Adjustment(cycle_id=cycle.id, expected_id=row_id, kind=Adjusting.ADDED, reason=said, **who)
                db.session.add(note)


def _ids(cycle, tasks):
    key = (ExpectedReport.task_id, ExpectedReport.agency_id, ExpectedReport.id)
    here = (ExpectedReport.cycle_id == cycle.id, ExpectedReport.task_id.in_(tasks))
    return {(task, agency): id_ for task, agency, id_ in db.session.execute(select(*key).where(*here))} if tasks else {}


def place(row: ExpectedReport) -> Place:
    """Where a row stands in the list."""
    return row.duty, row.owing
