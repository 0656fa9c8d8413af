"""A process that does one thing on a database and kills itself with SIGKILL before its n-th statement or commit."""

import os
import signal
from collections.abc import Callable

from sqlalchemy import event

from scripts.killing.year import Place
from tracker.storage.database import db


def steps_of(place: Place, act: Callable[[], object]) -> int:
    """How many statements and commits it takes; it is done then."""
    return _run(place, act, 0, broken=False)


def killed(place: Place, act: Callable[[], object], at: int, *, broken: bool = False) -> None:
    """Let a process do it that is killed before a step, counted from 1.

    ``broken`` keeps every statement at once, as if there were no transaction.
    """
    if _run(place, act, at, broken=broken):
        raise RuntimeError("it ended before it was killed")


def _run(place, act, at, *, broken):
    """The steps it took to its end; 0 if it was killed."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            with place.opened():
                taken = _watch(at, broken)
                act()
            os.write(writing, b"%d" % taken())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        steps = int(told.read() or 0)
    os.waitpid(process, 0)
    return steps


def _watch(at, broken):
    taken = 0

    def step(*_):
        nonlocal taken
        taken += 1
        if taken == at:
            os.kill(os.getpid(), signal.SIGKILL)

    def keep(connection, _cursor, statement, *_):
        if not statement.startswith(("BEGIN", "PRAGMA", "SELECT")):
            connection.connection.dbapi_connection.execute("COMMIT")
            connection.connection.dbapi_connection.execute("BEGIN")

    event.listen(db.engine, "before_cursor_execute", step)
    event.listen(db.engine, "commit", step)
    if broken:
        event.listen(db.engine, "after_cursor_execute", keep)
    return lambda: taken
