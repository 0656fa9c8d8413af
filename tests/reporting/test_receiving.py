"""A row's clock: which submission counts, and until when it was on time."""

from datetime import date, datetime

import pytest

from tracker.clock import CHINA
from tracker.reporting.receiving import Bounds, Step, standing
from tracker.vocabulary.reporting import Action

DUE = date(2026, 12, 10)
WORDS = {
    "sent": Action.SUBMIT,
    "nil": Action.REPORT_NIL,
    "entered": Action.ENTER,
    "back": Action.WITHDRAW,
    "returned": Action.RETURN,
    "accepted": Action.ACCEPT,
    "undone": Action.UNDO,
    "completed": Action.COMPLETE,
    "saved": Action.SAVE,
}


def story(text):
    """``"sent 3, returned 14 term 18, sent 17"``: what happened on which day of December."""
    for part in text.split(", "):
        word, day, *term = part.split()
        at = datetime(2026, 12, int(day), 12, tzinfo=CHINA)
        yield Step(WORDS[word], at, date(2026, 12, int(term[1])) if term else None)


def told(text, extended_to=None):
    return standing(story(text), Bounds(DUE, extended_to and date(2026, 12, extended_to)))


@pytest.mark.parametrize(
    ("text", "received", "on_time", "late"),
    [
        ("saved 3", None, False, 0),
        ("sent 3", 3, True, 0),
        ("nil 3", 3, True, 0),
        ("entered 3", 3, True, 0),
        ("sent 3, completed 14", 3, True, 0),
        ("sent 3, accepted 4, completed 14", 3, True, 0),
        ("sent 3, back 4", None, False, 0),
        ("sent 3, back 4, sent 11", 11, False, 1),
        ("sent 3, returned 4, sent 8", 8, True, 0),
        ("sent 3, returned 4, sent 11", 11, False, 1),
        ("sent 3, returned 4, undone 5", 3, True, 0),
        ("sent 3, returned 4, undone 12, accepted 14", 3, True, 0),
        ("sent 3, accepted 4, completed 9, undone 12, returned 13 term 16", None, False, 0),
        ("sent 3, returned 14 term 18, sent 17", 17, True, 0),
        ("sent 3, returned 14 term 18, sent 21", 21, False, 1),
        ("sent 3, returned 14, sent 15", 15, False, 3),
        ("sent 3, returned 9 term 18, sent 15", 15, True, 0),
        ("sent 11, returned 14 term 18, sent 17", 17, False, 5),
        ("sent 3, returned 14 term 18, sent 17, returned 18 term 22, sent 22", 22, True, 0),
        ("sent 3, returned 14 term 18, sent 21, returned 22 term 24, sent 23", 23, False, 3),
        ("sent 3, returned 14 term 18, sent 15, back 15, sent 18", 18, True, 0),
    ],
)
def test_the_clock_is_the_earliest_submission_that_still_stands(text, received, on_time, late):
    found = told(text)
    day = found.received and found.received.day
    assert (day, found.on_time, found.days_late) == (received, on_time, late)
    assert found.is_late is (received is not None and not on_time)


def test_an_extension_moves_the_date_that_binds_and_the_original_stays_known():
    found = told("sent 14", extended_to=15)
    assert (found.on_time, found.on_time_originally, found.by) == (True, False, date(2026, 12, 15))
    late = told("sent 17", extended_to=15)
    assert (late.on_time, late.days_late) == (False, 2)


@pytest.mark.parametrize(
    ("text", "accepted", "returned"),
    [
        ("sent 3", False, False),
        ("sent 3, accepted 4", True, False),
        ("sent 3, accepted 4, completed 20", True, False),
        ("sent 3, accepted 4, undone 5", False, False),
        ("sent 3, returned 4, undone 5, accepted 6", True, False),
        ("sent 3, returned 4, sent 5, accepted 6", True, True),
        ("sent 3, returned 4, sent 5, accepted 6, undone 7", False, True),
        ("sent 3, returned 4, undone 5, returned 6, undone 7", False, False),
    ],
)
def test_what_was_undone_never_happened(text, accepted, returned):
    found = told(text)
    assert (found.accepted, found.ever_returned) == (accepted, returned)


def test_the_order_is_that_of_the_record_even_when_the_clock_was_set_back():
    """Case 31."""
    at = [datetime(2026, 12, 9, hour, tzinfo=CHINA) for hour in (12, 11)]
    steps = [Step(Action.SUBMIT, at[0]), Step(Action.RETURN, at[1])]
    assert standing(steps, Bounds(DUE)).received is None


def test_until_when_it_would_be_on_time_is_the_term_of_a_return():
    assert told("sent 3, returned 14 term 18").by == date(2026, 12, 18)
    assert told("sent 11, returned 14 term 18").by == DUE
