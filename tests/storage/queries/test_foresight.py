"""What foresight counts by day and by whom, on both databases: days are the offices', late parts hold up reports."""

from collections import Counter
from datetime import date

import pytest

from tests.cycles import (
    COMMERCE,
    CUSTOMS,
    DUE,
    GROUP,
    HUANGPU,
    MARKET,
    OFFICE,
    TIANHE,
    Clock,
    an_open_cycle,
    reporter,
    sent,
)
from tracker.operations import adjusting, cycles, migrating, reviewing
from tracker.reporting.blocking import Late
from tracker.reporting.due_dates import ORDINARY
from tracker.reporting.pace import window
from tracker.storage.cycles import Cycle
from tracker.storage.database import db
from tracker.storage.queries.arrivals import Course, asked_later, course_before, courses, recent_arrivals
from tracker.storage.queries.blocking import late_parts
from tracker.storage.queries.expected import RowFilter, row_list
from tracker.storage.queries.foresight import cycles_of, foresight
from tracker.storage.queries.year import cycle_of
from tracker.vocabulary.reporting import CycleState, Duty

GATE, TODAY = date(2026, 11, 12), date(2026, 11, 18)
WAITING = RowFilter(duty=Duty.REPORT, stage="missing", waits="all")


def november(day):
    return date(2026, 11, day)


@pytest.fixture
def year(empty_app, monkeypatch):
    """On 18 November: two reports and a part are there, one report was accepted, a row was reinstated."""
    migrating.upgrade()
    time = Clock(monkeypatch)
    year = an_open_cycle()
    time.set(11, 10)
    sent(year, CUSTOMS, 1)
    time.set(11, 13, 23, 59)
    row = sent(year, MARKET, 2)
    time.set(11, 16)
    adjusting.withdraw_rows([year.rows[TIANHE, 3]], reason="重复", by=OFFICE)
    adjusting.reinstate_rows([year.rows[TIANHE, 3]], reason="并不重复", by=OFFICE)
    time.set(11, 17, 0, 1)
    sent(year, CUSTOMS, 2)
    reviewing.accept([row], by=OFFICE)
    time.set(11, 18)
    return year


@pytest.fixture
def cycle(year):
    return cycle_of(year.id)


def test_what_comes_is_counted_by_the_offices_days_and_what_counts_is_what_stands(cycle):
    assert courses(cycle, TODAY) == {
        Duty.REPORT: Course(DUE, 5, Counter({november(13): 1, november(17): 1})),
        Duty.CONTRIBUTION: Course(GATE, 4, Counter({november(10): 1})),
    }
    recent = recent_arrivals(cycle, window(cycle.opened_on, TODAY, ORDINARY, 5))
    assert recent == {
        Duty.REPORT: {MARKET: {november(13): 1}, CUSTOMS: {november(17): 1}},
        Duty.CONTRIBUTION: {},
    }
    assert asked_later(cycle) == {(TIANHE, Duty.REPORT): [november(16)]}


def test_late_parts_hold_up_the_report_of_whoever_consolidates_until_it_goes_on_without_them(year, cycle):
    late = {(MARKET, 1), (TIANHE, 1), (HUANGPU, 1)}
    assert {(each.agency, each.waiting) for each in late_parts(cycle, TODAY)} == late
    assert late_parts(cycle, GATE) == []
    (line,) = row_list(cycle, WAITING, TODAY).lines
    assert (line.agency_id, line.task_id) == (COMMERCE, year.tasks[0])
    assert foresight(GROUP, TODAY, ORDINARY).outlook.held_up == 1
    db.session.rollback()
    sent(year, COMMERCE, 1, by=reporter(COMMERCE))
    cycle = cycle_of(year.id)
    assert set(late_parts(cycle, TODAY)) == {Late(agency, COMMERCE, 1, 0, GATE) for agency, _ in late}
    assert row_list(cycle, WAITING, TODAY).lines == ()
    assert foresight(GROUP, TODAY, ORDINARY).outlook.held_up == 0


def test_foresight_puts_it_together_and_a_locked_cycle_has_none_but_is_compared_with(year):
    found = foresight(GROUP, TODAY, ORDINARY)
    assert found.outlook.queue.sentence.startswith("待审核 1 份，近 5 个工作日审了 1 份")
    assert {
        each.agency: each.contribution.asked for each in found.debtors if each.contribution.missing
    } == dict.fromkeys((MARKET, TIANHE, HUANGPU), 37)
    assert found.curves[Duty.REPORT].before is None
    db.session.rollback()
    cycles.lock_cycle(year.id, why="结束", lifted_by="办公室主任", by=OFFICE)
    assert foresight(GROUP, TODAY, ORDINARY).outlook is None
    following = Cycle(due_on=date(2027, 12, 10), state=CycleState.OPEN)
    before = course_before(cycles_of(GROUP), following, TODAY)[Duty.REPORT]
    assert (before.name, before.due, before.standing(23).count, before.standing(24).count) == ("2026年度", DUE, 2, 1)
