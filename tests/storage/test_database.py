"""The set-up of SQLite connections: nothing acknowledged is lost, no update either (cases 6, 19)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.dialects.mysql.pymysql import MySQLDialect_pymysql
from sqlalchemy.exc import IntegrityError

from tests.builders import a_document, a_measure, a_task, an_agency
from tracker.errors import NotReady
from tracker.settings import Settings
from tracker.storage.database import check_references, count_tables, db, engine_options, rebuilding
from tracker.storage.documents import Measure, PolicyDocument, Task
from tracker.web.application import create_app

WRITERS, TURNS = 8, 25
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""What only SQLite has to be told; on a server it means nothing."""


@pytest.fixture
def document(in_app):
    document = a_document(measures=[a_measure(tasks=[a_task(lead=an_agency())])], position=0)
    db.session.add(document)
    db.session.commit()
    return document


@ON_SQLITE
def test_every_connection_of_the_pool_waits_for_the_disk_and_checks_foreign_keys(in_app):
    connections = [db.engine.connect() for _ in range(3)]
    for connection in connections:
        asked = ("synchronous", "journal_mode", "foreign_keys", "busy_timeout")
        answers = [connection.connection.dbapi_connection.execute(f"PRAGMA {name}").fetchone()[0] for name in asked]
        assert answers == [2, "wal", 1, 30000]
        connection.close()


@pytest.mark.postgres
def test_every_connection_to_a_server_plans_for_short_statements_on_what_is_in_memory(postgres_url, tmp_path):
    app = create_app(Settings(home=tmp_path, database_url=postgres_url), TESTING=True)
    with app.app_context():
        for _ in range(2):
            with db.engine.begin() as connection:
                assert connection.scalar(text("SHOW jit")) == "off"
                assert connection.scalar(text("SHOW random_page_cost")) == "1.1"
        db.engine.dispose()


@ON_SQLITE
def test_writers_that_read_first_lose_no_update(document):
    engine = db.engine

    def count_up(_):
        for _ in range(TURNS):
            with engine.begin() as connection:
                before = connection.scalar(select(PolicyDocument.position))
                connection.execute(update(PolicyDocument).values(position=before + 1))

    with ThreadPoolExecutor(WRITERS) as threads:
        list(threads.map(count_up, range(WRITERS)))
    db.session.rollback()
    assert db.session.scalar(select(PolicyDocument.position)) == WRITERS * TURNS


def test_a_reader_does_not_wait_for_a_writer(document):
    with db.engine.begin() as writer:
        writer.execute(update(PolicyDocument).values(position=7))
        with db.engine.connect().execution_options(reading=True) as reader:
            assert reader.scalar(select(PolicyDocument.position)) == 0


def test_a_document_takes_its_measures_and_tasks_with_it(document):
    db.session.delete(document)
    db.session.commit()
    assert [db.session.scalars(select(table.id)).all() for table in (Measure, Task)] == [[], []]


def test_an_agency_with_duties_is_not_deleted(document):
    with pytest.raises(IntegrityError):
        db.session.execute(text("DELETE FROM agency"))
    db.session.rollback()


@ON_SQLITE
def test_tables_may_be_rebuilt_without_losing_what_points_to_them(document):
    db.session.rollback()
    with rebuilding(db.engine) as connection:
        connection.execute(text("CREATE TABLE copy AS SELECT * FROM document"))
        connection.execute(text("DROP TABLE document"))
        connection.execute(text("ALTER TABLE copy RENAME TO document"))
        connection.commit()
    assert db.session.scalar(select(Task.text)) == "推进口岸建设。"


@ON_SQLITE
def test_a_row_without_its_parent_is_noticed_after_rebuilding(document):
    db.session.rollback()
    with rebuilding(db.engine) as connection:
        connection.execute(text("DELETE FROM document"))
        with pytest.raises(IntegrityError, match="rows without their parent"):
            check_references(connection)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("Postgres, please", "不是数据库地址"),
        ("nosuch://host/db", "不是数据库地址"),
        ("oracle+oracledb://host/db", "没有安装数据库驱动 oracledb"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(url, said):
    with pytest.raises(NotReady, match=said):
        engine_options(url)


def test_only_sqlite_and_postgresql_are_taken(monkeypatch):
    monkeypatch.setattr(MySQLDialect_pymysql, "import_dbapi", lambda: None)
    with pytest.raises(NotReady, match="不支持数据库 mysql"):
        engine_options("mysql+pymysql://host/db")


@ON_SQLITE
def test_foreign_keys_hold_again_after_rebuilding(in_app):
    with rebuilding(db.engine) as connection:
        assert connection.scalar(text("PRAGMA foreign_keys")) == 0
    with db.engine.connect() as connection:
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1


@ON_SQLITE
def test_sqlite_is_told_how_large_its_tables_are(document):
    count_tables(db.engine)
    counts = db.session.execute(text("SELECT stat FROM sqlite_stat1 WHERE tbl = 'task'")).scalars().all()
    assert counts
    assert all(stat.startswith("1") for stat in counts)


def test_counting_the_tables_waits_for_nobody(document, monkeypatch):
    monkeypatch.setattr("tracker.storage.turns.TIMEOUT", 0.01)
    with db.engine.begin() as writer:
        writer.execute(update(Task).values(text="改"))
        count_tables(db.engine)
    assert db.session.scalar(select(Task.text)) == "改"
