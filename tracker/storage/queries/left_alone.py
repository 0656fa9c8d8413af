"""What offices leave as it stands in their open cycles although the registry proposes otherwise."""

from collections.abc import Collection, Iterable

from sqlalchemy import Select, select

from tracker.storage.cycles import Cycle, CycleTask
from tracker.storage.database import db
from tracker.storage.left_alone import LeftAlone
from tracker.vocabulary.reporting import CycleState


def left_alone(cycle_ids: Collection[int]) -> tuple[LeftAlone, ...]:
    """What is left alone in these cycles, the last first."""
    statement = select(LeftAlone).where(LeftAlone.cycle_id.in_(cycle_ids))
    return tuple(db.session.scalars(statement.order_by(LeftAlone.id.desc())))


def left_now() -> tuple[LeftAlone, ...]:
    """What is left alone in any open cycle, the last first."""
    statement = select(LeftAlone).join(Cycle, Cycle.id == LeftAlone.cycle_id).where(Cycle.state == CycleState.OPEN)
    return tuple(db.session.scalars(statement.order_by(LeftAlone.id.desc())))


def duties_of(left: Iterable[LeftAlone]) -> frozenset[tuple[int, str, str]]:
    """Those of them that are duties not handed over: (task, printed name, body)."""
    return frozenset((each.task_id, each.printed, each.agency) for each in left if each.printed is not None)


def left_duties() -> frozenset[tuple[int, str, str]]:
    """The duties that are not handed over in an open cycle: (task, printed name, body)."""
    return frozenset(map(tuple, db.session.execute(left_in_open_cycles())))


def left_in_open_cycles() -> Select:
    """What selects them."""
    own = select(LeftAlone.task_id, LeftAlone.printed, LeftAlone.agency)
    found = own.join(Cycle, Cycle.id == LeftAlone.cycle_id).where(Cycle.state == CycleState.OPEN)
    return found.where(LeftAlone.printed.is_not(None))


def open_cycle_with(task_id: int, group_id: int | None) -> int | None:
    """The open cycle of a group that a task is in, the first due."""
    own = (CycleTask.task_id == task_id, Cycle.group_id == group_id, Cycle.state == CycleState.OPEN)
    statement = select(Cycle.id).join(CycleTask, CycleTask.cycle_id == Cycle.id).where(*own)
    return db.session.scalar(statement.order_by(Cycle.due_on, Cycle.id).limit(1))
