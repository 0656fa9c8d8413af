"""The day of contributions moved alone: who is late by it, which gates follow, who is told; on both databases."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.cycles import COMMERCE, CUSTOMS, DUE, HUANGPU, MARKET, OFFICE, TIANHE, drafted, moment, reporter, row, sent
from tests.operations.test_moving import gate_of, moves
from tracker.errors import WrongState
from tracker.operations import adjusting, moving, reports
from tracker.storage.cycles import Cycle
from tracker.storage.database import db
from tracker.storage.messages import Message
from tracker.vocabulary.messages import MessageKind
from tracker.vocabulary.reporting import Duty, GateKind

PART = date(2026, 11, 12)


def test_contributions_are_moved_alone_and_judged_by_their_own_day(year, time):
    own, far = date(2026, 11, 30), date(2026, 12, 8)
    adjusting.extend([year.rows[HUANGPU, 1]], until=far, reason="审计", by=OFFICE)
    time.set(11, 16)
    late = sent(year, MARKET, 1)
    assert (row(late).on_time, row(late).days_late) == (False, 2)
    moving.move_due(year.id, own, reason="区级数据晚出", by=OFFICE, duty=Duty.CONTRIBUTION)
    found = row(late)
    assert (found.due_on, found.on_time, found.on_time_originally, found.days_late) == (own, True, True, 0)
    assert (row(year.rows[CUSTOMS, 1]).by_on, row(year.rows[HUANGPU, 1]).by_on) == (own, far)
    assert (row(year.rows[MARKET, 2]).by_on, db.session.get(Cycle, year.id).due_on) == (DUE, DUE)
    assert [gate_of(year, kind) for kind in GateKind] == [own, own, date(2026, 12, 1), date(2026, 12, 7)]
    assert moves() == [(Duty.CONTRIBUTION, PART, own, "王敏", moment(11, 16))]
    time.set(11, 17)
    moving.move_due(year.id, date(2026, 11, 17), reason="提前汇总", by=OFFICE, duty=Duty.CONTRIBUTION)
    time.set(11, 18)
    assert (row(sent(year, CUSTOMS, 1)).on_time, row(late).on_time) == (False, True)


def test_co_units_and_who_waits_for_them_are_told_of_both_days(year):
    for each in (CUSTOMS, TIANHE):
        adjusting.withdraw_rows([year.rows[each, 1]], reason="不涉及", by=OFFICE)
    moving.move_due(year.id, date(2026, 11, 20), reason="省里要求", by=OFFICE, duty=Duty.CONTRIBUTION)
    told = select(Message.agency_id, Message.text).where(Message.kind == MessageKind.DUE_MOVED)
    assert set(map(tuple, db.session.execute(told))) == {
        (each, "配合情况截止日由 2026-11-12 改为 2026-11-20，报告截止日 2026-12-10 不变：省里要求")
        for each in (COMMERCE, MARKET, HUANGPU)
    }


@pytest.mark.parametrize(
    ("due_on", "said"),
    [
        (PART, "配合情况截止日已经是 2026-11-12，没有改动"),
        (date(2026, 10, 11), "已经过去，配合情况截止日没有改"),
        (date(2026, 12, 11), "在报告截止日 2026-12-10 之后，没有改"),
    ],
)
def test_a_day_that_contributions_cannot_have_is_refused(year, due_on, said):
    with pytest.raises(WrongState, match=said):
        moving.move_due(year.id, due_on, reason="改期", by=OFFICE, duty=Duty.CONTRIBUTION)


def test_what_comes_while_the_day_is_moved_is_judged_by_the_day_that_stands(year, time, at_once):
    time.set(11, 16)
    for number, agency in enumerate((MARKET, CUSTOMS, TIANHE, HUANGPU)):
        row_id, by, day = drafted(year, year.rows[agency, 1], reporter(agency)), reporter(agency), date(2026, 11, 20 + number)
        said = at_once(
            lambda rows=[row_id], by=by, key=agency: reports.submit(year.id, rows, by=by, key=key),
            lambda day=day: moving.move_due(year.id, day, reason="推迟", by=OFFICE, duty=Duty.CONTRIBUTION),
        )
        assert said[1] is None
        assert (row(row_id).due_on, row(row_id).by_on, row(row_id).on_time) == (day, day, True)
