"""What every published measure says, to look for those that speak of the same matter."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import aliased

from tracker.storage.database import db
from tracker.storage.documents import Measure, PolicyDocument, Task
from tracker.storage.keeping import Part, kept_for_all
from tracker.storage.sight import current_sight


@dataclass(frozen=True)
class Passage:
    """A measure: its heading with its tasks' texts, and their ids in order."""

    document_id: int
    text: str
    task_ids: tuple[int, ...] = field(default=())


def passages_elsewhere(document_id: int) -> dict[int, Passage]:
    """Every measure of the ledger outside one document, by id; replaced documents are left out.

    In one statement where documents are kept; of single tasks, as an agency sees them, as many as are seen make a passage.
    """
    newer = aliased(PolicyDocument)
    replaced = select(newer.supersedes_id).where(newer.supersedes_id.is_not(None))
    others = select(PolicyDocument.id).where(PolicyDocument.id != document_id, PolicyDocument.id.not_in(replaced))
    if current_sight().is_of_agency:
        return _passages(Measure.document_id.in_(others))
    seen = set(db.session.scalars(others))
    whole = kept_for_all(_passages, "passages", of=[Part.DOCUMENTS])
    return {id_: passage for id_, passage in whole.items() if passage.document_id in seen}


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
