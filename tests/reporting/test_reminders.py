"""Whom a day reminds: gates, what was missed, a clock set back, a due date that moved (cases 31, 33, 34, 38)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import WrongState
from tracker.reporting.lights import Filed, filing_light
from tracker.reporting.reminders import ASKED, URGED, Gates, Owed, days_in, digest, gate_of, left, planned
from tracker.vocabulary.reporting import Duty

DUE, OPENED = date(2026, 12, 10), date(2026, 10, 12)


def owed(row=1, *, due=DUE, last=None, agency="市商务局", duty=Duty.REPORT, opened_on=OPENED):
    return Owed(row, agency, duty, due, opened_on, last)


@pytest.mark.parametrize(
    ("days", "gate"),
    [
        (-31, None), (-30, -30), (-29, -30), (-14, -14), (-8, -14), (-7, -7), (-3, -3), (-2, -3), (-1, -1), (0, -1),
        (1, 1), (2, 1), (3, 3), (7, 7), (13, 7), (14, 14), (20, 14), (21, 21), (400, 399),
    ],
)  # fmt: skip
def test_the_gate_that_was_reached_last(days, gate):
    assert URGED.passed(days) == gate


def test_who_is_asked_is_not_reminded_after_the_due_date():
    assert [ASKED.passed(days) for days in (-40, -30, -1, 0, 9)] == [None, -30, -1, -1, -1]


def test_a_group_may_choose_its_own_days():
    own = Gates(before=(10,), after=(2,), every=None)
    assert [own.passed(days) for days in (-11, -10, 1, 2, 50)] == [None, -10, -10, 2, 2]
    assert own.first == 10
    assert Gates.on_days([3, -10, 0, 1]) == Gates((10, 0), (1, 3), 7)
    assert Gates.on_days([3, -10]).until_due == Gates((10,), (), None)


@pytest.mark.parametrize(
    ("text", "days"),
    [("30、14，7 3", (30, 14, 7, 3)), ("", ()), ("7天；7", (7,)), ("0", (0,)), ("三十", None), ("7-3", None), ("121", None), ("9" * 5000, None)],
)  # fmt: skip
def test_days_are_read_as_people_write_them(text, days):
    if days is not None:
        assert days_in(text) == days
        return
    with pytest.raises(WrongState):
        days_in(text)


@pytest.mark.parametrize(
    ("row", "on", "gate"),
    [
        pytest.param(owed(), date(2026, 11, 10), -30, id="thirty days before"),
        pytest.param(owed(last=-30), date(2026, 11, 10), None, id="run twice on one day"),
        pytest.param(owed(last=-30), date(2026, 12, 9), -1, id="missed for weeks: the last gate alone"),
        pytest.param(owed(last=-7), date(2026, 11, 26), None, id="the clock was set back"),
        pytest.param(owed(last=None), date(2026, 11, 12), -30, id="missed two days"),
        pytest.param(owed(opened_on=date(2026, 12, 1)), date(2026, 12, 2), None, id="a gate before the opening"),
        pytest.param(owed(opened_on=date(2026, 12, 1)), date(2026, 12, 3), -7, id="the first gate after it"),
        pytest.param(owed(), date(2026, 10, 1), None, id="not opened yet"),
        pytest.param(
            owed(due=date(2026, 12, 20), last=None), date(2026, 12, 13), -7, id="the due date was moved later"
        ),
        pytest.param(owed(last=7), date(2026, 12, 24), 14, id="every week afterwards"),
    ],
)
def test_a_row_is_reminded_of_once_at_each_gate(row, on, gate):
    assert gate_of(row, on, URGED) == gate


@given(st.lists(st.integers(0, 120), min_size=1, max_size=40))
def test_however_often_the_job_runs_each_gate_is_said_once_and_never_a_former_one(days):
    last, said = None, []
    for day in days:
        gate = gate_of(owed(last=last), OPENED + timedelta(days=day), URGED)
        if gate is not None:
            said.append(gate)
            last = gate
    assert said == sorted(set(said))


@given(st.integers(-200, 200))
def test_the_days_left_are_those_of_the_light(days):
    """Case 34."""
    on = DUE - timedelta(days=days)
    light = filing_light(Filed(OPENED - timedelta(days=365), DUE), on)
    assert left(DUE, on) in light.why


def test_an_agency_gets_one_digest_of_what_is_at_a_gate():
    rows = [owed(1), owed(2, last=-30), owed(3, agency="广州海关"), owed(4, agency="市财政局", last=-30)]
    assert planned(rows, date(2026, 11, 10), {}) == {"市商务局": {1: -30}, "广州海关": {3: -30}}


def test_a_digest_names_what_is_owed_by_duty_and_date():
    rows = [owed(1), owed(2), owed(3, due=date(2026, 11, 12), duty=Duty.CONTRIBUTION)]
    assert digest(rows, date(2026, 12, 3)) == (
        "配合情况 1 份，截止 2026-11-12，已过 21 天；报告 2 份，截止 2026-12-10，还有 7 天。"
    )
