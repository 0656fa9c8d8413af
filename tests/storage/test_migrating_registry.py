"""From documents that are confirmed to the registry of agencies, and back: what the office has stays (case 96)."""

import pytest
from sqlalchemy import text

from tests.storage.test_migrating_documents import FIRST, everything, rows
from tracker.operations import migrating
from tracker.storage.database import db


@pytest.fixture
def second_release(empty_app):
    """A database of the release before the registry, with two documents; what is in it."""
    migrating.upgrade("0001")
    with db.engine.begin() as connection:
        for statement in FIRST.split(";"):
            connection.execute(text(statement))
    migrating.upgrade("0002")
    return everything()


def test_nobody_is_recognised_before_there_is_a_registry(second_release):
    migrating.upgrade("0003")
    assert rows("SELECT registered_id, collective_id, recognition FROM assignment") == [(None, None, "candidate")] * 3


def test_going_back_leaves_what_was_there(second_release):
    migrating.upgrade("0003")
    migrating.downgrade("0002")
    assert everything() == second_release


def test_a_recognition_nobody_knows_is_refused_by_the_database(second_release):
    migrating.upgrade("0003")
    with pytest.raises(Exception, match="recognition"), db.engine.begin() as connection:
        connection.execute(text("UPDATE assignment SET recognition = 'guessed'"))
