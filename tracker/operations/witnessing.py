"""What changes nothing and is written down all the same: refusals and what was taken out of the system."""

from tracker.operations.auditing import Doing, add_event
from tracker.operations.transactions import one_transaction
from tracker.storage.reading import let_go
from tracker.vocabulary import AuditResult


def witness(what: Doing, *, result: AuditResult, detail: str = "") -> None:
    """Write one event in a short transaction of its own, after that of the page has ended."""
    let_go()
    with one_transaction():
        add_event(what=what, result=result, detail=detail)
