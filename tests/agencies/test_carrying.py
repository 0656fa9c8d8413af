"""Who carries whose duties on a day: nothing is lost, nothing carried twice, and asking again changes nothing."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.agencies.registries import REFORM, day, rows
from tests.agencies.test_succession import registry as a_registry
from tracker.agencies.carrying import Carrying

FIRST = date(2010, 1, 1)


@pytest.fixture
def reform():
    return Carrying(rows())


def test_as_printed_everybody_stands_for_himself(reform):
    assert {agency: [heir.agency for heir in heirs] for agency, heirs in reform.on(None).of.items()} == {
        agency: [agency] for agency in reform.agencies
    }


def test_who_follows_has_the_duties_of_who_was_before(reform):
    assert reform.on(day(REFORM)).sources["gz-swj"].keys() == {"gz-sww", "gz-swj"}
    assert reform.on(day("2019-01-08")).sources["gz-sww"].keys() == {"gz-sww", "gz-swj"}


def test_who_was_abolished_without_a_successor_stands_for_itself():
    gone = Carrying(a_registry(["甲", "乙"], ["甲 - abolish 2019-01-09"]))
    assert [heir.agency for heir in gone.on(day("2026-01-01")).of["甲"]] == ["甲"]
    assert gone.is_former("甲", day("2026-01-01"))
    assert gone.followers("甲", day("2026-01-01")) == ()


def test_members_carry_the_duties_of_their_collective(reform):
    assert set(reform.members("gz-qgz", day("2026-01-01"))) == {"th-gov", "hp-gov"}
    assert [each.id for each in reform.collectives_of("th-gov", day("2026-01-01"))] == ["gz-qgz"]
    assert reform.members("gz-yg", day("2026-01-01")) == {}


def test_a_member_that_is_no_more_passes_its_part_on():
    changed = rows(
        agencies=[{"id": "new", "jurisdiction": "440100", "name": "新区管委会", "valid_from": "2022-01-01"}],
        successions=[{"predecessor": "hp-gov", "successor": "new", "kind": "rename", "date": "2022-01-01"}],
    )
    assert set(Carrying(changed).members("gz-qgz", day("2026-01-01"))) == {"th-gov", "new"}


def test_a_body_is_called_by_each_of_its_names(reform):
    assert reform.names("gz-swj") == ("广州市商务局", "市商务局", "市商务主管部门")
    assert reform.names("gz-qgz") == ("各区政府", "各区")
    assert (reform.place(reform.body("gz-swj")), reform.place(reform.body("cn-swb"))) == ("广州市", "国家")


@st.composite
def lines_of_bodies(draw):
    """A registry whose bodies pass their duties on by mergers and splits, each to bodies that are there by then."""
    count = draw(st.integers(2, 9))
    born = [FIRST + timedelta(days=400 * number) for number in range(count)]
    ended, changes = {}, []
    for number in reversed(range(count - 1)):
        later = st.integers(number + 1, count - 1)
        heirs = draw(st.lists(later, max_size=2, unique=True))
        on = max((born[heir] for heir in heirs), default=FIRST) + timedelta(days=draw(st.integers(1, 300)))
        if heirs and all(on < ended.get(heir, date.max) for heir in heirs):
            ended[number] = on
            kind = "split 部分" if len(heirs) > 1 else "merge -"
            how, share = kind.split()
            changes += [f"甲{number} 甲{heir} {how} {on} {share}" for heir in heirs]
    bodies = [f"甲{number} {born[number]} {ended.get(number, '-')}" for number in range(count)]
    return a_registry(bodies, changes)


@settings(max_examples=60, deadline=None)
@given(lines_of_bodies(), st.integers(0, 6000))
def test_views_as_of_a_day_partition_time_without_gap_or_overlap(registry, days):
    """On every day a line has bearers; they are there on that day, and from one boundary to the next they stay."""
    known, on = Carrying(registry), FIRST + timedelta(days=days)
    bearers = known.on(on)
    for agency in known.agencies:
        period = known.succession.period(agency)
        heirs = [heir.agency for heir in bearers.of[agency]]
        assert heirs
        assert len(heirs) == len(set(heirs))
        if known.succession.in_force(agency, on):
            assert heirs[0] == agency
        if period.end and on == period.end:
            before = [heir.agency for heir in known.on(on - timedelta(days=1)).of[agency]]
            assert before == [agency]
            assert agency not in heirs
    assert {source for sources in bearers.sources.values() for source in sources} == known.agencies.keys()


@settings(max_examples=60, deadline=None)
@given(lines_of_bodies(), st.integers(0, 6000))
def test_who_carries_a_duty_carries_it_when_asked_again(registry, days):
    known, on = Carrying(registry), FIRST + timedelta(days=days)
    bearers = known.on(on)
    for heirs in bearers.of.values():
        for heir in heirs:
            assert heir.agency in [again.agency for again in bearers.of[heir.agency]]


@settings(max_examples=60, deadline=None)
@given(lines_of_bodies())
def test_bearers_change_only_on_the_days_of_the_line(registry):
    """Between two neighbouring days of change everybody's bearers are the same."""
    known = Carrying(registry)
    turns = sorted(
        {
            d
            for each in known.agencies
            for d in (known.succession.period(each).begin, known.succession.period(each).end)
            if d
        }
        | {change.date for change in registry.successions}
    )
    for first, following in zip(turns, turns[1:], strict=False):
        at, last = known.on(first), known.on(following - timedelta(days=1))
        assert {a: [h.agency for h in hs] for a, hs in at.of.items()} == {
            a: [h.agency for h in hs] for a, hs in last.of.items()
        }
