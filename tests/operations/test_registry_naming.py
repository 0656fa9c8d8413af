"""Deciding whom a printed name means, changing one's mind, and taking it back; each leaves its event."""

import pytest
from sqlalchemy import delete, select

from tests.operations.registry_states import everything, register
from tests.operations.test_registry import an_issued_task, meant, printed_id
from tracker.errors import WrongState
from tracker.operations.registry_changes import undo
from tracker.operations.registry_naming import confirm_name, withdraw_name
from tracker.storage.database import db
from tracker.storage.queries.registry_history import history_of_body, history_of_step
from tracker.storage.registry import ConfirmedName
from tracker.storage.registry_history import RegistryEvent, RegistryEventBody
from tracker.vocabulary import RegistryStep


@pytest.fixture
def named(office):
    register()
    an_issued_task("市促进办")
    return office


def confirmed_id():
    found = db.session.scalar(select(ConfirmedName.id))
    db.session.rollback()
    return found


def test_a_decision_is_told_with_what_was_decided_before(named):
    confirm_name(printed_id("市促进办"), "440100-002", who="王敏")
    confirm_name(printed_id("市促进办"), "440100-003", who="李国平")
    later, first = history_of_body("440100-002")
    assert first.sentences == ("新增 “市促进办”（广州市）指 广州市发展和改革委员会",)
    assert later.sentences == (
        "“市促进办”（广州市）指 广州市发展和改革委员会，改为 “市促进办”（广州市）指 广州市教育局",
    )
    assert (first.who, later.who) == ("王敏", "李国平")


def test_taking_back_restores_what_was_decided_before_step_by_step(named):
    before = everything()
    confirm_name(printed_id("市促进办"), "440100-002", who="王敏")
    once = everything()
    confirm_name(printed_id("市促进办"), "440100-003", who="李国平")
    withdraw_name(confirmed_id(), who="王敏")
    assert everything() == once
    withdraw_name(confirmed_id(), who="王敏")
    assert everything() == before
    assert [line.step for line in history_of_step()][:2] == [RegistryStep.UNDONE] * 2


def test_what_was_decided_before_there_was_a_history_is_taken_back_too(named):
    before = everything()
    confirm_name(printed_id("市促进办"), "440100-002", who="王敏")
    for table in (RegistryEventBody, RegistryEvent):
        db.session.execute(delete(table))
    db.session.commit()
    withdraw_name(confirmed_id(), who="王敏")
    assert everything() == before


def test_nothing_is_taken_back_twice(named):
    confirm_name(printed_id("市促进办"), "440100-002", who="王敏")
    event, row = history_of_body("440100-002")[0].id, confirmed_id()
    withdraw_name(row, who="王敏")
    with pytest.raises(WrongState, match="已经撤销过"):
        withdraw_name(row, who="王敏")
    with pytest.raises(WrongState, match="已经撤销过"):
        undo(event, who="王敏")


def test_a_step_whose_rows_changed_since_is_not_taken_back(named):
    confirm_name(printed_id("市促进办"), "440100-002", who="王敏")
    first = history_of_body("440100-002")[0].id
    confirm_name(printed_id("市促进办"), "440100-003", who="王敏")
    before = everything()
    with pytest.raises(WrongState, match="后来又改过"):
        undo(first, who="王敏")
    assert everything() == before
    assert meant()["市促进办"][0] == "440100-003"


def test_the_first_loading_is_an_event_that_cannot_be_taken_back(named):
    assert history_of_step() == ()
    (line,) = history_of_step(RegistryStep.RELEASED)
    assert (line.step, line.can_be_undone) == (RegistryStep.RELEASED, False)
    with pytest.raises(WrongState, match="不能撤销"):
        undo(line.id, who="王敏")
