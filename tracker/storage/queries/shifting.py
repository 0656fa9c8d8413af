"""Where the frozen lists of open cycles and the registry part, and whether anything happened that may part them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from tracker.reporting.expected import Expected, TaskUnits, consolidator, expected
from tracker.reporting.shifting import Frozen, Shift, shifts
from tracker.storage.cycles import Adjustment, Cycle, CycleTask, ExpectedReport
from tracker.storage.database import db
from tracker.storage.keeping import kept
from tracker.storage.queries.cycles import not_issued, with_units
from tracker.vocabulary.reporting import Adjusting, CycleState


@dataclass(frozen=True)
class Today:
    """What the registry would ask today of the tasks a cycle was opened on: the rows, and who would consolidate."""

    expected: tuple[Expected, ...]
    consolidators: dict[int, str | None]


def open_cycles(groups: Collection[int]) -> tuple[Cycle, ...]:
    """The open cycles of these leading groups, the first due first."""
    statement = select(Cycle).where(Cycle.state == CycleState.OPEN, Cycle.group_id.in_(groups))
    return tuple(db.session.scalars(statement.order_by(Cycle.due_on, Cycle.id)))


def shifts_of(cycle: Cycle, on: date) -> tuple[Shift, ...]:
    """The rows of an open cycle that are not as the registry has them on a day."""
    return shifts(_frozen(cycle.id), today_of(cycle, on).expected)


def today_of(cycle: Cycle, on: date) -> Today:
    """What the registry would ask on a day; kept until documents or registry change."""
    tasks = tuple(
        db.session.scalars(select(CycleTask.task_id).where(CycleTask.cycle_id == cycle.id).order_by("task_id"))
    )
    left_out = frozenset(not_issued(cycle.id))
    return kept(lambda: _today(tasks, left_out, cycle.supports, on), "asked today", tasks, left_out, cycle.supports, on)


def _today(tasks, left_out, supports, on) -> Today:
    units = [_without(task, left_out) for task in with_units(tasks, on)]
    return Today(expected(units, supports), {task.task: consolidator(task.units) for task in units})


def _without(task, left_out) -> TaskUnits:
    """A task without the names that were left out of the cycle, whoever has been named for them since."""
    return TaskUnits(task.task, tuple(unit for unit in task.units if unit.key not in left_out))


def _frozen(cycle_id):
    """The list as it stands; the last adjustment but an extension says whether a row is as the office made it by hand."""
    changing = Adjustment.kind != Adjusting.EXTENDED
    last = select(func.max(Adjustment.id)).where(Adjustment.cycle_id == cycle_id, changing)
    by_hand = select(Adjustment.expected_id).where(
        Adjustment.id.in_(last.group_by(Adjustment.expected_id)), ~Adjustment.by_registry
    )
    made = set(db.session.scalars(by_hand))
    row = (ExpectedReport.id, ExpectedReport.task_id, ExpectedReport.agency_id, ExpectedReport.role)
    statement = select(*row, ExpectedReport.duty, ExpectedReport.owing, ExpectedReport.state)
    found = db.session.execute(statement.where(ExpectedReport.cycle_id == cycle_id))
    return [Frozen(*each, by_hand=each.id in made) for each in found]
