"""How fast papers come: whole working days that are past, and nothing else."""

from datetime import date
from fractions import Fraction

import pytest

from tests.reporting.courses import OPENED, THURSDAY, november
from tracker.reporting.due_dates import ORDINARY, WorkingDays
from tracker.reporting.pace import Window, in_tenths, pace, window


@pytest.mark.parametrize(
    ("on", "length", "expected"),
    [
        (THURSDAY, 5, (november(19), november(25))),
        (november(30), 5, (november(23), november(29))),
        (november(29), 5, (november(23), november(28))),
        (date(2026, 10, 26), 5, (OPENED, date(2026, 10, 25))),
        (date(2026, 10, 23), 5, None),
        (THURSDAY, 10, (november(12), november(25))),
    ],
)
def test_a_window_is_so_many_whole_working_days_before_today_and_none_before_the_opening(on, length, expected):
    assert window(OPENED, on, ORDINARY, length) == (expected and Window(*expected, length))


def test_what_comes_on_a_day_off_counts_and_today_does_not():
    came = {november(18): 9, november(19): 4, november(21): 3, november(25): 1, THURSDAY: 50}
    found = pace(came, window(OPENED, THURSDAY, ORDINARY, 5), ORDINARY)
    assert (found.count, found.per_day, found.text, found.least, found.most) == (8, Fraction(8, 5), "1.6", 0, 4)


def test_the_offices_own_holidays_are_no_days_of_a_window():
    days = WorkingDays({november(25): False})
    assert window(OPENED, THURSDAY, days, 5) == Window(november(18), november(25), 5)


@pytest.mark.parametrize(
    ("value", "text"), [(Fraction(8), "8"), (Fraction(41, 5), "8.2"), (Fraction(1, 20), "0.1"), (Fraction(0), "0")]
)
def test_a_pace_is_written_in_tenths(value, text):
    assert in_tenths(value) == text
