"""A year as it is proposed from the documents that come with the product, and what holds for every year."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.cycles import (
    COMMERCE,
    DUE,
    MARKET,
    OFFICE,
    OTHER_OFFICE,
    PERIOD,
    REPORT,
    Clock,
    a_prepared_cycle,
    approver,
    drafted,
    reporter,
    rows_of,
    tasks_of,
)
from tracker.errors import Lacking, NotThere, NotYours
from tracker.operations import cycles, proposing, reporting_habits, reports
from tracker.operations.actors import Actor
from tracker.operations.rows import working_days
from tracker.storage.cycles import Cycle
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.storage.people import LeadingGroup
from tracker.storage.queries.cycles import plan_of
from tracker.vocabulary.reporting import Duty, GateKind, SupportRule


@pytest.fixture
def guangzhou(grouped_app):
    """The office of Guangzhou on the five documents."""
    with grouped_app.app_context():
        group = db.session.scalar(select(LeadingGroup.id).where(LeadingGroup.jurisdiction == "广州市"))
        db.session.rollback()
        yield Actor(1, "王敏", frozenset({"office"}), group_id=group)


def test_the_year_of_guangzhou_is_proposed_by_the_rule_of_2019_with_its_sentence_and_warning(guangzhou):
    found = proposing.propose_year(2026, by=guangzhou)
    assert (found.name, found.period, found.due.due, found.due_day.work_by) == ("2026年度", PERIOD, DUE, None)
    assert "每年12月10日前" in found.due.sentence
    assert "有效期至 2022-12-31" in found.due.warning
    assert [(each.printed, each.sure, each.is_former) for each in found.recipients] == [("市商务委", "广州市商务局", True)]
    assert found.due.supports is SupportRule.ALL
    assert found.due.conditional == (("涉及工业电子商务的", ("市工业和信息化委",)),)
    assert {each.number: str(each.verdict.entry) for each in found.documents if each.number} == {
        "穗府办〔2017〕36号": "enters",
        "穗府办函〔2019〕2号": "needs_reason",
    }
    assert [gate.kind for gate in found.gates] == list(GateKind)


def test_a_year_whose_holidays_are_not_announced_is_said_to_be(guangzhou):
    assert not proposing.propose_year(2031, by=guangzhou).holidays_known
    with pytest.raises(NotYours):
        proposing.propose_year(2026, by=reporter(MARKET))


def test_the_whole_year_of_guangzhou_opens(guangzhou, monkeypatch):
    Clock(monkeypatch)
    documents = {
        id_: "收官总结"
        for id_, stem in db.session.execute(select(PolicyDocument.id, PolicyDocument.stem))
        if stem.startswith(("000", "002"))
    }
    db.session.rollback()
    cycle_id = cycles.prepare_cycle("2026年度", documents, period=PERIOD, due_on=DUE, by=guangzhou)
    plan = plan_of(db.session.get(Cycle, cycle_id), date(2026, 10, 12))
    db.session.rollback()
    assert len(plan.undecided) == 5
    for name in plan.undecided:
        cycles.leave_out(cycle_id, name.key, name.printed, reason="名单尚未下达", by=guangzhou)
    assert cycles.open_cycle(cycle_id, by=guangzhou) == len(plan.expected)
    owed = {duty: sum(row.duty is duty for row in plan.expected) for duty in Duty}
    assert len(rows_of(cycle_id)) <= len(plan.expected)
    assert owed[Duty.REPORT] > 150
    assert owed[Duty.CONTRIBUTION] > 450
    tasks = proposing.proposed_recipient_tasks(cycle_id, "涉及工业电子商务的", by=guangzhou)
    db.session.rollback()
    assert tasks
    recipient = proposing.confirm_recipient(cycle_id, "涉及工业电子商务的", "市工业和信息化局", tasks, by=guangzhou)
    assert recipient


def test_a_receipt_names_who_else_gets_the_report(year):
    proposing.confirm_recipient(year.id, "涉及认证的", "市工信局", [year.tasks[1]], by=OFFICE)
    row_id = drafted(year, year.rows[MARKET, 2], reporter(MARKET))
    receipt = reports.submit(year.id, [row_id], by=reporter(MARKET), key="k")
    assert receipt.lines[0].recipients == ("市商务局", "市工信局")


def test_a_recipient_needs_a_name_and_tasks_of_the_cycle(year):
    with pytest.raises(Lacking, match="还没有选择涉及的任务"):
        proposing.confirm_recipient(year.id, "涉及认证的", "市工信局", [], by=OFFICE)
    with pytest.raises(NotThere):
        proposing.confirm_recipient(year.id, "涉及认证的", "市工信局", [999], by=OFFICE)
    with pytest.raises(NotYours):
        proposing.confirm_recipient(year.id, "涉及认证的", "市工信局", [year.tasks[1]], by=OTHER_OFFICE)


def test_an_agencys_approver_says_whether_it_signs(year):
    with pytest.raises(NotYours, match="审签人"):
        reporting_habits.want_sign_off(MARKET, True, by=reporter(MARKET))
    with pytest.raises(NotThere):
        reporting_habits.want_sign_off(MARKET, True, by=approver(COMMERCE))
    for wanted in (True, True, False, False):
        reporting_habits.want_sign_off(MARKET, wanted, by=approver(MARKET))
    row_id = drafted(year, year.rows[MARKET, 2], reporter(MARKET), REPORT)
    reports.submit(year.id, [row_id], by=reporter(MARKET), key="k")


def test_the_offices_own_days_move_the_gates(office, monkeypatch):
    Clock(monkeypatch)
    cycle_id = a_prepared_cycle()
    reporting_habits.set_working_day(date(2026, 12, 9), False, basis="放假通知", by=OFFICE)
    with pytest.raises(Lacking):
        reporting_habits.set_working_day(date(2026, 12, 8), False, basis=" ", by=OFFICE)
    db.session.rollback()
    assert date(2026, 12, 9) not in working_days()
    db.session.rollback()
    cycles.amend_cycle(cycle_id, by=OFFICE, due_on=DUE)
    cycles.open_cycle(cycle_id, by=OFFICE)
    assert tasks_of(cycle_id)
