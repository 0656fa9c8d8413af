"""Rows and arrivals of a cycle in November 2026, as forecasts and curves are given them."""

from datetime import date

from tracker.reporting.glance import Heap
from tracker.vocabulary.reporting import Colour, Duty, Light, ReportState

DUE, OPENED = date(2026, 12, 10), date(2026, 10, 19)
THURSDAY = date(2026, 11, 26)
"""The day looked from, with ten working days until the due date."""
LIGHTS = {
    ReportState.OWED: Light(Colour.BLUE, "未到期"),
    ReportState.SUBMITTED: Light(Colour.GREEN, "已报"),
    ReportState.RETURNED: Light(Colour.RED, "逾期"),
}


def november(day):
    return date(2026, 11, day)


def heap(count, agency="甲", *, state=ReportState.OWED, due=DUE, duty=Duty.REPORT):
    return Heap(1, agency, duty, state, due, True, LIGHTS[state], count)


def sent(count, agency="甲"):
    return heap(count, agency, state=ReportState.SUBMITTED)
