"""What is held in memory of what tasks say is what the database holds, and a search finds by it what the database finds
by a reading of its own: after every kind of change, on both databases."""

import pytest
from sqlalchemy import create_engine, or_, select, text

from tests.operations.registry_states import register
from tests.operations.test_image import STEPS, another_is_stored
from tests.operations.test_publishing import published
from tests.storage.queries.test_words import found_by_the_database
from tracker.storage.database import db
from tracker.storage.documents import Measure, Task
from tracker.storage.queries import texts as held_texts
from tracker.storage.queries.image import image
from tracker.storage.queries.texts import texts
from tracker.storage.queries.words import holding, tasks_saying

LAST = "(SELECT max(id) FROM {})"
STATEMENTS = (
    "UPDATE task SET text = 'CHANGED一句话。'",
    "UPDATE task SET annotation = '（新注changed牵头）' WHERE id = " + LAST.format("task"),
    "UPDATE task SET annotation = NULL",
    "UPDATE task SET ordinal = 70, measure_id = " + LAST.format("measure") + " WHERE id = (SELECT min(id) FROM task)",
    "UPDATE measure SET section = 'Changed一节' WHERE id = " + LAST.format("measure"),
    "UPDATE measure SET path = 'changed一（九）'",
    "UPDATE measure SET heading = 'changed题目' WHERE id = " + LAST.format("measure"),
    "UPDATE measure SET document_id = (SELECT min(id) FROM document), position = 90 WHERE id = " + LAST.format("measure"),
    "UPDATE document SET title = 'NEW TITLE' WHERE id = " + LAST.format("document"),
    "UPDATE document SET number = '〔2026〕NEWER号' WHERE id = " + LAST.format("document"),
    "UPDATE agency SET name = 'RENAMED办' WHERE id = " + LAST.format("agency"),
    "UPDATE assignment SET agency_id = (SELECT max(agency_id) FROM assignment)",
    "DELETE FROM assignment",
    "DELETE FROM task WHERE id = " + LAST.format("task"),
    "DELETE FROM measure WHERE id = " + LAST.format("measure"),
    "DELETE FROM document WHERE id = " + LAST.format("document"),
    "DELETE FROM document",
)
WORDS = ("changed", "title", "newer", "renamed", "。", "有关部门", "市某某办", "牵头", "一（")


@pytest.fixture
def plan(document):
    register()
    return document


@pytest.fixture
def plans(plan):
    """Two documents with their tasks, published."""
    published(plan)
    another_is_stored(plan)
    return plan


def held():
    """All that is held, and by word the tasks that a search finds by it, and those that say it themselves."""
    return texts(), {word: (_found(*holding(word)), tasks_saying(word, set(texts()))) for word in WORDS}


def _found(chosen):
    return {task for task in image().tasks if chosen.holds(task)}


def stored():
    """The same as the database reads it."""
    db.session.expire_all()
    return held_texts._read(), {word: (set(found_by_the_database(word)), _saying(word)) for word in WORDS}


def _saying(word):
    said = or_(*(column.icontains(word, autoescape=True) for column in (Task.text, Measure.path, Measure.heading)))
    return set(db.session.scalars(select(Task.id).join(Task.measure).where(said)))


def test_after_every_change_it_is_what_is_stored(plan):
    for step in STEPS:
        step(plan)
        db.session.rollback()
        assert held() == stored(), step.__name__
        db.session.rollback()


def test_a_transaction_sees_its_own_changes_and_leaves_nothing_behind_when_it_is_taken_back(plans):
    for statement in STATEMENTS:
        before = held()
        db.session.execute(text(statement))
        assert held() == stored() != before, statement
        db.session.rollback()
        assert held() == before, statement
        db.session.execute(text(statement))
        db.session.commit()
        assert held() == stored() != before, statement
        db.session.rollback()


def test_what_another_process_wrote_is_noticed(plans):
    other = create_engine(db.engine.url)
    for statement in STATEMENTS[1:12]:
        before = held()
        db.session.rollback()
        with other.begin() as connection:
            connection.execute(text(statement))
            connection.execute(text("UPDATE data_version SET documents = documents + 1"))
        assert held() == stored() != before, statement
        db.session.rollback()
    other.dispose()


def test_only_what_was_changed_is_read_anew(plans, monkeypatch):
    texts()
    db.session.rollback()
    read, plain = [], held_texts._read
    monkeypatch.setattr(held_texts, "_read", lambda documents=None: read.append(documents) or plain(documents))
    last = max(texts())
    assert last != plans
    db.session.rollback()
    for statement, anew in ((STATEMENTS[1], [{last}]), (STATEMENTS[4], [{last}]), (STATEMENTS[8], []), (STATEMENTS[5], [{plans, last}])):
        read.clear()
        db.session.execute(text(statement))
        db.session.commit()
        texts()
        assert read == anew, statement
        db.session.rollback()
