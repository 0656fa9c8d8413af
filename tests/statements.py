"""Counting what a page asks the database."""

from contextlib import contextmanager

from sqlalchemy import event

from tracker.storage.database import db


@contextmanager
def counted(app):
    """The SQL statements sent while the block runs, as a list that grows; transactions' own words are left out."""
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
