"""Which tasks the cycles ask about; kept until a cycle or what it asks about changes."""

from collections.abc import Mapping

from sqlalchemy import select

from tracker.storage.columns import ids_in, joined_ids
from tracker.storage.cycles import CycleTask
from tracker.storage.database import plain_rows
from tracker.storage.keeping import Part, kept_for_all
from tracker.storage.queries.seen import CycleSeen, cycles_seen

Asking = Mapping[CycleSeen, frozenset[int]]
"""Cycles and the tasks they ask about, the oldest first."""


def cycles_asking() -> Asking:
    """The cycles that whoever looks sees; in one statement where what they ask about is not kept."""
    asked = kept_for_all(_tasks, "tasks of cycles", of=[Part.CYCLES])
    return {each: asked.get(each.id, frozenset()) for each in cycles_seen()}


def _tasks() -> dict[int, frozenset[int]]:
    rows = plain_rows(select(CycleTask.cycle_id, joined_ids(CycleTask.task_id)).group_by(CycleTask.cycle_id))
    return {cycle_id: frozenset(ids_in(tasks)) for cycle_id, tasks in rows}
