"""The parts of co-units: asked for, given, taken over, returned once, gone without."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from tests.cycles import (
    COMMERCE,
    CUSTOMS,
    MARKET,
    OFFICE,
    REPORT,
    TIANHE,
    an_open_cycle,
    drafted,
    reporter,
    row,
    sent,
)
from tracker.errors import Lacking, NothingChosen, NotThere, WrongState
from tracker.operations import adjusting, contributions, cycles, reports, reviewing
from tracker.reporting.content import Content
from tracker.storage.cycles import Adjustment
from tracker.storage.database import db
from tracker.storage.reports import Draft, Nudge
from tracker.vocabulary import Role
from tracker.vocabulary.reporting import Adjusting, Owing, ReportState, SupportRule

pytestmark = pytest.mark.usefixtures("office", "time")
LEAD = reporter(COMMERCE)


def draft_of(row_id):
    db.session.rollback()
    draft = db.session.scalar(select(Draft).where(Draft.expected_id == row_id))
    return Content.of_json(draft.content)


def test_a_contribution_is_taken_over_into_the_leads_draft(year):
    own = drafted(year, year.rows[COMMERCE, 1], LEAD, replace(REPORT, done="总体进展顺利。"))
    parts = [
        sent(year, CUSTOMS, 1, content=replace(REPORT, done="办理预审6家。")),
        sent(year, MARKET, 1, content=Content(nil_reason="本期无新增。")),
    ]
    contributions.take_over(parts, by=LEAD)
    assert [row(part).state for part in parts] == [ReportState.TAKEN_OVER] * 2
    text = draft_of(own).done.splitlines()
    assert (text[0], sorted(text[1:])) == (
        "总体进展顺利。",
        sorted(["【广州海关】办理预审6家。", "【广州市市场监督管理局】本期无新增。"]),
    )


def test_taking_over_again_after_an_undoing_adds_no_text_twice(year):
    part = sent(year, CUSTOMS, 1)
    contributions.take_over([part], by=LEAD)
    contributions.undo([part], reason="误点", by=LEAD)
    assert row(part).state is ReportState.SUBMITTED
    contributions.take_over([part], by=LEAD)
    assert draft_of(year.rows[COMMERCE, 1]).done.count("【广州海关】") == 1


def test_what_is_taken_over_after_the_report_was_sent_leaves_it_alone(year):
    part = sent(year, CUSTOMS, 1)
    own = sent(year, COMMERCE, 1)
    with pytest.raises(WrongState, match="还没有采用"):
        contributions.put_in([part], by=LEAD)
    assert "文字没有放进报告；要放进去，请先撤回修改" in contributions.take_over([part], by=LEAD)
    assert (row(own).state, draft_of(own)) == (ReportState.SUBMITTED, REPORT)
    with pytest.raises(WrongState, match="请先撤回修改"):
        contributions.put_in([part], by=LEAD)


def test_after_a_withdrawal_the_text_of_a_contribution_taken_over_before_is_put_in_once(year):
    part, own = sent(year, CUSTOMS, 1), sent(year, COMMERCE, 1)
    contributions.take_over([part], by=LEAD)
    reports.withdraw(year.id, [own], by=LEAD)
    for _ in range(2):
        assert "广州海关的文字在工作进展里" in contributions.put_in([part], by=LEAD)
    assert draft_of(own).done == f"{REPORT.done}\n【广州海关】{REPORT.done}"


def test_a_contribution_is_returned_once_with_a_reason(year):
    part = sent(year, CUSTOMS, 1)
    with pytest.raises(Lacking):
        contributions.give_back([part], reason="", by=LEAD)
    contributions.give_back([part], reason="请补充数据", by=LEAD)
    sent(year, CUSTOMS, 1, summary="补充了数据", content=replace(REPORT, percent=70))
    with pytest.raises(WrongState, match="退回过一次"):
        contributions.give_back([part], reason="再补", by=LEAD)
    contributions.take_over([part], by=LEAD)


def test_the_office_does_not_review_contributions_but_consolidates_where_nobody_else_does(year, time):
    part = sent(year, CUSTOMS, 1)
    with pytest.raises(WrongState, match="汇总单位采用"):
        reviewing.accept([part], by=OFFICE)
    with pytest.raises(NotThere):
        contributions.take_over([part], by=OFFICE)
    added = adjusting.add_row(year.id, year.tasks[2], CUSTOMS, Role.SUPPORT, reason="漏列", by=OFFICE)
    year.rows[CUSTOMS, 3] = added
    sent(year, CUSTOMS, 3)
    contributions.take_over([added], by=OFFICE)
    assert row(added).state is ReportState.TAKEN_OVER


def test_a_co_unit_neither_takes_over_nor_meets_anothers_part(year):
    part = sent(year, CUSTOMS, 1)
    for stranger in (reporter(MARKET), reporter(TIANHE), reporter(CUSTOMS)):
        with pytest.raises(NotThere):
            contributions.take_over([part], by=stranger)


def test_a_nudge_reaches_those_who_still_owe(year):
    done, owing = sent(year, CUSTOMS, 1), year.rows[MARKET, 1]
    assert contributions.nudge([done, owing], by=LEAD, text="请于今日报来").told == 1
    db.session.rollback()
    assert [(nudge.expected_id, nudge.text) for nudge in db.session.scalars(select(Nudge))] == [(owing, "请于今日报来")]
    with pytest.raises(NothingChosen):
        contributions.nudge([], by=LEAD)


def test_a_co_unit_is_nudged_once_a_day_and_the_lead_told_who_was_left_out(year, time):
    market, customs = year.rows[MARKET, 1], year.rows[CUSTOMS, 1]
    contributions.nudge([market], by=LEAD)
    done = contributions.nudge([market, customs], by=LEAD)
    assert done.sentence == ("已催报 1 家。广州市市场监督管理局今天已经催过，没有再催；明天还没有报来，可以再催。")
    with pytest.raises(WrongState, match="^没有催报。.*今天已经催过"):
        contributions.nudge([market, customs], by=LEAD)
    assert db.session.scalar(select(func.count()).select_from(Nudge)) == 2
    time.set(10, 13, 0)
    assert contributions.nudge([market, customs], by=LEAD) == contributions.Nudged(2)


def test_two_presses_at_the_same_moment_nudge_once(year, at_once):
    part = year.rows[MARKET, 1]
    found = at_once(*[lambda: contributions.nudge([part], by=LEAD)] * 2)
    assert sorted(type(each).__name__ for each in found) == ["Nudged", "WrongState"]
    assert db.session.scalar(select(func.count()).select_from(Nudge)) == 1


def test_where_co_units_report_when_asked_the_lead_asks_and_it_is_listed(time):
    year = an_open_cycle(supports=SupportRule.ON_REQUEST)
    part = year.rows[CUSTOMS, 1]
    with pytest.raises(WrongState, match="待要求"):
        drafted(year, part, reporter(CUSTOMS))
    sent(year, COMMERCE, 1, without=None)
    contributions.ask([part], by=LEAD)
    contributions.ask([part], by=LEAD)
    assert row(part).owing is Owing.OWED
    db.session.rollback()
    assert list(db.session.scalars(select(Adjustment.kind))) == [Adjusting.ADDED]
    drafted(year, part, reporter(CUSTOMS))


def test_nothing_is_taken_over_once_the_cycle_is_locked(year):
    part = sent(year, CUSTOMS, 1)
    cycles.lock_cycle(year.id, why="关账", lifted_by="主任", by=OFFICE)
    with pytest.raises(WrongState, match="锁定"):
        contributions.take_over([part], by=LEAD)


def test_all_that_was_sent_is_enough_to_go_on_without_a_reason(year):
    for agency in (CUSTOMS, MARKET, TIANHE, "hp-gov"):
        sent(year, agency, 1)
    own = drafted(year, year.rows[COMMERCE, 1], LEAD)
    reports.submit(year.id, [own], by=LEAD, key="k")
    assert row(own).state is ReportState.SUBMITTED
