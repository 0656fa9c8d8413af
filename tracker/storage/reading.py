"""A session that only reads."""

from tracker.storage.database import db


def read_only() -> None:
    """Let the current session's transaction begin as a reader, so that it neither waits for a writer nor holds one up.

    To be called before the session's first statement.
    """
    db.session.connection(execution_options={"reading": True})


def let_go() -> None:
    """End what was only read, so that nothing is locked while a form is worked on."""
    db.session.rollback()
