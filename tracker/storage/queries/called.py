"""What a row of a cycle is called where a sentence names it: its agency and its task."""

from sqlalchemy import select

from tracker.storage.cycles import ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Measure, Task
from tracker.storage.queries.labels import opening, task_label
from tracker.storage.queries.rows import siblings
from tracker.storage.registry import RegisteredAgency
from tracker.storage.sight import seeing_everything


@seeing_everything()
def row_called(row_id: int) -> str:
    """``广州市财政局“一（二） 建设基地”``."""
    task = (Task.ordinal, Task.text, Measure.path, Measure.heading, siblings().label("siblings"))
    statement = select(RegisteredAgency.name, *task).join(
        ExpectedReport, ExpectedReport.agency_id == RegisteredAgency.id
    )
    statement = statement.join(Task, Task.id == ExpectedReport.task_id).join(Task.measure)
    row = db.session.execute(statement.where(ExpectedReport.id == row_id)).one()
    label = f"{task_label(row.path, row.ordinal, row.siblings)} {row.heading or opening(row.text)}".strip()
    return f"{row.name}“{label}”"
