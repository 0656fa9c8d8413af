"""Two bodies that are one: previewed, merged, and every table as it was when that is taken back."""

from dataclasses import replace
from random import Random

import pytest
from sqlalchemy import delete, select, update

from tests.agencies.registries import rows
from tests.operations.registry_states import everything, register, two_documents
from tests.operations.test_registry import meant, printed_id
from tests.people import an_account
from tracker.errors import BadRegistry, ChangedMeanwhile, WrongState
from tracker.operations.recognising import recognise
from tracker.operations.registry_changes import undo, version_of
from tracker.operations.registry_collectives import name_members_for
from tracker.operations.registry_merging import merge_bodies, preview
from tracker.operations.registry_naming import confirm_name
from tracker.storage.database import db
from tracker.storage.documents import Task
from tracker.storage.people import Account, Grant, LeadingGroup
from tracker.storage.registry_office import AgencyContact
from tracker.vocabulary import Recognition

PAIRS = 24
DOUBLE = {"id": "gz-x", "jurisdiction": "440100", "name": "广州市商贸局", "short": "市商贸局", "kind": "政府部门"}
GIVEN = rows(
    agencies=[DOUBLE, DOUBLE | {"id": "gz-old", "name": "广州市外经贸局", "short": "", "valid_to": "2010-01-01"}],
    aliases=[{"agency": "gz-x", "name": "市商贸主管部门"}],
    successions=[{"predecessor": "gz-old", "successor": "gz-x", "kind": "merge", "date": "2010-01-01"}],
    collective_members=[{"collective": "gz-yg", "agency": "gz-x"}, {"collective": "gz-qgz", "agency": "gz-x"}],
)


def sound(given):
    """The small registry with what the checks of a whole one want."""
    agencies = tuple(replace(each, kind=each.kind or "政府部门") for each in given.agencies)
    return type(given)(**(vars(given) | {"agencies": agencies}))


@pytest.fixture
def doubled(office):
    """A registry with a body entered twice, of which the office said everything one can say."""
    register(sound(GIVEN))
    two_documents("市商贸局", "市某某办", "市有关部门", "广州海关")
    recognise()
    db.session.commit()
    confirm_name(printed_id("市某某办"), "gz-x", who="王敏")
    task = db.session.scalar(select(Task.id))
    contact = {"post": "", "telephone": "1", "email": "", "note": ""}
    db.session.add(AgencyContact(agency="gz-x", name="王敏", **contact))
    db.session.commit()
    for agencies, scope in ((["gz-x", "gz-hg"], {"task_id": task}), (["gz-x"], {"document_id": 1})):
        name_members_for("gz-yg", agencies, basis="纪要", who="王敏", version=version_of("gz-yg"), **scope)


def merged(gone="gz-x", into="gz-hg"):
    versions = (version_of(gone), version_of(into))
    db.session.rollback()
    return merge_bodies(gone, into, who="王敏", versions=versions)


def test_everything_that_speaks_of_the_one_speaks_of_the_other(doubled):
    merged()
    assert meant()["市商贸局"] == ("gz-hg", Recognition.RESOLVED)
    assert meant()["市某某办"] == ("gz-hg", Recognition.CONFIRMED)
    assert [name for name, found in everything().items() if "'gz-x'" in str(found)] == []


def test_the_preview_says_what_moves_and_changes_nothing(doubled):
    before = everything()
    found = preview("gz-x", "gz-hg")
    counts = {table: len(found.moved_office(table)) for table in ("confirmed_name", "agency_contact", "named_member")}
    assert counts == {"confirmed_name": 1, "agency_contact": 1, "named_member": 2}
    assert (found.assignments, len(found.moved("collective_members"))) == (4, 2)
    assert everything() == before


def test_a_merge_and_its_undo_leave_every_table_as_it_was(doubled):
    """Pairs of all bodies, drawn at random; a merge that is refused has changed nothing either."""
    before, chance, done = everything(), Random(36), 0
    for gone, into in [chance.sample([each.id for each in GIVEN.agencies], 2) for _ in range(PAIRS)]:
        try:
            event = merged(gone, into).event
        except (BadRegistry, WrongState):
            assert everything() == before, (gone, into)
            continue
        assert everything() != before, (gone, into)
        undo(event, who="王敏")
        assert everything() == before, (gone, into)
        done += 1
    assert done > PAIRS / 3


def test_two_merges_are_taken_back_one_after_the_other(doubled):
    before = everything()
    first, second = merged().event, merged("gz-hg", "hp-hg").event
    with pytest.raises(WrongState, match="后来又改过"):
        undo(first, who="王敏")
    for event in (second, first):
        undo(event, who="王敏")
    assert everything() == before


def test_a_merge_that_cannot_be_is_refused_and_changes_nothing(doubled):
    before = everything()
    for gone, into, refusal in (
        ("gz-x", "gz-x", WrongState),
        ("gz-x", "没有", WrongState),
        ("gz-x", "gz-swj", BadRegistry),
    ):
        with pytest.raises(refusal):
            merged(gone, into)
    assert everything() == before


def test_a_merge_of_what_was_edited_since_its_preview_is_refused(doubled):
    versions = (version_of("gz-x"), version_of("gz-hg"))
    confirm_name(printed_id("广州海关"), "gz-hg", who="李国平")
    with pytest.raises(ChangedMeanwhile, match="李国平"):
        merge_bodies("gz-x", "gz-hg", who="王敏", versions=versions)


def test_a_body_with_accounts_or_a_leading_group_s_office_is_not_merged_away(doubled):
    account = an_account("reporter", agency_id="gz-x")
    before = everything()
    with pytest.raises(BadRegistry, match="账号"):
        merged()
    assert everything() == before
    db.session.execute(delete(Grant))
    db.session.execute(delete(Account).where(Account.id == account))
    db.session.execute(update(LeadingGroup).values(office_id="gz-x"))
    db.session.add(LeadingGroup(name="领导小组", jurisdiction="广州市", office_id="gz-x"))
    db.session.commit()
    with pytest.raises(BadRegistry, match="领导小组"):
        merged()
