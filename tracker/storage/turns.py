"""Writers of SQLite take turns, first come, first served.

SQLite lets a writer look for its lock ever more seldom, so that whoever comes later takes it first: of sixteen who wrote at
once, one waited for seventeen seconds. Here only whose turn it is looks for the lock, and often.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, flock
from pathlib import Path

TIMEOUT, LOOKED_EVERY = 30, 0.0005
"""Seconds after which the lock is given up, and after which one looks for it again."""


@contextmanager
def turn(file: str | None, connection: sqlite3.Connection) -> Iterator[None]:
    """Wait for the turn to begin a transaction that writes, until SQLite's lock is free or was waited for too long.

    Turns are taken at ``FILE-queue``, which a process that dies lets go of. A database in memory has none.
    """
    if not file or file == ":memory:":
        yield
        return
    with Path(f"{file}-queue").open("ab") as queue:
        flock(queue, LOCK_EX)
        until = time.monotonic() + TIMEOUT
        try:
            _look_for_lock(connection, until)
            _wait_at_most(connection, max(0, until - time.monotonic()))
            yield
        finally:
            _wait_at_most(connection, TIMEOUT)


def _look_for_lock(connection, until):
    _wait_at_most(connection, 0)
    while time.monotonic() < until:
        with suppress(sqlite3.OperationalError):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
            return
        time.sleep(LOOKED_EVERY)


def _wait_at_most(connection, seconds):
    connection.execute(f"PRAGMA busy_timeout={round(seconds * 1000)}")
