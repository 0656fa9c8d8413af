"""The targets that were read from a document, as reports are held against them."""

import json

from sqlalchemy import select

from tracker.reporting.aims import Aim, aims_of
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.storage.keeping import Part, kept_for_all
from tracker.storage.sight import seeing_everything


def aims_within(document_id: int, span: tuple[int, int] | None) -> tuple[Aim, ...]:
    """The targets of a document that stand within a task's span; none for a task without its document's text."""
    if span is None:
        return ()
    found = kept_for_all(lambda: _aims(document_id), "aims", document_id, of=[Part.DOCUMENTS])
    return tuple(aim for aim in found if span[0] <= aim.start < span[1])


@seeing_everything()
def _aims(document_id):
    statement = select(PolicyDocument.text, PolicyDocument.reading).where(PolicyDocument.id == document_id)
    found = db.session.execute(statement).one_or_none()
    if found is None or not found.text or not found.reading:
        return ()
    return aims_of(found.text, json.loads(found.reading).get("targets", ()))
