"""Naming members: as a rule, for a document, for a task; the nearest holds, and the units say so."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.operations.registry_states import everything, register, two_documents
from tests.operations.test_registry import meant
from tracker.errors import ChangedMeanwhile, NotRegistered, Unreasoned
from tracker.operations.recognising import recognise
from tracker.operations.registry_changes import undo, version_of
from tracker.operations.registry_collectives import name_members, name_members_for
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument, Task
from tracker.storage.queries.collectives import collective_list, collective_view
from tracker.storage.queries.registry import units_of
from tracker.storage.registering import stored_registry
from tracker.vocabulary import Recognition

SOME_DISTRICTS, ALL_DISTRICTS = "440100-802", "440100-801"
BAIYUN, HUADU, NANSHA = "440100-105", "440100-108", "440100-109"
TODAY = date(2026, 3, 2)


@pytest.fixture
def two_tasks(office):
    register()
    two_documents("有关区政府", "市财政局")
    recognise()
    db.session.commit()


def name(agencies, collective=SOME_DISTRICTS, **scope):
    own = {"basis": "会议纪要", "who": "王敏", "version": version_of(collective)}
    db.session.rollback()
    if "task_id" in scope or "document_id" in scope:
        return name_members_for(collective, agencies, **scope, **own)
    return name_members(collective, agencies, since=scope.get("since"), **own)


def bearers():
    """By task: who carries the collective's duty."""
    tasks = db.session.scalars(select(Task.id).order_by(Task.id)).all()
    found = units_of(tasks, TODAY)
    db.session.rollback()
    return [[each.agency.id for each in found[task][0].bearers] for task in tasks]


def ids(table):
    found = db.session.scalars(select(table.id).order_by(table.id)).all()
    db.session.rollback()
    return found


def test_nobody_owes_anything_until_members_are_named(two_tasks):
    assert bearers() == [[], []]
    assert meant()["有关区政府"] == (SOME_DISTRICTS, Recognition.OPEN)


def test_members_named_as_a_rule_hold_in_every_task(two_tasks):
    name([BAIYUN, HUADU])
    assert bearers() == [[BAIYUN, HUADU]] * 2
    assert meant()["有关区政府"] == (SOME_DISTRICTS, Recognition.RESOLVED)


def test_members_of_a_document_come_before_the_rule_and_those_of_a_task_before_both(two_tasks):
    (first, _), (document, _) = ids(Task), ids(PolicyDocument)
    name([BAIYUN, HUADU])
    name([NANSHA], document_id=document)
    assert bearers() == [[NANSHA], [BAIYUN, HUADU]]
    name([HUADU], task_id=first)
    assert bearers() == [[HUADU], [BAIYUN, HUADU]]
    name([], task_id=first)
    assert bearers() == [[NANSHA], [BAIYUN, HUADU]]


def test_only_the_task_for_which_members_are_named_waits_no_longer(two_tasks):
    name([HUADU], task_id=ids(Task)[0])
    view = collective_view(SOME_DISTRICTS, TODAY)
    assert (view.line.waiting, view.line.tasks, view.line.members) == (1, 2, 0)
    assert [[each.id for each in use.named] for use in view.uses] == [[HUADU], []]


def test_those_no_longer_named_end_on_the_day(two_tasks):
    name([BAIYUN, HUADU], since=date(2020, 1, 1))
    name([HUADU, NANSHA], since=date(2025, 1, 1))
    own = [each for each in stored_registry().collective_members if each.collective == SOME_DISTRICTS]
    assert {(each.agency, str(each.valid_from), str(each.valid_to)) for each in own} == {
        (BAIYUN, "2020-01-01", "2025-01-01"),
        (HUADU, "2020-01-01", "None"),
        (NANSHA, "2025-01-01", "None"),
    }


def test_naming_is_taken_back(two_tasks):
    before = everything()
    events = [name([BAIYUN]).event, name([NANSHA], task_id=ids(Task)[0]).event]
    for event in reversed(events):
        undo(event, who="王敏")
    assert everything() == before


def test_naming_needs_a_basis_known_agencies_and_the_collective_as_it_was_shown(two_tasks):
    before = everything()
    with pytest.raises(Unreasoned):
        name_members(SOME_DISTRICTS, [BAIYUN], since=None, basis=" ", who="王敏", version=0)
    for collective, agency in ((SOME_DISTRICTS, "没有"), ("没有", BAIYUN), (SOME_DISTRICTS, ALL_DISTRICTS)):
        with pytest.raises(NotRegistered):
            name_members(collective, [agency], since=None, basis="纪要", who="王敏", version=0)
    assert everything() == before
    name([BAIYUN])
    with pytest.raises(ChangedMeanwhile):
        name_members(SOME_DISTRICTS, [NANSHA], since=None, basis="纪要", who="李国平", version=0)


def test_the_list_counts_eleven_districts_of_guangzhou_and_twelve_of_shenzhen(two_tasks):
    found = {line.collective.id: line for line in collective_list(TODAY)}
    assert (found[ALL_DISTRICTS].members, found["440300-801"].members) == (11, 12)
    assert (found[ALL_DISTRICTS].noun, found[SOME_DISTRICTS].waiting) == ("区", 2)
