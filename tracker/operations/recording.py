"""Writing down what a person does to a document, in the transaction of what is done."""

import json

from tracker import clock
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.storage.history import DocumentEvent
from tracker.storage.queries.histories import history_of
from tracker.vocabulary import DocumentStep


def record(
    document: PolicyDocument,
    step: DocumentStep,
    who: str,
    *,
    reason: str | None = None,
    edit: dict | None = None,
    head: int | None = None,
    summary: str | None = None,
    other_id: int | None = None,
) -> int:
    """Add an event to the history of a document whose row is locked; returns its number.

    ``edit`` is that of a correction, ``summary`` what it did in words, ``head`` the correction that stands last from now
    on where that changes otherwise, ``other_id`` the other document where one replaces it or stands beside it.
    """
    history = history_of(document.id)
    number = history.number + 1
    if edit is not None:
        head = number
    event = DocumentEvent(
        document_id=document.id,
        number=number,
        step=step,
        who=who,
        at=clock.now(),
        reason=reason,
        edit=None if edit is None else json.dumps(edit, ensure_ascii=False),
        after=None if edit is None else history.head,
        head=history.head if head is None else head,
        summary=summary,
        other_id=other_id,
    )
    db.session.add(event)
    db.session.flush()
    return number
