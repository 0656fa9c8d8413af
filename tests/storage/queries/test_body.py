"""One body: its tasks by whatever way they came to it, its line and its partners."""

from datetime import date

import pytest

from tests.statements import counted
from tracker.agencies.standpoint import PRINTED, TODAY, Standpoint
from tracker.storage.queries.body import bodies_of_name, body_view
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.tasks import matching
from tracker.vocabulary import Role, Scope

COMMERCE, COMMISSION, DISTRICTS, TIANHE = "440100-015", "440100-201", "440100-801", "440100-104"
MARKET, BROADCAST = "440100-018", "440100-211"


def test_a_printed_name_has_its_tasks_by_role_and_its_partners(office):
    view = body_view(str(office.commerce), TODAY)
    assert (view.body.full, view.scope, view.registered) == ("广州市商务委", Scope.ISSUED, None)
    assert view.load == {Role.LEAD: 1, Role.RESPONSIBLE: 0, Role.SUPPORT: 1, Role.GUIDE: 0}
    assert [share.row.id for share in view.tasks[Role.LEAD]] == [office.tasks[0]]
    assert [(one.body.name, one.supports, one.carries) for one in view.partners] == [
        ("市财政局", 1, 1),
        ("广州海关", 1, 0),
    ]


def test_who_carries_without_leading_is_a_partner_too(office):
    view = body_view(str(office.finance), TODAY)
    assert [(one.body.name, one.supports, one.carries) for one in view.partners] == [
        ("市商务委", 1, 1),
        ("各区政府", 0, 1),
        ("广州海关", 0, 1),
    ]


def test_drafts_count_in_their_own_scope(office):
    view = body_view(str(office.commerce), TODAY, Scope.DRAFT)
    assert [share.row.id for share in view.tasks[Role.LEAD]] == [office.draft]
    assert [one.body.name for one in view.partners] == ["各区政府"]
    assert view.in_scope == {Scope.ISSUED: 2, Scope.DRAFT: 1, Scope.ALL: 3}


def test_an_inherited_task_says_under_which_name_and_by_which_change(in_loaded_app):
    share = body_view(COMMERCE, TODAY).tasks[Role.LEAD][0]
    assert share.printed == "市商务委"
    assert [(change.kind, change.date) for change in share.changes] == [("rename", date(2019, 1, 9))]
    assert body_view(COMMERCE, PRINTED, Scope.ISSUED).tasks[Role.LEAD] == ()
    assert [each.changes for each in body_view(COMMISSION, PRINTED).tasks[Role.LEAD]][0] == ()


def test_a_member_has_the_tasks_of_its_collective_each_said(in_loaded_app):
    view = body_view(TIANHE, TODAY)
    assert {share.collective for share in view.tasks["through"]} == {"各区政府"}
    assert view.through == len({share.row.id for share in view.tasks["through"]})
    assert [each.id for each in view.collectives] == [DISTRICTS]


def test_a_split_passes_a_share_of_the_tasks_to_each(in_loaded_app):
    propaganda = body_view("440100-301", TODAY, Scope.ALL)
    inherited = [share for shares in propaganda.tasks.values() for share in shares if share.changes]
    assert {change.share for share in inherited for change in share.changes} == {"新闻出版、电影、版权管理"}
    assert inherited


@pytest.mark.parametrize("key", [COMMERCE, COMMISSION, MARKET, TIANHE, DISTRICTS])
@pytest.mark.parametrize("on", ["printed", "today", "2018-06-01"])
def test_every_number_is_what_the_ledger_finds(in_loaded_app, key, on):
    view = body_view(key, Standpoint.parse(on), Scope.ALL)

    def ledger(**asked):
        return matching(TaskFilter.parse({"scope": "all", "on": on} | asked)).total

    assert {role: ledger(agency=key, role=role) for role in Role} == view.load
    assert ledger(member=key) == view.through
    for one in view.partners:
        assert ledger(carrier=key, supporter=one.body.key) == one.supports, one
        assert ledger(carrier=one.body.key, supporter=key) == one.carries, one


def test_a_line_holds_everybody_before_and_after(in_loaded_app):
    line = body_view(MARKET, TODAY).line
    assert {node.name for node in line.names.values()} >= {"市工商局", "市质监局", "市市场监管局"}
    assert line.has_history
    assert [heir.agency for heir in body_view(COMMISSION, TODAY).line.followers] == [COMMERCE]
    assert not body_view("440100-009", TODAY).line.has_history


def test_a_collective_names_its_members_on_the_day(in_loaded_app):
    assert len(body_view(DISTRICTS, TODAY).members) == 11
    assert body_view("440100-802", TODAY).members == ()


def test_the_names_under_which_a_body_is_printed_are_kept(in_loaded_app):
    names = {one.name for one in body_view("440100-121", PRINTED, Scope.ALL).printed}
    assert len(names) >= 1
    assert names <= {"广州空港委", "广州空港经济区管委会", "空港委"}


def test_a_known_printed_name_means_its_body(in_loaded_app):
    assert {len(bodies_of_name(number)) for number in range(1, 60)} == {1}


def test_nobody_is_none(in_loaded_app):
    assert body_view("440100-999", TODAY) is None
    assert body_view("999999", TODAY) is None


@pytest.mark.parametrize("key", [COMMERCE, DISTRICTS, TIANHE])
def test_a_body_asks_at_most_twelve_statements(in_loaded_app, key):
    body_view(key, TODAY)
    with counted(in_loaded_app) as statements:
        body_view(key, TODAY)
    assert len(statements) <= 12
