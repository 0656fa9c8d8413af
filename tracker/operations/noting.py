"""Writing a change of the frozen list down, and telling whose row it is."""

from tracker import clock
from tracker.operations.actors import Acting
from tracker.operations.messages import tell
from tracker.reporting.denominator import Effect, Place
from tracker.reporting.messages import kind_of
from tracker.reporting.transitions import AGENCY
from tracker.storage.cycles import Adjustment, Cycle, ExpectedReport
from tracker.storage.database import db
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


def place(row: ExpectedReport) -> Place:
    """Where a row stands in the list."""
    return row.duty, row.owing
