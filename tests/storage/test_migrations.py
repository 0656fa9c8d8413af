"""The migrations: they build what the tables declare, and go up, down and up again (case 96)."""

from contextlib import contextmanager

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from tests.builders import a_document
from tests.conftest import closing
from tracker.errors import NotReady
from tracker.operations import migrating
from tracker.settings import Settings
from tracker.storage.database import db
from tracker.web.application import create_app


@contextmanager
def an_app(**settings):
    """An application whose database nobody has touched, within its context."""
    with closing(create_app(Settings(**settings), TESTING=True)) as app, app.app_context():
        yield app


def schema():
    """Tables with their columns, keys, indexes and constraints, as the database has them."""
    inspector = inspect(db.engine)
    return {
        table: {
            "columns": [
                (column["name"], str(column["type"]), column["nullable"]) for column in inspector.get_columns(table)
            ],
            "checks": sorted(check["name"] for check in inspector.get_check_constraints(table)),
            "unique": sorted(unique["name"] for unique in inspector.get_unique_constraints(table)),
            "foreign": sorted(
                (key["name"], tuple(sorted(key["options"].items()))) for key in inspector.get_foreign_keys(table)
            ),
            "indexes": sorted(index["name"] for index in inspector.get_indexes(table)),
            "key": inspector.get_pk_constraint(table)["name"],
        }
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def test_there_is_one_line_of_revisions_numbered_in_order():
    revisions = migrating.known_revisions()
    assert revisions == [f"{number:04}" for number in range(1, len(revisions) + 1)]


def test_migrations_build_what_the_tables_declare(empty_app):
    migrating.upgrade()
    migrated = schema()
    with db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), db.metadata) == []
    db.drop_all()
    db.create_all()
    assert migrated == schema()


def test_up_and_down_and_up_again_gives_the_same_tables(empty_app):
    for revision in migrating.known_revisions():
        migrating.upgrade(revision)
        once = schema()
        migrating.downgrade("-1")
        migrating.upgrade(revision)
        assert schema() == once
    migrating.downgrade("base")
    assert schema() == {}


def test_upgrading_twice_changes_nothing_and_keeps_the_rows(in_app):
    db.session.add(a_document())
    db.session.commit()
    migrating.upgrade()
    assert migrating.current_revision() == migrating.known_revisions()[-1]
    assert db.session.scalar(text("SELECT count(*) FROM document")) == 1


def test_a_failed_migration_leaves_the_database_as_it_was(empty_app):
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE measure (id INTEGER)"))
    with pytest.raises(NotReady):
        migrating.upgrade()
    assert schema().keys() == {"measure"}


def test_a_database_newer_than_the_program_is_refused(in_app):
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NotReady, match=r"9999.*新版程序"):
        migrating.upgrade()


def test_a_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "tracker.sqlite3").write_bytes(b"no database at all" * 100)
    with an_app(home=tmp_path), pytest.raises(NotReady, match="无法打开或更新数据库"):
        migrating.upgrade()


def test_a_database_in_a_folder_that_is_not_there_is_refused(tmp_path):
    url = f"sqlite:///{tmp_path / 'nowhere' / 'tracker.sqlite3'}"
    with an_app(home=tmp_path, database_url=url), pytest.raises(NotReady, match="无法打开或更新数据库"):
        migrating.upgrade()


def test_a_server_that_does_not_answer_is_refused(tmp_path):
    url = "postgresql+psycopg://someone:secret@127.0.0.1:1/office"
    with an_app(home=tmp_path, database_url=url), pytest.raises(NotReady, match="无法打开或更新数据库") as refused:
        migrating.upgrade()
    assert "secret" not in str(refused.value)
