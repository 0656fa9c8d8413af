"""Reminding, by the day and by the office, on both databases (cases 31, 33, 38)."""

from datetime import date

import pytest
from sqlalchemy import delete, select

from tests.cycles import (
    COMMERCE,
    CUSTOMS,
    DUE,
    HUANGPU,
    MARKET,
    OFFICE,
    OTHER_OFFICE,
    TIANHE,
    moment,
    reporter,
    row,
    sent,
)
from tests.operations.test_at_once import Broken, counted_alike, everything, failing_at
from tracker.errors import Lacking, NotThere, NotYours, WrongState
from tracker.operations import adjusting, cycles, moving, reminders, reminding_days, reviewing
from tracker.reporting.reminders import Gates
from tracker.storage.audit import AuditEvent
from tracker.storage.cycles import ExpectedReport
from tracker.storage.database import db
from tracker.storage.messages import Message
from tracker.storage.queries.reminding import BY_HEIGHT, chosen_gates
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reminders import Letter, Reminder, ReminderRow
from tracker.storage.tallies import ALIKE, RowTally
from tracker.vocabulary.reminders import Step

EVERYBODY = [COMMERCE, CUSTOMS, HUANGPU, MARKET, TIANHE]
TERM = date(2026, 12, 18)


def said(*conditions):
    """(agency, step, rows) of each reminder, in order."""
    db.session.rollback()
    statement = select(Reminder).where(*conditions).order_by(Reminder.id)
    return [(each.agency_id, str(each.step), len(rows_of(each.id))) for each in db.session.scalars(statement)]


def rows_of(reminder_id):
    statement = select(ReminderRow).where(ReminderRow.reminder_id == reminder_id).order_by(ReminderRow.expected_id)
    return db.session.scalars(statement).all()


def numbers():
    db.session.rollback()
    statement = select(Reminder.year, Reminder.number).where(Reminder.number.is_not(None)).order_by(Reminder.number)
    return [tuple(each) for each in db.session.execute(statement)]


def press(year, step, *agencies, term=TERM, **more):
    return reminders.press(year.id, agencies, step, **{"by": OFFICE, "term": term} | more)


@pytest.fixture
def overdue(year, time):
    """The year on the day after it was due."""
    time.set(12, 11)
    return year


def test_the_day_reminds_every_agency_once_in_one_digest(year, time):
    """Case 38: run twice."""
    time.set(11, 26)
    found = reminders.remind()
    assert (found.agencies, found.rows) == (5, 9)
    assert sorted(agency for agency, *_ in said()) == sorted(EVERYBODY)
    assert reminders.remind().agencies == 0
    assert len(said()) == 5
    texts = db.session.scalars(
        select(Message.text).where(Message.kind == "reminded", Message.agency_id == MARKET)
    ).all()
    assert texts == ["配合情况 1 份，截止 2026-11-12，已过 14 天；报告 1 份，截止 2026-12-10，还有 14 天。"]


def test_a_week_that_was_missed_is_one_digest_with_the_last_gate(year, time):
    """Case 38: missed for weeks."""
    time.set(12, 9)
    reminders.remind()
    assert {(each.due_on, each.gate) for each in rows_of(db.session.scalar(select(Reminder.id)))} <= {
        (date(2026, 11, 12), 21), (DUE, -1),
    }  # fmt: skip
    assert len(said()) == 5


def gates_said():
    db.session.rollback()
    return set(map(tuple, db.session.execute(select(ReminderRow.due_on, ReminderRow.gate))))


def test_a_group_is_reminded_on_the_days_it_chose(year, time):
    parts = date(2026, 11, 12)
    reminding_days.choose_days((10,), (), by=OFFICE)
    time.set(11, 29)
    reminders.remind()
    assert gates_said() == {(parts, -10)}
    time.set(11, 30)
    reminders.remind()
    assert gates_said() == {(parts, -10), (DUE, -10)}
    reminding_days.back_to_usual(by=OFFICE)
    time.set(12, 3)
    reminders.remind()
    assert gates_said() == {(parts, -10), (DUE, -10), (parts, 21), (DUE, -7)}


def test_days_on_which_nobody_can_be_reminded_are_refused_and_change_nothing(year):
    reminding_days.choose_days((10,), (), by=OFFICE)
    for before, by, refusal in (
        ((), OFFICE, WrongState),
        (range(13), OFFICE, WrongState),
        ((7,), reporter(MARKET), NotYours),
    ):
        with pytest.raises(refusal):
            reminding_days.choose_days(before, (), by=by)
    assert chosen_gates() == {OFFICE.group_id: Gates((10,), (), None)}


def test_a_clock_set_back_says_nothing_twice(year, time):
    """Case 31."""
    time.set(12, 3)
    reminders.remind()
    time.set(11, 26)
    assert reminders.remind().rows == 0
    time.set(12, 7)
    assert reminders.remind().rows == 5


def test_who_has_reported_is_not_reminded(year, time):
    sent(year, MARKET, 2)
    time.set(12, 3)
    reminders.remind()
    about_market = said(Reminder.agency_id == MARKET)
    assert about_market == [(MARKET, "remind", 1)]
    sent(year, MARKET, 1)
    time.set(12, 9)
    reminders.remind()
    assert said(Reminder.agency_id == MARKET) == about_market


def test_a_due_date_that_was_moved_is_reminded_of_anew(year, time):
    time.set(12, 9)
    reminders.remind()
    own = year.rows[COMMERCE, 1]
    adjusting.extend([own], until=date(2026, 12, 23), reason="数据未出", by=OFFICE)
    time.set(12, 10)
    reminders.remind()
    gates = select(ReminderRow.due_on, ReminderRow.gate).where(ReminderRow.expected_id == own)
    assert sorted(map(tuple, db.session.execute(gates))) == [(DUE, -1), (date(2026, 12, 23), -14)]
    time.set(12, 11)
    assert row(own).by_on == date(2026, 12, 23)
    reminders.remind()
    assert said(Reminder.agency_id == COMMERCE, Reminder.at > moment(12, 10, 12)) == []


def test_who_is_asked_is_reminded_until_the_due_date_and_no_longer(year, time):
    db.session.get(RegisteredAgency, CUSTOMS).kind = "垂直管理单位"
    db.session.commit()
    time.set(12, 9)
    reminders.remind()
    assert said(Reminder.agency_id == CUSTOMS) == [(CUSTOMS, "remind", 2)]
    time.set(12, 17)
    reminders.remind()
    assert said(Reminder.agency_id == CUSTOMS) == [(CUSTOMS, "remind", 2)]
    assert len(said(Reminder.agency_id == MARKET)) == 2


def test_a_locked_cycle_reminds_nobody(year, time):
    cycles.lock_cycle(year.id, why="收尾", lifted_by="办公室", by=OFFICE)
    time.set(12, 9)
    assert reminders.remind().agencies == 0


def test_two_runs_at_once_remind_once(year, time, at_once):  # noqa: F811
    time.set(12, 9)
    found = at_once(*[reminders.remind] * 4)
    assert sum(each.agencies for each in found) == len(said()) == 5


def test_the_ladder_is_climbed_as_the_time_given_passes(overdue, time):
    press(overdue, Step.URGE, TIANHE)
    with pytest.raises(WrongState, match="天河区人民政府：催办给的期限到 2026-12-18，还没有过"):
        press(overdue, Step.SUPERVISE, TIANHE)
    time.set(12, 19)
    with pytest.raises(WrongState, match="期限 2026-12-18 已经过去"):
        press(overdue, Step.SUPERVISE, TIANHE)
    press(overdue, Step.SUPERVISE, TIANHE, term=date(2026, 12, 25))
    assert said(Reminder.agency_id == TIANHE) == [(TIANHE, "urge", 2), (TIANHE, "supervise", 2)]
    kinds = db.session.scalars(select(Message.kind).where(Message.agency_id == TIANHE).order_by(Message.id)).all()
    assert kinds[-2:] == ["urged", "supervised"]


def test_a_step_is_taken_for_the_rows_whose_turn_it_is(overdue, time):
    adjusting.extend([overdue.rows[TIANHE, 2 + 1]], until=date(2026, 12, 20), reason="数据未出", by=OFFICE)
    (urged,) = press(overdue, Step.URGE, TIANHE)
    assert [each.expected_id for each in rows_of(urged)] == [overdue.rows[TIANHE, 1]]
    time.set(12, 21)
    (supervised,) = press(overdue, Step.SUPERVISE, TIANHE, term=date(2026, 12, 25))
    assert [each.expected_id for each in rows_of(supervised)] == [overdue.rows[TIANHE, 1]]
    (urged,) = press(overdue, Step.URGE, TIANHE, term=date(2026, 12, 25))
    assert [each.expected_id for each in rows_of(urged)] == [overdue.rows[TIANHE, 3]]


def pressed():
    """By row: how high it is on the ladder and until when, as the database keeps it, and by all that was said of it."""
    db.session.rollback()
    heights = {step: height for height, step in BY_HEIGHT.items()}
    kept, told = {}, {}
    for each in db.session.scalars(select(ExpectedReport)):
        kept[each.id] = each.pressed, each.pressed_until
        of_row = select(Reminder).join(ReminderRow, ReminderRow.reminder_id == Reminder.id)
        of_row = of_row.where(ReminderRow.expected_id == each.id, ReminderRow.due_on == each.by_on)
        steps = [said for said in db.session.scalars(of_row) if said.step in heights and said.voided_at is None]
        terms = [said.term for said in steps if said.term]
        told[each.id] = max((heights[said.step] for said in steps), default=None), max(terms, default=None)
    return kept, told


def test_how_far_a_row_was_pressed_is_kept_by_the_database_itself(overdue, time):
    """Whatever is done: pressed, voided, returned with a term, extended, moved; and it is counted with the row."""
    own = overdue.rows[TIANHE, 1]
    seen = []

    def look():
        kept, told = pressed()
        assert kept == told
        assert counted_alike(ALIKE, RowTally) == counted_alike(ALIKE)
        seen.append(kept[own])

    press(overdue, Step.REMIND, TIANHE, term=None)
    look()
    first, _ = press(overdue, Step.URGE, TIANHE, MARKET)
    look()
    time.set(12, 19)
    (third,) = press(overdue, Step.SUPERVISE, TIANHE, term=date(2026, 12, 25))
    look()
    reminders.void(third, reason="已电话报送", by=OFFICE)
    look()
    adjusting.extend([own], until=date(2026, 12, 28), reason="数据未出", by=OFFICE)
    look()
    sent(overdue, MARKET, 2)
    reviewing.give_back([overdue.rows[MARKET, 2]], reason="缺数字", term=date(2026, 12, 24), by=OFFICE)
    look()
    reviewing.undo([overdue.rows[MARKET, 2]], reason="误退", by=OFFICE)
    look()
    moving.move_due(overdue.id, date(2026, 12, 29), reason="统一推迟", by=OFFICE)
    look()
    for table in (ReminderRow, Reminder):
        db.session.execute(delete(table).where(table.reminder_id == first if table is ReminderRow else table.id == first))
    db.session.commit()
    look()
    assert seen[:5] == [(None, None), (1, TERM), (3, date(2026, 12, 25)), (1, TERM), (None, None)]


def test_nobody_is_written_to_where_one_may_not_be(overdue):
    press(overdue, Step.URGE, TIANHE)
    with pytest.raises(WrongState, match="天河区人民政府.*一家也没有发"):
        press(overdue, Step.URGE, MARKET, TIANHE)
    assert said() == [(TIANHE, "urge", 2)]
    assert numbers() == [(2026, 1)]


def test_papers_of_all_kinds_are_one_series_and_a_voided_one_keeps_its_number(overdue, time):
    db.session.get(RegisteredAgency, CUSTOMS).kind = "垂直管理单位"
    db.session.commit()
    first, second = press(overdue, Step.URGE, MARKET, TIANHE)
    press(overdue, Step.REQUEST, CUSTOMS)
    press(overdue, Step.REMIND, HUANGPU, term=None)
    assert numbers() == [(2026, 1), (2026, 2), (2026, 3)]
    reminders.void(second, reason="已电话报送", by=OFFICE)
    with pytest.raises(WrongState, match="已由王敏作废"):
        reminders.void(second, reason="再作废", by=OFFICE)
    press(overdue, Step.URGE, TIANHE)
    assert numbers() == [(2026, 1), (2026, 2), (2026, 3), (2026, 4)]
    time.at = time.at.replace(year=2027, month=1, day=4)
    press(overdue, Step.SUPERVISE, MARKET, term=date(2027, 1, 8))
    assert (2027, 1) in numbers()


def test_a_report_that_came_and_was_returned_begins_the_ladder_anew(overdue, time):
    press(overdue, Step.URGE, MARKET)
    sent(overdue, MARKET, 2)
    sent(overdue, MARKET, 1)
    with pytest.raises(WrongState, match="已经没有未报的"):
        press(overdue, Step.REMIND, MARKET, term=None)
    reviewing.give_back([overdue.rows[MARKET, 2]], reason="缺数字", term=date(2026, 12, 16), by=OFFICE)
    time.set(12, 19)
    press(overdue, Step.SUPERVISE, MARKET, term=date(2026, 12, 25))
    assert said(Reminder.agency_id == MARKET)[-1] == (MARKET, "supervise", 1)


@pytest.mark.parametrize(
    ("change", "refusal", "sentence"),
    [
        ({"by": OTHER_OFFICE}, NotYours, "催办"),
        ({"by": reporter(TIANHE)}, NotYours, "催办"),
        ({"term": None}, WrongState, "没有写明期限"),
        ({"agencies": []}, Lacking, "要发给哪些单位"),
        ({"agencies": ["nobody"]}, NotThere, "没有找到这个单位"),
        ({"agencies": ["sz-swj"]}, WrongState, "已经没有未报的"),
    ],
)
def test_what_may_not_be_done_leaves_nothing(overdue, change, refusal, sentence):
    change = {"agencies": [TIANHE]} | change
    with pytest.raises(refusal, match=sentence):
        press(overdue, Step.URGE, *change.pop("agencies"), **change)
    assert said() == []


def test_an_agency_is_reminded_by_hand_once_a_day(overdue, time):
    press(overdue, Step.REMIND, TIANHE, term=None, text="请尽快")
    with pytest.raises(WrongState, match="王敏今天已经提醒过"):
        press(overdue, Step.REMIND, TIANHE, term=None)
    time.set(12, 12)
    press(overdue, Step.REMIND, TIANHE, term=None)
    assert len(said()) == 2


def test_two_offices_at_once_write_one_paper_each_number_once(overdue, at_once):  # noqa: F811
    def urge(*agencies):
        return lambda: press(overdue, Step.URGE, *agencies)

    found = at_once(urge(TIANHE), urge(TIANHE), urge(MARKET), urge(HUANGPU), urge(MARKET, COMMERCE))
    written = said()
    assert len({agency for agency, *_ in written}) == len(written)
    assert sum(isinstance(each, WrongState) for each in found) >= 2 - (len(written) > 3)
    assert numbers() == [(2026, place) for place in range(1, len(written) + 1)]


def test_every_step_is_in_the_audit(overdue):
    press(overdue, Step.URGE, TIANHE, text="请报")
    events = db.session.scalars(select(AuditEvent.after).order_by(AuditEvent.id)).all()
    assert '"step": "urge"' in events[-1]
    assert '"text": "请报"' in events[-1]


def test_without_a_mail_server_there_is_no_outbox(overdue):
    press(overdue, Step.URGE, TIANHE)
    reminders.remind()
    assert db.session.scalars(select(Letter)).all() == []


def test_a_failure_at_any_statement_writes_no_half_paper(overdue):
    """Case 9."""
    before = everything()
    for number in range(1, 100):
        try:
            with failing_at(number):
                press(overdue, Step.URGE, TIANHE, MARKET)
        except Broken:
            assert everything() == before
        else:
            break
    assert number > 10
    assert numbers() == [(2026, 1), (2026, 2)]


@pytest.mark.parametrize("number", [1, 7, 20, 45, 80])
def test_a_run_that_broke_off_is_finished_by_the_next(year, time, number):
    time.set(12, 9)
    with pytest.raises(Broken), failing_at(number):
        reminders.remind()
    reminders.remind()
    assert sorted(agency for agency, *_ in said()) == sorted(EVERYBODY)
    assert sum(rows for *_, rows in said()) == 9
