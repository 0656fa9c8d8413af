"""Who owes what: the rule on small tasks, and its counts on the documents that come with the product."""

import csv
from collections import Counter, defaultdict
from datetime import date

import pytest

from tracker.agencies.checking import check_files
from tracker.agencies.collectives import Collectives
from tracker.agencies.resolution import Registry
from tracker.agencies.rows import TABLES
from tracker.errors import NotOpenable
from tracker.reporting.expected import (
    Added,
    Expected,
    TaskUnits,
    Unit,
    consolidator,
    expected,
    refuse_undecided,
    undecided,
    with_added,
)
from tracker.settings import shipped
from tracker.vocabulary import Role
from tracker.vocabulary.reporting import Duty, Owing, SupportRule

LEAD, RESPONSIBLE, SUPPORT, GUIDE = Role.LEAD, Role.RESPONSIBLE, Role.SUPPORT, Role.GUIDE


def unit(role, printed, *bearers, collective=False):
    return Unit(printed, role, bearers or (() if collective else (printed,)), printed, collective)


def task(*units, number=1):
    return TaskUnits(number, units)


def owed(*units, **how):
    return [(row.agency, row.role, row.printed) for row in expected([task(*units)], **how)]


def test_an_agency_owes_once_lead_before_responsible_before_support():
    units = [
        unit(SUPPORT, "市商务局"),
        unit(RESPONSIBLE, "市商务局"),
        unit(LEAD, "市商务局"),
        unit(SUPPORT, "市财政局"),
    ]
    assert owed(*units) == [("市商务局", LEAD, ("市商务局",)), ("市财政局", SUPPORT, ("市财政局",))]


def test_all_names_an_agency_is_printed_as_are_kept():
    units = [unit(LEAD, "市工商局", "市监局"), unit(SUPPORT, "市质监局", "市监局"), unit(SUPPORT, "市工商局", "市监局")]
    assert owed(*units) == [("市监局", LEAD, ("市工商局", "市质监局"))]


def test_guides_owe_nothing_and_after_a_split_each_heir_owes():
    units = [unit(GUIDE, "省商务厅"), unit(LEAD, "广州检验检疫局", "广州海关", "黄埔海关")]
    assert [row[0] for row in owed(*units)] == ["广州海关", "黄埔海关"]


def test_members_of_a_collective_owe_each_and_one_that_is_printed_too_owes_once():
    units = [unit(LEAD, "白云区政府", "白云"), unit(SUPPORT, "各区政府", "白云", "黄埔", collective=True)]
    assert owed(*units) == [("白云", LEAD, ("白云区政府", "各区政府")), ("黄埔", SUPPORT, ("各区政府",))]


def test_one_agency_owes_on_each_of_its_tasks():
    rows = expected([task(unit(LEAD, "市商务局"), number=number) for number in (1, 2)])
    assert [(row.task, row.duty) for row in rows] == [(1, Duty.REPORT), (2, Duty.REPORT)]


@pytest.mark.parametrize(
    ("supports", "rows"),
    [
        (SupportRule.ALL, [("市商务局", Owing.OWED), ("市财政局", Owing.OWED)]),
        (SupportRule.ON_REQUEST, [("市商务局", Owing.OWED), ("市财政局", Owing.UNASKED)]),
        (SupportRule.NONE, [("市商务局", Owing.OWED)]),
    ],
)
def test_the_office_chooses_whether_co_units_owe(supports, rows):
    found = expected([task(unit(LEAD, "市商务局"), unit(SUPPORT, "市财政局"))], supports)
    assert [(row.agency, row.owing) for row in found] == rows


@pytest.mark.parametrize(
    ("supports", "role", "agency", "rows"),
    [
        (SupportRule.NONE, SUPPORT, "市财政局", [("市商务局", LEAD, Owing.OWED), ("市财政局", SUPPORT, Owing.OWED)]),
        (
            SupportRule.ON_REQUEST,
            SUPPORT,
            "市财政局",
            [("市商务局", LEAD, Owing.OWED), ("市财政局", SUPPORT, Owing.OWED)],
        ),
        (SupportRule.ALL, LEAD, "市商务局", [("市商务局", LEAD, Owing.OWED)]),
        (SupportRule.ALL, LEAD, "市撤并局", [("市商务局", LEAD, Owing.OWED), ("市承接局", LEAD, Owing.OWED)]),
    ],
)
def test_whom_the_office_added_owes_after_all_others_whatever_the_rule_says(supports, role, agency, rows):
    tasks, added = [task(unit(LEAD, "市商务局")), task(number=2)], [Added(1, agency, role, agency)]
    found = with_added(tasks, added, lambda each: ("市承接局",) if each == "市撤并局" else (each,))
    made = expected(found, supports)
    assert [(row.agency, row.role, row.owing) for row in made] == rows
    assert made[-1].by_hand
    assert consolidator(found[0].units) == "市商务局"
    assert found[1] is tasks[1]


def test_whom_nobody_carries_on_for_must_be_decided_before_the_opening():
    added = [Added(1, "市撤销局", LEAD, "市撤销局"), Added(9, "市别处局", LEAD, "市别处局")]
    (found,) = undecided(with_added([task(unit(LEAD, "市商务局"))], added, lambda each: ()))
    assert (found.printed, found.tasks, found.by_hand) == ("市撤销局", (1,), True)


OPEN = unit(SUPPORT, "有关区政府", collective=True)
UNKNOWN = Unit("市某某局", LEAD, (), "市某某局")


def test_opening_is_refused_while_a_name_is_borne_by_nobody():
    tasks = [task(OPEN, number=1), task(OPEN, UNKNOWN, number=2), task(unit(LEAD, "市商务局"), number=3)]
    with pytest.raises(NotOpenable) as refused:
        refuse_undecided(tasks, {})
    assert [(each.printed, each.tasks, each.collective) for each in refused.value.names] == [
        ("有关区政府", (1, 2), True),
        ("市某某局", (2,), False),
    ]
    assert "“有关区政府”（2 项任务）" in str(refused.value)


def test_what_is_not_issued_needs_a_reason():
    tasks = [task(OPEN)]
    with pytest.raises(NotOpenable):
        refuse_undecided(tasks, {"有关区政府": " "})
    refuse_undecided(tasks, {"有关区政府": "名单待省里下达"})


def test_a_guide_nobody_knows_holds_nothing_up():
    assert undecided([task(Unit("某某部", GUIDE, (), "某某部"))]) == ()


@pytest.mark.parametrize(
    ("units", "who"),
    [
        ([unit(RESPONSIBLE, "市财政局"), unit(LEAD, "市商务局"), unit(LEAD, "市发改委")], "市商务局"),
        ([unit(LEAD, "各区政府", "白云", collective=True), unit(LEAD, "市商务局")], "市商务局"),
        ([unit(LEAD, "各区政府", "白云", collective=True), unit(RESPONSIBLE, "市财政局")], "市财政局"),
        ([unit(RESPONSIBLE, "市国税局", "市税务局")], "市税务局"),
        ([unit(RESPONSIBLE, "各区政府", "白云", collective=True), unit(SUPPORT, "市商务局")], None),
        ([unit(SUPPORT, "市商务局")], None),
        ([UNKNOWN, unit(RESPONSIBLE, "市财政局")], "市财政局"),
        ([], None),
    ],
)
def test_the_consolidator_is_the_first_single_lead_else_the_first_single_responsible_else_the_office(units, who):
    assert consolidator(units) == who


@pytest.fixture(scope="module")
def registry():
    return Registry(check_files({name: (shipped("data") / f"{name}.csv").read_bytes() for name in TABLES}).rows)


@pytest.fixture(scope="module")
def documents(registry):
    """Document → its tasks with units under their printed names; districts as the registry knows them."""
    found, collectives = defaultdict(list), Collectives(registry.rows)
    with (shipped("data") / "measures.csv").open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            names = [(role, name) for role in Role for name in row[role].split("；") if name]
            units = tuple(as_printed(registry, collectives, role, name) for role, name in names)
            found[row["document"][:3]].append(TaskUnits(number, units))
    return found


def as_printed(registry, collectives, role, name):
    who = registry.resolve(name, "广州市", date(2026, 1, 1))
    if who.collective:
        members = collectives.members_on(who.collective.id, date(2026, 1, 1))
        return Unit(name, role, members, who.collective.id, collective=True)
    is_district = who.agency is not None and who.agency.kind == "区政府"
    return Unit(name, role, (who.agency.id if is_district else name,), name)


@pytest.mark.parametrize(
    ("document", "reports", "contributions"), [("000", 89, 139), ("001", 53, 206), ("002", 98, 417)]
)
def test_the_documents_owe_as_many_reports_and_contributions_as_the_office_counted(
    documents, document, reports, contributions
):
    counted = Counter(row.duty for row in expected(documents[document]))
    assert (counted[Duty.REPORT], counted[Duty.CONTRIBUTION]) == (reports, contributions)


@pytest.mark.parametrize(("document", "names"), [("000", 4), ("001", 0), ("002", 1)])
def test_open_collectives_of_the_documents_wait(documents, document, names):
    assert len(undecided(documents[document])) == names


def test_no_agency_owes_twice_within_a_task(documents):
    for tasks in documents.values():
        counted = Counter((row.task, row.agency) for row in expected(tasks))
        assert set(counted.values()) == {1}


def test_a_row_knows_its_duty():
    assert {role: Expected(1, "市商务局", role, ()).duty for role in (LEAD, RESPONSIBLE, SUPPORT)} == {
        LEAD: Duty.REPORT,
        RESPONSIBLE: Duty.REPORT,
        SUPPORT: Duty.CONTRIBUTION,
    }
