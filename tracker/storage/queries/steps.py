"""Which tasks a text names by clause or title, and whose events are steps of theirs."""

from dataclasses import dataclass

from sqlalchemy import and_, literal, select, union_all

from tracker.storage.columns import among
from tracker.storage.cycles import ExpectedReport, Objection
from tracker.storage.database import db
from tracker.storage.extensions import Extension
from tracker.storage.queries.image import image
from tracker.storage.queries.texts import texts
from tracker.storage.queries.words import tasks_saying
from tracker.storage.reports import Filing
from tracker.storage.sight import seeing_everything

MOST_TASKS, MOST_ROWS = 20, 300
"""What means more of either is no name, but a word of many texts."""


@dataclass(frozen=True)
class OfTask:
    """A row of the list, or an objection or extension about one (``table``), and whose sheet and cycle it is in."""

    table: str
    id: int
    cycle_id: int
    sheet_id: int | None


def tasks_called(text: str) -> list[int]:
    """The tasks whose clause a text begins, or in which it stands; none where these are too many."""
    if not text.split():
        return []
    found = [task.id for task in image().tasks.values() if task.label.startswith(text)]
    found = found or sorted(tasks_saying(text, texts()))
    return found if len(found) <= MOST_TASKS else []


def rows_of_tasks(tasks: list[int]) -> list[OfTask] | None:
    """The rows of tasks in all cycles and what is about them, in one statement; None where these are too many."""
    own = and_(Filing.cycle_id == ExpectedReport.cycle_id, Filing.agency_id == ExpectedReport.agency_id)
    found = []
    for entity in (ExpectedReport, Objection, Extension):
        statement = select(literal(entity.__tablename__), entity.id, ExpectedReport.cycle_id, Filing.id.label("sheet_id"))
        statement = statement.select_from(ExpectedReport).outerjoin(Filing, own)
        if entity is not ExpectedReport:
            statement = statement.join(entity, entity.expected_id == ExpectedReport.id)
        found.append(statement.where(among(ExpectedReport.task_id, tasks)))
    with seeing_everything():
        rows = db.session.execute(union_all(*found).limit(MOST_ROWS + 1)).all()
    return [OfTask(*row) for row in rows] if len(rows) <= MOST_ROWS else None
