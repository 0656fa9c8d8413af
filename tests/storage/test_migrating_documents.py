"""From the first release to documents that are confirmed, and back: what the office has stays (case 96)."""

import pytest
from sqlalchemy import text

from tracker.operations import migrating
from tracker.storage.database import db

FIRST = """
    INSERT INTO agency (id, jurisdiction, name) VALUES (1, '广州市', '市商务委'), (2, '广州市', '市财政局');
    INSERT INTO document (id, stem, position, title, status, text, sha256) VALUES
      (1, '甲', 0, '甲方案', 'issued', '正文', 'aa'), (2, '乙', 1, '乙方案', 'draft', NULL, NULL);
    INSERT INTO measure (id, document_id, position) VALUES (1, 1, 1), (2, 1, 0), (3, 2, 0);
    INSERT INTO task (id, measure_id, ordinal, text, deadline, origin, start, "end") VALUES
      (1, 1, 1, '丙', '持续推进', 'none', 6, 8), (2, 2, 2, '乙', NULL, 'annotation', 3, 5),
      (3, 2, 1, '甲', '2018年6月底前', 'annotation', 0, 3), (4, 3, 1, '丁', '2018年6月底前', 'none', NULL, NULL);
    INSERT INTO assignment (task_id, agency_id, role, position) VALUES
      (2, 1, 'lead', 0), (3, 1, 'lead', 0), (3, 2, 'support', 1)
"""
TABLES = ("agency", "document", "measure", "task", "assignment")


def rows(statement):
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def everything():
    return {table: rows(f"SELECT * FROM {table} ORDER BY id") for table in TABLES}


@pytest.fixture
def first_release(empty_app):
    """A database of the first release with two documents; what is in it."""
    migrating.upgrade("0001")
    with db.engine.begin() as connection:
        for statement in FIRST.split(";"):
            connection.execute(text(statement))
    return everything()


def test_what_was_loaded_counts_as_published(first_release):
    migrating.upgrade()
    assert rows("SELECT state, task_count, unit_count, undecided_count, doubt_count FROM document ORDER BY id") == [
        ("published", 3, 2, 0, 0),
        ("published", 1, 0, 0, 0),
    ]


def test_tasks_are_numbered_through_their_document_as_printed(first_release):
    migrating.upgrade()
    assert rows("SELECT text, draft_number FROM task ORDER BY draft_number, id") == [
        ("甲", 1),
        ("丁", 1),
        ("乙", 2),
        ("丙", 3),
    ]


def test_a_task_that_was_there_has_the_day_of_its_printed_deadline(first_release):
    migrating.upgrade()
    days = rows("SELECT text, CAST(deadline_on AS VARCHAR) FROM task WHERE deadline_on IS NOT NULL ORDER BY id")
    assert days == [("甲", "2018-06-30"), ("丁", "2018-06-30")]


def test_going_back_leaves_what_was_there(first_release):
    migrating.upgrade()
    migrating.downgrade("0001")
    assert everything() == first_release


def test_going_back_drops_what_was_never_published(first_release):
    migrating.upgrade()
    with db.engine.begin() as connection:
        columns = "id, stem, position, status, state, task_count, unit_count, undecided_count, doubt_count"
        connection.execute(
            text(f"INSERT INTO document ({columns}) VALUES (3, '丙', 2, 'issued', 'received', 0, 0, 0, 0)")
        )
    migrating.downgrade("0001")
    assert everything() == first_release


def test_a_state_nobody_knows_is_refused_by_the_database(first_release):
    migrating.upgrade()
    with pytest.raises(Exception, match="documentstate"), db.engine.begin() as connection:
        connection.execute(text("UPDATE document SET state = 'lost'"))
