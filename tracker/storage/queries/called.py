"""What a row of a cycle is called where a sentence names it: its agency and its task."""

from collections.abc import Collection

from sqlalchemy import select

from tracker.storage.cycles import ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Measure, Task
from tracker.storage.queries.labels import opening, task_label
from tracker.storage.queries.rows import siblings
from tracker.storage.registry import RegisteredAgency
from tracker.storage.sight import seeing_everything


def row_called(row_id: int) -> str:
    """``广州市财政局“一（二） 建设基地”``."""
    return rows_called([row_id])[row_id]


@seeing_everything()
def rows_called(row_ids: Collection[int]) -> dict[int, str]:
    """The same of several by id, in one statement."""
    task = (Task.ordinal, Task.text, Measure.path, Measure.heading, siblings().label("siblings"))
    statement = select(ExpectedReport.id, RegisteredAgency.name, *task).join(
        ExpectedReport, ExpectedReport.agency_id == RegisteredAgency.id
    )
    statement = statement.join(Task, Task.id == ExpectedReport.task_id).join(Task.measure)
    return {row.id: _called(row) for row in db.session.execute(statement.where(ExpectedReport.id.in_(row_ids)))}


def _called(row):
    label = f"{task_label(row.path, row.ordinal, row.siblings)} {row.heading or opening(row.text)}".strip()
    return f"{row.name}“{label}”"
