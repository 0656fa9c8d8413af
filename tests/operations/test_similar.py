"""Measures of other documents that speak of the same matter."""

import pytest
from sqlalchemy import select

from tests.builders import a_received_document
from tests.operations.conftest import stored
from tracker.operations import similar, versions
from tracker.storage.database import db
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.storage.queries.passages import passages_elsewhere
from tracker.storage.sight import Sight, look_as, look_away

NUMBERS = {"000": 1, "001": 2, "002": 3, "003": 4, "004": 5}


def task_about(words, stem):
    statement = select(Task.id).join(Task.measure).join(Measure.document)
    statement = statement.where(PolicyDocument.stem.startswith(stem), Measure.heading.contains(words))
    return db.session.scalars(statement.order_by(Task.id)).first()


@pytest.mark.parametrize("stem", ["000", "001", "004"])
def test_the_same_matter_in_other_documents_is_found(in_loaded_app, stem):
    found = similar.similar_measures(task_about("海外仓", stem))
    assert found
    assert all("海外仓" in row.heading + row.text for match in found[:1] for row in match.tasks[:1])
    assert all(row.document.id != NUMBERS[stem] for match in found for row in match.tasks)
    assert [match.likeness for match in found] == sorted((match.likeness for match in found), reverse=True)


def test_a_document_to_be_confirmed_is_compared_with_the_ledger(in_loaded_app):
    text = "广州市若干措施\n\n一、任务\n（一）建设海外仓。支持企业建设和使用公共海外仓。（市商务局牵头）\n"
    document = stored(a_received_document(text))
    found = similar.similar_to_draft(document, 1)
    assert "海外仓" in found[0].tasks[0].heading
    assert similar.similar_to_draft(document, 9) == ()


def test_a_document_that_was_replaced_is_not_listed(in_loaded_app):
    task = task_about("海外仓", "004")
    first = similar.similar_measures(task)[0].tasks[0].document.id
    newer = stored(a_received_document(title="新版"))
    versions.accept(newer, first, who="张三")
    assert first not in {row.document.id for match in similar.similar_measures(task) for row in match.tasks}


def test_a_task_that_is_not_there_is_like_nothing(in_loaded_app):
    assert similar.similar_measures(10**6) == ()
    assert similar.similar_to_draft(10**6, 1) == ()


def test_an_agency_is_shown_of_each_measure_the_tasks_it_sees_and_no_more(in_loaded_app):
    registered = select(Assignment.registered_id).where(Assignment.registered_id.is_not(None)).distinct()
    bodies = db.session.scalars(registered).all()
    said = select(Measure.id, Measure.heading, Task.id.label("task_id"), Task.text).join(Task.measure)
    statement = said.order_by(Measure.id, Task.ordinal)
    everything, parts = passages_elsewhere(1), 0
    for body in sorted(bodies)[:20]:
        look_as(Sight(bodies=frozenset({body})))
        rows = db.session.execute(statement.where(Measure.document_id != 1)).all()
        expected = {row.id: (row.heading or "") for row in rows}
        for row in rows:
            expected[row.id] += row.text
        found = passages_elsewhere(1)
        assert {id_: each.text for id_, each in found.items()} == expected, body
        assert sorted(task for each in found.values() for task in each.task_ids) == sorted(row.task_id for row in rows)
        parts += sum(len(each.task_ids) < len(everything[id_].task_ids) for id_, each in found.items())
        look_away()
    assert parts
