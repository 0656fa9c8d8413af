"""The curve's figures: what had come by a day, beside the cycle before and what is needed."""

from datetime import date

from tests.reporting.courses import DUE, OPENED, THURSDAY, november
from tracker.reporting.before import Before
from tracker.reporting.curve import Curve
from tracker.reporting.due_dates import ORDINARY
from tracker.reporting.rates import Rate

CAME = {november(10): 10, november(24): 20, THURSDAY: 5}
LAST_YEAR = Before(
    "2025年度", date(2025, 12, 5), 50, {date(2025, 11, 21): 10, date(2025, 12, 5): 30, date(2025, 12, 8): 5}
)


def curve(on=THURSDAY, **more):
    return Curve(OPENED, DUE, 55, CAME, on, ORDINARY, LAST_YEAR, **more)


def test_each_week_has_what_had_come_what_had_come_then_and_what_must():
    marks = {mark.day: mark for mark in curve().marks}
    assert list(marks) == [
        date(2026, 10, 22),
        date(2026, 10, 29),
        *map(november, (5, 12, 19, 26)),
        date(2026, 12, 3),
        DUE,
    ]
    assert (marks[november(19)].now, marks[november(19)].before) == (Rate(10, 55), Rate(0, 50))
    today = marks[THURSDAY]
    assert (today.left, today.now, today.before, today.needed) == (14, Rate(35, 55), Rate(10, 50), None)
    ahead = marks[date(2026, 12, 3)]
    assert (ahead.now, ahead.before, ahead.needed) == (None, Rate(10, 50), Rate(45, 55))
    assert (marks[DUE].before, marks[DUE].needed) == (Rate(40, 50), Rate(55, 55))


def test_what_is_needed_rests_on_days_off():
    found = curve()
    assert found.needed(november(27)) == found.needed(november(29)) == Rate(37, 55)
    assert found.needed(date(2026, 12, 11)) is None


def test_nothing_is_needed_any_more_once_it_is_over_or_due():
    assert curve(is_over=True).needed(DUE) is None
    assert curve(on=DUE).needed(DUE) is None


def test_a_curve_goes_on_to_the_day_the_last_paper_came():
    late = Curve(OPENED, DUE, 55, CAME | {date(2026, 12, 14): 3}, date(2026, 12, 16), ORDINARY)
    assert (late.last, late.marks[-1].now, late.marks[-1].left) == (date(2026, 12, 14), Rate(38, 55), -4)
    assert late.marks[-1].before is None


def test_the_cycle_before_is_read_as_long_before_its_own_due_date():
    assert (LAST_YEAR.standing(14), LAST_YEAR.standing(0), LAST_YEAR.standing(-3)) == (
        Rate(10, 50),
        Rate(40, 50),
        Rate(45, 50),
    )
    assert LAST_YEAR.rest(14) == Rate(30, 40)
