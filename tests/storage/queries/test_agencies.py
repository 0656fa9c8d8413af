import pytest

from tests.statements import counted
from tracker.storage.queries.agencies import agency_list, agency_view
from tracker.storage.queries.filters import AgencyFilter
from tracker.vocabulary import Role, Scope


def listed(**asked):
    """(jurisdiction, names) of the agencies an address finds."""
    found = agency_list(AgencyFilter.parse(asked))
    return [(jurisdiction, [line.agency.name for line in lines]) for jurisdiction, lines in found.groups]


def test_agencies_stand_by_jurisdiction_the_heaviest_lead_first(office):
    assert listed() == [
        ("广东省", ["省商务厅"]),
        ("广州市", ["市财政局", "市商务委", "广州海关", "各区政府"]),
        ("深圳市", ["市商务委"]),
    ]


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
    assert listed(sort=sort, jurisdiction="广州市") == [("广州市", names)]


def test_each_condition_finds_its_agencies(office):
    assert listed(q="商务") == [("广东省", ["省商务厅"]), ("广州市", ["市商务委"]), ("深圳市", ["市商务委"])]
    assert listed(q="%") == []
    assert listed(role="guide") == [("深圳市", ["市商务委"])]
    assert listed(document="draft") == [("广州市", ["市商务委", "各区政府"])]
    assert listed(document="none") == []
    assert listed(role="boss") == []


def test_loads_are_those_of_the_scope(office):
    found = agency_list(AgencyFilter(scope=Scope.ALL, jurisdiction="广州市", q="市商务委"))
    ((_, (line,)),) = found.groups
    assert line.load == {Role.LEAD: 2, Role.RESPONSIBLE: 0, Role.SUPPORT: 1, Role.GUIDE: 0}
    assert found.in_scope == {Scope.ISSUED: 1, Scope.DRAFT: 1, Scope.ALL: 1}
    assert found.heaviest == 3


def test_the_list_asks_one_statement(office, app):
    with counted(app) as statements:
        agency_list(AgencyFilter())
    assert len(statements) == 1


def test_an_agency_has_its_tasks_by_role_and_its_partners(office):
    view = agency_view(office.commerce)
    assert (view.agency.full, view.scope) == ("广州市商务委", Scope.ISSUED)
    assert view.load == {Role.LEAD: 1, Role.RESPONSIBLE: 0, Role.SUPPORT: 1, Role.GUIDE: 0}
    assert [row.id for row in view.tasks[Role.LEAD]] == [office.tasks[0]]
    assert [(one.agency.name, one.supports, one.carries) for one in view.partners] == [
        ("市财政局", 1, 1),
        ("广州海关", 1, 0),
    ]


def test_who_carries_without_leading_is_a_partner_too(office):
    view = agency_view(office.finance)
    assert [(one.agency.name, one.supports, one.carries) for one in view.partners] == [
        ("市商务委", 1, 1),
        ("各区政府", 0, 1),
        ("广州海关", 0, 1),
    ]


def test_drafts_count_in_their_own_scope(office):
    view = agency_view(office.commerce, Scope.DRAFT)
    assert [row.id for row in view.tasks[Role.LEAD]] == [office.draft]
    assert [one.agency.name for one in view.partners] == ["各区政府"]
    assert view.in_scope == {Scope.ISSUED: 2, Scope.DRAFT: 1, Scope.ALL: 3}


def test_an_agency_asks_seven_statements_and_one_that_is_none_asks_one(office, app):
    with counted(app) as statements:
        agency_view(office.commerce)
    assert len(statements) == 7
    with counted(app) as statements:
        assert agency_view(999) is None
    assert len(statements) == 1
