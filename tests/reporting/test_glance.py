"""Heaps of rows that are alike, counted together."""

from datetime import date

from tracker.reporting.glance import Count, Heap, count, counts_by
from tracker.vocabulary.reporting import Colour, Duty, Light, ReportState

RED, YELLOW, BLUE, GREEN = (
    Light(colour, colour.label, "") for colour in (Colour.RED, Colour.YELLOW, Colour.BLUE, Colour.GREEN)
)


def heap(number, state, light, *, agency="甲", duty=Duty.REPORT, due=date(2026, 12, 10), on_time=False):
    return Heap(1, agency, duty, state, due, on_time, light, number)


YEAR = [
    heap(3, ReportState.OWED, RED, due=date(2026, 12, 8)),
    heap(1, ReportState.RETURNED, RED),
    heap(2, ReportState.DRAFT, YELLOW),
    heap(4, ReportState.OWED, BLUE, agency="乙"),
    heap(5, ReportState.ACCEPTED, GREEN, on_time=True),
    heap(1, ReportState.RESUBMITTED, GREEN, agency="乙"),
    heap(7, ReportState.TAKEN_OVER, RED, duty=Duty.CONTRIBUTION, agency="乙", on_time=True),
]


def test_what_stands_is_never_late_whatever_its_light_was_decided_to_be():
    assert count(YEAR) == Count(
        owed=23,
        standing=13,
        on_time=12,
        accepted=12,
        waiting=1,
        returned=1,
        overdue=4,
        soon=2,
        not_due=4,
        since=date(2026, 12, 8),
    )
    assert count(YEAR).missing == 10


def test_the_parts_come_to_the_whole():
    by_agency = counts_by(YEAR, lambda each: each.agency)
    assert {agency: (each.owed, each.missing) for agency, each in by_agency.items()} == {"甲": (11, 6), "乙": (12, 4)}
    assert count([]).submitted_rate.text == "—"
