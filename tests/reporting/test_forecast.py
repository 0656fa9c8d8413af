"""Forecasts counted by hand: by every way, with what they are made of, and none where the facts are too few."""

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest

from tests.reporting.courses import DUE, OPENED, THURSDAY, heap, november, sent
from tracker.reporting.before import Before
from tracker.reporting.due_dates import ORDINARY
from tracker.reporting.forecast import Given, Slow, forecast, missed
from tracker.vocabulary.reporting import Duty, ReportState

EXTENDED = date(2026, 12, 15)
LAST_YEAR = Before(
    "2025年度", date(2025, 12, 10), 40, {date(2025, 11, 26): 20, date(2025, 12, 9): 15, date(2025, 12, 12): 5}
)


def given(*heaps, came=None, agencies=None, opened_on=OPENED, before=None):
    return Given(Duty.REPORT, opened_on, heaps, came or {}, agencies or {}, before)


def by_hand():
    """30 are there, 20 are not; 10 came in the last five working days, 10 more in the five before."""
    return given(
        sent(12, "甲"), sent(18, "乙"), heap(8, "甲"), heap(4, "乙"), heap(6, "丙"),
        heap(2, "丁", state=ReportState.RETURNED, due=november(20)),
        came=Counter({november(13): 10, november(20): 7, november(25): 3}),
        agencies={"甲": 5, "乙": 15},
        before=LAST_YEAR,
    )  # fmt: skip


def test_every_way_says_what_it_is_made_of_and_what_misses_the_due_date():
    found = forecast(by_hand(), THURSDAY, ORDINARY)
    assert [(way.name, way.missed) for way in found.ways] == [
        ("近 5 个工作日的速度", 0),
        ("近 10 个工作日的速度", 0),
        ("照2025年度同期以后的情形", 5),
        ("各单位照各自的速度", 9),
    ]
    assert found.ways[0].basis == (
        "2026-11-19 至 2026-11-25 收到 10 份，平均每个工作日 2 份（最少的一天 0 份，最多的一天 7 份）"
    )
    assert found.ways[2].basis == (
        "2025年度距截止 14 天时还缺 20 份，到截止日又收到 15 份，占 75.0 %；本期还缺的 18 份照这个比例算"
    )
    assert (found.ahead, found.overdue, found.needed_text) == (18, 2, "1.8")
    assert found.sentence == "到 2026-12-10 预计还缺 0 到 9 份（几种算法不一致，照近 5 个工作日的速度是 0 份）。"


def test_an_agency_is_measured_by_its_own_pace_and_named_with_why():
    assert forecast(by_hand(), THURSDAY, ORDINARY).slow == (
        Slow("丙", 6, 0, 0, 6, "本期一份也没有报"),
        Slow("甲", 8, 5, 12, 3, "近 10 个工作日报了 5 份，照此还能报来 5 份"),
    )


@pytest.mark.parametrize(
    ("ahead", "per_day", "expected"),
    [
        ([(10, 20)], Fraction(2), 0),
        ([(10, 21)], Fraction(2), 1),
        ([(10, 20)], Fraction(0), 20),
        ([(10, 3)], Fraction(1, 4), 1),
        ([(10, 10), (1, 5)], Fraction(2), 3),
        ([(10, 25), (13, 3)], Fraction(2), 5),
        ([], Fraction(2), 0),
    ],
)
def test_what_is_due_first_comes_first(ahead, per_day, expected):
    assert missed(ahead, per_day) == expected


@pytest.mark.parametrize(
    ("heaps", "on", "opened_on", "sentence"),
    [
        ((), THURSDAY, OPENED, "本期没有应报的报告。"),
        ((sent(9),), THURSDAY, OPENED, "应报的报告都已报来。"),
        ((sent(9), heap(3, due=november(20))), THURSDAY, OPENED, "还欠的 3 份都已过截止日。"),
        ((sent(9), heap(3)), DUE, OPENED, "截止前没有完整的工作日了，不再预测；3 份要今天催到。"),
        ((sent(9), heap(3)), THURSDAY, november(20), "2026-11-20 才开始，还不满 5 个完整的工作日，算不出速度，现在不作预测。"),
        ((sent(4), heap(30)), THURSDAY, OPENED, "到现在只收到 4 份报告，太少，算不出速度，现在不作预测。"),
    ],
)  # fmt: skip
def test_without_enough_facts_there_is_no_forecast_and_it_says_why(heaps, on, opened_on, sentence):
    found = forecast(given(*heaps, opened_on=opened_on), on, ORDINARY)
    assert (found.sentence, found.ways, found.slow) == (sentence, (), ())


def test_an_extension_gives_its_days():
    ahead = (sent(10), heap(11), heap(3, due=EXTENDED))
    found = forecast(given(*ahead, came={november(20): 5}, agencies={"甲": 5}), THURSDAY, ORDINARY)
    assert (found.ways[0].missed, found.left.due) == (1, EXTENDED)


def test_ways_that_agree_say_so_and_a_way_without_figures_is_left_out():
    few = given(sent(9), heap(3), came={november(24): 5}, agencies={"甲": 5}, opened_on=november(18))
    found = forecast(few, THURSDAY, ORDINARY)
    assert [way.name for way in found.ways] == ["近 5 个工作日的速度", "各单位照各自的速度"]
    assert found.sentence == "照现在的速度，到 2026-12-10 预计都能报齐（2 种算法一致）。"


def test_a_pace_of_nothing_misses_everything_by_every_way():
    still = given(sent(30), heap(6), before=Before("2025年度", date(2025, 12, 10), 40, {date(2025, 11, 1): 30}))
    found = forecast(still, THURSDAY, ORDINARY)
    assert {way.missed for way in found.ways} == {6}
    assert found.sentence == "照近 5 个工作日的速度，到 2026-12-10 预计还缺 6 份（几种算法一致）。"
    assert found.slow[0].why == "近 10 个工作日没有报过"
