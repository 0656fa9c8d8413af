"""The cycles that somebody sees, as far as lights are made of them, and the tasks they ask about; kept until a cycle or what it
asks about changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import String, cast, func, select

from tracker.storage.cycles import Cycle, CycleTask
from tracker.storage.database import db, plain_rows
from tracker.storage.keeping import Part, kept, kept_for_all

COLUMNS = (Cycle.id, Cycle.due_on, Cycle.period_from, Cycle.opened_on, Cycle.soon_days, Cycle.slow_points, Cycle.behind_points)


@dataclass(frozen=True, eq=False)
class CycleSeen:
    """A cycle by what its lights are made of, named as the stored ones have it; one is like itself alone."""

    id: int
    due_on: date
    period_from: date
    opened_on: date | None
    soon_days: int
    slow_points: int
    behind_points: int


Asking = Mapping[CycleSeen, frozenset[int]]
"""Cycles and the tasks they ask about, the oldest first."""


def cycles_seen() -> tuple[CycleSeen, ...]:
    """Those that whoever looks sees, the oldest first; in one statement where they are not kept."""
    return kept(_cycles, "cycles seen", of=[Part.CYCLES])


def cycles_asking() -> Asking:
    """The same with the tasks they ask about; in two statements where neither is kept."""
    asked = kept_for_all(_tasks, "tasks of cycles", of=[Part.CYCLES])
    return {each: asked.get(each.id, frozenset()) for each in cycles_seen()}


def _cycles():
    rows = db.session.execute(select(*COLUMNS).order_by(Cycle.due_on, Cycle.id))
    return tuple(CycleSeen(*row) for row in rows)


def _tasks() -> dict[int, frozenset[int]]:
    tasks = func.aggregate_strings(cast(CycleTask.task_id, String), ",")
    rows = plain_rows(select(CycleTask.cycle_id, tasks).group_by(CycleTask.cycle_id))
    return {cycle_id: frozenset(map(int, ids.split(","))) for cycle_id, ids in rows}
