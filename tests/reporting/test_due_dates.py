"""Working days, gates and the edge of a day (cases 28, 33, 35)."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from tracker.clock import CHINA
from tracker.reporting.due_dates import (
    ORDINARY,
    WorkingDays,
    asked_words,
    days_late,
    due_day,
    effective_due,
    end_of,
    gates,
    is_in_time,
    left_until,
    next_day,
    objection_ends,
)
from tracker.vocabulary.reporting import Duty


def day(text):
    return date.fromisoformat(text)


DUE = day("2026-12-10")


@pytest.mark.parametrize(
    ("on", "works"),
    [
        ("2026-12-10", True),
        ("2026-12-12", False),
        ("2026-10-01", False),
        ("2026-10-07", False),
        ("2026-10-10", True),
        ("2026-02-14", True),
        ("2026-02-16", False),
        ("2024-02-29", True),
        ("2025-01-01", False),
        ("1988-05-01", False),
        ("2031-12-10", True),
        ("2031-12-13", False),
    ],
)
def test_a_day_is_a_working_day_by_the_years_notice_and_else_by_the_week(on, works):
    assert (day(on) in ORDINARY) is works


def test_the_offices_own_list_comes_first_and_makes_a_year_known():
    own = WorkingDays({day("2031-10-01"): False, day("2031-10-11"): True, day("2026-12-10"): False})
    assert [day(each) in own for each in ("2031-10-01", "2031-10-11", "2026-12-10")] == [False, True, False]
    assert own.is_announced(day("2031-03-03"))
    assert not ORDINARY.is_announced(day("2031-03-03"))
    assert ORDINARY.is_announced(DUE)


def test_gates_are_planned_back_from_the_due_date_in_working_days():
    found = [(gate.kind, str(gate.on)) for gate in gates(DUE)]
    assert found == [
        ("contributions", "2026-11-12"),
        ("lead_drafts", "2026-11-26"),
        ("office_review", "2026-12-01"),
        ("sign_off", "2026-12-07"),
    ]


def test_gates_step_over_the_national_holiday():
    assert str(gates(day("2026-10-09"))[-1].on) == "2026-09-29"


@pytest.mark.parametrize(
    ("due", "work_by"),
    [
        ("2026-12-10", None),
        ("2027-12-10", None),
        ("2022-12-10", "2022-12-09"),
        ("2023-12-10", "2023-12-08"),
        ("2026-10-05", "2026-09-30"),
    ],
)
def test_a_due_date_never_moves_and_names_the_last_working_day_before_it(due, work_by):
    found = due_day(day(due))
    assert (found.on, found.work_by) == (day(due), work_by and day(work_by))
    assert (work_by or due) in found.sentence


@pytest.mark.parametrize("zone", [CHINA, UTC, timezone(timedelta(hours=-7))])
def test_the_last_moment_of_the_due_day_is_on_time_and_the_next_is_late(zone):
    """Cases 28 and 29, whatever zone the server keeps."""
    last = datetime(2026, 12, 10, 23, 59, 59, 900_000, tzinfo=CHINA).astimezone(zone)
    first = datetime(2026, 12, 11, tzinfo=CHINA).astimezone(zone)
    assert end_of(DUE) == first
    assert (is_in_time(last, DUE), is_in_time(first, DUE)) == (True, False)


@pytest.mark.parametrize(
    ("received", "late"),
    [
        (datetime(2026, 12, 11, tzinfo=CHINA), 1),
        (datetime(2026, 12, 13, 12, tzinfo=CHINA), 1),
        (datetime(2026, 12, 14, 0, tzinfo=CHINA), 2),
        (datetime(2026, 12, 13, 20, tzinfo=UTC), 2),
    ],
)
def test_late_days_are_working_days(received, late):
    assert days_late(received, DUE) == late


def test_what_comes_on_the_weekend_after_a_friday_is_late_by_no_working_day():
    friday, saturday = day("2026-12-11"), datetime(2026, 12, 12, 9, tzinfo=CHINA)
    assert (is_in_time(saturday, friday), days_late(saturday, friday)) == (False, 0)


def test_an_extension_never_makes_a_date_earlier():
    assert effective_due(DUE, None) == effective_due(DUE, day("2026-12-01")) == DUE
    assert effective_due(DUE, day("2026-12-15")) == day("2026-12-15")


def test_objections_end_five_working_days_after_the_opening():
    assert str(objection_ends(day("2026-09-28"))) == "2026-10-10"


def test_a_calendar_without_working_days_is_refused():
    idle = WorkingDays({DUE - timedelta(days=step): False for step in range(400)})
    with pytest.raises(ValueError):
        idle.before(DUE, 1)


@pytest.mark.parametrize(
    ("on", "days", "working", "said"),
    [
        (date(2026, 11, 26), 14, 10, "还有 14 天"),
        (date(2026, 12, 9), 1, 1, "还有 1 天"),
        (date(2026, 12, 10), 0, 0, "今天 24 时截止"),
        (date(2026, 12, 12), -2, 0, "已过 2 天"),
    ],
)
def test_how_long_it_is_until_a_due_date(on, days, working, said):
    left = left_until(date(2026, 12, 10), on)
    assert (left.days, left.working, left.sentence) == (days, working, said)


PLAIN, GRACE = None, "2026-12-15"


@pytest.mark.parametrize(
    ("due", "extended_to", "received", "on_time", "late", "work_by"),
    [
        # a working day
        ("2026-12-10", PLAIN, "2026-12-10T23:59:59.999999", True, 0, None),
        ("2026-12-10", PLAIN, "2026-12-11T00:00:00", False, 1, None),
        ("2026-12-10", PLAIN, "2026-12-12T12:00:00", False, 1, None),
        ("2026-12-10", PLAIN, "2026-12-14T09:00:00", False, 2, None),
        ("2026-12-10", PLAIN, "2026-12-31T09:00:00", False, 15, None),
        ("2026-12-10", PLAIN, "2026-01-01T00:00:00", True, 0, None),
        # an agency's own extension
        ("2026-12-10", GRACE, "2026-12-15T23:59:59.999999", True, 0, None),
        ("2026-12-10", GRACE, "2026-12-16T00:00:00", False, 1, None),
        ("2026-12-10", "2026-12-12", "2026-12-12T18:00:00", True, 0, None),
        ("2026-12-10", "2026-12-12", "2026-12-13T00:00:00", False, 0, None),
        ("2026-12-10", "2026-12-01", "2026-12-10T12:00:00", True, 0, None),
        # a weekend: the date stays, and so does the whole of the day
        ("2022-12-10", PLAIN, "2022-12-10T23:59:59", True, 0, "2022-12-09"),
        ("2022-12-10", PLAIN, "2022-12-11T00:00:00", False, 0, "2022-12-09"),
        ("2022-12-10", PLAIN, "2022-12-12T09:00:00", False, 1, "2022-12-09"),
        ("2023-12-10", PLAIN, "2023-12-10T08:00:00", True, 0, "2023-12-08"),
        ("2023-12-10", PLAIN, "2023-12-11T08:00:00", False, 1, "2023-12-08"),
        # the national holiday, and a Saturday that is worked for it
        ("2026-10-05", PLAIN, "2026-10-05T23:00:00", True, 0, "2026-09-30"),
        ("2026-10-05", PLAIN, "2026-10-07T23:00:00", False, 0, "2026-09-30"),
        ("2026-10-05", PLAIN, "2026-10-08T08:00:00", False, 1, "2026-09-30"),
        ("2026-10-09", PLAIN, "2026-10-10T08:00:00", False, 1, None),
        ("2026-10-09", PLAIN, "2026-10-11T08:00:00", False, 1, None),
        ("2026-10-10", PLAIN, "2026-10-10T20:00:00", True, 0, None),
        # the end of a year, and of February in a leap year
        ("2026-12-31", PLAIN, "2026-12-31T23:59:59", True, 0, None),
        ("2026-12-31", PLAIN, "2027-01-01T00:00:00", False, 1, None),
        ("2028-02-29", PLAIN, "2028-02-29T23:59:59", True, 0, None),
        ("2028-02-29", PLAIN, "2028-03-01T00:00:00", False, 1, None),
        ("2028-02-28", "2028-02-29", "2028-02-29T12:00:00", True, 0, None),
        # years before and after every notice, and one of daylight saving in Shanghai
        ("2031-12-13", PLAIN, "2031-12-15T09:00:00", False, 1, "2031-12-12"),
        ("1988-04-10", PLAIN, "1988-04-10T23:59:59", True, 0, "1988-04-08"),
        ("1988-04-10", PLAIN, "1988-04-11T00:00:00", False, 1, "1988-04-08"),
    ],
)
def test_when_something_is_on_time_and_how_late_it_is(due, extended_to, received, on_time, late, work_by):
    """Cases 33 and 35, thirty of them: what was due, until when, when it came."""
    moment = datetime.fromisoformat(received).replace(tzinfo=CHINA)
    until = effective_due(day(due), extended_to and day(extended_to))
    assert (is_in_time(moment, until), 0 if is_in_time(moment, until) else days_late(moment, until)) == (on_time, late)
    assert due_day(day(due)).work_by == (work_by and day(work_by))


def test_what_is_asked_is_said_with_its_own_day_the_nearest_first():
    part, report = day("2026-11-30"), day("2026-12-10")
    asked = {(Duty.REPORT, report): 1, (Duty.CONTRIBUTION, part): 33}
    assert asked_words(asked) == "配合情况 33 份，2026-11-30 截止；报告 1 份，2026-12-10 截止"
    later = asked | {(Duty.REPORT, day("2026-12-18")): 2}
    assert asked_words(later).endswith("；报告 3 份，2026-12-10 至 2026-12-18 截止（各项不同）")
    assert asked_words({}) == ""
    days = {part, report}
    assert [next_day(days, on) for on in (part, report, day("2027-01-01"))] == [part, report, report]
