"""Watching the statements that are sent to a database."""

from contextlib import contextmanager

from sqlalchemy import event

from tracker.storage.database import db


@contextmanager
def watched(note, engine=None):
    """Call ``note(statement)`` before each statement is sent while the block runs; what it raises is raised there."""
    engine = engine or db.engine

    def before(_connection, _cursor, statement, *_rest):
        note(statement)

    event.listen(engine, "before_cursor_execute", before)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", before)


@contextmanager
def counted(app):
    """The SQL statements sent while the block runs, as a list that grows; transactions' own words are left out."""
    statements = []

    def note(statement):
        if not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    with app.app_context():
        engine = db.engine
    with watched(note, engine):
        yield statements
