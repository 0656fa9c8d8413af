from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.agencies.registries import day
from tracker.agencies.rows import Rows
from tracker.agencies.succession import Succession, succession_faults
from tracker.errors import BadRegistry


def registry(agencies, changes):
    """Rows from ``"甲 from to"`` and ``"甲 乙 kind date share"``; ``-`` stands for nothing. Lines count from 2."""
    bodies = (dict(zip(("id", "valid_from", "valid_to"), _cells(line), strict=False)) for line in agencies)
    columns = ("predecessor", "successor", "kind", "date", "share")
    return Rows.of(
        agencies=[
            {"jurisdiction": "", "name": f"{body['id']}局", "line": at} | body for at, body in enumerate(bodies, 2)
        ],
        successions=[dict(zip(columns, _cells(line), strict=False), line=at) for at, line in enumerate(changes, 2)],
    )


def _cells(line):
    return ["" if cell == "-" else cell for cell in line.split()]


def succession(agencies, changes):
    return Succession(registry(agencies, changes))


@pytest.fixture
def reform():
    """工商, 质监 → 市场; 文广 split; 外经贸 → 商务委 → 商务局; 口岸 abolished; 规划 gives 测绘 to 资源 and goes on."""
    return succession(
        [
            "工商",
            "质监",
            "市场 2019-01-23",
            "文广 - 2019-01-27",
            "文旅 2019-01-27",
            "宣传",
            "外贸",
            "商务委",
            "商务局",
            "口岸",
            "规划",
            "资源",
        ],
        [
            "工商 市场 merge 2019-01-23",
            "质监 市场 merge 2019-01-23",
            "文广 文旅 split 2019-01-27 文化广电",
            "文广 宣传 split 2019-01-27 新闻出版",
            "外贸 商务委 rename 2014-06-01",
            "商务委 商务局 rename 2019-01-09",
            "口岸 - abolish 2019-01-09",
            "规划 资源 split 2018-05-01 测绘",
        ],
    )


@pytest.mark.parametrize(
    ("agency", "on", "who"),
    [
        ("外贸", "2014-05-31", ("外贸",)),
        ("外贸", "2014-06-01", ("商务委",)),
        ("外贸", "2019-01-09", ("商务局",)),
        ("商务局", "2014-06-01", ("商务委",)),
        ("商务局", "2010-01-01", ("外贸",)),
        ("工商", "2019-01-23", ("市场",)),
        ("市场", "2017-09-09", ("工商", "质监")),
        ("文广", "2019-01-26", ("文广",)),
        ("文广", "2019-01-27", ("宣传", "文旅")),
        ("宣传", "2017-09-09", ("宣传",)),
        ("口岸", "2019-01-08", ("口岸",)),
        ("口岸", "2019-01-09", ()),
        ("规划", "2020-01-01", ("规划",)),
    ],
)
def test_who_an_agency_is_on_a_day(reform, agency, on, who):
    assert reform.as_of(agency, day(on)) == who


def test_a_split_passes_shares_of_the_duties(reform):
    heirs = reform.successors_on("文广", day("2026-01-01"))
    assert {heir.agency: heir.share for heir in heirs} == {"文旅": "文化广电", "宣传": "新闻出版"}


def test_who_gave_a_share_away_and_went_on_keeps_the_rest(reform):
    heirs = reform.successors_on("规划", day("2026-01-01"))
    assert [(heir.agency, heir.share) for heir in heirs] == [("规划", ""), ("资源", "测绘")]
    assert [heir.agency for heir in reform.successors_on("规划", day("2018-04-30"))] == ["规划"]


def test_duties_that_were_received_pass_on_with_those_who_received_them():
    chain = succession(
        ["甲", "乙", "丙", "丁"],
        ["甲 乙 split 2015-01-01 港口", "乙 丙 rename 2017-01-01", "乙 丁 split 2014-01-01 航道"],
    )
    assert [(heir.agency, heir.share) for heir in chain.successors_on("甲", day("2018-01-01"))] == [
        ("甲", ""),
        ("丙", "港口"),
    ]


def test_a_lineage_is_a_time_line_of_names(reform):
    line = reform.lineage("商务委")
    assert [(period.name, str(period.begin), str(period.end)) for period in line] == [
        ("外贸局", "None", "2014-06-01"),
        ("商务委局", "2014-06-01", "2019-01-09"),
        ("商务局局", "2019-01-09", "None"),
    ]
    assert {period.agency for period in reform.lineage("市场")} == {"工商", "质监", "市场"}


def test_who_ended_without_a_successor_is_known(reform):
    assert [period.agency for period in reform.without_successor()] == ["口岸"]


@pytest.mark.parametrize(
    ("agencies", "changes", "line", "column", "words"),
    [
        (["甲"], ["甲 乙 rename 2019-01-01"], 2, "successor", "没有编号“乙”"),
        (["乙"], ["甲 乙 rename 2019-01-01"], 2, "predecessor", "没有编号“甲”"),
        (["甲"], ["甲 - rename 2019-01-01"], 2, "successor", "没有编号“”"),
        (["甲", "乙"], ["甲 乙 abolish 2019-01-01"], 2, "successor", "撤销不写承接单位"),
        (["甲", "乙"], ["甲 乙 change 2019-01-01"], 2, "kind", "不认识的沿革类型"),
        (["甲"], ["甲 甲 rename 2019-01-01"], 2, "successor", "绕成了圈"),
        (["甲", "乙"], ["甲 乙 rename 2019-01-01", "乙 甲 rename 2020-01-01"], 2, "successor", "第 2、3 行"),
        (["甲", "乙 2018-01-01"], ["甲 乙 rename 2019-01-01"], 2, "successor", "早于甲局的终止日期"),
        (["甲", "乙 2020-01-01"], ["甲 乙 merge 2019-01-01"], 2, "successor", "2019-01-01 不能承接"),
        (["甲", "乙 - 2018-01-01"], ["甲 乙 merge 2019-01-01"], 2, "successor", "已终止"),
        (["甲 2019-01-01", "乙"], ["甲 乙 rename 2019-01-01"], 2, "date", "才存在"),
        (["甲 - 2018-12-31", "乙"], ["甲 乙 rename 2019-01-01"], 2, "date", "不一致"),
        (["甲", "乙", "丙"], ["甲 乙 rename 2019-01-01", "甲 丙 merge 2020-01-01"], 3, "predecessor", "第 2、3 行"),
        (["甲", "乙", "丙"], ["甲 乙 rename 2019-01-01", "甲 丙 split 2020-01-01"], 3, "date", "已经终止"),
        (["甲", "乙", "丙"], ["甲 丙 rename 2019-01-01", "乙 丙 rename 2019-01-01"], 3, "successor", "合并请用 merge"),
        (["甲", "乙"], ["甲 乙 merge 2019-01-01", "甲 乙 merge 2019-01-01"], 3, None, "写了两次"),
    ],
)
def test_changes_that_cannot_be_true_are_refused_with_their_rows(agencies, changes, line, column, words):
    rows = registry(agencies, changes)
    faults = succession_faults(rows)
    assert any((fault.line, fault.column) == (line, column) and words in str(fault) for fault in faults), faults
    with pytest.raises(BadRegistry) as refusal:
        Succession(rows)
    assert "successions.csv 第" in str(refusal.value)


def test_a_merger_into_an_agency_that_was_there_before_is_sound():
    assert succession(["检疫", "海关 1949-10-25"], ["检疫 海关 merge 2018-04-20"]).as_of("检疫", day("2018-04-20")) == (
        "海关",
    )


DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))


@st.composite
def chains(draw):
    dates = sorted(draw(st.sets(DAYS, min_size=1, max_size=6)))
    names = [f"第{at}" for at in range(len(dates) + 1)]
    told = [f"{before} {after} rename {on}" for before, after, on in zip(names, names[1:], dates, strict=False)]
    periods = [f"{name} {begin} {end}" for name, begin, end in zip(names, ["-", *dates], [*dates, "-"], strict=True)]
    written = draw(st.sampled_from([names, periods]))
    return names, dates, succession(written, draw(st.permutations(told)))


@given(chains(), DAYS)
def test_views_of_a_chain_part_time_without_gap_or_overlap(chain, on):
    names, dates, line = chain
    expected = names[sum(changed <= on for changed in dates)]
    assert {line.as_of(name, on) for name in names} == {(expected,)}
    assert [name for name in names if line.in_force(name, on)] == [expected]


@given(chains())
def test_the_periods_of_a_lineage_meet(chain):
    names, dates, line = chain
    periods = line.lineage(names[-1])
    assert [period.agency for period in periods] == names
    assert [period.end for period in periods] == [*dates, None]
    assert [period.begin for period in periods] == [None, *dates]


@st.composite
def histories(draw):
    """Agencies numbered in the order of their beginnings; each may end once, in one or several later ones."""
    count = draw(st.integers(2, 7))
    begins = sorted(draw(st.sets(DAYS, min_size=count, max_size=count)))
    agencies, changes = [], []
    for at in range(count):
        heirs = draw(st.lists(st.integers(at + 1, count - 1), max_size=2, unique=True)) if at < count - 1 else []
        ended = begins[max(heirs)] if heirs else "-"
        agencies.append(f"第{at} {begins[at]} {ended}")
        kind = "split" if len(heirs) > 1 else "merge"
        changes += [f"第{at} 第{heir} {kind} {ended}" for heir in heirs]
    return registry(agencies, changes)


@given(histories(), DAYS)
def test_whoever_is_named_for_a_day_is_there_on_that_day(rows, on):
    assume(not succession_faults(rows))
    line = Succession(rows)
    for agency in rows.agencies:
        who = line.as_of(agency.id, on)
        assert all(line.in_force(each, on) for each in who)
        assert len(set(who)) == len(who)
        if on >= agency.valid_from:
            assert who


def test_a_day_before_and_the_day_of_a_change_differ_by_one():
    line = succession(["甲", "乙"], ["甲 乙 rename 2019-01-09"])
    changed = date(2019, 1, 9)
    assert line.as_of("乙", changed - timedelta(days=1)) == ("甲",)
    assert line.as_of("甲", changed) == ("乙",)
