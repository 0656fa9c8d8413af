"""Preparing, opening, adjusting and locking a cycle, on both databases."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select

from tests.builders import a_document, a_measure, a_task
from tests.cycles import (
    COMMERCE,
    CUSTOMS,
    DUE,
    GROUP,
    HUANGPU,
    MARKET,
    OFFICE,
    OTHER_OFFICE,
    PERIOD,
    SUPERIOR,
    TIANHE,
    a_prepared_cycle,
    an_open_cycle,
    reporter,
    row,
    rows_of,
    unit,
)
from tracker.errors import GatesReplaced, Lacking, NotOpenable, NotThere, NotYours, WrongState
from tracker.operations import adjusting, cycles, reports
from tracker.operations.recognising import recognise
from tracker.reporting.expected import row_key
from tracker.storage.cycles import Adjustment, Cycle, CycleGate, CycleTask, ExpectedReport, Objection
from tracker.storage.database import db
from tracker.storage.documents import Measure, PolicyDocument, Task
from tracker.storage.messages import Message
from tracker.storage.people import LeadingGroup
from tracker.storage.queries.cycles import candidates, plan_of, rules_of
from tracker.storage.queries.held import held_bodies, held_documents
from tracker.storage.queries.planning import planned, settled_in
from tracker.storage.queries.shifting import shifts_of
from tracker.storage.queries.year import registered
from tracker.storage.reports import Filing
from tracker.vocabulary import DocumentStatus, Role
from tracker.vocabulary.messages import MessageKind
from tracker.vocabulary.reporting import (
    CycleState,
    Duty,
    GateKind,
    ObjectionState,
    Owing,
    ReportState,
    SupportRule,
)
from tracker.web.cycle_plans import overview

pytestmark = pytest.mark.usefixtures("office", "time")


def all_of(statement):
    db.session.rollback()
    return db.session.execute(statement).all()


def cycle(cycle_id):
    db.session.rollback()
    return db.session.get(Cycle, cycle_id, populate_existing=True)


def stored(document):
    db.session.add(document)
    recognise()
    db.session.commit()
    return document.id


def test_a_cycle_is_prepared_with_its_gates_planned_back():
    cycle_id = a_prepared_cycle()
    found = cycle(cycle_id)
    assert (found.state, found.due_on, found.prepared_by) == (CycleState.PREPARED, DUE, "王敏")
    gates = dict(map(tuple, all_of(select(CycleGate.kind, CycleGate.day))))
    assert gates[GateKind.CONTRIBUTIONS] == date(2026, 11, 12)
    assert len(gates) == 4


def test_opening_freezes_who_owes_what_and_gives_each_agency_its_sheet():
    opened = an_open_cycle()
    found = all_of(select(ExpectedReport.agency_id, ExpectedReport.duty, ExpectedReport.due_on, ExpectedReport.owing))
    assert Counter((duty, due) for _, duty, due, _ in found) == {
        (Duty.REPORT, DUE): 5,
        (Duty.CONTRIBUTION, date(2026, 11, 12)): 4,
    }
    assert opened.rows.keys() == {
        (COMMERCE, 1), (MARKET, 1), (CUSTOMS, 1), (TIANHE, 1), (HUANGPU, 1),
        (MARKET, 2), (CUSTOMS, 2),
        (TIANHE, 3), (HUANGPU, 3),
    }  # fmt: skip
    assert len(all_of(select(Filing.id))) == 5
    assert [each for (each,) in all_of(select(CycleTask.consolidator_id).order_by(CycleTask.task_id))] == [
        COMMERCE,
        MARKET,
        None,
    ]
    assert row(opened.rows[TIANHE, 1]).printed == "各区政府"


def test_opening_twice_is_opening_once():
    opened = an_open_cycle()
    assert cycles.open_cycle(opened.id, by=OFFICE) == 0
    assert len(rows_of(opened.id)) == 9


def test_the_list_that_was_shown_is_the_one_that_is_frozen():
    cycle_id = a_prepared_cycle()
    shown = cycle(cycle_id).version
    cycles.amend_cycle(cycle_id, by=OFFICE, supports=SupportRule.NONE)
    with pytest.raises(WrongState, match="有改动"):
        cycles.open_cycle(cycle_id, by=OFFICE, version=shown)
    assert cycles.open_cycle(cycle_id, by=OFFICE, version=cycle(cycle_id).version) == 5


def test_where_co_units_report_when_asked_their_rows_wait():
    cycle_id = a_prepared_cycle(supports=SupportRule.ON_REQUEST)
    cycles.open_cycle(cycle_id, by=OFFICE)
    assert Counter(owing for (owing,) in all_of(select(ExpectedReport.owing))) == {Owing.OWED: 5, Owing.UNASKED: 4}


def test_only_who_owes_something_is_counted_and_told_that_it_has_begun():
    a_prepared_cycle()
    task = a_task(lead=unit("市商务局"), support=unit("广州海关"))
    document = stored(a_document([a_measure([task])], issued_on=date(2026, 1, 6)))
    asked = {"period": PERIOD, "due_on": DUE, "by": OFFICE, "supports": SupportRule.ON_REQUEST}
    cycle_id = cycles.prepare_cycle("要求时", {document: None}, **asked)
    plan = planned(cycle(cycle_id), settled_in(cycle_id), date(2026, 10, 12))
    shown = overview(plan, registered(plan.tasks_of))
    cycles.open_cycle(cycle_id, by=OFFICE)
    told = all_of(select(Message.agency_id).where(Message.kind == MessageKind.OPENED))
    assert (shown.owing, told) == (1, [(COMMERCE,)])
    assert len(shown.agencies) == len(all_of(select(Filing.id))) == 2


@pytest.fixture
def with_open_names():
    """A cycle on a document that names an open collective, and a body nobody knows."""
    cycle_id = a_prepared_cycle()
    others = unit("市有关部门")
    tasks = [
        a_task(lead=unit("市某某办"), support=others),
        a_task(support=others),
    ]
    document = stored(a_document([a_measure(tasks)], issued_on=date(2026, 1, 6)))
    cycles.choose_documents(cycle_id, {document: None}, by=OFFICE)
    return cycle_id


def test_opening_is_refused_while_nobody_bears_a_name_and_nothing_is_written(with_open_names):
    with pytest.raises(NotOpenable) as refused:
        cycles.open_cycle(with_open_names, by=OFFICE)
    assert [(each.printed, len(each.tasks)) for each in refused.value.names] == [("市某某办", 1), ("市有关部门", 2)]
    assert rows_of(with_open_names) == {}
    assert cycle(with_open_names).state is CycleState.PREPARED


def test_what_is_not_issued_is_left_out_for_a_reason(with_open_names):
    undecided = plan_of(cycle(with_open_names), date(2026, 10, 12)).undecided
    with pytest.raises(Lacking):
        cycles.leave_out(with_open_names, undecided[0].key, undecided[0].printed, reason=" ", by=OFFICE)
    for name in undecided:
        cycles.leave_out(with_open_names, name.key, name.printed, reason="名单尚未下达", by=OFFICE)
    with pytest.raises(WrongState, match="没有任何应报"):
        cycles.open_cycle(with_open_names, by=OFFICE)


@pytest.mark.parametrize(
    ("facts", "reason", "entered"),
    [
        ({"status": DocumentStatus.DRAFT}, "收官总结", False),
        ({"valid_until": date(2022, 12, 31)}, None, False),
        ({"valid_until": date(2022, 12, 31)}, "收官总结", True),
        ({}, None, True),
    ],
)
def test_a_draft_never_enters_and_an_expired_document_for_a_reason(facts, reason, entered):
    cycle_id = a_prepared_cycle()
    document = stored(a_document([a_measure([a_task(lead=unit("市商务局"))])], **facts))
    if not entered:
        with pytest.raises(WrongState, match=r"征求意见稿|失效"):
            cycles.choose_documents(cycle_id, {document: reason}, by=OFFICE)
    else:
        cycles.choose_documents(cycle_id, {document: reason}, by=OFFICE)
        assert len(plan_of(cycle(cycle_id), date(2026, 10, 12)).expected) == 1


def test_only_the_groups_own_office_prepares_and_opens():
    cycle_id = a_prepared_cycle()
    for somebody in (OTHER_OFFICE, SUPERIOR, reporter(COMMERCE)):
        with pytest.raises(NotYours):
            cycles.open_cycle(cycle_id, by=somebody)
    with pytest.raises(NotYours):
        cycles.prepare_cycle("另一个", {}, period=PERIOD, due_on=DUE, by=reporter(COMMERCE))
    with pytest.raises(WrongState, match="已经有"):
        cycles.prepare_cycle("2026年度", {}, period=PERIOD, due_on=DUE, by=OFFICE)


def test_dates_that_cannot_be_are_refused():
    cycle_id = a_prepared_cycle()
    with pytest.raises(WrongState, match="开始日"):
        cycles.amend_cycle(cycle_id, by=OFFICE, period=(PERIOD[1], PERIOD[0]))
    with pytest.raises(WrongState, match="节点"):
        cycles.set_gates(cycle_id, {GateKind.CONTRIBUTIONS: date(2026, 12, 11)}, by=OFFICE)
    with pytest.raises(WrongState, match="“配合情况”节点 2026-11-27 在“牵头报告”节点 2026-11-26 之后"):
        cycles.set_gates(cycle_id, {GateKind.CONTRIBUTIONS: date(2026, 11, 27)}, by=OFFICE)


def test_a_gate_set_by_hand_is_replaced_before_the_opening_too_only_for_whoever_was_told_both_days():
    cycle_id = a_prepared_cycle()
    cycles.set_gates(cycle_id, {GateKind.SIGN_OFF: date(2026, 12, 9)}, by=OFFICE)
    cycles.amend_cycle(cycle_id, due_on=date(2026, 12, 11), by=OFFICE)
    with pytest.raises(GatesReplaced, match="“签发”现在 2026-12-09，改后 2026-12-10"):
        cycles.amend_cycle(cycle_id, due_on=date(2026, 12, 15), by=OFFICE)
    cycles.amend_cycle(cycle_id, due_on=date(2026, 12, 15), by=OFFICE, replacing=True)
    assert (date(2026, 12, 10),) in all_of(select(CycleGate.day))


def test_a_moved_gate_is_when_contributions_are_due():
    cycle_id = a_prepared_cycle()
    cycles.set_gates(cycle_id, {GateKind.CONTRIBUTIONS: date(2026, 11, 20)}, by=OFFICE)
    cycles.open_cycle(cycle_id, by=OFFICE)
    assert row(rows_of(cycle_id)[CUSTOMS, 1]).due_on == date(2026, 11, 20)


def test_a_frozen_list_is_changed_by_adjustments_only_each_with_its_reason():
    opened = an_open_cycle()
    for change in (
        lambda: cycles.amend_cycle(opened.id, by=OFFICE, due_on=date(2026, 12, 15)),
        lambda: cycles.choose_documents(opened.id, {}, by=OFFICE),
    ):
        with pytest.raises(WrongState, match="调整"):
            change()
    with pytest.raises(Lacking):
        adjusting.withdraw_rows([opened.rows[CUSTOMS, 1]], reason="", by=OFFICE)
    adjusting.withdraw_rows([opened.rows[CUSTOMS, 1]], reason="海关已另报", by=OFFICE)
    adjusting.withdraw_rows([opened.rows[CUSTOMS, 1]], reason="再点一次", by=OFFICE)
    adjusting.reinstate_rows([opened.rows[CUSTOMS, 1]], reason="仍需报送", by=OFFICE)
    added = adjusting.add_row(opened.id, opened.tasks[2], COMMERCE, Role.LEAD, reason="漏列", by=OFFICE)
    assert (row(added).duty, row(added).due_on) == (Duty.REPORT, DUE)
    listed = all_of(select(Adjustment.kind, Adjustment.reason).order_by(Adjustment.id))
    assert [tuple(each) for each in listed] == [
        ("withdrawn", "海关已另报"),
        ("reinstated", "仍需报送"),
        ("added", "漏列"),
    ]


def test_nobody_is_added_twice_and_who_was_withdrawn_is_put_back():
    opened = an_open_cycle()
    with pytest.raises(WrongState, match="已经应报"):
        adjusting.add_row(opened.id, opened.tasks[0], CUSTOMS, Role.SUPPORT, reason="x", by=OFFICE)
    with pytest.raises(WrongState, match="指导"):
        adjusting.add_row(opened.id, opened.tasks[2], CUSTOMS, Role.GUIDE, reason="x", by=OFFICE)
    adjusting.withdraw_rows([opened.rows[CUSTOMS, 1]], reason="误列", by=OFFICE)
    again = adjusting.add_row(opened.id, opened.tasks[0], CUSTOMS, Role.SUPPORT, reason="恢复", by=OFFICE)
    assert again == opened.rows[CUSTOMS, 1]
    newcomer = adjusting.add_row(opened.id, opened.tasks[0], "gd-swt", Role.SUPPORT, reason="请省厅支持", by=OFFICE)
    assert row(newcomer).owing is Owing.OWED
    assert len(all_of(select(Filing.id))) == 6


def test_a_lock_says_who_since_when_and_who_can_lift_it(time):
    opened = an_open_cycle()
    with pytest.raises(Lacking):
        cycles.lock_cycle(opened.id, why="年度关账", lifted_by=" ", by=OFFICE)
    cycles.lock_cycle(opened.id, why="年度关账", lifted_by="办公室主任", by=OFFICE)
    found = cycle(opened.id)
    assert (found.state, found.locked_by, found.locked_why, found.lifted_by, found.locked_at) == (
        CycleState.LOCKED, "王敏", "年度关账", "办公室主任", time.at,
    )  # fmt: skip
    with pytest.raises(WrongState, match="锁定"):
        reports.acknowledge(opened.id, by=reporter(COMMERCE))
    with pytest.raises(WrongState, match="已锁定"):
        adjusting.withdraw_rows([opened.rows[CUSTOMS, 1]], reason="x", by=OFFICE)
    cycles.unlock_cycle(opened.id, reason="补报", by=OFFICE)
    reports.acknowledge(opened.id, by=reporter(COMMERCE))


def test_an_objection_is_decided_and_the_duty_stands_until_then(time):
    opened = an_open_cycle()
    row_id = opened.rows[MARKET, 2]
    objection = adjusting.object_to(row_id, reason="不是我局职责", proposed="市商务局", by=reporter(MARKET))
    with pytest.raises(WrongState, match="还没有决定"):
        adjusting.object_to(row_id, reason="再提", proposed="", by=reporter(MARKET))
    assert row(row_id).owing is Owing.OWED
    with pytest.raises(NotYours):
        adjusting.decide(objection, ObjectionState.KEPT, reason="x", by=reporter(MARKET))
    with pytest.raises(Lacking):
        adjusting.decide(objection, ObjectionState.CHANGED, reason="属实", by=OFFICE)
    moved = adjusting.decide(objection, ObjectionState.CHANGED, reason="属实", by=OFFICE, to_agency=COMMERCE)
    assert (row(row_id).owing, row(moved).agency_id, row(moved).role) == (Owing.WITHDRAWN, COMMERCE, Role.RESPONSIBLE)
    assert all_of(select(Objection.decision)) == [("由广州市商务局承担；属实",)]
    with pytest.raises(WrongState, match="已经处理"):
        adjusting.decide(objection, ObjectionState.KEPT, reason="x", by=OFFICE)


def test_an_objection_is_kept_or_taken_back(time):
    opened = an_open_cycle()
    first = adjusting.object_to(opened.rows[MARKET, 2], reason="不是我局职责", proposed="", by=reporter(MARKET))
    adjusting.decide(first, ObjectionState.KEPT, reason="三定规定明确", by=OFFICE)
    second = adjusting.object_to(opened.rows[MARKET, 1], reason="不参与", proposed="", by=reporter(MARKET))
    with pytest.raises(NotThere):
        adjusting.take_objection_back(second, by=reporter(CUSTOMS))
    adjusting.take_objection_back(second, by=reporter(MARKET))
    assert all_of(select(Adjustment.id)) == []


@pytest.mark.parametrize(("day", "may"), [(19, True), (20, False)])
def test_objections_end_five_working_days_after_the_opening(time, day, may):
    opened = an_open_cycle()
    time.set(10, day)
    if may:
        adjusting.object_to(opened.rows[MARKET, 2], reason="不是我局职责", proposed="", by=reporter(MARKET))
    else:
        with pytest.raises(WrongState, match="2026-10-19"):
            adjusting.object_to(opened.rows[MARKET, 2], reason="不是我局职责", proposed="", by=reporter(MARKET))


def test_another_agencys_row_is_not_there():
    opened = an_open_cycle()
    with pytest.raises(NotThere):
        adjusting.object_to(opened.rows[MARKET, 2], reason="x", proposed="", by=reporter(CUSTOMS))
    with pytest.raises(NotThere):
        adjusting.object_to(999, reason="x", proposed="", by=reporter(CUSTOMS))
    with pytest.raises(NotThere):
        adjusting.add_row(opened.id, 999, COMMERCE, Role.LEAD, reason="x", by=OFFICE)


def test_a_document_without_a_rule_proposes_none():
    cycle_id = a_prepared_cycle()
    found = candidates(GROUP, PERIOD)
    assert [each.verdict.entry for each in found.values()] == ["enters"]
    assert rules_of(list(found)) == ()
    assert cycle(cycle_id).recipient == "市商务局"


def test_tasks_are_asked_about_in_the_order_of_the_document():
    opened = an_open_cycle()
    order = all_of(select(Task.id).join(Task.measure).order_by(Measure.position, Task.ordinal))
    assert [id_ for (id_,) in order] == opened.tasks
    assert row(opened.rows[COMMERCE, 1]).state is ReportState.OWED


def test_a_task_that_somebody_reports_on_is_neither_unpublished_nor_overwritten():
    an_open_cycle()
    (stem,) = [stem for (stem,) in all_of(select(PolicyDocument.stem))]
    assert held_documents([stem, "另一份"]) == [stem]
    assert held_bodies().keys() == {COMMERCE, MARKET, CUSTOMS, TIANHE, HUANGPU}


def test_a_document_of_another_group_does_not_enter():
    cycle_id = a_prepared_cycle()
    db.session.add(LeadingGroup(id=2, name="深圳市领导小组", jurisdiction="深圳市", superior_id=GROUP))
    db.session.flush()
    tasks = [a_task(lead=unit("市商务局"))]
    document = stored(a_document([a_measure(tasks)], leading_group_id=2))
    with pytest.raises(NotThere):
        cycles.choose_documents(cycle_id, {document: None}, by=OFFICE)
    assert document not in candidates(GROUP, PERIOD)


def test_a_row_left_out_before_the_opening_is_not_frozen_nor_asked_for_afterwards():
    """Who would consolidate it is followed by the next."""
    cycle_id = a_prepared_cycle()
    before = plan_of(cycle(cycle_id), DUE)
    task = next(task for task, agency in before.consolidators.items() if agency == MARKET)
    cycles.leave_out(cycle_id, row_key(task, MARKET), "市场监管局", reason="今年不承担", by=OFFICE)
    plan = plan_of(cycle(cycle_id), DUE)
    assert {(row.task, row.agency) for row in before.expected} - {(row.task, row.agency) for row in plan.expected} == {
        (task, MARKET)
    }
    assert (plan.consolidators[task], plan.undecided) == (CUSTOMS, ())
    assert cycles.open_cycle(cycle_id, by=OFFICE) == len(before.expected) - 1
    assert shifts_of(cycle(cycle_id), DUE) == ()
