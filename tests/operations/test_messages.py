"""Whoever is concerned is told in the transaction that does it, once, and reads it for himself alone."""

from collections import Counter
from datetime import date
from itertools import count

import pytest
from sqlalchemy import select

from tests.cycles import (
    COMMERCE,
    CUSTOMS,
    MARKET,
    OFFICE,
    TIANHE,
    a_prepared_cycle,
    an_open_cycle,
    approver,
    drafted,
    reporter,
    sent,
)
from tests.people import an_account
from tracker.errors import NotThere, WrongState
from tracker.operations import adjusting, contributions, cycles, messages, reports, reviewing, signing_in
from tracker.storage.database import db
from tracker.storage.messages import Message, MessageRow
from tracker.storage.queries.messages import message_list
from tracker.storage.queries.people import person
from tracker.storage.sight import Sight, look_as, look_away
from tracker.vocabulary.reporting import ObjectionState, SupportRule

LEAD = reporter(COMMERCE)
IDS = count(100)
"""Numbers of accounts that nobody in tests.cycles has."""


def told(*, to=None):
    """(kind, text, rows) of the messages to an agency, or to the office where there is none."""
    db.session.rollback()
    whose = Message.agency_id == to if to else Message.group_id.is_not(None)
    found = db.session.scalars(select(Message).where(whose).order_by(Message.id)).all()
    rows = Counter(db.session.scalars(select(MessageRow.message_id)))
    return [(str(each.kind), each.text, rows[each.id]) for each in found]


def test_every_agency_is_told_once_that_the_cycle_opened(office, time):
    cycle_id = a_prepared_cycle()
    assert db.session.scalars(select(Message)).all() == []
    cycles.open_cycle(cycle_id, by=OFFICE)
    cycles.open_cycle(cycle_id, by=OFFICE)
    until, lead = "；截止日当日 24 时前收到为按时。", "报告 1 份，2026-12-10 截止"
    both = f"配合情况 1 份，2026-11-12 截止；{lead}{until}"
    expected = [[("opened", text, 0)] for text in (f"{lead}{until}", both, both, both)]
    assert [told(to=agency) for agency in (COMMERCE, MARKET, CUSTOMS, TIANHE)] == expected


def test_the_other_side_is_told_of_each_step(year):
    part = sent(year, CUSTOMS, 1)
    contributions.give_back([part], reason="缺数字", by=LEAD)
    sent(year, CUSTOMS, 1, summary="补了数字")
    contributions.take_over([part], by=LEAD)
    own = sent(year, COMMERCE, 1)
    reviewing.give_back([own], reason="名单不符", by=OFFICE)
    sent(year, COMMERCE, 1, summary="已更正")
    reviewing.accept([own], by=OFFICE)
    assert [kind for kind, *_ in told(to=COMMERCE)] == ["opened", "submit", "submit", "return", "accept"]
    assert told(to=CUSTOMS)[1:] == [("return", "缺数字", 1), ("take_over", "", 1)]
    assert told() == []


def test_what_is_alike_in_one_transaction_is_one_message(year):
    rows = [sent(year, MARKET, 2), sent(year, CUSTOMS, 2)]
    reviewing.accept(rows, by=OFFICE)
    assert [told(to=agency)[-1] for agency in (MARKET, CUSTOMS)] == [("accept", "", 1)] * 2
    parts = [year.rows[TIANHE, 1], year.rows[TIANHE, 3]]
    adjusting.withdraw_rows(parts, reason="园区已撤并", by=OFFICE)
    assert told(to=TIANHE)[-1] == ("withdrawn", "园区已撤并", 2)


def test_what_is_not_done_is_not_told(year):
    part = sent(year, CUSTOMS, 1)
    before = told(to=CUSTOMS)
    with pytest.raises(WrongState):
        reviewing.accept([part], by=OFFICE)
    with pytest.raises(NotThere):
        contributions.give_back([part], reason="缺数字", by=reporter(MARKET))
    assert told(to=CUSTOMS) == before


def test_an_objection_is_told_to_the_office_and_its_decision_to_the_agency(year):
    objection = adjusting.object_to(year.rows[MARKET, 2], reason="不属本局", proposed="", by=reporter(MARKET))
    assert told() == [("objected", "不属本局", 1)]
    adjusting.decide(objection, ObjectionState.CHANGED, reason="属地办理", by=OFFICE, to_agency=TIANHE)
    assert told(to=MARKET)[1:] == [("decided", "改派给天河区人民政府：属地办理", 1)]
    assert told(to=TIANHE)[1:] == [("added", "属地办理", 1), ("named", "改由天河区人民政府汇总：属地办理", 1)]


def test_co_units_are_asked_and_nudged_and_told_of_lock_and_extension(office, time):
    year = an_open_cycle(supports=SupportRule.ON_REQUEST)
    part = year.rows[CUSTOMS, 1]
    contributions.ask([part], by=LEAD)
    contributions.nudge([part], by=LEAD, text="请本周内报来")
    adjusting.extend([part], until=date(2026, 12, 20), reason="台风", by=OFFICE)
    cycles.lock_cycle(year.id, why="汇总上报", lifted_by="办公室", by=OFFICE)
    cycles.unlock_cycle(year.id, reason="补报一项", by=OFFICE)
    kinds = [kind for kind, *_ in told(to=CUSTOMS)]
    assert kinds == ["opened", "asked", "nudged", "extended", "locked", "unlocked"]


def test_only_those_of_one_role_are_told_what_waits_for_a_signature(year):
    own = drafted(year, year.rows[COMMERCE, 1], LEAD)
    reports.send_to_sign(year.id, [own], by=LEAD, without="截止日已到")
    reports.send_back(year.id, [own], reason="数字请核", by=approver(COMMERCE))
    found = db.session.execute(select(Message.kind, Message.role).where(Message.role.is_not(None)).order_by(Message.id))
    assert [tuple(map(str, row)) for row in found] == [("send_to_sign", "approver"), ("send_back", "reporter")]


def of_an_agency(agency_id, login="", role="reporter"):
    return person(an_account(role, agency_id=agency_id, login=login or agency_id, id=next(IDS)))


def seen_by(who):
    """What somebody sees of the messages, as a page would ask."""
    look_as(Sight(bodies=frozenset([who.agency_id])))
    try:
        return message_list(who)
    finally:
        look_away()
        db.session.rollback()


def test_everybody_reads_for_himself_and_of_his_own_agency_alone(year):
    first, second = of_an_agency(CUSTOMS), of_an_agency(CUSTOMS, "另一人")
    other = of_an_agency(MARKET)
    part = sent(year, CUSTOMS, 1)
    contributions.give_back([part], reason="缺数字", by=LEAD)
    newest = seen_by(first).lines[0]
    assert (newest.sentence, newest.text) == (
        "“一（一）① 引进企业”的配合情况被退回，请修改后重新报送。",
        "缺数字",
    )
    assert (seen_by(first).unread, seen_by(other).unread) == (2, 1)
    look_as(Sight(bodies=frozenset([CUSTOMS])))
    messages.mark_read(newest.id, by=first)
    messages.mark_read(newest.id, by=first)
    look_as(Sight(bodies=frozenset([MARKET])))
    with pytest.raises(NotThere):
        messages.mark_read(newest.id, by=other)
    look_away()
    assert (seen_by(first).unread, seen_by(second).unread) == (1, 2)
    look_as(Sight(bodies=frozenset([CUSTOMS])))
    assert (messages.mark_all_read(by=second), messages.mark_all_read(by=second)) == (2, 0)
    look_away()
    assert [line.is_read for line in seen_by(second).lines] == [True, True]


def test_what_happened_before_an_account_was_made_is_not_unread(year, time):
    time.set(11, 3)
    assert seen_by(of_an_agency(CUSTOMS, "新来的")).unread == 0


def test_the_bar_counts_what_the_list_does_for_each_of_an_agency(year):
    clerks = of_an_agency(COMMERCE), of_an_agency(COMMERCE, "又一人"), of_an_agency(COMMERCE, "审签", "approver")
    own = drafted(year, year.rows[COMMERCE, 1], LEAD)
    reports.send_to_sign(year.id, [own], by=LEAD, without="截止日已到")
    assert [counts(who) for who in clerks] == [(1, 1), (1, 1), (2, 2)]
    look_as(Sight(bodies=frozenset([COMMERCE])))
    messages.mark_all_read(by=clerks[0])
    look_away()
    assert [counts(who) for who in clerks] == [(0, 0), (1, 1), (2, 2)]


def counts(who):
    """How many messages are not read: by the bar of every page, and by the list."""
    opened = signing_in.open_sign_in(who.id, source="127.0.0.1")
    return signing_in.known_browser(opened.token).unread, seen_by(who).unread
