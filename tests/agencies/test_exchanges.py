"""What differs between two registries: written down, carried out, taken back, and joined with what others changed."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.agencies.registries import day, rows
from tracker.agencies.captions import sentence
from tracker.agencies.exchanges import (
    as_written,
    carried_out,
    difference,
    joined,
    read_back,
    taken_back,
)
from tracker.agencies.rows import TABLES, Alias, Rows, a_date

BASE = rows()


def other(**tables):
    return Rows(**(vars(BASE) | tables))


def edited(agency, **values):
    return other(agencies=tuple(replace(each, **values) if each.id == agency else each for each in BASE.agencies))


NAMED_OTHERWISE = edited("gz-swj", short="市商务")
WITH_ALIAS = other(aliases=(*BASE.aliases, Alias("gz-hg", "广关")))


def test_what_is_the_same_has_no_moves():
    assert difference(BASE, rows()) == ()


def test_a_changed_cell_is_told_by_its_caption():
    (move,) = difference(BASE, NAMED_OTHERWISE)
    assert (move.columns, move.bodies) == (("short",), {"gz-swj"})
    assert sentence(move) == "修改 单位 gz-swj 广州市商务局：简称 “市商务局”→“市商务”"


REGISTRIES = st.sampled_from([BASE, NAMED_OTHERWISE, WITH_ALIAS, other(successions=()), Rows()])


@given(REGISTRIES, REGISTRIES)
def test_moves_lead_from_one_registry_to_another_and_back_through_json(one, another):
    moves = read_back(json.loads(json.dumps(as_written(difference(one, another)))))
    assert carried_out(one, moves) == another
    assert taken_back(another, moves) == one


@given(REGISTRIES, REGISTRIES)
def test_what_only_one_side_changed_is_taken_from_it(ours, theirs):
    assert joined(BASE, ours, BASE) == (ours, ())
    assert joined(BASE, BASE, theirs) == (theirs, ())
    assert joined(BASE, ours, ours) == (ours, ())
    assert joined(ours, ours, theirs)[0] == theirs


def test_both_sides_changes_stand_side_by_side():
    both, clashes = joined(BASE, NAMED_OTHERWISE, WITH_ALIAS)
    assert clashes == ()
    assert (both.agencies, both.aliases) == (NAMED_OTHERWISE.agencies, WITH_ALIAS.aliases)


def test_a_row_that_both_changed_stays_ours_and_is_named():
    theirs = edited("gz-swj", short="商务局")
    both, (clash,) = joined(BASE, NAMED_OTHERWISE, theirs)
    assert both == NAMED_OTHERWISE
    assert (clash.ours.short, clash.theirs.short, clash.base.short) == ("市商务", "商务局", "市商务局")


def test_a_row_that_we_took_out_stays_out():
    both, clashes = joined(BASE, other(successions=()), BASE)
    assert (both.successions, clashes) == ((), ())


def test_every_table_is_kept_apart():
    assert {move.table for move in difference(Rows(), BASE)} == set(TABLES)


def test_dates_are_read_as_spreadsheets_and_papers_write_them():
    for text in ("2019-01-09", "2019/1/9", "2019.1.9", "2019年1月9日", "2019-01-09 00:00:00"):
        assert a_date(text) == day("2019-01-09")
    assert (a_date("2019年1月"), a_date("2019")) == (day("2019-01-01"), day("2019-01-01"))
    for text in ("2019-13-01", "2019-02-30", "19-1-9", "明年"):
        try:
            assert a_date(text) is None
        except ValueError:
            continue
        raise AssertionError(text)
