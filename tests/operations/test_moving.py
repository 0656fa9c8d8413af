"""A due date moved for everybody, and working days named by the office: what was received is judged anew."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.cycles import (
    CUSTOMS,
    MARKET,
    OFFICE,
    OTHER_OFFICE,
    Clock,
    an_open_cycle,
    moment,
    reporter,
    row,
    sent,
)
from tracker.errors import GatesReplaced, NotYours, WrongState
from tracker.operations import adjusting, cycles, extending, moving, office_days
from tracker.operations.rows import working_days
from tracker.storage.audit import AuditEvent
from tracker.storage.cycles import Cycle, CycleGate, OfficeDay
from tracker.storage.database import db
from tracker.storage.extensions import DueMove, Extension
from tracker.storage.messages import Message
from tracker.vocabulary.messages import MessageKind
from tracker.vocabulary.reporting import Duty, GateKind

pytestmark = pytest.mark.usefixtures("in_app")
LATER, PART = date(2026, 12, 25), date(2026, 11, 12)


@pytest.fixture(autouse=True)
def time(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def year(time):
    return an_open_cycle()


def moves():
    """What was moved, in order."""
    found = db.session.scalars(select(DueMove).order_by(DueMove.id))
    return [(each.duty, each.before, each.after, each.who, each.at) for each in found]


def gate_of(year, kind=GateKind.CONTRIBUTIONS):
    db.session.rollback()
    return db.session.get(CycleGate, (year.id, kind)).day


def test_a_moved_due_date_is_every_rows_and_what_came_late_is_on_time_by_it(year, time):
    time.set(12, 14)
    late = sent(year, MARKET, 2)
    assert (row(late).on_time, row(late).days_late) == (False, 2)
    moving.move_due(year.id, LATER, reason="省里推迟收报", by=OFFICE)
    found, unsent = row(late), row(year.rows[CUSTOMS, 2])
    assert (found.on_time, found.on_time_originally, found.days_late) == (True, True, 0)
    assert (unsent.due_on, unsent.by_on) == (LATER, LATER)
    assert moves() == [(Duty.REPORT, date(2026, 12, 10), LATER, "王敏", moment(12, 14))]


def test_a_date_moved_nearer_makes_late_what_comes_after_it(year, time):
    time.set(11, 20)
    row_id = sent(year, MARKET, 2)
    moving.move_due(year.id, date(2026, 11, 20), reason="提前汇总", by=OFFICE)
    assert row(row_id).on_time
    time.set(11, 23)
    assert (row(sent(year, CUSTOMS, 2)).on_time, row(year.rows[CUSTOMS, 2]).days_late) == (False, 1)


def test_an_extension_that_reaches_further_stays_and_a_shorter_one_is_overtaken(year):
    far, near = year.rows[MARKET, 2], year.rows[CUSTOMS, 2]
    adjusting.extend([far], until=LATER + timedelta(days=6), reason="审计", by=OFFICE)
    adjusting.extend([near], until=date(2026, 12, 15), reason="审计", by=OFFICE)
    moving.move_due(year.id, LATER, reason="推迟", by=OFFICE)
    assert (row(far).by_on, row(near).by_on) == (date(2026, 12, 31), LATER)


def test_a_request_for_no_more_than_the_moved_date_is_settled_and_its_agency_told(year, time):
    asked = {
        wanted: extending.ask([year.rows[agency, place]], wanted=wanted, reason="等数据", by=reporter(agency))[0]
        for agency, place, wanted in (
            (MARKET, 2, LATER), (MARKET, 1, date(2026, 11, 20)), (CUSTOMS, 2, LATER + timedelta(days=1))
        )
    }  # fmt: skip
    events = db.session.query(AuditEvent).count()
    db.session.rollback()
    time.set(10, 13)
    moving.move_due(year.id, LATER, reason="省里推迟", by=OFFICE)
    found = {wanted: db.session.get(Extension, id_) for wanted, id_ in asked.items()}
    assert [each.state for each in found.values()] == ["granted", "granted", "asked"]
    assert [each.granted_to for each in found.values()] == [LATER, date(2026, 11, 27), None]
    settled = found[LATER]
    assert (settled.decided_by, settled.decided_at) == ("王敏", moment(10, 13))
    assert settled.decision == "报告截止日改为 2026-12-25，不早于申请的日子，不用再决定；请按本期的截止日报送：省里推迟"
    told = select(Message.agency_id, Message.text).where(Message.kind == MessageKind.EXTENSION_DECIDED)
    assert (MARKET, settled.decision) in set(map(tuple, db.session.execute(told)))
    assert {agency for agency, _ in db.session.execute(told)} == {MARKET}
    (event,) = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id).offset(events))
    assert "extension" in event.after
    assert settled.decision in event.after
    assert row(year.rows[MARKET, 2]).extended_to is None


def test_gates_are_planned_back_anew_and_contributions_follow_theirs(year, time):
    moving.move_due(year.id, LATER, reason="推迟", by=OFFICE)
    assert gate_of(year) == date(2026, 11, 27)
    assert [each[:3] for each in moves()][1:] == [(Duty.CONTRIBUTION, PART, date(2026, 11, 27))]
    assert row(year.rows[MARKET, 1]).by_on == date(2026, 11, 27)
    time.set(12, 1)
    moving.move_due(year.id, date(2026, 12, 18), reason="提前", by=OFFICE)
    assert gate_of(year) == date(2026, 11, 27)


def test_gates_set_by_hand_are_replaced_only_when_told_and_none_becomes_earlier_by_a_later_date(year):
    own = date(2026, 11, 30)
    moving.move_due(year.id, own, reason="区级数据晚出", by=OFFICE, duty=Duty.CONTRIBUTION)
    with pytest.raises(GatesReplaced) as raised:
        moving.move_due(year.id, date(2026, 12, 15), reason="推迟五天", by=OFFICE)
    assert raised.value.told == ("“牵头报告”现在 2026-11-30，改后 2026-12-01",)
    moving.move_due(year.id, date(2026, 12, 15), reason="推迟五天", by=OFFICE, replacing=True)
    assert [gate_of(year), gate_of(year, GateKind.LEAD_DRAFTS)] == [own, date(2026, 12, 1)]
    with pytest.raises(GatesReplaced, match="“配合情况”现在 2026-11-30，改后 2026-11-10"):
        moving.move_due(year.id, date(2026, 12, 8), reason="提前", by=OFFICE)
    assert gate_of(year) == own


def test_everybody_is_told_and_two_at_one_page_do_not_move_it_twice(year):
    version = db.session.get(Cycle, year.id).version
    db.session.rollback()
    moving.move_due(year.id, LATER, reason="推迟", by=OFFICE, version=version)
    told = select(Message.agency_id, Message.text).where(Message.kind == MessageKind.DUE_MOVED)
    found = set(map(tuple, db.session.execute(told)))
    assert len({agency for agency, _ in found}) == 5
    assert {text for _, text in found} == {"报告改为 2026-12-25，配合情况截止 2026-11-27：推迟"}
    db.session.rollback()
    with pytest.raises(WrongState, match="有改动"):
        moving.move_due(year.id, date(2026, 12, 28), reason="再推迟", by=OFFICE, version=version)


@pytest.mark.parametrize("due_on", [date(2026, 12, 10), date(2026, 10, 11), date(2062, 12, 10)])
def test_a_date_that_is_the_same_or_past_or_far_away_is_refused(year, due_on):
    with pytest.raises(WrongState):
        moving.move_due(year.id, due_on, reason="改期", by=OFFICE)


def test_only_the_cycles_office_moves_it_and_not_once_it_is_locked(year):
    with pytest.raises(NotYours):
        moving.move_due(year.id, LATER, reason="改期", by=OTHER_OFFICE)
    cycles.lock_cycle(year.id, why="关账", lifted_by="主任", by=OFFICE)
    for duty in Duty:
        with pytest.raises(WrongState, match="已锁定"):
            moving.move_due(year.id, LATER, reason="改期", by=OFFICE, duty=duty)


def test_days_the_office_names_come_first_and_late_days_follow_them(year, time):
    time.set(12, 14)
    row_id = sent(year, MARKET, 2)
    assert row(row_id).days_late == 2
    office_days.name_days(date(2026, 12, 11), date(2026, 12, 11), works=False, basis="市政府通知", by=OFFICE)
    assert (row(row_id).days_late, row(row_id).on_time) == (1, False)
    office_days.drop_day(date(2026, 12, 11), by=OFFICE)
    assert row(row_id).days_late == 2


def test_a_locked_year_keeps_its_late_days_until_it_is_opened_again(year, time):
    time.set(12, 14)
    row_id = sent(year, MARKET, 2)
    cycles.lock_cycle(year.id, why="年度关账", lifted_by="办公室主任", by=OFFICE)
    office_days.name_days(date(2026, 12, 11), date(2026, 12, 11), works=False, basis="市政府通知", by=OFFICE)
    assert row(row_id).days_late == 2
    cycles.unlock_cycle(year.id, reason="补报", by=OFFICE)
    assert (row(row_id).days_late, row(row_id).on_time) == (1, False)


def test_a_year_without_a_notice_is_filled_in_stretch_by_stretch(year):
    office_days.name_days(date(2031, 10, 1), date(2031, 10, 8), works=False, basis="国办发明电〔2030〕1号", by=OFFICE)
    office_days.name_days(date(2031, 10, 11), date(2031, 10, 11), works=True, basis="国办发明电〔2030〕1号", by=OFFICE)
    days = working_days()
    assert (date(2031, 10, 8) in days, date(2031, 10, 11) in days, date(2031, 10, 12) in days) == (False, True, False)
    assert db.session.query(OfficeDay).count() == 9


@pytest.mark.parametrize(
    ("first", "last"), [(date(2031, 10, 8), date(2031, 10, 1)), (date(2031, 1, 1), date(2031, 12, 31))]
)
def test_a_stretch_that_is_none_or_too_long_is_refused(year, first, last):
    with pytest.raises(WrongState):
        office_days.name_days(first, last, works=False, basis="通知", by=OFFICE)


def test_agencies_name_no_working_days(year):
    with pytest.raises(NotYours):
        office_days.name_days(LATER, LATER, works=False, basis="通知", by=reporter(MARKET))
