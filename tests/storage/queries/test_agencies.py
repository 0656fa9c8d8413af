"""The list of agencies: registered bodies with their loads from three standpoints, and names nobody knows."""

import pytest

from tests.statements import counted
from tracker.agencies.standpoint import PRINTED, TODAY
from tracker.storage.queries.agencies import agency_list
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.filters import AgencyFilter, TaskFilter
from tracker.storage.queries.tasks import matching
from tracker.vocabulary import Role, Scope

COMMERCE, COMMISSION, DISTRICTS, TIANHE = "440100-015", "440100-201", "440100-801", "440100-104"


def listed(**asked):
    """The names of the unknown agencies an address finds, in order."""
    return [line.body.name for line in agency_list(AgencyFilter.parse(asked)).unknown]


def lines(**asked):
    """Key → line of every known body in the list."""
    found = agency_list(AgencyFilter.parse(asked))
    return {line.body.key: line for group in found.groups for _, own in group.kinds for line in own}


def test_names_nobody_knows_stand_together_the_heaviest_lead_first(office):
    assert listed() == ["省商务厅", "市财政局", "市商务委", "广州海关", "各区政府", "市商务委"]


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("support", ["市财政局", "市商务委", "广州海关", "各区政府"]),
        ("responsible", ["广州海关", "各区政府", "市财政局", "市商务委"]),
        ("name", ["各区政府", "市商务委", "市财政局", "广州海关"]),
        ("1; DROP TABLE agency", ["市财政局", "市商务委", "广州海关", "各区政府"]),
    ],
)
def test_agencies_are_sorted_by_a_role_or_by_name(office, sort, names):
    assert listed(sort=sort, jurisdiction="广州市") == names


def test_each_condition_finds_its_agencies(office):
    assert listed(q="商务") == ["省商务厅", "市商务委", "市商务委"]
    assert listed(q="%") == []
    assert listed(role="guide") == ["市商务委"]
    assert listed(document="draft") == ["市商务委", "各区政府"]
    assert listed(document="none") == []
    assert listed(role="boss") == []
    assert listed(on="yesterday") == []


def test_loads_are_those_of_the_scope(office):
    found = agency_list(AgencyFilter(scope=Scope.ALL, jurisdiction="广州市", q="市商务委"))
    (line,) = found.unknown
    assert line.load == {Role.LEAD: 2, Role.RESPONSIBLE: 0, Role.SUPPORT: 1, Role.GUIDE: 0}
    assert found.in_scope == {Scope.ISSUED: 1, Scope.DRAFT: 1, Scope.ALL: 1}
    assert found.heaviest == 3


def test_a_former_body_has_its_tasks_as_printed_and_who_follows_has_them_today(in_loaded_app):
    printed, today = lines(on="printed"), lines()
    assert today[COMMERCE].load[Role.LEAD] >= printed[COMMISSION].load[Role.LEAD] > 0
    assert COMMERCE not in printed
    assert COMMISSION not in today
    former = {line.body.key: line for line in agency_list(AgencyFilter()).former}
    assert [node.key for node in former[COMMISSION].followers] == [COMMERCE]
    assert agency_list(AgencyFilter(on=PRINTED)).former == ()


def test_before_the_reform_the_old_body_carries(in_loaded_app):
    assert COMMISSION in lines(on="2018-12-31")
    assert COMMERCE in lines(on="2019-01-09")


def test_members_have_the_tasks_of_their_collective_counted_apart(in_loaded_app):
    found = lines()
    collective, member = found[DISTRICTS], found[TIANHE]
    assert (collective.members, collective.is_open, collective.through) == (11, False, 0)
    assert member.through == matching(TaskFilter(member=TIANHE, on=TODAY)).total > 0
    assert sum(member.load.values()) == 0


def test_an_open_collective_has_no_members(in_loaded_app):
    line = lines(document="002-guangzhou-2019-2")["440100-806"]
    assert (line.is_open, line.members) == (True, 0)


@pytest.mark.parametrize("on", ["printed", "today", "2020-01-01"])
def test_every_load_is_the_number_of_tasks_the_ledger_finds(in_loaded_app, on):
    found = lines(on=on)
    assert found
    for key, line in found.items():
        for role in Role:
            wanted = TaskFilter.parse({"agency": key, "role": role, "on": on})
            assert matching(wanted).total == line.load[role], (key, role)
        assert matching(TaskFilter.parse({"member": key, "on": on})).total == line.through, key


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "广州市商务局"}, {COMMERCE}),
        ({"q": "市商务局", "jurisdiction": "广州市"}, {COMMERCE}),
        ({"q": "广州空港经济区管委会"}, {"440100-121"}),
        ({"kind": "区政府", "jurisdiction": "广州市", "q": "天河"}, {TIANHE}),
    ],
)
def test_a_body_is_found_by_any_of_its_names(in_loaded_app, asked, found):
    assert lines(**asked).keys() == found


def test_registered_bodies_without_tasks_are_named_apart(in_loaded_app):
    found = agency_list(AgencyFilter())
    busy = set(lines())
    idle = {line.body.key for line in found.idle}
    former = {line.body.key for line in found.former}
    registry = carrying()
    assert busy.isdisjoint(idle)
    assert busy | idle | former == registry.agencies.keys() | registry.collectives.by_id.keys()


def test_the_list_is_counted_once(in_loaded_app):
    agency_list(AgencyFilter())
    with counted(in_loaded_app) as statements:
        agency_list(AgencyFilter(jurisdiction="广州市"))
    assert len(statements) <= 8
