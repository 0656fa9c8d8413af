"""Who consolidates a task of an open cycle: named by the office, followed when it owes no report, each change listed."""

import pytest
from sqlalchemy import select

from tests.cycles import COMMERCE, CUSTOMS, MARKET, OFFICE, TIANHE, an_open_cycle, reporter, row, sent
from tracker.errors import WrongState
from tracker.operations import adjusting, consolidating, contributions, cycles
from tracker.storage.cycles import Adjustment, CycleTask
from tracker.storage.database import db
from tracker.vocabulary.reporting import Adjusting, ObjectionState, ReportState

pytestmark = pytest.mark.usefixtures("office", "time")


def all_of(statement):
    db.session.rollback()
    return db.session.execute(statement).all()


def test_the_consolidator_is_named_among_those_who_owe_a_report():
    opened = an_open_cycle()
    with pytest.raises(WrongState, match="牵头或负责"):
        consolidating.name_consolidator(opened.id, opened.tasks[2], COMMERCE, reason="x", by=OFFICE)
    consolidating.name_consolidator(opened.id, opened.tasks[2], TIANHE, reason="由天河区汇总", by=OFFICE)
    assert consolidators(opened) == [COMMERCE, MARKET, TIANHE]
    assert all_of(select(Adjustment.kind, Adjustment.expected_id, Adjustment.reason)) == [
        (Adjusting.NAMED, opened.rows[TIANHE, 3], "改由天河区人民政府汇总：由天河区汇总")
    ]
    cycles.lock_cycle(opened.id, why="年度关账", lifted_by="办公室主任", by=OFFICE)
    with pytest.raises(WrongState, match="已经锁定"):
        consolidating.name_consolidator(opened.id, opened.tasks[2], None, reason="改回", by=OFFICE)


def consolidators(opened):
    found = all_of(select(CycleTask.task_id, CycleTask.consolidator_id).where(CycleTask.cycle_id == opened.id))
    return [agency for _, agency in sorted(found)]


def test_who_consolidates_is_followed_when_it_owes_no_report_any_more():
    """By the next of those listed, by the heir of the duty, by the office: parts that were sent have an addressee."""
    opened = an_open_cycle()
    sent(opened, CUSTOMS, 1)
    adjusting.withdraw_rows([opened.rows[MARKET, 2]], reason="不再负责", by=OFFICE)
    objection = adjusting.object_to(opened.rows[COMMERCE, 1], reason="已划转", proposed="", by=reporter(COMMERCE))
    adjusting.decide(objection, ObjectionState.CHANGED, reason="属实", by=OFFICE, to_agency="gz-xcb")
    assert consolidators(opened) == ["gz-xcb", CUSTOMS, None]
    listed = all_of(select(Adjustment.reason).where(Adjustment.kind == Adjusting.NAMED).order_by(Adjustment.id))
    assert listed == [
        ("改由广州海关汇总：不再负责",),
        ("改由中共广州市委宣传部汇总：属实",),
    ]
    contributions.take_over([opened.rows[CUSTOMS, 1]], by=reporter("gz-xcb"))
    assert row(opened.rows[CUSTOMS, 1]).state is ReportState.TAKEN_OVER
    adjusting.withdraw_rows([opened.rows[CUSTOMS, 2]], reason="不再负责", by=OFFICE)
    assert consolidators(opened) == ["gz-xcb", None, None]


def test_who_was_withdrawn_and_is_added_again_consolidates_again():
    opened = an_open_cycle()
    adjusting.withdraw_rows([opened.rows[MARKET, 2]], reason="另报", by=OFFICE)
    assert consolidators(opened) == [COMMERCE, CUSTOMS, None]
    role = row(opened.rows[MARKET, 2]).role
    db.session.rollback()
    adjusting.add_row(opened.id, opened.tasks[1], MARKET, role, reason="撤错了", by=OFFICE)
    assert consolidators(opened) == [COMMERCE, MARKET, None]


def test_who_is_owed_again_consolidates_again_unless_the_office_named_another_since():
    """A co-lead that is put back takes nothing from the first-listed."""
    opened = an_open_cycle()
    first, second = opened.rows[MARKET, 2], opened.rows[CUSTOMS, 2]
    adjusting.withdraw_rows([first, second], reason="另报", by=OFFICE)
    adjusting.reinstate_rows([second], reason="撤错了", by=OFFICE)
    assert consolidators(opened) == [COMMERCE, CUSTOMS, None]
    adjusting.withdraw_rows([second], reason="再撤", by=OFFICE)
    adjusting.reinstate_rows([first, second], reason="撤错了", by=OFFICE)
    adjusting.withdraw_rows([first], reason="另报", by=OFFICE)
    adjusting.reinstate_rows([first], reason="撤错了", by=OFFICE)
    assert consolidators(opened) == [COMMERCE, MARKET, None]
    adjusting.withdraw_rows([first], reason="另报", by=OFFICE)
    consolidating.name_consolidator(opened.id, opened.tasks[1], CUSTOMS, reason="由海关汇总", by=OFFICE)
    consolidating.name_consolidator(opened.id, opened.tasks[1], None, reason="由办公室汇总", by=OFFICE)
    adjusting.reinstate_rows([first], reason="撤错了", by=OFFICE)
    assert consolidators(opened) == [COMMERCE, None, None]
