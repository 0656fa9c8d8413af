"""Handing duties over: the list, the office's choice for each row, and what units then say; no printed name changes."""

import pytest
from sqlalchemy import select

from tests.operations.registry_states import everything, register, the_form, two_documents
from tests.operations.test_registry import meant
from tracker import clock
from tracker.errors import NotRegistered, Unreasoned, WrongState
from tracker.operations.recognising import recognise
from tracker.operations.registry_bodies import save_body
from tracker.operations.registry_changes import undo, version_of
from tracker.operations.registry_handing_over import Choice, hand_over
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument, Task
from tracker.storage.queries.handovers import handover_view, pending
from tracker.storage.queries.registry import units_of
from tracker.vocabulary import DocumentStatus

COMMERCE_BEFORE, COMMERCE = "440100-201", "440100-015"
INSPECTION, GUANGZHOU_CUSTOMS, HUANGPU_CUSTOMS = "440100-404", "440000-401", "440000-402"


@pytest.fixture
def duties(office):
    """Two documents of 2017 that name 市商务委 and 广州检验检疫局; the id of the first task."""
    register()
    two_documents("市商务委", "广州检验检疫局", "市财政局")
    recognise()
    db.session.commit()
    return db.session.scalar(select(Task.id).order_by(Task.id))


def waiting():
    found = pending(clock.today())
    db.session.rollback()
    return [(each.task_id, each.printed, [one.agency.id for one in each.successors]) for each in found]


def bearers(task):
    units = units_of([task], clock.today())[task]
    db.session.rollback()
    return {unit.agency.name: [each.agency.id for each in unit.bearers] for unit in units}


def choose(task, *to, printed="广州检验检疫局", bearer=INSPECTION):
    return Choice(task, printed, bearer, to)


def test_the_list_names_the_duties_of_bodies_that_are_no_more_and_who_follows(duties):
    assert waiting() == [
        (duties, "市商务委", [COMMERCE]),
        (duties + 1, "市商务委", [COMMERCE]),
        (duties, "广州检验检疫局", [GUANGZHOU_CUSTOMS, HUANGPU_CUSTOMS]),
        (duties + 1, "广州检验检疫局", [GUANGZHOU_CUSTOMS, HUANGPU_CUSTOMS]),
    ]


def test_a_choice_of_a_split_holds_for_its_row_alone(duties):
    hand_over([choose(duties, HUANGPU_CUSTOMS)], who="王敏")
    assert bearers(duties)["广州检验检疫局"] == [HUANGPU_CUSTOMS]
    assert bearers(duties + 1)["广州检验检疫局"] == [GUANGZHOU_CUSTOMS, HUANGPU_CUSTOMS]
    assert (duties, "广州检验检疫局", [GUANGZHOU_CUSTOMS, HUANGPU_CUSTOMS]) not in waiting()
    assert meant()["广州检验检疫局"][0] == INSPECTION


def test_a_decision_says_from_whom_to_whom_which_share_by_what_by_whom_and_when(duties):
    hand_over([choose(duties, GUANGZHOU_CUSTOMS, HUANGPU_CUSTOMS)], who="王敏")
    found = handover_view(clock.today()).decided
    assert {(one.bearer.id, one.to.id, one.decision.share, one.decision.who) for one in found} == {
        (INSPECTION, GUANGZHOU_CUSTOMS, "广州海关关区内的检验检疫", "王敏"),
        (INSPECTION, HUANGPU_CUSTOMS, "黄埔海关关区内的检验检疫", "王敏"),
    }
    assert all("关检合并" in one.decision.basis and str(one.decision.since) == "2018-04-20" for one in found)


def test_a_duty_goes_to_another_body_or_to_nobody_if_the_office_says_why(duties):
    with pytest.raises(Unreasoned):
        hand_over([choose(duties)], who="王敏")
    hand_over([choose(duties)], who="王敏", basis="会议纪要")
    assert bearers(duties)["广州检验检疫局"] == []
    hand_over([choose(duties + 1, "440100-002")], who="王敏")
    assert bearers(duties + 1)["广州检验检疫局"] == ["440100-002"]


def test_handing_over_is_taken_back(duties):
    before = everything()
    event = hand_over([choose(duties, HUANGPU_CUSTOMS), choose(duties + 1, GUANGZHOU_CUSTOMS)], who="王敏").event
    undo(event, who="王敏")
    assert everything() == before


def test_a_row_that_waits_no_longer_is_refused_with_all_others(duties):
    hand_over([choose(duties, HUANGPU_CUSTOMS)], who="王敏")
    before = everything()
    refused = [
        ([choose(duties + 1, HUANGPU_CUSTOMS), choose(duties, GUANGZHOU_CUSTOMS)], WrongState),
        ([choose(duties + 1, COMMERCE_BEFORE)], WrongState),
        ([choose(duties + 1, "没有")], NotRegistered),
        ([choose(10**9, HUANGPU_CUSTOMS)], WrongState),
    ]
    for choices, refusal in refused:
        with pytest.raises(refusal):
            hand_over(choices, who="王敏")
    assert everything() == before


def test_a_duty_whose_new_bearer_ends_in_its_turn_waits_again(duties):
    hand_over([choose(duties, COMMERCE, printed="市商务委", bearer=COMMERCE_BEFORE)], who="王敏")
    change = {"side": "after", "other": "440100-002", "kind": "merge", "date": "2025-01-01"}
    form = the_form(COMMERCE)
    rest = {"share": "", "basis": "", "verified": "yes"}
    form = the_form(COMMERCE, valid_to="2025-01-01", successions=(*form.successions, change | rest))
    save_body(COMMERCE, form, who="王敏", version=version_of(COMMERCE))
    assert (duties, "市商务委", ["440100-002"]) in waiting()
    assert bearers(duties)["市商务委"] == ["440100-002"]


def test_a_draft_hands_nothing_over(duties):
    for document in db.session.scalars(select(PolicyDocument)):
        document.status = DocumentStatus.DRAFT
    db.session.commit()
    assert waiting() == []
