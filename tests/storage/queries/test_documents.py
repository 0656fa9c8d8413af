"""The list of documents: how far each has come, in a counted number of statements."""

import pytest

from tests.builders import a_document, a_received_document
from tests.statements import counted
from tracker.operations import confirming, publishing
from tracker.storage.database import db
from tracker.storage.queries.documents import document_line, document_list, reading_of_task, stored_reading, task_ids
from tracker.vocabulary import DocumentState


@pytest.fixture
def three(in_app):
    """A loaded document, one that waits, one that was put away; their ids."""
    documents = [a_document(title=None), a_received_document(), a_received_document()]
    db.session.add_all(documents)
    db.session.flush()
    ids = [document.id for document in documents]
    db.session.commit()
    publishing.discard(ids[2], who="张三", reason="重复")
    return ids


def test_the_last_to_come_stands_first_and_what_was_put_away_does_not_stand_there(three):
    loaded, waiting, discarded = three
    assert [line.id for line in document_list()] == [waiting, loaded]
    assert [line.id for line in document_list(DocumentState.RECEIVED)] == [waiting]
    assert [line.id for line in document_list(DocumentState.DISCARDED)] == [discarded]


def test_a_document_is_called_by_its_title_else_by_its_file(three):
    assert [line.name for line in document_list()][0] == "广州市促进跨境贸易便利化若干措施"
    assert document_line(three[0]).name == document_line(three[0]).stem


def test_what_changed_since_publication_is_seen(three):
    waiting = three[1]
    publishing.publish(waiting, who="张三", reason="另行明确")
    assert not document_line(waiting).is_changed
    confirming.correct(waiting, {"kind": "remove_task", "task": 1}, who="李四", sequence=1)
    line = document_line(waiting)
    assert (line.is_changed, line.published_by, line.tasks) == (True, "张三", 3)


def test_the_number_of_statements_does_not_grow_with_the_documents(three, app):
    with counted(app) as few:
        document_list()
    db.session.add_all([a_received_document() for _ in range(5)])
    db.session.commit()
    with counted(app) as many:
        assert len(document_list()) == 7
    assert len(few) == len(many) == 2


def test_a_reading_is_there_only_where_it_was_kept(three):
    assert stored_reading(three[0]) is None
    assert stored_reading(99) is None
    assert len(stored_reading(three[1]).findings.tasks) == 4


def test_a_task_of_the_ledger_has_its_place_in_the_draft(three):
    publishing.publish(three[1], who="张三", reason="另行明确")
    ids = task_ids(three[1])
    assert reading_of_task(ids[3]).number == 3
    assert reading_of_task(10**6) is None
