"""What agencies do with their sheet, and the office with what it gets, on both databases."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from tests.cycles import (
    COMMERCE,
    CUSTOMS,
    MARKET,
    NIL,
    OFFICE,
    OTHER_OFFICE,
    REPORT,
    SUPERIOR,
    approver,
    drafted,
    moment,
    reporter,
    row,
    sent,
    steps,
    versions,
)
from tracker.errors import NotThere, StaleVersion, Unfit, WithoutUnits, WrongState
from tracker.operations import reports, reviewing
from tracker.operations.reports import Wanted
from tracker.reporting.content import Content
from tracker.storage.cycles import SignOff
from tracker.storage.database import db
from tracker.storage.reports import Draft, Filing, GoneWithout, Receipt, ReportVersion
from tracker.vocabulary.reporting import ReportState

pytestmark = pytest.mark.usefixtures("office", "time")


def count(table):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table))


def signing(agency_id, at):
    db.session.add(SignOff(agency_id=agency_id, who="王敏", at=at))
    db.session.commit()


def test_a_sheet_is_acknowledged_once(year, time):
    reports.acknowledge(year.id, by=reporter(CUSTOMS, "张三"))
    time.set(10, 13)
    reports.acknowledge(year.id, by=reporter(CUSTOMS, "李四"))
    filing = db.session.scalar(select(Filing).where(Filing.agency_id == CUSTOMS))
    assert (filing.acknowledged_by, filing.acknowledged_at) == ("张三", moment(10, 12))


def test_a_draft_is_saved_as_often_as_one_types_and_only_what_changed_counts(year):
    row_id, by = year.rows[MARKET, 2], reporter(MARKET)
    first = reports.save_drafts(year.id, {row_id: Wanted(REPORT, based_on=0)}, by=by)
    same = reports.save_drafts(year.id, {row_id: Wanted(REPORT, based_on=0)}, by=by)
    longer = reports.save_drafts(year.id, {row_id: Wanted(replace(REPORT, percent=61), based_on=1)}, by=by)
    assert (first, same, longer) == ({row_id: 1}, {row_id: 1}, {row_id: 2})
    assert (row(row_id).state, steps(row_id)) == (ReportState.DRAFT, [])


def test_a_draft_saved_from_elsewhere_is_not_overwritten_and_both_texts_are_there(year):
    """Case 16."""
    row_id = year.rows[MARKET, 2]
    drafted(year, row_id, reporter(MARKET, "张三"))
    mine = replace(REPORT, done="我的另一段文字。")
    with pytest.raises(StaleVersion) as refused:
        reports.save_drafts(year.id, {row_id: Wanted(mine, based_on=0)}, by=reporter(MARKET, "李四"))
    assert (refused.value.who, refused.value.stored, refused.value.wanted) == ("张三", REPORT, mine)
    assert refused.value.version == 1


def test_a_report_is_sent_with_one_receipt_that_lists_its_rows(year, time):
    by = reporter(MARKET)
    rows = [drafted(year, year.rows[MARKET, place], by) for place in (1, 2)]
    time.set(11, 10, 16, 5, 31)
    receipt = reports.submit(year.id, rows, by=by, key="k1")
    assert (receipt.agency, receipt.cycle, receipt.sent_by, receipt.received_at) == (
        "广州市市场监督管理局", "2026年度", "周敏", moment(11, 10, 16, 5, 31),
    )  # fmt: skip
    assert [(line.task, line.version, line.on_time, line.recipients) for line in receipt.lines] == [
        ("一（一）① 引进企业", 1, True, ("广州市商务局",)),
        ("一（一）② 引进企业", 1, True, ("市商务局",)),
    ]
    stored = db.session.scalar(select(Receipt))
    assert (stored.number, stored.sha256) == (receipt.number, receipt.sha256)
    assert [row(row_id).state for row_id in rows] == [ReportState.SUBMITTED] * 2
    assert versions(rows[0])[0].sha256 == REPORT.sha256


def test_sending_twice_under_one_key_is_sending_once(year, time):
    """Case 18."""
    by, row_id = reporter(MARKET), year.rows[MARKET, 2]
    drafted(year, row_id, by)
    first = reports.submit(year.id, [row_id], by=by, key="k1")
    time.set(10, 12, 10)
    again = reports.submit(year.id, [row_id], by=by, key="k1")
    assert again == first
    assert again.sha256 == first.sha256
    assert (count(Receipt), count(ReportVersion), steps(row_id)) == (1, 1, ["submit"])


def test_what_is_not_fit_to_be_sent_keeps_all_of_it_back(year):
    by = reporter(MARKET)
    good = drafted(year, year.rows[MARKET, 1], by)
    bad = drafted(year, year.rows[MARKET, 2], by, replace(REPORT, done=" ", percent=120))
    with pytest.raises(Unfit) as refused:
        reports.submit(year.id, [good, bad], by=by, key="k1")
    assert {id_: [fault.field for fault in found] for id_, found in refused.value.faults.items()} == {
        bad: ["done", "percent"]
    }
    assert (row(good).state, count(Receipt)) == (ReportState.DRAFT, 0)
    with pytest.raises(Unfit):
        reports.submit(year.id, [year.rows[MARKET, 1], year.rows[MARKET, 2]], by=by, key="k2")


def test_a_draft_changed_since_it_was_shown_is_not_sent(year):
    by, row_id = reporter(MARKET), year.rows[MARKET, 2]
    drafted(year, row_id, by)
    drafted(year, row_id, by, replace(REPORT, percent=70))
    with pytest.raises(StaleVersion):
        reports.submit(year.id, [row_id], by=by, key="k1", shown={row_id: 1})
    reports.submit(year.id, [row_id], by=by, key="k1", shown={row_id: 2})


def test_a_nil_report_says_why_and_stands_like_any_other(year):
    row_id = sent(year, MARKET, 2, content=NIL)
    found = row(row_id)
    assert (found.state, found.is_nil, steps(row_id)) == (ReportState.SUBMITTED, True, ["report_nil"])


def test_the_way_of_a_report_back_and_forth(year, time):
    row_id, by = sent(year, MARKET, 2), reporter(MARKET)
    reviewing.give_back([row_id], reason="请写明名单", by=OFFICE)
    assert (row(row_id).state, row(row_id).received_at) == (ReportState.RETURNED, None)
    better = replace(REPORT, percent=75, done="引进企业6家，名单：甲、乙、丙。")
    drafted(year, row_id, by, better, summary="  ")
    assert reports.proposed_summary(row_id, by=by) == "完成率 60% → 75%；工作进展有改动（+3 字）。"
    with pytest.raises(Unfit, match="本次改了什么"):
        reports.submit(year.id, [row_id], by=by, key="again")
    drafted(year, row_id, by, better, summary="补了名单")
    time.set(10, 14)
    reports.submit(year.id, [row_id], by=by, key="again")
    reviewing.accept([row_id], by=OFFICE)
    found = row(row_id)
    assert (found.state, found.version_number, found.ever_returned, found.received_at) == (
        ReportState.ACCEPTED, 2, True, moment(10, 14),
    )  # fmt: skip
    assert steps(row_id) == ["submit", "return", "submit", "accept"]
    assert [version.summary for version in versions(row_id)] == ["", "补了名单"]
    assert Content.of_json(versions(row_id)[0].content) == REPORT


def test_a_report_is_taken_back_before_review_only(year):
    row_id, by = sent(year, MARKET, 2), reporter(MARKET)
    reports.withdraw(year.id, [row_id], by=by)
    assert (row(row_id).state, row(row_id).received_at) == (ReportState.DRAFT, None)
    reports.submit(year.id, [row_id], by=by, key="again")
    reviewing.accept([row_id], by=OFFICE)
    with pytest.raises(WrongState):
        reports.withdraw(year.id, [row_id], by=by)
    assert row(row_id).version_number == 2


def test_where_an_agency_signs_off_its_approver_sends(year, time):
    signing(MARKET, time.at)
    row_id = drafted(year, year.rows[MARKET, 2], reporter(MARKET))
    with pytest.raises(WrongState, match="先审签"):
        reports.submit(year.id, [row_id], by=reporter(MARKET), key="k")
    reports.send_to_sign(year.id, [row_id], by=reporter(MARKET))
    reports.send_back(year.id, [row_id], reason="数字核对", by=approver(MARKET))
    reports.send_to_sign(year.id, [row_id], by=reporter(MARKET))
    receipt = reports.submit(year.id, [row_id], by=approver(MARKET), key="k")
    assert receipt.sent_by == "李国平"
    assert steps(row_id) == ["send_to_sign", "send_back", "send_to_sign", "submit"]


def test_nobody_meets_what_is_not_theirs(year):
    """Cases 66 and 67: another agency's row looks like none."""
    row_id = drafted(year, year.rows[MARKET, 2], reporter(MARKET))
    for stranger in (reporter(CUSTOMS), SUPERIOR, OTHER_OFFICE, OFFICE):
        with pytest.raises(NotThere):
            reports.save_drafts(year.id, {row_id: Wanted(NIL)}, by=stranger)
        with pytest.raises(NotThere):
            reports.submit(year.id, [row_id], by=stranger, key="k")
        with pytest.raises(NotThere):
            reports.withdraw(year.id, [row_id], by=stranger)
    sent(year, MARKET, 2)
    for stranger in (reporter(CUSTOMS), SUPERIOR, OTHER_OFFICE):
        with pytest.raises(NotThere):
            reviewing.accept([row_id], by=stranger)
    with pytest.raises(WrongState, match="只能由办公室"):
        reviewing.accept([row_id], by=reporter(MARKET))


def test_one_foreign_row_among_ones_own_keeps_all_of_it_back(year):
    mine, theirs = year.rows[MARKET, 2], year.rows[CUSTOMS, 2]
    with pytest.raises(NotThere):
        reports.save_drafts(year.id, {mine: Wanted(REPORT), theirs: Wanted(REPORT)}, by=reporter(MARKET))
    assert count(Draft) == 0


def test_a_lead_may_go_on_without_a_late_unit_if_it_says_why(year):
    row_id = drafted(year, year.rows[COMMERCE, 1], reporter(COMMERCE))
    sent(year, CUSTOMS, 1)
    with pytest.raises(WithoutUnits) as refused:
        reports.submit(year.id, [row_id], by=reporter(COMMERCE), key="k")
    assert sorted(refused.value.missing[row_id]) == ["天河区人民政府", "广州市市场监督管理局", "黄埔区人民政府"]
    reports.submit(year.id, [row_id], by=reporter(COMMERCE), key="k", without="已电话催办，仍未收到")
    assert versions(row_id)[0].without == "已电话催办，仍未收到"
    assert count(GoneWithout) == 3


def test_all_that_a_report_lacks_is_asked_at_once(year):
    row_id, by = sent(year, COMMERCE, 1), reporter(COMMERCE)
    reviewing.give_back([row_id], reason="请写明名单", by=OFFICE)
    drafted(year, row_id, by, replace(REPORT, percent=None), summary="")
    with pytest.raises(Unfit) as refused:
        reports.submit(year.id, [row_id], by=by, key="again")
    assert [fault.field for fault in refused.value.faults[row_id]] == ["percent", "summary", "without"]


def test_the_clerk_says_why_co_units_are_not_waited_for_and_the_approver_need_not(year, time):
    signing(COMMERCE, time.at)
    row_id, by = drafted(year, year.rows[COMMERCE, 1], reporter(COMMERCE)), reporter(COMMERCE)
    with pytest.raises(WithoutUnits):
        reports.send_to_sign(year.id, [row_id], by=by)
    reports.save_drafts(year.id, {row_id: Wanted(REPORT, without="已催办，仍未收到")}, by=by)
    reports.send_to_sign(year.id, [row_id], by=by)
    reports.submit(year.id, [row_id], by=approver(COMMERCE), key="k")
    assert versions(row_id)[0].without == "已催办，仍未收到"


def test_a_first_version_has_no_changes_to_tell(year):
    """Also where it was entered from a workbook or a letter, which propose them."""
    assert versions(sent(year, MARKET, 2, summary="完成状态 — → 进行中。"))[0].summary == ""


def test_a_cover_text_is_kept_and_not_overwritten_from_elsewhere(year):
    version = reports.save_cover(year.id, {"overview": "总体情况。"}, by=reporter(MARKET))
    with pytest.raises(StaleVersion):
        reports.save_cover(year.id, {"overview": "另一段。"}, by=reporter(MARKET), based_on=version - 1)
    assert reports.save_cover(year.id, {"overview": "总体情况。"}, by=reporter(MARKET), based_on=1) == version
