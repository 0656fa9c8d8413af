"""The year a–j of the design, from what happened to each row to its rates."""

from datetime import date, datetime

import pytest

from tracker.clock import CHINA
from tracker.reporting.rates import Rate, Row, rates
from tracker.reporting.receiving import Bounds, Step, standing
from tracker.vocabulary.reporting import Action, Duty, Owing

DUE = date(2026, 12, 10)


def december(day, *clock):
    return datetime(2026, 12, day, *clock, tzinfo=CHINA)


def step(action, day, *clock, term=None):
    return Step(action, december(day, *clock), term)


SENT, ACCEPTED = step(Action.SUBMIT, 3, 9), step(Action.ACCEPT, 14, 9)
YEAR = {
    **dict.fromkeys("abcd", [SENT, ACCEPTED]),
    "e": [step(Action.REPORT_NIL, 4, 9), ACCEPTED],
    "f": [step(Action.SUBMIT, 10, 23, 59, 59, 900_000)],
    "g": [step(Action.SUBMIT, 11, 0, 0, 0)],
    "h": [SENT, step(Action.RETURN, 5), step(Action.SUBMIT, 8), ACCEPTED],
    "i": [step(Action.SUBMIT, 14, 9), step(Action.ACCEPT, 14, 15)],
    "j": [SENT, step(Action.RETURN, 9)],
}
EXTENDED = {"i": date(2026, 12, 15)}


def row_of(steps, extended_to=None, **more):
    found = standing(steps, Bounds(DUE, extended_to))
    return Row(
        **{
            "duty": Duty.REPORT,
            "submitted": found.is_reported,
            "on_time": found.on_time,
            "on_time_originally": found.on_time_originally,
            "accepted": found.accepted,
            "ever_returned": found.ever_returned,
            "days_late": found.days_late,
        }
        | more
    )


def the_year():
    rows = [row_of(steps, EXTENDED.get(name)) for name, steps in YEAR.items()]
    return [*rows, row_of([SENT, ACCEPTED], owing=Owing.WITHDRAWN)]


def test_the_year_of_the_design_has_its_figures():
    found = rates(the_year())
    assert {name: getattr(found, name).text for name in found.__slots__[:6]} == {
        "submitted": "90.0 %",
        "on_time": "80.0 %",
        "on_time_originally": "70.0 %",
        "accepted": "70.0 %",
        "first_pass": "60.0 %",
        "ever_returned": "20.0 %",
    }
    assert (found.late, found.days_late_text) == (1, "1.0")


def test_co_units_are_counted_apart_and_rows_not_asked_for_not_at_all():
    contribution = row_of([SENT], duty=Duty.CONTRIBUTION)
    unasked = row_of([], duty=Duty.CONTRIBUTION, owing=Owing.UNASKED)
    rows = [*the_year(), contribution, unasked]
    assert rates(rows) == rates(the_year())
    assert rates(rows, Duty.CONTRIBUTION).submitted == Rate(1, 1)


def test_a_report_entered_by_the_office_counts_by_when_it_was_entered():
    entered = [row_of([step(Action.ENTER, 10, 16)]), row_of([step(Action.ENTER, 15, 9)])]
    found = rates(entered)
    assert (found.submitted.text, found.on_time.text, found.days_late_text) == ("100.0 %", "50.0 %", "3.0")


def test_nothing_owed_has_no_rate():
    found = rates([])
    assert {getattr(found, name).text for name in found.__slots__[:6]} == {"—"}
    assert found.days_late_text == "—"


@pytest.mark.parametrize(
    ("count", "of", "text"),
    [(1, 3, "33.3 %"), (2, 3, "66.7 %"), (1, 2000, "0.1 %"), (1, 2001, "0.0 %"), (7, 7, "100.0 %")],
)
def test_a_rate_is_rounded_half_up(count, of, text):
    assert Rate(count, of).text == text


@pytest.mark.parametrize(("count", "of"), [(11, 10), (-1, 10), (1, 0)])
def test_more_than_all_of_it_is_an_error(count, of):
    with pytest.raises(ValueError):
        Rate(count, of)
