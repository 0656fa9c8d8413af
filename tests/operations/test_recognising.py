"""Whom a published document's units mean: asked when it is published, and again when its facts were corrected."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select

from tests.builders import A_PLAN
from tests.operations.test_confirming import correct
from tests.operations.test_publishing import published
from tracker.operations.receiving import receive_text
from tracker.operations.registry import load_registry
from tracker.operations.registry_naming import confirm_name
from tracker.operations.seeding import load_measures, read_measures
from tracker.settings import shipped
from tracker.storage.agencies import Agency
from tracker.storage.database import db
from tracker.storage.documents import Assignment, Task
from tracker.storage.queries.registry import units_of
from tracker.storage.registry import RegisteredAgency
from tracker.vocabulary import Recognition


def meant():
    """Printed name → (full name of whom it means, how far that is known)."""
    db.session.rollback()
    statement = select(Agency.name, RegisteredAgency.name, Assignment.recognition).select_from(Assignment)
    statement = statement.join(Assignment.agency).outerjoin(
        RegisteredAgency, Assignment.registered_id == RegisteredAgency.id
    )
    return {name: whom for name, *whom in db.session.execute(statement)}


@pytest.fixture
def plan(document):
    """The id of a document that waits, on a database with the registry."""
    load_registry()
    return document


def test_a_published_document_s_units_are_recognised(plan):
    correct(plan, kind="set_fact", name="issued_on", value="2023-06-01")
    published(plan)
    assert meant()["市商务局"] == ["广州市商务局", Recognition.RESOLVED]
    assert {recognition for _, recognition in meant().values()} == {Recognition.RESOLVED}


def test_a_name_that_two_bore_in_turn_is_the_one_s_who_bore_it_when_an_undated_document_came(office):
    load_registry()
    document = receive_text(A_PLAN, "贸易措施", who="张三", home=office)
    published(document)
    assert meant()["市口岸办"] == ["广州市商务局", Recognition.RESOLVED]
    tasks = db.session.scalars(select(Task.id)).all()
    doubts = {unit.agency.name for units in units_of(tasks).values() for unit in units if unit.by_day_taken_in}
    assert doubts == {"市口岸办"}
    correct(document, kind="set_fact", name="issued_on", value="2017-06-01")
    published(document)
    assert meant()["市口岸办"] == ["广州市人民政府口岸办公室", Recognition.RESOLVED]


def test_another_place_or_day_makes_it_another_body_once_it_is_published_again(plan):
    published(plan)
    before = meant()["市口岸办"]
    correct(plan, kind="set_fact", name="jurisdiction", value="深圳市")
    correct(plan, kind="set_fact", name="issued_on", value="2023-06-01")
    assert meant()["市口岸办"] == before
    published(plan)
    assert meant()["市商务局"] == ["深圳市商务局", Recognition.RESOLVED]


def test_what_a_person_confirmed_stays_when_the_document_is_published_again(plan):
    published(plan)
    agency = db.session.scalar(select(Agency.id).where(Agency.name == "市商务局"))
    confirm_name(agency, "440100-002", who="王敏")
    correct(plan, kind="set_fact", name="issued_on", value=str(date(2023, 6, 1)))
    published(plan)
    assert meant()["市商务局"][1] == Recognition.CONFIRMED


def test_units_are_recognised_alike_whether_registry_or_measures_come_first(office):
    rows = read_measures(shipped("data") / "measures.csv")
    load_measures(rows, shipped("data") / "documents")
    assert {recognition for _, recognition in meant().values()} == {Recognition.CANDIDATE}
    load_registry()
    after = all_meant()
    db.session.rollback()
    load_measures([row for row in rows if row.path != "二（一）"], shipped("data") / "documents")
    assert all_meant() != after
    load_measures(rows, shipped("data") / "documents")
    assert all_meant() == after
    assert after[Recognition.OPEN] == 4 + 1 + 56


def all_meant():
    db.session.rollback()
    return Counter(db.session.scalars(select(Assignment.recognition)))
