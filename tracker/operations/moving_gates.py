"""节点 that follow a due date which is moved: planned back anew, those set by hand only for whoever was told both days."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from tracker.errors import GatesReplaced
from tracker.operations.rows import working_days
from tracker.reporting.due_dates import gates_after_move, set_by_hand
from tracker.storage.cycles import Cycle, CycleGate
from tracker.storage.database import db
from tracker.vocabulary.reporting import GateKind


def gates_of(cycle: Cycle) -> dict[GateKind, date]:
    """The gates of a cycle as they lie now."""
    statement = select(CycleGate.kind, CycleGate.day).where(CycleGate.cycle_id == cycle.id)
    return dict(map(tuple, db.session.execute(statement)))


def put_gates(cycle: Cycle, days: Mapping[GateKind, date]) -> None:
    """Put gates of a cycle on these days."""
    for kind, day in days.items():
        db.session.merge(CycleGate(cycle_id=cycle.id, kind=kind, day=day))
    db.session.flush()


def move_with_gates(cycle: Cycle, due_on: date, *, replacing: bool, on: date = date.min) -> None:
    """Move a cycle's due date and its gates with it; a co-units' gate that would be past ``on`` stays.

    Raises GatesReplaced for gates set by hand that move, unless whoever does it is ``replacing`` them.
    """
    now, days = gates_of(cycle), working_days()
    after = gates_after_move(now, cycle.due_on, due_on, on, days)
    by_hand = set_by_hand(now, cycle.due_on, days)
    told = [_told(kind, day, after[kind]) for kind, day in by_hand.items() if after[kind] != day]
    if told and not replacing:
        raise GatesReplaced(told)
    cycle.due_on = due_on
    put_gates(cycle, after)


def _told(kind, day, after):
    return f"“{kind.label}”现在 {day:%Y-%m-%d}，改后 {after:%Y-%m-%d}"
