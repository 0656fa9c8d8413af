"""What is hidden is hidden whatever is asked, and nothing is looked at in turn where nothing is hidden (case 68)."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import aliased

from tests.builders import a_document, a_measure, a_received_document, a_task, an_agency
from tests.people import a_group
from tracker import clock
from tracker.operations.access import sight_of
from tracker.storage.agencies import Agency
from tracker.storage.database import db
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.storage.queries.people import Browser, Person
from tracker.storage.sight import look_as, look_away
from tracker.vocabulary import AccountRole


def sight(role, group):
    person = Person(1, "wang", "王敏", group, None, "", frozenset({role}), False)
    return sight_of(Browser(1, person, clock.now(), clock.now(), None, None), clock.today())


def stored(group, *agencies, document=None):
    document = document or a_document([a_measure([a_task(lead=each) for each in agencies])])
    document.leading_group_id = group
    db.session.add(document)
    db.session.commit()
    return document.id


@pytest.fixture
def groups(office):
    """Guangzhou and Shenzhen, each with a document on one body of its own and one of both; one of Guangzhou waits."""
    own, other = a_group("广州市"), a_group("深圳市")
    both, finance, customs = an_agency("市商务局"), an_agency("市财政局"), an_agency("广州海关")
    stored(own, both, finance)
    stored(own, document=a_received_document("一、支持企业。（市商务局牵头）"))
    yield own, other, both, customs
    look_away()


def found(seen):
    """What somebody finds of each kind, each asked for by itself, tasks under a second name too."""
    look_as(seen)
    db.session.rollback()
    task = aliased(Task)
    return {
        "documents": len(db.session.scalars(select(PolicyDocument.id)).all()),
        "measures": len(db.session.scalars(select(Measure.id)).all()),
        "tasks": len(db.session.scalars(select(Task.id)).all()),
        "aliased": len(db.session.scalars(select(task.id)).all()),
        "duties": len(db.session.scalars(select(Assignment.id)).all()),
        "names": sorted(db.session.scalars(select(Agency.name))),
    }


OWN = {"documents": 1, "measures": 1, "tasks": 2, "aliased": 2, "duties": 2, "names": ["市商务局", "市财政局"]}


def test_what_waits_is_hidden_from_a_superior_who_sees_every_task(groups):
    own, *_ = groups
    superior = sight(AccountRole.SUPERIOR, own)
    assert (superior.every_document, superior.every_task) == (False, True)
    assert found(superior) == OWN
    office = sight(AccountRole.OFFICE, own)
    assert (office.every_document, office.every_task) == (True, True)
    assert found(office) == OWN | {"documents": 2}


def test_the_tasks_of_another_group_are_hidden_whatever_is_asked(groups):
    own, other, both, customs = groups
    stored(other, both, customs, customs)
    for role, documents in ((AccountRole.SUPERIOR, 1), (AccountRole.OFFICE, 2)):
        seen = sight(role, own)
        assert (seen.every_document, seen.every_task) == (False, False)
        assert found(seen) == OWN | {"documents": documents}
    assert found(sight(AccountRole.SUPERIOR, other)) == {
        "documents": 1, "measures": 1, "tasks": 3, "aliased": 3, "duties": 3, "names": ["市商务局", "广州海关"],
    }  # fmt: skip
