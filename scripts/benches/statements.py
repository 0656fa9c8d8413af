"""What an answer asks of its database: how many statements, and how long they take, their rows fetched."""

import sqlite3
import time
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import event
from sqlalchemy.engine import Engine

OURS = ("BEGIN", "PRAGMA", "SET ")
"""What begins a transaction or sets up a connection is no statement of a page."""


@dataclass
class Spent:
    """The statements of an answer, and the seconds they took together."""

    statements: list[str] = field(default_factory=list)
    seconds: float = 0.0


class Meter:
    """Counts what an engine is asked while a block runs.

    SQLite works within our thread, and most of it while rows are fetched: processor time of both is counted, whatever
    else the machine does. A server works elsewhere: the time until its answer, all rows of it, is there.
    """

    def __init__(self, engine: Engine):
        self.spent, self._begun = Spent(), []
        event.listen(engine, "before_cursor_execute", self._before)
        event.listen(engine, "after_cursor_execute", self._after)
        self._clock = time.perf_counter
        if engine.dialect.name == "sqlite":
            self._clock = time.thread_time
            engine.dispose()
            event.listen(engine, "do_connect", self._fetching_timed)

    @contextmanager
    def running(self):
        self.spent = Spent()
        yield self.spent

    def took(self, begun: float) -> None:
        self.spent.seconds += self._clock() - begun

    def now(self) -> float:
        return self._clock()

    def _before(self, *_):
        self._begun.append(self._clock())

    def _after(self, _connection, _cursor, statement, *_):
        begun = self._begun.pop()
        if not statement.startswith(OURS):
            self.spent.statements.append(statement)
            self.took(begun)

    def _fetching_timed(self, _dialect, _record, _arguments, given):
        given["factory"] = _connections(self)


def _connections(meter):
    """Connections of SQLite whose cursors tell the meter how long fetching took."""

    class Fetching(sqlite3.Cursor):
        def fetchone(self):
            return _timed(meter, super().fetchone)

        def fetchmany(self, *size):
            return _timed(meter, super().fetchmany, *size)

        def fetchall(self):
            return _timed(meter, super().fetchall)

    class Connection(sqlite3.Connection):
        def cursor(self, factory=Fetching):
            return super().cursor(factory)

    return Connection


def _timed(meter, fetch, *given):
    begun = meter.now()
    try:
        return fetch(*given)
    finally:
        meter.took(begun)
