"""The control: a server that says it received a submission before it keeps it, and every fourth time cannot."""

from itertools import count

from flask import request
from sqlalchemy import event

from tracker.commands import main
from tracker.storage.database import db
from tracker.storage.reports import Receipt

EVERY = 4
TURNS = count(1)
RECEIPT = "receipt"


def note(session, _context) -> None:
    """Which receipt is being written."""
    for each in session.new:
        if isinstance(each, Receipt):
            session.info[RECEIPT] = each.id


def acknowledge(session) -> None:
    """Answer the browser now; then keep it, or fail."""
    if receipt := session.info.pop(RECEIPT, None):
        sheet = request.path.partition("/rows/")[0]
        head = f"HTTP/1.1 303 SEE OTHER\r\nLocation: {sheet}/receipts/{receipt}\r\nConnection: close\r\n\r\n"
        request.environ["gunicorn.socket"].sendall(head.encode())
        if next(TURNS) % EVERY == 0:
            raise RuntimeError("what was acknowledged could not be kept")


if __name__ == "__main__":
    event.listen(db.session, "after_flush", note)
    event.listen(db.session, "before_commit", acknowledge)
    main()
