"""Which tasks of a document live on in the version that replaces it."""

from sqlalchemy import update

from tracker.extraction.confirming.comparing import Difference, compare, task_pairs
from tracker.operations.drafting import drafted
from tracker.storage.content import stored_measures
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument, Task
from tracker.storage.queries.documents import task_ids
from tracker.vocabulary import DocumentState


def differences(old_id: int, new_measures) -> list[Difference]:
    """What became of each published measure of an older document; ``new_measures`` are those of a draft."""
    return compare(drafted(stored_measures(old_id)), new_measures)


def tie_tasks(document: PolicyDocument) -> None:
    """Let the published tasks of a document be the successors of those of the document it replaces."""
    if document.supersedes_id is None or document.state != DocumentState.PUBLISHED:
        return
    old, new = task_ids(document.supersedes_id), task_ids(document.id)
    pairs = [
        pair
        for difference in differences(document.supersedes_id, drafted(stored_measures(document.id)))
        if difference.old and difference.new
        for pair in task_pairs(difference.old, difference.new)
    ]
    before = {new[number]: old[earlier] for earlier, number in pairs}
    rows = [{"id": task_id, "predecessor_id": before.get(task_id)} for task_id in new.values()]
    if rows:
        db.session.execute(update(Task), rows)
