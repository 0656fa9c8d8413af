import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.agencies.registries import rows
from tracker.agencies.merging import applied, merge, merged, undone
from tracker.agencies.resolution import Registry
from tracker.agencies.rows import Alias
from tracker.errors import BadRegistry, WrongState

DOUBLE = {"id": "gz-x", "jurisdiction": "440100", "name": "广州市商贸局", "short": "市商贸局"}
ROWS = rows(
    agencies=[DOUBLE, {"id": "gz-old", "jurisdiction": "440100", "name": "广州市外经贸局", "valid_to": "2010-01-01"}],
    aliases=[{"agency": "gz-x", "name": "市商贸主管部门"}],
    successions=[{"predecessor": "gz-old", "successor": "gz-x", "kind": "merge", "date": "2010-01-01"}],
    collective_members=[
        {"collective": "gz-yg", "agency": "gz-x"},
        {"collective": "gd-yg", "agency": "gz-x"},
    ],
)
REGISTRY = Registry(ROWS)


def who(registry, printed, jurisdiction="广州市"):
    found = registry.resolve(printed, jurisdiction).agency
    return found and found.id


def test_what_moves_is_shown_before_anything_does():
    merging = merge(ROWS, "gz-x", into="gz-hg")
    assert [(move.before.id, move.after) for move in merging.moved("agencies")] == [("gz-x", None)]
    assert [move.after.name for move in merging.moved("aliases")] == ["广州市商贸局", "市商贸主管部门"]
    assert [move.after.successor for move in merging.moved("successions")] == ["gz-hg"]
    assert {move.after.collective for move in merging.moved("collective_members")} == {"gz-yg", "gd-yg"}
    assert rows_hold(ROWS, "gz-x")


def rows_hold(given, agency):
    return any(each.id == agency for each in given.agencies)


@pytest.mark.parametrize("printed", ["市商贸局", "广州市商贸局", "市商贸主管部门"])
def test_every_name_of_the_one_means_the_other_afterwards(printed):
    after = merged(REGISTRY, "gz-x", into="gz-hg")
    assert (who(REGISTRY, printed), who(after, printed)) == ("gz-x", "gz-hg")
    assert not rows_hold(after.rows, "gz-x")


def test_names_that_go_to_another_city_are_written_out():
    after = merged(REGISTRY, "gz-x", into="sz-swj")
    assert {alias.name for alias in after.rows.aliases if alias.agency == "sz-swj"} == {
        "广州市商贸局",
        "广州市商贸主管部门",
    }
    assert who(after, "市商贸局", "深圳市") is None


@pytest.mark.parametrize(
    ("one", "other", "covered"),
    [
        (("", ""), ("2019-01-09", ""), [("None", "None")]),
        (("2015-01-01", "2018-01-01"), ("2017-01-01", "2020-01-01"), [("2015-01-01", "2020-01-01")]),
        (("2015-01-01", "2016-01-01"), ("2016-01-01", ""), [("2015-01-01", "2016-01-01"), ("2016-01-01", "None")]),
    ],
)
def test_two_memberships_of_one_collective_become_one_that_covers_both_times(one, other, covered):
    members = [
        {"collective": "gz-yg", "agency": agency, "valid_from": begin, "valid_to": end}
        for agency, (begin, end) in (("gz-hg", one), ("hp-hg", other))
    ]
    given = rows(collective_members=members)
    merging = merge(given, "gz-hg", into="hp-hg")
    after = applied(given, merging)
    found = [(str(each.valid_from), str(each.valid_to)) for each in after.collective_members if each.agency == "hp-hg"]
    assert found == covered
    assert undone(after, merging) == given


def test_a_change_between_the_two_goes():
    merging = merge(ROWS, "gz-sww", into="gz-swj")
    assert [move.after for move in merging.moved("successions")] == [None]
    assert Registry(undone(applied(ROWS, merging), merging)) == REGISTRY


@pytest.mark.parametrize(("gone", "into"), [("gz-x", "gz-x"), ("gz-x", "nobody"), ("nobody", "gz-x")])
def test_only_two_that_are_there_can_be_merged(gone, into):
    with pytest.raises(WrongState, match="。"):
        merge(ROWS, gone, into=into)


def test_a_merge_after_which_time_would_not_run_one_way_is_refused():
    with pytest.raises(BadRegistry, match="2010-01-01 不能承接"):
        merge(ROWS, "gz-x", into="gz-swj")


def test_a_merge_whose_rows_were_changed_since_is_not_undone():
    merging = merge(ROWS, "gz-x", into="gz-hg")
    after = applied(ROWS, merging)
    without = type(after)(
        **(vars(after) | {"aliases": tuple(each for each in after.aliases if each.agency != "gz-hg")})
    )
    with pytest.raises(WrongState, match="逐项更正"):
        undone(without, merging)


IDS = st.sampled_from([agency.id for agency in ROWS.agencies])


@given(IDS, IDS)
def test_a_merge_and_its_undo_leave_the_registry_as_it_was(gone, into):
    try:
        merging = merge(ROWS, gone, into=into)
    except (WrongState, BadRegistry):
        assume(False)
    after = applied(ROWS, merging)
    assert not rows_hold(after, gone)
    assert Registry(undone(after, merging)) == REGISTRY


@given(IDS, IDS, IDS, IDS)
def test_two_merges_are_undone_one_after_the_other(gone, into, second, onto):
    try:
        first = merge(ROWS, gone, into=into)
        between = applied(ROWS, first)
        later = merge(between, second, into=onto)
    except (WrongState, BadRegistry):
        assume(False)
    assert undone(undone(applied(between, later), later), first) == ROWS


def test_an_edit_elsewhere_survives_the_undo():
    merging = merge(ROWS, "gz-x", into="gz-hg")
    note = Alias("gz-xcb", "市宣传主管部门")
    after = applied(ROWS, merging)
    edited = type(after)(**(vars(after) | {"aliases": (*after.aliases, note)}))
    assert set(undone(edited, merging).aliases) == {*ROWS.aliases, note}
