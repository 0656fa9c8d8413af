"""What the office does with what it gets, and how it counts, on both databases."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.cycles import (
    COMMERCE,
    CUSTOMS,
    MARKET,
    OFFICE,
    REPORT,
    TIANHE,
    drafted,
    moment,
    reporter,
    row,
    sent,
    steps,
    versions,
)
from tracker.errors import Lacking, NotThere, NotYours, Unfit, WrongState
from tracker.operations import adjusting, closing_out, cycles, reports, reviewing
from tracker.operations.reports import Wanted
from tracker.reporting.content import Content, Figure
from tracker.reporting.rates import rates_of
from tracker.storage.database import db
from tracker.storage.queries.cycles import tallies, task_ids_of
from tracker.storage.queries.progress import standing_of
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reports import ReportStep
from tracker.vocabulary.reporting import Action, Duty, Progress, ReportState

pytestmark = pytest.mark.usefixtures("office", "time")


def test_a_mistaken_review_is_undone_for_a_reason_and_stays_in_the_record(year, time):
    row_id = sent(year, MARKET, 2)
    received = row(row_id).received_at
    time.set(10, 13)
    reviewing.give_back([row_id], reason="误点", by=OFFICE)
    with pytest.raises(Lacking):
        reviewing.undo([row_id], reason=" ", by=OFFICE)
    reviewing.undo([row_id], reason="误退", by=OFFICE)
    found = row(row_id)
    assert (found.state, found.received_at, found.ever_returned) == (ReportState.SUBMITTED, received, False)
    reviewing.accept([row_id], by=OFFICE)
    reviewing.undo([row_id], reason="误审", by=OFFICE)
    assert (row(row_id).state, steps(row_id)) == (
        ReportState.SUBMITTED, ["submit", "return", "undo", "accept", "undo"],
    )  # fmt: skip


def test_a_return_that_was_answered_and_taken_back_is_not_undone(year):
    row_id, by = sent(year, MARKET, 2), reporter(MARKET)
    reviewing.give_back([row_id], reason="请补充", by=OFFICE)
    drafted(year, row_id, by, replace(REPORT, percent=70), summary="补充")
    reports.submit(year.id, [row_id], by=by, key="again")
    reports.withdraw(year.id, [row_id], by=by)
    with pytest.raises(WrongState):
        reviewing.undo([row_id], reason="误退", by=OFFICE)


def test_past_the_due_date_a_return_gives_a_term_of_its_own(year, time):
    row_id = sent(year, MARKET, 2)
    time.set(12, 14)
    with pytest.raises(Lacking, match="重报期限"):
        reviewing.give_back([row_id], reason="请补充", by=OFFICE)
    with pytest.raises(WrongState, match="已经过去"):
        reviewing.give_back([row_id], reason="请补充", by=OFFICE, term=date(2026, 12, 13))
    reviewing.give_back([row_id], reason="请补充", by=OFFICE, term=date(2026, 12, 18))
    assert row(row_id).by_on == date(2026, 12, 18)
    time.set(12, 18, 23, 59, 59)
    drafted(year, row_id, reporter(MARKET), summary="补充")
    reports.submit(year.id, [row_id], by=reporter(MARKET), key="again")
    assert (row(row_id).on_time, row(row_id).days_late) == (True, 0)


@pytest.mark.parametrize(("at", "on_time"), [((12, 10, 23, 59, 59, 900_000), True), ((12, 11), False)])
def test_a_report_is_on_time_until_the_end_of_the_day(year, time, at, on_time):
    """Case 28."""
    time.set(*at)
    assert row(sent(year, MARKET, 2)).on_time is on_time


def test_an_extension_moves_the_date_and_what_was_late_becomes_on_time(year, time):
    time.set(12, 14)
    row_id = sent(year, MARKET, 2)
    assert (row(row_id).on_time, row(row_id).days_late) == (False, 2)
    with pytest.raises(WrongState, match="2026-12-10 已经过去"):
        adjusting.extend([row_id], until=date(2026, 12, 10), reason="审计", by=OFFICE)
    adjusting.extend([row_id], until=date(2026, 12, 15), reason="审计", by=OFFICE)
    found = row(row_id)
    assert (found.on_time, found.on_time_originally, found.days_late) == (True, False, 0)


def test_figures_are_completed_until_the_lock_and_nothing_else(year, time):
    row_id, by = sent(year, MARKET, 2), reporter(MARKET)
    reviewing.accept([row_id], by=OFFICE)
    time.set(12, 31)
    figures = (Figure("认证企业", "12", "家", date(2026, 12, 31)),)
    reports.complete(year.id, {row_id: figures}, by=by, key="full")
    found = row(row_id)
    assert (found.state, found.on_time, found.version_number) == (ReportState.ACCEPTED, True, 2)
    assert Content.of_json(versions(row_id)[1].content) == replace(REPORT, figures=figures)
    cycles.lock_cycle(year.id, why="关账", lifted_by="主任", by=OFFICE)
    with pytest.raises(WrongState, match="锁定"):
        reports.complete(year.id, {row_id: ()}, by=by, key="later")


def test_after_the_lock_the_office_finishes_its_review(year):
    row_id, other = sent(year, MARKET, 2), sent(year, CUSTOMS, 2)
    cycles.lock_cycle(year.id, why="关账", lifted_by="主任", by=OFFICE)
    reviewing.accept([row_id], by=OFFICE)
    with pytest.raises(WrongState):
        reviewing.give_back([other], reason="请补充", by=OFFICE)
    with pytest.raises(WrongState):
        reports.save_drafts(year.id, {year.rows[COMMERCE, 1]: Wanted(REPORT)}, by=reporter(COMMERCE))


def test_a_review_of_many_is_all_or_nothing(year):
    first, second = sent(year, MARKET, 2), drafted(year, year.rows[CUSTOMS, 2], reporter(CUSTOMS))
    with pytest.raises(WrongState, match="^广州海关“.*”：这一行现在是“草稿”，不能审核通过；.*选中的 2 份都没有动。$"):
        reviewing.accept([first, second], by=OFFICE)
    assert row(first).state is ReportState.SUBMITTED


def test_the_office_enters_a_report_of_a_body_it_asks_with_its_source(year):
    db.session.get(RegisteredAgency, CUSTOMS).kind = "垂直管理单位"
    db.session.commit()
    row_id = year.rows[CUSTOMS, 2]
    with pytest.raises(Unfit, match="来函文号"):
        reviewing.enter(row_id, REPORT, by=OFFICE, key="e", source=" ")
    with pytest.raises(NotYours):
        reviewing.enter(row_id, REPORT, by=reporter(CUSTOMS), key="e", source="穗关函〔2026〕8号")
    receipt = reviewing.enter(
        row_id, REPORT, by=OFFICE, key="e", source="穗关函〔2026〕8号", source_on=date(2026, 10, 9)
    )
    assert (receipt.agency, receipt.sent_by) == ("广州海关", "王敏")
    assert (row(row_id).state, versions(row_id)[0].source) == (ReportState.SUBMITTED, "穗关函〔2026〕8号")
    with pytest.raises(WrongState, match="代录只用于"):
        reviewing.enter(year.rows[MARKET, 2], REPORT, by=OFFICE, key="e2", source="x")
    with pytest.raises(NotThere):
        reviewing.enter(999, REPORT, by=OFFICE, key="e3", source="x")


def test_a_withdrawn_row_takes_nothing_and_when_put_back_stands_where_it_stood(year):
    """Case 17."""
    row_id = sent(year, MARKET, 2)
    adjusting.withdraw_rows([row_id], reason="改由市商务局承担", by=OFFICE)
    with pytest.raises(WrongState, match="已撤销"):
        reviewing.accept([row_id], by=OFFICE)
    with pytest.raises(WrongState, match="已撤销"):
        reports.withdraw(year.id, [row_id], by=reporter(MARKET))
    adjusting.reinstate_rows([row_id], reason="仍由市场监管局承担", by=OFFICE)
    reviewing.accept([row_id], by=OFFICE)


def test_rates_over_what_is_owed(year, time):
    assert rates_of(tallies(year.id)[Duty.REPORT]).submitted.text == "0.0 %"
    reviewing.accept([sent(year, MARKET, 2)], by=OFFICE)
    returned = sent(year, CUSTOMS, 2)
    reviewing.give_back([returned], reason="请补充", by=OFFICE)
    time.set(12, 11)
    sent(year, COMMERCE, 1)
    adjusting.withdraw_rows([year.rows[TIANHE, 3]], reason="误列", by=OFFICE)
    found = rates_of(tallies(year.id)[Duty.REPORT])
    assert (found.submitted.text, found.on_time.text, found.accepted.text, found.ever_returned.text) == (
        "50.0 %", "25.0 %", "25.0 %", "25.0 %",
    )  # fmt: skip
    assert found.days_late_text == "1.0"


def test_a_task_is_closed_out_once_its_finish_is_accepted_and_stays_out_of_the_next_year(year):
    task = year.tasks[1]
    with pytest.raises(WrongState, match="还不能办结"):
        closing_out.close_out(year.id, task, reason="已完成", by=OFFICE)
    row_id = sent(year, MARKET, 2, content=replace(REPORT, progress=Progress.DONE, percent=100))
    assert standing_of(year.id, [task])[task].progress is Progress.DONE
    with pytest.raises(WrongState, match="没有审核通过"):
        closing_out.close_out(year.id, task, reason="已完成", by=OFFICE)
    reviewing.accept([row_id], by=OFFICE)
    closing_out.close_out(year.id, task, reason="已验收", by=OFFICE)
    db.session.rollback()
    assert task_ids_of(year.id) == [year.tasks[0], year.tasks[2]]
    closing_out.reopen(year.id, task, reason="验收有误", by=OFFICE)
    assert task_ids_of(year.id) == year.tasks


def test_what_the_office_sets_comes_before_what_was_reported(year):
    task = year.tasks[1]
    sent(year, MARKET, 2)
    closing_out.set_progress(year.id, task, Progress.BLOCKED, reason="用地未落实", by=OFFICE)
    db.session.rollback()
    found = standing_of(year.id, [task])[task]
    assert (found.progress, found.is_settled, "用地未落实" in found.why) == (Progress.BLOCKED, True, True)
    with pytest.raises(NotYours):
        closing_out.set_progress(year.id, task, Progress.DONE, reason="x", by=reporter(MARKET))


def test_every_step_says_who_did_it_when_and_from_where_to_where(year, time):
    row_id = sent(year, MARKET, 2)
    time.set(10, 20)
    reviewing.give_back([row_id], reason="请写明名单", by=OFFICE)
    step = db.session.scalar(select(ReportStep).where(ReportStep.action == Action.RETURN))
    assert (step.who, step.account_id, step.at, step.before, step.after, step.reason) == (
        "王敏", 1, moment(10, 20), ReportState.SUBMITTED, ReportState.RETURNED, "请写明名单",
    )  # fmt: skip
