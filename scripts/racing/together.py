"""Functions that run at the same moment, each held up a little before every statement, so that they meet in ever other ways."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier

from sqlalchemy import event

from tracker.errors import Refusal
from tracker.storage.database import db

HELD_UP, LONGEST = 0.5, 0.003
"""The share of statements before which one waits, and the most seconds."""
LOCKING = (" FOR UPDATE OF expected_report", " FOR UPDATE", " FOR SHARE")


class Together:
    """So many threads; each function is a request of its own."""

    def __init__(self, app, most: int, chance: Random):
        self._app, self._pool, self._chance = app, ThreadPoolExecutor(most), chance
        event.listen(db.engine, "before_cursor_execute", self._hold_up)

    def run(self, *functions: Callable[[], object]) -> list[object]:
        """What each gave, was refused with, or broke with."""
        gate = Barrier(len(functions))

        def one(function):
            with self._app.app_context():
                gate.wait()
                try:
                    return function()
                except Refusal as refusal:
                    return refusal
                except Exception as fault:  # whatever it is, whoever asked was not served
                    return fault

        return list(self._pool.map(one, functions))

    def _hold_up(self, *_):
        if self._chance.random() < HELD_UP:
            time.sleep(self._chance.uniform(0, LONGEST))


def is_broken(result: object) -> bool:
    """Whether somebody was answered with a fault of ours."""
    return isinstance(result, Exception) and not isinstance(result, Refusal)


def take_locks_off(engine) -> None:
    """The control: writers begin as readers on SQLite, rows are read without a lock on PostgreSQL."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "engine_connect", lambda connection: connection.execution_options(reading=True))
    else:
        event.listen(engine, "before_cursor_execute", _without_locks, retval=True)


def _without_locks(_connection, _cursor, statement, parameters, *_):
    for words in LOCKING:
        statement = statement.replace(words, "")
    return statement, parameters
