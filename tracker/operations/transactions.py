"""One thing done is one transaction: all of it is kept, or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select

from tracker.errors import NoSuchDocument
from tracker.operations.auditing import settle
from tracker.storage import noting
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument

WITHIN = "within a transaction"


@contextmanager
def one_transaction(*, audited: bool = True) -> Iterator[None]:
    """Commit what the block did with the event that tells of it; roll all of it back when it raises. Within another
    transaction it is a part of that one.

    Only bookkeeping of sign-ins and seals, which is nobody's doing, is not ``audited``, and what writes its own event.
    """
    if db.session.info.get(WITHIN):
        yield
        return
    db.session.info[WITHIN] = True
    try:
        yield
        settle() if audited else noting.forget()
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        db.session.info.pop(WITHIN, None)


def locked(document_id: int) -> PolicyDocument:
    """The document as it stands now; nobody else changes it until the transaction ends. Raises NoSuchDocument."""
    statement = select(PolicyDocument).where(PolicyDocument.id == document_id).with_for_update()
    document = db.session.scalar(statement.execution_options(populate_existing=True))
    if document is None:
        raise NoSuchDocument(document_id)
    return document
