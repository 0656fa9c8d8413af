"""Whose a thing is, whoever asks."""

from typing import NamedTuple

from sqlalchemy import select

from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.storage.sight import seeing_everything


class Owned(NamedTuple):
    """The leading group a document belongs to, None for one of no group."""

    group_id: int | None


def group_of(document_id: int) -> Owned | None:
    """Whose a document is; None if there is no such document."""
    with seeing_everything():
        statement = select(PolicyDocument.leading_group_id).where(PolicyDocument.id == document_id)
        found = db.session.execute(statement).one_or_none()
    return found and Owned(*found)
