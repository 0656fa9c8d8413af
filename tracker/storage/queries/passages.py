"""What every published measure says, to look for those that speak of the same matter."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import aliased

from tracker.storage.database import db
from tracker.storage.documents import Measure, PolicyDocument, Task


@dataclass(frozen=True)
class Passage:
    """A measure: its heading with its tasks' texts, and their ids in order."""

    document_id: int
    text: str
    task_ids: tuple[int, ...] = field(default=())


def passages_elsewhere(document_id: int) -> dict[int, Passage]:
    """Every measure of the ledger outside one document, by id, in one statement; replaced documents are left out."""
    newer = aliased(PolicyDocument)
    replaced = select(newer.supersedes_id).where(newer.supersedes_id.is_not(None))
    where = (Measure.document_id != document_id, Measure.document_id.not_in(replaced))
    return _passages(*where)


def passage_of(task_id: int) -> Passage | None:
    """The measure of one task of the ledger; None if there is none."""
    measure_id = select(Task.measure_id).where(Task.id == task_id).scalar_subquery()
    return next(iter(_passages(Measure.id == measure_id).values()), None)


def _passages(*where):
    statement = select(Measure.id, Measure.document_id, Measure.heading, Task.id.label("task_id"), Task.text)
    statement = statement.join(Task.measure).where(*where).order_by(Measure.id, Task.ordinal)
    found = {}
    for row in db.session.execute(statement):
        before = found.get(row.id) or Passage(row.document_id, row.heading or "")
        found[row.id] = Passage(row.document_id, before.text + row.text, (*before.task_ids, row.task_id))
    return found
