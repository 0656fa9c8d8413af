"""E = frozen + added − withdrawn: what each change makes of it, and the sum written out."""

import pytest

from tracker.reporting.denominator import PARTS, Effect, denominator, effect
from tracker.vocabulary.reporting import Duty, Owing

OWED, UNASKED, GONE = Owing
LEAD, PART = (Duty.REPORT, OWED), (Duty.CONTRIBUTION, OWED)
CHANGES = [
    ("a new row", None, LEAD, (1, 0)),
    ("a new row that is asked for later", None, (Duty.CONTRIBUTION, UNASKED), (0, 0)),
    ("asked for", (Duty.CONTRIBUTION, UNASKED), PART, (0, 1)),
    ("withdrawn", PART, (Duty.CONTRIBUTION, GONE), (0, -1)),
    ("withdrawn before it was asked for", (Duty.CONTRIBUTION, UNASKED), (Duty.CONTRIBUTION, GONE), (0, 0)),
    ("put back", (Duty.REPORT, GONE), LEAD, (1, 0)),
    ("put back with another duty", (Duty.CONTRIBUTION, GONE), LEAD, (1, 0)),
    ("another duty", PART, LEAD, (1, -1)),
]


@pytest.mark.parametrize(("before", "after", "made"), [each[1:] for each in CHANGES], ids=[each[0] for each in CHANGES])
def test_a_change_makes_so_many_more_or_fewer(before, after, made):
    assert effect(before, after) == Effect(*made)


def test_the_sum_leads_from_what_was_frozen_to_what_is_owed():
    made = [Effect(1), Effect(1), Effect(-1, 1), Effect(1), Effect()]
    reports, parts = (denominator(duty, owed, made) for duty, owed in ((Duty.REPORT, 312), (Duty.CONTRIBUTION, 7)))
    assert (reports.owed, reports.frozen, reports.added, reports.withdrawn) == (312, 310, 3, 1)
    assert (parts.frozen, parts.added, parts.withdrawn, parts.is_changed) == (6, 1, 0, True)
    assert not denominator(Duty.REPORT, 5, [Effect(0, 1)]).is_changed


def test_a_change_is_behind_the_number_it_counts_in_and_says_so():
    change = Effect(1, -1)
    assert change.said == "报告 +1，配合情况 -1"
    found = [(duty, part) for duty in Duty for part in PARTS if change.counts_in(duty, part)]
    assert found == [(Duty.REPORT, "added"), (Duty.CONTRIBUTION, "withdrawn")]
