"""The lights: every colour with its word and its reason; the same on any day however they are asked for."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reporting.lights import (
    DECIDED_WORDS,
    Course,
    Filed,
    Override,
    Thresholds,
    expected_percent,
    filing_light,
    joint_filing_light,
    progress_light,
)
from tracker.vocabulary.reporting import Colour, Light, LightKind, Progress

OPENED, DUE = date(2026, 10, 12), date(2026, 12, 10)
OWED = Filed(OPENED, DUE)
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("row", "on", "colour", "word"),
    [
        (Filed(None, DUE), DUE, "grey", "未开始"),
        (OWED, date(2026, 10, 11), "grey", "未开始"),
        (OWED, OPENED, "blue", "未到期"),
        (OWED, date(2026, 12, 2), "blue", "未到期"),
        (OWED, date(2026, 12, 3), "yellow", "临期"),
        (OWED, DUE, "yellow", "临期"),
        (OWED, date(2026, 12, 11), "red", "逾期"),
        (replace(OWED, returned=True), date(2026, 12, 11), "red", "逾期"),
        (replace(OWED, locked_on=DUE), DUE, "grey", "未报"),
        (replace(OWED, locked_on=DUE), date(2027, 3, 1), "grey", "未报"),
        (replace(OWED, locked_on=date(2026, 12, 11)), date(2026, 12, 11), "red", "逾期"),
        (replace(OWED, received_on=DUE, locked_on=DUE), DUE, "green", "已报"),
        (replace(OWED, received_on=DUE), date(2026, 12, 20), "green", "已报"),
        (replace(OWED, received_on=date(2026, 12, 12), on_time=False), date(2026, 12, 20), "green", "迟报"),
    ],
)
def test_the_filing_light_of_a_row(row, on, colour, word):
    light = filing_light(row, on)
    assert (light.colour, light.word, light.manual) == (colour, word, False)
    assert light.why.endswith("。")


def test_a_withdrawn_row_has_no_light():
    assert filing_light(replace(OWED, withdrawn=True), DUE) is None


def test_the_reason_counts_the_days():
    assert filing_light(OWED, date(2026, 12, 4)).why == "还没有报送；截止 2026-12-10，还有 6 天。"
    assert filing_light(OWED, DUE).why == "还没有报送；今天 24 时截止。"
    returned = filing_light(replace(OWED, returned=True), date(2026, 12, 14))
    assert returned.why == "已退回，还没有重报；截止 2026-12-10，已过 4 天。"


START, DEADLINE = date(2026, 1, 1), date(2026, 4, 11)
"""A hundred days, so that a day is a point."""


def course(progress=Progress.UNDER_WAY, percent=0, **more):
    return Course(START, **{"deadline": DEADLINE, "progress": progress, "percent": percent} | more)


@pytest.mark.parametrize(
    ("gap", "colour", "word"),
    [
        (-5, "green", "正常"),
        (0, "green", "正常"),
        (9, "green", "正常"),
        (10, "yellow", "偏慢"),
        (30, "yellow", "偏慢"),
        (31, "red", "滞后"),
    ],
)
def test_the_progress_light_says_how_far_behind_a_task_is(gap, colour, word):
    light = progress_light(course(percent=50 - gap), START + timedelta(days=50))
    assert (light.colour, light.word) == (colour, word)


@pytest.mark.parametrize(
    ("task", "colour", "word"),
    [
        (course(None, None), "grey", "未报"),
        (course(None, None, deadline=None), "grey", "未报"),
        (course(deadline=None), "green", "正常"),
        (course(Progress.CONTINUING), "green", "长期推进"),
        (course(Progress.CONTINUING, deadline=None), "green", "长期推进"),
        (course(Progress.BLOCKED, 100), "red", "受阻"),
        (course(Progress.BLOCKED, deadline=None), "red", "受阻"),
        (course(Progress.DONE, None), "green", "已完成"),
        (course(Progress.DROPPED), "grey", "不再实施"),
        (course(Progress.NOT_STARTED, None), "red", "滞后"),
    ],
)
def test_the_progress_light_of_tasks_of_every_kind(task, colour, word):
    light = progress_light(task, DEADLINE)
    assert (light.colour, light.word) == (colour, word)


def test_the_reason_of_a_progress_light_counts_points():
    light = progress_light(course(percent=40), START + timedelta(days=60))
    assert light.why == "完成 40%；按完成时限 2026-04-11，现在应达到 60%，差 20 个百分点。"


@given(DAYS, DAYS, DAYS)
def test_what_is_expected_grows_from_nothing_to_all_of_it(start, deadline, on):
    expected = expected_percent(start, deadline, on)
    assert 0 <= expected <= 100
    assert expected <= expected_percent(start, deadline, on + timedelta(days=1))
    assert expected_percent(start, deadline, deadline) == 100


@given(DAYS, DAYS, DAYS)
def test_a_light_is_of_one_colour_by_the_days_left_alone(opened, due, on):
    """Case 34: whoever asks on the same day gets the same light."""
    light = filing_light(Filed(opened, due), on)
    left = (due - on).days
    expected = "grey" if on < opened else "red" if left < 0 else "yellow" if left <= 7 else "blue"
    assert light.colour == expected
    assert light == filing_light(Filed(opened, due), on)
    assert filing_light(Filed(opened, due, received_on=on), on).colour == ("grey" if on < opened else "green")


@given(st.integers(0, 100), DAYS)
def test_more_done_never_makes_a_worse_light(percent, on):
    order = [Colour.GREEN, Colour.YELLOW, Colour.RED]
    now, more = (progress_light(course(percent=each), on) for each in (percent, min(percent + 1, 100)))
    assert order.index(more.colour) <= order.index(now.colour)


def test_thresholds_are_the_offices_to_set():
    strict = Thresholds(soon=14, slow=5, behind=8)
    assert filing_light(OWED, date(2026, 11, 27), strict).word == "临期"
    assert progress_light(course(percent=41), START + timedelta(days=50), strict).word == "滞后"


MADE = Override(LightKind.PROGRESS, Colour.YELLOW, "已报市领导同意放缓", "王敏", START, START + timedelta(days=9))


@pytest.mark.parametrize(("day", "manual"), [(-1, False), (0, True), (9, True), (10, False)])
def test_an_override_holds_from_a_day_until_another_and_names_who_made_it(day, manual):
    light = progress_light(course(Progress.BLOCKED), START + timedelta(days=day), override=MADE)
    assert light.manual is manual
    assert ("王敏" in light.why and light.why.startswith("人工调整")) is manual


def test_an_override_of_one_light_leaves_the_other_alone():
    assert not filing_light(OWED, START, override=MADE).manual


def test_a_fraction_of_a_percent_is_kept():
    assert (
        "现在应达到 33.3%" in progress_light(course(deadline=START + timedelta(days=3)), START + timedelta(days=1)).why
    )
    assert expected_percent(START, START + timedelta(days=3), START + timedelta(days=1)) == Fraction(100, 3)


def of_word(word, colour):
    return Light(colour, word, f"{word}。")


@pytest.mark.parametrize(
    ("words", "word", "why"),
    [
        (["已报"], "已报", "已报。"),
        (["已报", "迟报"], "迟报", "应报 2 家：迟报 1 家（乙），已报 1 家。"),
        (["已报", "未到期", "临期"], "临期", "应报 3 家：临期 1 家（丙），未到期 1 家，已报 1 家。"),
        (["逾期"] * 4 + ["已报"], "逾期", "应报 5 家：逾期 4 家（甲、乙、丙等），已报 1 家。"),
    ],
)
def test_the_light_of_several_agencies_is_the_heaviest_and_counts_them_all(words, word, why):
    colours = {"逾期": Colour.RED, "临期": Colour.YELLOW, "未到期": Colour.BLUE}
    found = joint_filing_light(
        (agency, of_word(each, colours.get(each, Colour.GREEN)))
        for agency, each in zip("甲乙丙丁戊", words, strict=False)
    )
    assert (found.word, found.why) == (word, why)


def test_where_nobody_owes_there_is_no_light():
    assert joint_filing_light([]) is None


def test_every_colour_a_person_may_choose_has_a_word():
    for kind, words in DECIDED_WORDS.items():
        for colour, word in words.items():
            made = replace(MADE, kind=kind, colour=colour)
            assert (made.light.word, made.light.manual) == (word, True)
