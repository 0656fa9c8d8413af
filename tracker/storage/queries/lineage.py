"""A task through the versions of its document."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import CTE, literal, select
from sqlalchemy.orm import aliased

from tracker.storage.cycles import CycleTask
from tracker.storage.database import db
from tracker.storage.documents import Task

FURTHEST = 12
"""How many versions of a document a task is followed back through."""


def line_of_task(task_id: int) -> CTE:
    """The task and those it came from, version by version, as a table of their ids."""
    older = aliased(Task)
    own = select(Task.id, Task.predecessor_id, literal(0).label("steps")).where(Task.id == task_id)
    line = own.cte("line", recursive=True)
    further = select(older.id, older.predecessor_id, line.c.steps + 1)
    return line.union(further.where(older.id == line.c.predecessor_id, line.c.steps < FURTHEST))


def lines_of_tasks(task_ids: Collection[int]) -> CTE:
    """Tasks, each with itself and those it came from, version by version, as a table of ``task`` and ``id``."""
    older = aliased(Task)
    own = select(Task.id.label("task"), Task.id.label("id"), literal(0).label("steps")).where(Task.id.in_(task_ids))
    line = own.cte("lines_of", recursive=True)
    further = select(line.c.task, older.predecessor_id, line.c.steps + 1).join(line, line.c.id == older.id)
    return line.union(further.where(older.predecessor_id.is_not(None), line.c.steps < FURTHEST))


def lineages_in(cycle_id: int) -> dict[int, tuple[int, ...]]:
    """By task of a cycle that came from another: the ids of those, the nearest first; in one statement."""
    older = aliased(Task)
    own = select(Task.id.label("task"), Task.predecessor_id.label("id"), literal(1).label("steps"))
    own = own.join(CycleTask, CycleTask.task_id == Task.id).where(CycleTask.cycle_id == cycle_id)
    line = own.where(Task.predecessor_id.is_not(None)).cte("lines", recursive=True)
    further = select(line.c.task, older.predecessor_id, line.c.steps + 1).join(line, line.c.id == older.id)
    line = line.union(further.where(older.predecessor_id.is_not(None), line.c.steps < FURTHEST))
    found = defaultdict(list)
    for task, id_ in db.session.execute(select(line.c.task, line.c.id).order_by(line.c.task, line.c.steps)):
        found[task].append(id_)
    return {task: tuple(ids) for task, ids in found.items()}
