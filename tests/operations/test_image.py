"""What is held in memory of who is printed where is what the database holds, after every kind of change, on both databases."""

from datetime import date

import pytest
from sqlalchemy import create_engine, select, text

from tests.builders import a_document, a_measure, a_task, an_agency
from tests.operations.registry_states import register, the_registry
from tests.operations.test_confirming import correct
from tests.operations.test_publishing import EVERYWHERE, published
from tests.operations.test_registry import printed_id
from tracker.operations import confirming
from tracker.operations.recognising import recognise
from tracker.operations.registry_changes import undo, version_of
from tracker.operations.registry_collectives import name_members_for
from tracker.operations.registry_merging import merge_bodies
from tracker.operations.registry_naming import confirm_name
from tracker.operations.tidying import tidy
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument, Task
from tracker.storage.editions import all_editions
from tracker.storage.queries import basis as bases
from tracker.storage.queries import image as images
from tracker.storage.queries.basis import basis
from tracker.storage.queries.image import image
from tracker.storage.queries.rows import rows_of


def held():
    """By document: the number of its measures and its tasks, as they are held."""
    return {
        id_: (document.measures, [(task.id, *task[2:6], list(zip(task.assignments, task.who, strict=True))) for task in document.tasks])
        for id_, document in image().documents.items()
    }


def stored():
    """The same as the tables have it."""
    db.session.expire_all()
    documents = db.session.scalars(select(PolicyDocument)).all()
    return {each.id: (len(each.measures), [_task(task) for own in each.measures for task in own.tasks]) for each in documents if each.measures}


def _task(task):
    (row,) = rows_of([task.id])
    units = [
        (unit.id, (unit.role, unit.agency_id, unit.registered_id, unit.collective_id, unit.recognition))
        for unit in task.assignments
    ]
    return task.id, task.measure_id, f"{row.label} {row.title}", task.origin, task.deadline_on, units


def first_task():
    return db.session.scalar(select(Task.id).order_by(Task.id))


def it_is_published(document):
    published(document)


def it_is_amended(document):
    correct(document, kind="split_task", task=4, at=confirming.draft(document).draft.task(4).start + 4)
    correct(document, kind="change_deadline", task=1, deadline="2027年底前")
    correct(document, **EVERYWHERE)
    published(document)


def a_task_is_taken_out(document):
    correct(document, kind="remove_task", task=2)
    published(document)


def another_is_stored(_):
    tasks = [a_task(lead=an_agency("市某某办"), support=[an_agency("市有关部门")]), a_task(text="二。")]
    db.session.add(a_document([a_measure(tasks), a_measure(heading=None)], issued_on=date(2024, 1, 1)))
    db.session.commit()


def names_are_recognised(_):
    recognise()
    db.session.commit()


def a_name_is_confirmed(_):
    confirm_name(printed_id("市某某办"), "440100-002", who="王敏")


def members_are_named(_):
    open_one = next(each.id for each in the_registry().collectives if each.open and each.jurisdiction == "440100")
    version = version_of(open_one)
    db.session.rollback()
    name_members_for(open_one, ["440100-002"], basis="纪要", who="王敏", version=version, task_id=first_task())


def bodies_are_merged(_):
    versions = (version_of("440100-002"), version_of("440100-003"))
    db.session.rollback()
    made = merge_bodies("440100-002", "440100-003", who="王敏", versions=versions)
    db.session.rollback()
    undo(made.event, who="王敏")


def a_document_goes(document):
    db.session.delete(db.session.get(PolicyDocument, document))
    db.session.commit()


STEPS = (
    it_is_published, it_is_amended, another_is_stored, names_are_recognised, a_name_is_confirmed, members_are_named,
    bodies_are_merged, a_task_is_taken_out, a_document_goes,
)  # fmt: skip
STATEMENTS = (
    "UPDATE assignment SET role = 'guide' WHERE id = (SELECT min(id) FROM assignment)",
    "UPDATE assignment SET recognition = 'confirmed', registered_id = '440100-001'",
    "UPDATE assignment SET collective_id = NULL, registered_id = NULL, recognition = 'candidate'",
    "UPDATE assignment SET agency_id = (SELECT min(id) FROM agency)",
    "UPDATE assignment SET task_id = (SELECT max(id) FROM task), position = 90 WHERE id = (SELECT min(id) FROM assignment)",
    "DELETE FROM assignment WHERE id = (SELECT max(id) FROM assignment)",
    "UPDATE task SET text = '另一句话。', deadline_on = '2027-01-31'",
    "UPDATE task SET measure_id = (SELECT max(id) FROM measure), ordinal = 70 WHERE id = (SELECT min(id) FROM task)",
    "DELETE FROM task WHERE id = (SELECT max(id) FROM task)",
    "UPDATE measure SET heading = '另一个题目', position = position + 100",
    "DELETE FROM measure WHERE id = (SELECT max(id) FROM measure)",
    "DELETE FROM document",
)


@pytest.fixture
def plan(document):
    register()
    return document


def test_after_every_change_it_is_what_is_stored(plan):
    seen = [held()]
    for step in STEPS:
        step(plan)
        db.session.rollback()
        assert held() == stored(), step.__name__
        assert basis() == bases._renewed(None), step.__name__
        db.session.rollback()
        seen.append(held())
        assert seen[-1] != seen[-2] or step in (members_are_named, bodies_are_merged), step.__name__
        db.session.rollback()


def test_a_transaction_sees_its_own_changes_and_leaves_nothing_behind_when_it_is_taken_back(plan):
    published(plan)
    another_is_stored(plan)
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


def test_what_another_process_wrote_is_noticed(plan):
    published(plan)
    before = held()
    db.session.rollback()
    other = create_engine(db.engine.url)
    for statement in STATEMENTS[:2]:
        with other.begin() as connection:
            connection.execute(text(statement))
            connection.execute(text("UPDATE data_version SET documents = documents + 1"))
        assert held() == stored() != before
        db.session.rollback()
    other.dispose()


def test_a_name_that_came_since_names_were_read_is_looked_up(plan):
    """Between two statements of a page another process gives a duty a name that was not there before."""
    published(plan)
    names, task = basis().printed, first_task()
    if db.engine.dialect.name == "sqlite":
        db.session.rollback()
    other = create_engine(db.engine.url)
    with other.begin() as connection:
        connection.execute(text("INSERT INTO agency (id, jurisdiction, name) VALUES (9001, '广州市', '市低空办')"))
        connection.execute(text(f"UPDATE assignment SET agency_id = 9001 WHERE task_id = {task} AND position = 1"))
    other.dispose()
    assert 9001 not in names
    (row,) = rows_of([task])
    assert "市低空办" in [unit.name for unit in row.units]


def test_only_what_was_changed_is_read_anew(plan, monkeypatch):
    published(plan)
    another_is_stored(plan)
    image()
    db.session.rollback()
    read, plain = [], images._read
    monkeypatch.setattr(images, "_read", lambda documents=None: read.append(documents) or plain(documents))
    one, all_names = STATEMENTS[6] + f" WHERE id = {first_task()}", STATEMENTS[1]
    both = set(image().documents)
    for statement, few, anew in ((one, 3, [{plan}]), (all_names, 3, [both]), (STATEMENTS[2], 1, [])):
        read.clear()
        monkeypatch.setattr(images, "MOST_DOCUMENTS", few)
        db.session.execute(text(statement))
        db.session.commit()
        assert held() == stored()
        assert read == anew, statement
        db.session.rollback()


def test_gathering_keeps_the_numbers(plan):
    published(plan)
    before = set(db.session.execute(all_editions()))
    db.session.rollback()
    tidy()
    assert set(db.session.execute(all_editions())) == before != set()
