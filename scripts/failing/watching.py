"""What a request sends to the database, transaction by transaction, and a failure put in at one place of it."""

import re
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from tracker.storage.database import db
from tracker.storage.noting import BOOKKEEPING

WRITING = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)")
READING = re.compile(r"(?:FROM|JOIN) (\w+)")
LOCKING = re.compile(r"FOR (?:NO KEY )?UPDATE|FOR SHARE|pg_advisory_xact_lock")
OWN = BOOKKEEPING | {"sqlite_stat1"}
"""Tables whose changes are nobody's doing."""


class Injected(Exception):
    """What a driver would say."""


@dataclass
class Transaction:
    """What one sent, in order; ``began`` is its BEGIN on SQLite."""

    began: str = ""
    statements: list[str] = field(default_factory=list)
    kept: bool = False

    @property
    def writes(self) -> set[str]:
        """The tables it wrote to."""
        return {found[1] for each in self.statements if (found := WRITING.match(each))}

    @property
    def changes(self) -> set[str]:
        """The tables in which it did what somebody wanted."""
        return self.writes - OWN


@dataclass
class Watch:
    """The transactions of a request. What fails before it is taken is step ``at``, a statement or a commit counted from
    1, or the first whose words ``at`` begins; in any case the commit of a change, so that nothing is ever done."""

    at: int | str | None = None
    steps: int = 0
    transactions: list[Transaction] = field(default_factory=lambda: [Transaction()])

    def statement(self, _connection, _cursor, statement, *_):
        if statement.startswith("BEGIN"):
            self.transactions.append(Transaction(statement))
        elif not statement.startswith("PRAGMA"):
            self._step(statement)
            self.transactions[-1].statements.append(statement)

    def commit(self, _connection):
        if self.transactions[-1].writes:
            self._step("COMMIT")
            self.transactions[-1].kept = True
        self.transactions.append(Transaction())

    def rollback(self, _connection):
        self.transactions.append(Transaction())

    def _step(self, statement):
        self.steps += 1
        is_last = statement == "COMMIT" and self.transactions[-1].changes
        if self.at and (is_last or self._is_there(statement)):
            raise OperationalError(statement, None, Injected("disk I/O error"))

    def _is_there(self, statement):
        return statement.startswith(self.at) if isinstance(self.at, str) else self.steps == self.at

    @property
    def changed(self) -> list[Transaction]:
        """The transactions in which something was done and kept."""
        return [each for each in self.transactions if each.kept and each.changes]


@contextmanager
def watching(watch: Watch):
    """While the block runs, everything that is sent is watched."""
    listeners = (("before_cursor_execute", watch.statement), ("commit", watch.commit), ("rollback", watch.rollback))
    for name, listener in listeners:
        event.listen(db.engine, name, listener)
    try:
        yield watch
    finally:
        for name, listener in listeners:
            event.remove(db.engine, name, listener)


def everything() -> dict[str, list[str]]:
    """Every row of every table, and nothing left open."""
    db.session.rollback()
    tables = [table.name for table in db.metadata.sorted_tables]
    connection = db.session.connection()
    found = {name: sorted(map(str, connection.exec_driver_sql(f'SELECT * FROM "{name}"'))) for name in tables}
    db.session.rollback()
    return found


def unlocked(transaction: Transaction, dialect: str) -> set[str]:
    """What a transaction read and then wrote to with nothing locked before: on SQLite it has to begin as a writer."""
    if not transaction.changes:
        return set()
    if dialect == "sqlite":
        return set() if transaction.began == "BEGIN IMMEDIATE" else transaction.writes
    read: set[str] = set()
    for statement in transaction.statements:
        if LOCKING.search(statement):
            return set()
        if (found := WRITING.match(statement)) and found[1] in read - OWN:
            return {found[1]}
        if statement.startswith("SELECT"):
            read |= set(READING.findall(statement))
    return set()
