from datetime import date
from fractions import Fraction

import pytest

from tracker.reporting.progress import Said, SetByOffice, joint_progress, task_standing
from tracker.vocabulary.reporting import Progress

DONE, GOING, BLOCKED = Progress.DONE, Progress.UNDER_WAY, Progress.BLOCKED
NOT_STARTED, CONTINUING, DROPPED = Progress.NOT_STARTED, Progress.CONTINUING, Progress.DROPPED


def said(agency, progress, percent=None, **more):
    return Said(agency, progress, percent, **more)


def test_what_the_office_set_comes_first_and_names_its_reason():
    decision = SetByOffice(BLOCKED, 40, "用地指标未落实", "王敏", date(2026, 12, 1))
    found = task_standing([said("市商务局", GOING, 70, accepted=True)], "市商务局", decision)
    assert (found.progress, found.percent, found.deviating) == (BLOCKED, 40, ("市商务局",))
    assert found.why == "办公室 2026-12-01 认定：用地指标未落实（王敏）"


@pytest.mark.parametrize(("accepted", "word"), [(True, "审核通过"), (False, "尚未审核")])
def test_the_consolidators_report_is_how_the_task_stands_and_who_deviates_is_listed(accepted, word):
    reports = [said("市财政局", DONE, 100), said("市商务局", GOING, 70, accepted=accepted), said("海关", GOING, 10)]
    found = task_standing(reports, "市商务局")
    assert (found.progress, found.percent, found.deviating) == (GOING, 70, ("市财政局",))
    assert word in found.why


def test_the_accepted_report_comes_before_the_submitted_one():
    reports = [said("市商务局", DONE, 100), said("市商务局", GOING, 70, accepted=True)]
    assert task_standing(reports, "市商务局").progress is GOING


def test_nothing_is_known_until_the_consolidator_reports():
    found = task_standing([said("市财政局", DONE, 100)], "市商务局")
    assert (found.progress, found.percent) == (None, None)
    assert task_standing([], None).progress is None


@pytest.mark.parametrize(
    ("all_say", "joint"),
    [
        ([DONE, DONE], DONE),
        ([DONE, GOING], GOING),
        ([DONE, NOT_STARTED], GOING),
        ([DONE, BLOCKED], BLOCKED),
        ([NOT_STARTED, NOT_STARTED], NOT_STARTED),
        ([NOT_STARTED, GOING], GOING),
        ([CONTINUING, CONTINUING], CONTINUING),
        ([CONTINUING, DONE], GOING),
        ([DROPPED, DROPPED], DROPPED),
        ([GOING], GOING),
    ],
)
def test_where_the_office_consolidates_the_members_speak_together(all_say, joint):
    assert joint_progress(all_say) is joint


@pytest.mark.parametrize(
    ("percents", "middle"),
    [([10, 40, 90], 40), ([10, 41], Fraction(51, 2)), ([None, 30], 30), ([None, None], None), ([70], 70)],
)
def test_their_percent_is_the_median_of_those_who_gave_one(percents, middle):
    reports = [said(f"区{number}", GOING, percent) for number, percent in enumerate(percents)]
    assert task_standing(reports, None).percent == middle


def test_members_that_say_otherwise_than_all_together_are_listed():
    found = task_standing([said("白云", DONE, 100), said("黄埔", GOING, 50), said("南沙", GOING, 60)], None)
    assert (found.progress, found.deviating) == (GOING, ("白云",))
