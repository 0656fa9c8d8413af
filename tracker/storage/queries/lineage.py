"""A task through the versions of its document."""

from sqlalchemy import CTE, literal, select
from sqlalchemy.orm import aliased

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
