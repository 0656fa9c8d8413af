"""Which tasks of a document live on in the version that replaces it."""

from sqlalchemy import select, update

from tracker.extraction.confirming.comparing import compare, task_pairs
from tracker.extraction.confirming.draft import DraftMeasure
from tracker.operations.drafting import drafted
from tracker.storage.content import stored_measures
from tracker.storage.database import db
from tracker.storage.documents import Measure, PolicyDocument, Task
from tracker.storage.queries.documents import task_ids
from tracker.vocabulary import DocumentState


def published_measures(document_id: int) -> tuple[DraftMeasure, ...]:
    """The measures of a document as they stand in the ledger."""
    return drafted(stored_measures(document_id))


def tie_tasks(document: PolicyDocument) -> None:
    """Let the published tasks of a document be the successors of those of the document it replaces."""
    if document.supersedes_id is None or document.state != DocumentState.PUBLISHED:
        return
    old, new = task_ids(document.supersedes_id), task_ids(document.id)
    pairs = [
        pair
        for difference in compare(published_measures(document.supersedes_id), published_measures(document.id))
        if difference.old and difference.new
        for pair in task_pairs(difference.old, difference.new)
    ]
    before = {new[number]: old[earlier] for earlier, number in pairs}
    rows = [{"id": task_id, "predecessor_id": before.get(task_id)} for task_id in new.values()]
    if rows:
        db.session.execute(update(Task), rows)


def untie_tasks(document: PolicyDocument) -> None:
    """Let the published tasks of a document be nobody's successors."""
    own = select(Measure.id).where(Measure.document_id == document.id)
    db.session.execute(update(Task).where(Task.measure_id.in_(own)).values(predecessor_id=None))
