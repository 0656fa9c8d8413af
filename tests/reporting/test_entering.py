from dataclasses import replace
from datetime import date

import pytest

from tracker.reporting.entering import (
    Candidate,
    Entry,
    Rule,
    is_proposed,
    may_close_out,
    may_enter,
    proposed_due,
    usual_period,
)
from tracker.vocabulary import DocumentStatus
from tracker.vocabulary.reporting import Progress, SupportRule

ISSUED, DRAFT = DocumentStatus.ISSUED, DocumentStatus.DRAFT
PERIOD = usual_period(2026)


@pytest.mark.parametrize(
    ("document", "entry"),
    [
        (Candidate(ISSUED), Entry.ENTERS),
        (Candidate(ISSUED, valid_until=date(2026, 1, 1)), Entry.ENTERS),
        (Candidate(ISSUED, valid_until=date(2025, 12, 31)), Entry.NEEDS_REASON),
        (Candidate(ISSUED, replaced=True), Entry.NEEDS_REASON),
        (Candidate(ISSUED, issued_on=date(2026, 12, 1)), Entry.BARRED),
        (Candidate(DRAFT), Entry.BARRED),
        (Candidate(DRAFT, valid_until=date(2025, 12, 31)), Entry.BARRED),
    ],
)
def test_only_issued_documents_in_force_enter_by_themselves(document, entry):
    found = may_enter(document, *PERIOD)
    assert found.entry is entry
    assert found.why.endswith("。")


def test_a_year_covers_january_to_november():
    assert (date(2026, 1, 1), date(2026, 11, 30)) == PERIOD


def test_all_but_closed_tasks_are_proposed():
    assert (is_proposed(closed_out=False), is_proposed(closed_out=True)) == (True, False)


@pytest.mark.parametrize(
    ("progress", "accepted", "closes"),
    [
        (Progress.DONE, True, True),
        (Progress.DROPPED, True, True),
        (Progress.DONE, False, False),
        (Progress.CONTINUING, True, False),
        (Progress.UNDER_WAY, True, False),
        (None, False, False),
    ],
)
def test_a_task_is_closed_out_once_its_finish_is_accepted(progress, accepted, closes):
    assert (may_close_out(progress, accepted=accepted) is None) is closes


OF_2019 = Rule("穗府办函〔2019〕2号", "每年12月10日前报市商务委。", 12, 10, ("市商务委",), date(2022, 12, 31))


def test_the_rule_of_an_expired_document_is_proposed_with_its_sentence_and_a_warning():
    found = proposed_due(2026, [OF_2019])
    assert (found.due, found.sentence, found.recipients) == (date(2026, 12, 10), OF_2019.sentence, ("市商务委",))
    assert "有效期至 2022-12-31" in found.warning


def test_a_rule_in_force_comes_before_an_expired_one():
    current = Rule("穗府办〔2025〕1号", "每年11月底前报市商务局。", 11, 30)
    found = proposed_due(2026, [OF_2019, current])
    assert (found.due, found.warning) == (date(2026, 11, 30), None)
    assert proposed_due(2020, [OF_2019, current]).due == date(2020, 12, 10)


@pytest.mark.parametrize(
    ("year", "valid_until", "chosen", "due", "warned"),
    [
        (2026, None, True, date(2026, 11, 30), False),
        (2026, None, False, date(2026, 12, 10), True),
        (2026, date(2025, 1, 1), True, date(2026, 11, 30), True),
        (2020, None, False, date(2020, 12, 10), False),
    ],
)
def test_the_rule_of_a_chosen_document_comes_before_any_other(year, valid_until, chosen, due, warned):
    """With neither chosen the one in force comes first."""
    other = Rule("某文", "每年11月底前报送。", 11, 30, valid_until=valid_until, chosen=chosen)
    found = proposed_due(year, [replace(OF_2019, chosen=not chosen), other])
    assert (found.due, found.warning is not None) == (due, warned)


@pytest.mark.parametrize(
    ("sentence", "period_to", "due"),
    [
        ("每年6月20日、12月10日前报送。", date(2026, 11, 30), date(2026, 12, 10)),
        ("每年6月20日、12月10日前报送。", date(2026, 6, 30), date(2026, 6, 20)),
        ("每年6月底和11月底前报送。", date(2026, 11, 30), date(2026, 11, 30)),
        ("每半年报送一次。", date(2026, 11, 30), date(2026, 12, 10)),
    ],
)
def test_of_several_days_a_year_the_nearest_to_the_periods_end_is_proposed(sentence, period_to, due):
    assert proposed_due(2026, [Rule("某文", sentence, None, None)], period_to).due == due


def test_of_several_rules_of_a_document_the_nearest_to_the_periods_end_is_proposed():
    rules = [Rule("某文", "每年6月20日、12月10日前报送。", month, day) for month, day in ((6, 20), (12, 10))]
    assert proposed_due(2026, rules).due == date(2026, 12, 10)
    assert proposed_due(2026, rules, date(2026, 6, 30)).due == date(2026, 6, 20)


@pytest.mark.parametrize(
    "rules", [[], [Rule("某文", "定期报告。", None, None)], [Rule("某文", "每年2月30日前。", 2, 30)]]
)
def test_without_a_rule_that_names_a_day_it_is_the_tenth_of_december(rules):
    found = proposed_due(2026, rules)
    assert (found.due, found.sentence, found.warning) == (date(2026, 12, 10), None, None)


def test_the_last_day_of_february_is_that_of_a_leap_year_only():
    """Case 35: 29 February falls back to the usual day where the year has none."""
    rule = Rule("某文", "每年2月29日前。", 2, 29)
    assert proposed_due(2028, [rule]).due == date(2028, 2, 29)
    assert proposed_due(2027, [rule]).due == date(2027, 12, 10)


@pytest.mark.parametrize(
    ("reporters", "supports"),
    [(("各有关单位",), SupportRule.ALL), (("市商务局",), SupportRule.ON_REQUEST), ((), SupportRule.ON_REQUEST)],
)
def test_co_units_report_where_the_rule_asks_everybody(reporters, supports):
    rule = Rule("某文", "各有关单位于每年12月10日前报送。", 12, 10, reporters=reporters)
    assert proposed_due(2026, [rule]).supports is supports
