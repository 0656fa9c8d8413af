"""What every published measure says, to look for those that speak of the same matter."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from tracker.storage.database import db, plain_rows
from tracker.storage.documents import Measure, PolicyDocument, Task
from tracker.storage.queries.texts import MeasureText, texts
from tracker.storage.sight import current_sight


@dataclass(frozen=True)
class Passage:
    """A measure: its heading with its tasks' texts, and their ids in order."""

    document_id: int
    text: str
    task_ids: tuple[int, ...]


def passages_elsewhere(document_id: int) -> dict[int, Passage]:
    """Every measure of the ledger outside one document, by id; replaced documents are left out.

    In one statement where texts are kept; of single tasks, as an agency sees them, as many as are seen make a passage.
    """
    newer = aliased(PolicyDocument)
    replaced = select(newer.supersedes_id).where(newer.supersedes_id.is_not(None))
    others = select(PolicyDocument.id).where(PolicyDocument.id != document_id, PolicyDocument.id.not_in(replaced))
    if not current_sight().is_of_agency:
        return _passages(db.session.scalars(others))
    seen = plain_rows(select(Measure.document_id, Task.id).join(Task.measure).where(Measure.document_id.in_(others)))
    return _passages({document for document, _ in seen}, {task for _, task in seen})


def _passages(documents: Iterable[int], seen: Container[int] | None = None) -> dict[int, Passage]:
    """The measures of documents by id, of those of their tasks that are seen, None: of all."""
    held = texts()
    found = {measure.id: _passage(id_, measure, seen) for id_ in documents for measure in held.get(id_, ())}
    return {id_: passage for id_, passage in found.items() if passage.task_ids}


def _passage(document_id, measure: MeasureText, seen):
    tasks = measure.tasks if seen is None else [task for task in measure.tasks if task.id in seen]
    return Passage(document_id, measure.heading + "".join(task.text for task in tasks), tuple(task.id for task in tasks))


def passage_of(task_id: int) -> Passage | None:
    """The measure of one task of the ledger; None if there is none."""
    measure_id = select(Task.measure_id).where(Task.id == task_id).scalar_subquery()
    statement = select(Measure.document_id, Measure.heading, Task.id, Task.text).join(Task.measure)
    rows = db.session.execute(statement.where(Measure.id == measure_id).order_by(Task.ordinal)).all()
    if not rows:
        return None
    text = (rows[0].heading or "") + "".join(row.text for row in rows)
    return Passage(rows[0].document_id, text, tuple(row.id for row in rows))
