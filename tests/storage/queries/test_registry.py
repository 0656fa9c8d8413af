"""Who carries a duty as printed and on a day, and every unit of the five documents in the registry that is shipped."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select

from tests.builders import a_document, a_measure, a_task, an_agency
from tests.statements import counted
from tracker.operations.recognising import recognise
from tracker.operations.registry import load_registry
from tracker.operations.registry_naming import confirm_name
from tracker.storage.agencies import Agency
from tracker.storage.database import db
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.storage.queries.registry import members_of, units_of, unknown_names
from tracker.storage.registry import Collective
from tracker.vocabulary import Recognition

OF_2017, OF_2019, OF_GUANGDONG = "000-guangzhou-2017-36", "002-guangzhou-2019-2", "003-guangdong-2018-394"
TODAY = date(2026, 3, 2)


@pytest.fixture
def office(in_app):
    load_registry()
    return in_app


def a_stored_task(*names, issued_on=date(2017, 9, 9), jurisdiction="广州市"):
    """A task of a document of that day whose units are recognised; its id."""
    task = a_task(lead=[an_agency(name, jurisdiction) for name in names])
    db.session.add(a_document([a_measure([task])], issued_on=issued_on, jurisdiction=jurisdiction))
    recognise()
    db.session.commit()
    return task.id


def carried(task_id, on=None):
    """Printed name → the names of those who carry its duty."""
    return {unit.agency.name: [each.agency.name for each in unit.bearers] for unit in units_of([task_id], on)[task_id]}


def units_by_recognition():
    """(document, printed name, recognition) of every unit of the documents, once."""
    statement = select(PolicyDocument.stem, Agency.name, Assignment.recognition).distinct()
    statement = statement.join(Assignment.agency).join(Assignment.task).join(Task.measure).join(Measure.document)
    return sorted(map(tuple, db.session.execute(statement)))


def test_every_unit_of_the_five_documents_is_known(in_loaded_app):
    units = units_by_recognition()
    assert len({stem for stem, *_ in units}) == 5
    assert [unit for unit in units if unit[2] not in (Recognition.RESOLVED, Recognition.OPEN)] == []
    assert unknown_names() == ()


def test_the_open_collectives_of_the_five_documents_are_named_as_such(in_loaded_app):
    units = [(stem, name) for stem, name, recognition in units_by_recognition() if recognition == Recognition.OPEN]
    assert units == [
        (OF_2017, "“单一窗口”建设成员单位"),
        (OF_2017, "中国（广州）跨境电子商务综合试验区领导小组成员单位"),
        (OF_2017, "市直有关部门"),
        (OF_2017, "有关区政府"),
        (OF_2019, "市有关部门"),
        (OF_GUANGDONG, "省各有关部门"),
    ]


def test_every_duty_of_the_five_documents_is_carried_today_by_somebody_or_waits_for_members(in_loaded_app):
    tasks = db.session.scalars(select(Task.id)).all()
    found = [unit for units in units_of(tasks, TODAY).values() for unit in units]
    assert len(found) == len(db.session.scalars(select(Assignment.id)).all())
    assert [u for u in found if bool(u.bearers) == (u.recognition == Recognition.OPEN)] == []
    assert [b for u in found for b in u.bearers if not b.agency.in_force(TODAY)] == []


def test_a_duty_of_2017_is_carried_as_printed_and_today(office):
    task = a_stored_task("市商务委", "广州检验检疫局", "市财政局")
    assert carried(task) == {
        "市商务委": ["广州市商务委员会"],
        "广州检验检疫局": ["广州出入境检验检疫局"],
        "市财政局": ["广州市财政局"],
    }
    assert carried(task, date(2018, 1, 1)) == carried(task)
    assert carried(task, TODAY) == {
        "市商务委": ["广州市商务局"],
        "广州检验检疫局": ["广州海关", "黄埔海关"],
        "市财政局": ["广州市财政局"],
    }


def test_a_duty_that_passed_on_says_since_when_on_what_basis_and_which_share(office):
    task = a_stored_task("市商务委", "广州检验检疫局")
    commerce, customs, port = [bearer for unit in units_of([task], TODAY)[task] for bearer in unit.bearers]
    (change,) = commerce.changes
    assert (change.kind, commerce.share) == ("rename", "")
    assert change.basis
    assert (customs.share, port.share) == ("广州海关关区内的检验检疫", "黄埔海关关区内的检验检疫")


def test_a_body_printed_after_the_reform_was_others_before(office):
    task = a_stored_task("市商务局", issued_on=date(2023, 6, 1))
    assert carried(task, date(2017, 1, 1)) == {"市商务局": ["广州市商务委员会", "广州市人民政府口岸办公室"]}


@pytest.mark.parametrize(("jurisdiction", "members"), [("广州市", 11), ("深圳市", 12)])
def test_a_collective_is_carried_by_its_members_on_the_day(office, jurisdiction, members):
    task = a_stored_task("各区政府", jurisdiction=jurisdiction, issued_on=date(2023, 4, 20))
    ((unit,),) = units_of([task], TODAY).values()
    assert unit.collective.name == "各区政府"
    assert len(unit.bearers) == members
    assert carried(task) == carried(task, TODAY)


def test_members_come_and_go_by_date(office):
    stored = db.session.scalars(select(Collective).where(Collective.name == "各区政府")).all()
    assert sorted(len(members_of(collective.id, TODAY)) for collective in stored) == [3, 11, 12]
    assert members_of("440100-802", TODAY) == ()


def test_nobody_carries_what_is_unknown_or_open(office):
    assert carried(a_stored_task("市促进办", "有关区政府"), TODAY) == {"市促进办": [], "有关区政府": []}


def test_unknown_names_stand_with_the_closest_known_ones(office):
    a_stored_task("市商物局", "各协会")
    db.session.add(a_document([a_measure([a_task(lead=db.session.scalar(select(Agency).limit(1)))])]))
    db.session.commit()
    first, second = unknown_names()
    assert (first.agency.name, first.tasks, first.is_collective) == ("市商物局", 2, False)
    assert "广州市商务局" in [agency.name for agency in first.closest]
    assert (second.agency.name, second.is_collective) == ("各协会", True)


def test_a_name_that_may_mean_two_is_left_to_a_person(office):
    task = a_stored_task("市商务局", jurisdiction="广东省", issued_on=date(2023, 6, 1))
    (name,) = unknown_names()
    assert {"广州市商务局", "深圳市商务局"} <= {agency.name for agency in name.candidates}
    guangzhou = next(agency.id for agency in name.candidates if agency.name == "广州市商务局")
    confirm_name(name.agency.id, guangzhou, who="王敏")
    assert unknown_names() == ()
    assert carried(task, TODAY) == {"市商务局": ["广州市商务局"]}


def test_the_same_statements_tell_of_one_task_and_of_all(in_loaded_app):
    tasks = db.session.scalars(select(Task.id)).all()
    units_of(tasks[:1], TODAY)
    with counted(in_loaded_app) as one:
        units_of(tasks[:1], TODAY)
    with counted(in_loaded_app) as every:
        units_of(tasks, TODAY)
    assert (len(one), len(every)) == (1, 1)


def test_recognitions_add_up_to_the_assignments(in_loaded_app):
    counts = Counter(db.session.scalars(select(Assignment.recognition)).all())
    assert set(counts) == {Recognition.RESOLVED, Recognition.OPEN}
