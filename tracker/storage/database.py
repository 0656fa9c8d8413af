"""The database object and how a connection to it is set up; the only place that knows which database it is."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import CompoundSelect, MetaData, Select, event, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase

from tracker.errors import NotReady
from tracker.storage.turns import TIMEOUT, turn

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
LOCK = 20_260_101
"""The number of the PostgreSQL advisory lock that migrating and loading take; any number of our own will do."""
QUEUES = {
    name: LOCK + place for place, name in enumerate(("sign-in", "audit", "remind", "tally", "days", "account"), start=1)
}
"""The locks of those who do one thing after another."""
STATISTICS_HOLD = 3600
"""Seconds after which a connection is made anew, and reads how large the tables have become meanwhile."""
FEW = ("objection", "extension", "task_fact", "light_override", "conditional_task", "nudge", "letter")
"""Tables that stay small beside the rows they are about; SQLite supposes a million in one that is empty."""
SQLITE_PRAGMAS = (f"busy_timeout={TIMEOUT * 1000}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base)


def engine_options(url):
    """Options for ``SQLALCHEMY_ENGINE_OPTIONS``: SQLite waits for its lock, a server's dead connections are noticed.

    Raises NotReady for an address that is none, of another database, or whose driver is not installed.
    """
    if _dialect(url) == "sqlite":
        return {"connect_args": {"timeout": TIMEOUT}, "pool_size": 16, "pool_recycle": STATISTICS_HOLD}
    return {"pool_pre_ping": True}


def _dialect(url):
    try:
        dialect = make_url(url).get_dialect()
        dialect.import_dbapi()
    except ArgumentError:
        raise NotReady("TRACKER_DATABASE_URL 不是数据库地址；应形如 postgresql+psycopg://用户@主机/库名。") from None
    except ModuleNotFoundError as error:
        raise NotReady(f"没有安装数据库驱动 {error.name}；请用 pip install 'tracker[postgres]' 安装。") from None
    if dialect.name not in ("sqlite", "postgresql"):
        raise NotReady(f"不支持数据库 {dialect.name}；请用 SQLite 或 PostgreSQL。")
    return dialect.name


def prepare(engine):
    """Set up every connection: PostgreSQL plans for short statements; SQLite has WAL, full synchronisation, foreign keys, our own BEGIN.

    A transaction of SQLite begins as BEGIN IMMEDIATE, so that two writers queue instead of losing an update. A connection whose
    ``reading`` execution option is set begins deferred and never waits for a writer; web sets it for GET requests.
    """
    if engine.dialect.name != "sqlite":
        event.listen(engine, "connect", _set_up_postgresql)
        return
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _set_up_postgresql(connection, _record):
    """Compiling a statement of a page takes 140 ms, most run in ten. A row read by its index costs what the next one does:
    what pages read is in memory, or on a disk without a head to move, which the server's default of 4 supposes."""
    connection.execute("SET jit TO off")
    connection.execute("SET random_page_cost TO 1.1")
    connection.commit()


def _set_up_sqlite(connection, _record):
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection):
    if connection.get_execution_options().get("reading"):
        connection.exec_driver_sql("BEGIN")
        return
    with turn(connection.engine.url.database, connection.connection.dbapi_connection):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def count_tables(engine):
    """Let SQLite look how large its tables are, or it plans selects as if they were small; PostgreSQL sees to it itself.

    A database that is busy is left alone: nothing depends on it but speed.
    """
    if engine.dialect.name != "sqlite":
        return
    with suppress(OperationalError), engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA analysis_limit=1000")
        connection.exec_driver_sql("ANALYZE")
        for table in FEW:
            connection.exec_driver_sql(
                "INSERT INTO sqlite_stat1 (tbl, idx, stat) SELECT ?, NULL, '100'"
                " WHERE NOT EXISTS (SELECT 1 FROM sqlite_stat1 WHERE tbl = ?)",
                (table, table),
            )


@contextmanager
def rebuilding(engine):
    """A connection on which tables may be rebuilt, closed for good afterwards.

    SQLite alters a table by copying it and dropping the old one, and a drop would delete the rows that point to it.
    Foreign keys cannot be switched off within a transaction, hence before; ``check_references`` makes up for it.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
        try:
            yield connection
        finally:
            connection.invalidate()


def check_references(connection):
    """Raise IntegrityError if a row points to a row that is not there; only SQLite has to be asked."""
    if connection.dialect.name != "sqlite":
        return
    if orphans := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(5):
        raise IntegrityError("PRAGMA foreign_key_check", None, ValueError(f"rows without their parent: {orphans}"))


def take_turn(connection):
    """Wait until no other process migrates or loads, until this transaction ends; SQLite's BEGIN has seen to it."""
    _take(connection, LOCK)


def queue_up(connection, what):
    """The same among those who do one thing that is counted: signing in, sealing the audit, reminding."""
    _take(connection, QUEUES[what])


def _take(connection, number):
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({number})")


def plain_rows(statement: Select | CompoundSelect) -> list[tuple]:
    """The rows of a select as the driver gives them, confined like any; for columns that need no conversion.

    150,000 of them cost 0.1 s, as rows of SQLAlchemy 0.4 s.
    """
    with db.session.execute(statement) as result:
        return getattr(result, "raw", result).cursor.fetchall()


def each_plain_row(statement: Select) -> Iterator[tuple]:
    """The same one after another: 150,000 rows held at once take 60 MB, which a process keeps for long."""
    with db.session.execute(statement) as result:
        yield from getattr(result, "raw", result).cursor
