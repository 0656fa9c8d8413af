"""Until when an agency may object, and to what."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.reporting.due_dates import ORDINARY
from tracker.reporting.objecting import Objectable, objecting_until, why_no_objection
from tracker.vocabulary.reporting import CycleState, Owing, ReportState

OWED = Objectable(ReportState.OWED, Owing.OWED, CycleState.OPEN, date(2026, 10, 12))
LAST = date(2026, 10, 19)


def test_five_working_days_after_the_row_is_owed():
    assert objecting_until(OWED, ORDINARY) == LAST
    assert objecting_until(replace(OWED, since=None), ORDINARY) is None


@pytest.mark.parametrize(
    ("changed", "today", "why"),
    [
        ({}, LAST, None),
        ({"state": ReportState.RETURNED}, LAST, None),
        ({}, date(2026, 10, 20), "期限到 2026-10-19 为止"),
        ({"state": ReportState.SUBMITTED}, LAST, "先撤回"),
        ({"owing": Owing.WITHDRAWN}, LAST, "现在不应报"),
        ({"cycle": CycleState.LOCKED}, LAST, "现在不应报"),
        ({"since": None}, LAST, "现在不应报"),
        ({"is_raised": True}, LAST, "还没有决定"),
    ],
)
def test_what_may_be_objected_to(changed, today, why):
    found = why_no_objection(replace(OWED, **changed), today, ORDINARY)
    assert found is None if why is None else why in found
