"""One resolution everywhere: with members named for one task and a duty handed over, all pages count the same."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.builders import a_document, a_measure, a_task, an_agency
from tests.cycles import OFFICE
from tests.operations.registry_states import register
from tests.people import a_group
from tracker import clock
from tracker.agencies.standpoint import TODAY
from tracker.operations import cycles
from tracker.operations.access import sight_of
from tracker.operations.recognising import recognise
from tracker.operations.registry_changes import version_of
from tracker.operations.registry_collectives import name_members_for
from tracker.operations.registry_handing_over import Choice, hand_over
from tracker.storage.cycles import Cycle
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument, Task
from tracker.storage.queries.agencies import agency_list
from tracker.storage.queries.body import THROUGH, body_view
from tracker.storage.queries.cycles import plan_of
from tracker.storage.queries.diagnosis import diagnosis
from tracker.storage.queries.duties import duties_with_nodes
from tracker.storage.queries.filters import AgencyFilter, TaskFilter
from tracker.storage.queries.people import Browser, Person
from tracker.storage.queries.registry import units_of
from tracker.storage.queries.responsibility import responsibility
from tracker.storage.queries.tasks import ledger_rows, matching
from tracker.storage.sight import look_as, look_away
from tracker.vocabulary import AccountRole, Role

SOME_DISTRICTS, ALL_DISTRICTS = "440100-802", "440100-801"
BAIYUN, HUADU, FINANCE = "440100-105", "440100-108", "440100-002"
INSPECTION, GUANGZHOU_CUSTOMS, HUANGPU_CUSTOMS = "440100-404", "440000-401", "440000-402"
ASKED_ABOUT = (BAIYUN, HUADU, FINANCE, INSPECTION, GUANGZHOU_CUSTOMS, HUANGPU_CUSTOMS)
PERIOD = (date(2026, 1, 1), date(2026, 11, 30))


@pytest.fixture
def tasks(office):
    """Three tasks for 有关区政府 and 广州检验检疫局, of two documents of 2017, about which the office decided:

    the first means 白云 and is 黄埔海关's alone, the other of its document means 花都.
    """
    register()
    districts, inspection = an_agency("有关区政府"), an_agency("广州检验检疫局")
    for count in (2, 1):
        measure = a_measure([a_task(lead=districts, responsible=inspection) for _ in range(count)])
        db.session.add(a_document([measure], issued_on=date(2017, 9, 9)))
    recognise()
    db.session.commit()
    ids = db.session.scalars(select(Task.id).order_by(Task.id)).all()
    document = db.session.scalar(select(PolicyDocument.id).order_by(PolicyDocument.id))
    for agency, scope in ((BAIYUN, {"task_id": ids[0]}), (HUADU, {"document_id": document})):
        own = {"basis": "会议纪要", "who": "王敏", "version": version_of(SOME_DISTRICTS)}
        db.session.rollback()
        name_members_for(SOME_DISTRICTS, [agency], **scope, **own)
    hand_over([Choice(ids[0], "广州检验检疫局", INSPECTION, (HUANGPU_CUSTOMS,))], who="王敏")
    return ids


def by_agency(pairs):
    """Agency → its tasks, of those asked about."""
    found = {key: set() for key in ASKED_ABOUT}
    for key, task in pairs:
        if key in found:
            found[key].add(task)
    return found


def on_task_pages(tasks):
    units = units_of(tasks, clock.today())
    return by_agency((one.agency.id, task) for task, own in units.items() for unit in own for one in unit.bearers)


def in_a_cycle():
    document_ids = db.session.scalars(select(PolicyDocument.id)).all()
    a_group("广州市")
    db.session.commit()
    cycle = cycles.prepare_cycle(
        "2026年度", dict.fromkeys(document_ids), period=PERIOD, due_on=date(2026, 12, 10), by=OFFICE
    )
    plan = plan_of(db.session.get(Cycle, cycle), clock.today())
    return by_agency((row.agency, row.task) for row in plan.expected)


def in_the_ledger(*conditions):
    """The tasks that the ledger finds for each agency, by each of these conditions."""
    asked = [(key, {name: key, "on": "today"}) for key in ASKED_ABOUT for name in conditions]
    pages = ((key, matching(TaskFilter.parse(values))) for key, values in asked)
    return by_agency((key, row.id) for key, page in pages for group in page.groups for _, row in group.rows)


def seen_by(agency):
    person = Person(1, "zhou", "周敏", None, agency, "", frozenset({AccountRole.REPORTER}), False)
    look_as(sight_of(Browser(1, person, clock.now(), clock.now(), None, None), clock.today()))
    found = set(db.session.scalars(select(Task.id)))
    look_away()
    db.session.rollback()
    return found


def test_all_pages_follow_what_the_office_decided(tasks):
    first, second, third = tasks
    expected = {
        BAIYUN: {first},
        HUADU: {second},
        FINANCE: set(),
        INSPECTION: set(),
        GUANGZHOU_CUSTOMS: {second, third},
        HUANGPU_CUSTOMS: {first, second, third},
    }
    assert on_task_pages(tasks) == expected
    assert in_a_cycle() == expected
    assert in_the_ledger("agency", "member") == expected
    views = {key: body_view(key, TODAY) for key in ASKED_ABOUT}
    shares = ((key, share.row.id) for key, view in views.items() for own in view.tasks.values() for share in own)
    assert by_agency(shares) == expected
    seen = {key: seen_by(key) for key in ASKED_ABOUT}
    assert seen == expected | {INSPECTION: set(tasks)}


def test_all_counts_are_of_the_same_tasks(tasks):
    alone, together = in_the_ledger("agency"), in_the_ledger("member")
    found = agency_list(AgencyFilter())
    lines = {line.body.key: line for group in found.groups for _, own in group.kinds for line in own}
    views = {key: body_view(key, TODAY) for key in ASKED_ABOUT}
    loads = responsibility(TaskFilter()).loads
    rows = [(unit.key, row.id) for row in ledger_rows(TaskFilter.parse({"on": "today"})) for unit in row.units]
    assert by_agency(rows) == alone
    for key in ASKED_ABOUT:
        counts = {(views[key].load[Role.RESPONSIBLE], views[key].through)}
        counts.add((len(views[key].tasks[Role.RESPONSIBLE]), len(views[key].tasks[THROUGH])))
        if key in lines:
            counts.add((lines[key].load[Role.RESPONSIBLE], lines[key].through))
        assert counts == {(len(alone[key]), len(together[key]))}
        assert getattr(loads.get(key), "responsible", 0) == len(alone[key])


def test_a_named_collective_waits_for_nobody(tasks):
    _, _, third = tasks
    assert [trace.task_id for trace in diagnosis(TaskFilter()).finding("waiting").traces] == [third]


def test_a_duty_handed_to_nobody_is_nobody_s(tasks):
    _, _, third = tasks
    hand_over([Choice(third, "广州检验检疫局", INSPECTION, ())], who="王敏", basis="会议纪要")
    assert third not in on_task_pages(tasks)[HUANGPU_CUSTOMS] | in_the_ledger("agency")[HUANGPU_CUSTOMS]
    units, _ = duties_with_nodes(TaskFilter.parse({"on": "today"}))
    assert [unit.keys for task in units if task.id == third for unit in task.units] == [(SOME_DISTRICTS,), ()]
