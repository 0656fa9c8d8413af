"""The frozen list of an open cycle follows the registry when the office says so, row by row, and never by itself."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.agencies.registries import rows
from tests.builders import a_document
from tests.cycles import (
    COMMERCE,
    CUSTOMS,
    GROUP,
    HUANGPU,
    MARKET,
    OFFICE,
    OTHER_OFFICE,
    REPORT,
    TIANHE,
    drafted,
    market_into_commerce,
    registry_becomes,
    reporter,
    row,
    rows_of,
    sent,
    unit,
)
from tests.statements import watched
from tracker import clock
from tracker.agencies.rows import Change, Membership
from tracker.errors import Lacking, NotYours, WrongState
from tracker.operations.adjusting import add_row, reinstate_rows, withdraw_rows
from tracker.operations.cycles import lock_cycle
from tracker.operations.following import follow, follow_tasks
from tracker.operations.leaving_alone import leave_duties, leave_rows, take_up_again
from tracker.operations.recognising import recognise
from tracker.reporting.denominator import denominator
from tracker.storage.cycles import Adjustment, Cycle, CycleDocument, CycleTask, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Assignment, PolicyDocument, Task
from tracker.storage.history import DocumentEvent
from tracker.storage.queries.cycle_records import adjustment_lines
from tracker.storage.queries.cycles import tallies
from tracker.storage.queries.handovers import Pending, Successor, waiting
from tracker.storage.queries.left_alone import left_alone
from tracker.storage.queries.shifting import changed_since, shifts_of
from tracker.storage.queries.touched import cycles_touched
from tracker.vocabulary import DocumentState, DocumentStep, Role
from tracker.vocabulary.reporting import Duty, Owing, ReportState


def districts_change():
    """黄埔区 leaves 各区政府 and the commerce bureau joins."""

    def made(memberships):
        own = next(each for each in memberships if each.agency == HUANGPU)
        rest = (each for each in memberships if each.agency != HUANGPU)
        joined = Membership(own.collective, COMMERCE, date(2026, 10, 1))
        return (*rest, replace(own, valid_to=date(2026, 10, 1)), joined)

    registry_becomes(collective_members=made)


def proposed(cycle_id):
    found = shifts_of(db.session.get(Cycle, cycle_id), clock.today())
    db.session.rollback()
    return found


def said(cycle):
    """The proposals in short: the task's place, the agency, and what would become of its row."""
    places = {task: place for place, task in enumerate(cycle.tasks, start=1)}
    kinds = {(True, False): "left", (False, True): "came", (True, True): "other duty"}
    return [(places[each.task], each.agency, kinds[bool(each.row), bool(each.wanted)]) for each in proposed(cycle.id)]


def owed(cycle_id):
    found = tallies(cycle_id)
    db.session.rollback()
    return {duty: tally.owed for duty, tally in found.items()}


def adjustments():
    found = db.session.scalars(select(Adjustment).order_by(Adjustment.id)).all()
    db.session.rollback()
    return [(str(each.kind), each.reason, each.who, each.by_registry) for each in found]


def test_nothing_is_proposed_while_the_registry_is_as_it_was(cycle):
    assert said(cycle) == []


def test_members_that_join_and_leave_are_listed_and_move_nothing_by_themselves(cycle):
    before = owed(cycle.id)
    districts_change()
    assert said(cycle) == [(1, HUANGPU, "left"), (3, HUANGPU, "left"), (3, COMMERCE, "came")]
    assert owed(cycle.id) == before


def test_a_registry_that_was_changed_says_how_many_rows_wait_until_they_are_decided(cycle):
    """Not those of another group's cycle."""
    assert asked(GROUP) == []
    districts_change()
    assert (asked(GROUP), asked(2)) == ([(cycle.id, 3, 0)], [])
    first, *others = [each.key for each in proposed(cycle.id)]
    leave_rows(cycle.id, [first], reason="年内不动", by=OFFICE)
    assert asked(GROUP) == [(cycle.id, 2, 0)]
    follow(cycle.id, others, reason="区划调整", by=OFFICE)
    assert asked(GROUP) == []


def asked(group_id):
    bodies = {each.collective for each in rows().collective_members}
    found = [(each.cycle.id, each.rows, each.held) for each in cycles_touched(bodies, group_id, clock.today())]
    db.session.rollback()
    return found


def test_confirmed_rows_follow_with_the_reason_and_all_others_stay(cycle):
    before = owed(cycle.id)
    districts_change()
    keys = [each.key for each in proposed(cycle.id) if each.task == cycle.tasks[2]]
    assert follow(cycle.id, keys, reason="区划调整", by=OFFICE) == 2
    assert owed(cycle.id) == before
    assert row(cycle.rows[HUANGPU, 3]).owing is Owing.WITHDRAWN
    assert said(cycle) == [(1, HUANGPU, "left")]
    assert adjustments() == [("withdrawn", "区划调整", "王敏", True), ("added", "区划调整", "王敏", True)]


def test_the_sum_of_all_changes_leads_back_to_the_frozen_list(cycle):
    """Rows come, go, come back, and become another duty; a second withdrawal of the same row counts nothing."""
    frozen = owed(cycle.id)
    withdraw_rows([cycle.rows[CUSTOMS, 1], cycle.rows[CUSTOMS, 2]], reason="海关另报", by=OFFICE)
    withdraw_rows([cycle.rows[CUSTOMS, 1]], reason="又一次", by=OFFICE)
    reinstate_rows([cycle.rows[CUSTOMS, 2]], reason="恢复", by=OFFICE)
    add_row(cycle.id, cycle.tasks[2], MARKET, Role.SUPPORT, reason="新增", by=OFFICE)
    ended = date(2026, 10, 1)
    registry_becomes(
        agencies=lambda rows: (replace(each, valid_to=ended) if each.id == COMMERCE else each for each in rows),
        successions=lambda rows: (*rows, Change(COMMERCE, MARKET, "merge", ended)),
    )
    follow_tasks(cycle.tasks, reason="职责交接", by=OFFICE)
    made = [each.made for each in adjustment_lines(cycle.id)]
    sums = {duty: denominator(duty, number, made) for duty, number in owed(cycle.id).items()}
    assert {duty: sum.frozen for duty, sum in sums.items()} == frozen
    assert [(sum.added, sum.withdrawn) for sum in sums.values()] == [(2, 2), (1, 2)]


def test_what_is_left_alone_needs_a_reason_stands_with_it_and_can_be_proposed_again(cycle):
    districts_change()
    keys = [each.key for each in proposed(cycle.id)]
    for refusal, given in ((Lacking, {"reason": " ", "by": OFFICE}), (NotYours, {"reason": "试", "by": OTHER_OFFICE})):
        with pytest.raises(refusal):
            leave_rows(cycle.id, keys, **given)
    leave_rows(cycle.id, keys[:2], reason="年内不动", by=OFFICE)
    with pytest.raises(WrongState):
        leave_rows(cycle.id, keys, reason="又一次", by=OFFICE)
    left = [(each.id, each.key, each.reason, each.who) for each in left_alone([cycle.id])]
    db.session.rollback()
    assert [each[1:] for each in reversed(left)] == [(key, "年内不动", "王敏") for key in keys[:2]]
    assert follow_tasks(cycle.tasks, reason="试", by=OFFICE) == 1
    take_up_again(cycle.id, [left[0][0]], by=OFFICE)
    with pytest.raises(WrongState):
        take_up_again(cycle.id, [each[0] for each in left], by=OFFICE)
    assert len(left_alone([cycle.id])) == 1


def test_a_duty_is_not_handed_over_while_its_cycle_lasts(cycle):
    market_into_commerce()
    keys = {each.key for each in waiting(clock.today())}
    assert keys
    db.session.rollback()
    leave_duties(keys, reason="年内仍由原班人马报送", by=OFFICE)
    assert waiting(clock.today()) == ()
    db.session.rollback()
    lock_cycle(cycle.id, why="收官", lifted_by="林静怡", by=OFFICE)
    assert {each.key for each in waiting(clock.today())} == keys


def test_who_left_and_came_back_is_put_back(cycle):
    districts_change()
    follow(cycle.id, [each.key for each in proposed(cycle.id)], reason="区划调整", by=OFFICE)
    registry_becomes(
        collective_members=lambda rows: (
            replace(each, valid_to=None) if each.agency == HUANGPU else each for each in rows
        )
    )
    follow(cycle.id, [each.key for each in proposed(cycle.id)], reason="恢复", by=OFFICE)
    assert (row(cycle.rows[HUANGPU, 3]).owing, said(cycle)) == (Owing.OWED, [])


def test_what_the_office_withdrew_by_hand_is_not_proposed_again(cycle):
    withdraw_rows([cycle.rows[HUANGPU, 3]], reason="本期不报", by=OFFICE)
    districts_change()
    assert (3, HUANGPU, "left") not in said(cycle)


def test_a_body_that_ended_hands_on_its_rows_with_those_of_its_tasks(cycle):
    market_into_commerce()
    assert said(cycle) == [(1, MARKET, "left"), (2, MARKET, "left"), (2, COMMERCE, "came")]
    assert follow_tasks(cycle.tasks, reason="职责交接", by=OFFICE) == 3
    db.session.rollback()
    assert db.session.get(CycleTask, (cycle.id, cycle.tasks[1])).consolidator_id == COMMERCE
    new = db.session.scalar(
        select(ExpectedReport).where(ExpectedReport.task_id == cycle.tasks[1], ExpectedReport.agency_id == COMMERCE)
    )
    assert (new.role, new.duty, new.printed) == (Role.RESPONSIBLE, Duty.REPORT, "市市场监管局")


def test_the_rows_of_a_body_in_between_wait_for_the_hand_over_too():
    first, second, third, *_ = rows().agencies
    since, until = date(2019, 1, 9), date(2026, 11, 1)
    steps = (Change(first.id, second.id, "rename", since), Change(second.id, third.id, "rename", until))
    waits = Pending(1, "市商务委", Role.LEAD, None, first, since, (Successor(third, steps),))
    assert waits.concerned == {first.id, second.id, third.id}


def test_a_member_that_joins_a_collective_gets_nothing_of_the_one_that_left(cycle):
    drafted(cycle, cycle.rows[HUANGPU, 3], reporter(HUANGPU), REPORT)
    districts_change()
    follow_tasks(cycle.tasks, reason="区划调整", by=OFFICE)
    assert row(rows_of(cycle.id)[COMMERCE, 3]).state is ReportState.OWED


def test_a_row_that_comes_past_its_date_may_be_given_time(cycle):
    """Those that are not due yet stay as they are; a day that is over is refused, and without one it is overdue at once."""
    cycle.clock.set(12, 14)
    districts_change()
    keys = [each.key for each in proposed(cycle.id)]
    with pytest.raises(WrongState):
        follow(cycle.id, keys, reason="区划调整", until=date(2026, 12, 13), by=OFFICE)
    follow(cycle.id, keys, reason="区划调整", until=date(2026, 12, 18), by=OFFICE)
    new = row(rows_of(cycle.id)[COMMERCE, 3])
    assert (new.due_on, new.extended_to, new.by_on) == (date(2026, 12, 10), date(2026, 12, 18), date(2026, 12, 18))
    assert row(cycle.rows[TIANHE, 3]).extended_to is None
    assert adjustments()[-1] == ("extended", "延期至 2026-12-18：区划调整", "王敏", False)


def test_what_is_reported_stays_unless_the_office_ticks_it(cycle):
    sent(cycle, MARKET, 2)
    market_into_commerce()
    settled = {(each.agency, each.is_settled) for each in proposed(cycle.id) if each.task == cycle.tasks[1]}
    assert settled == {(MARKET, True), (COMMERCE, True)}
    assert follow_tasks(cycle.tasks, reason="职责交接", by=OFFICE) == 1
    assert row(cycle.rows[MARKET, 2]).owing is Owing.OWED


def test_a_co_unit_that_takes_over_the_lead_reports_from_now_on(cycle):
    ended = date(2026, 10, 1)
    registry_becomes(
        agencies=lambda rows: (replace(each, valid_to=ended) if each.id == COMMERCE else each for each in rows),
        successions=lambda rows: (*rows, Change(COMMERCE, MARKET, "merge", ended)),
    )
    assert (1, MARKET, "other duty") in said(cycle)
    follow_tasks(cycle.tasks, reason="职责交接", by=OFFICE)
    found = row(cycle.rows[MARKET, 1])
    assert (found.role, found.duty, found.due_on) == (Role.LEAD, Duty.REPORT, date(2026, 12, 10))
    assert found.printed == "市商务局；市市场监管局"
    assert said(cycle) == []


def test_a_stale_list_a_missing_reason_and_another_office_change_nothing(cycle):
    districts_change()
    keys = [each.key for each in proposed(cycle.id)]
    refused = [
        (["1|没有||lead"], {"reason": "试", "by": OFFICE}, WrongState),
        (keys, {"reason": " ", "by": OFFICE}, Lacking),
        (keys, {"reason": "试", "by": OTHER_OFFICE}, NotYours),
    ]
    for chosen, given, refusal in refused:
        with pytest.raises(refusal):
            follow(cycle.id, chosen, **given)
    assert adjustments() == []
    assert (1, TIANHE, "left") not in said(cycle)


def published_anew(document):
    at = clock.now() + timedelta(hours=1)
    return DocumentEvent(document_id=document, number=9, step=DocumentStep.PUBLISHED, who="王敏", at=at, head=0)


def test_documents_published_anew_are_told_apart_and_take_no_more_statements(cycle):
    """The second one is made of the last measure of the first."""
    for task_id, name in zip(cycle.tasks[1:], ("天河区人民政府", "市商务局"), strict=True):
        task = db.session.get(Task, task_id)
        task.assignments.append(Assignment(agency=unit(name), role=Role.SUPPORT, position=9))
    first, second = db.session.scalar(select(PolicyDocument)), a_document(title="实施意见", state=DocumentState.PUBLISHED)
    first.title = "若干措施"
    db.session.add_all([second, published_anew(first.id)])
    recognise([first.id])
    db.session.commit()
    found, before = told()
    assert found == [("若干措施", 2)]

    task.measure.document_id = second.id
    db.session.add_all([CycleDocument(cycle_id=cycle.id, document_id=second.id), published_anew(second.id)])
    db.session.commit()
    found, now = told()
    assert found == [("若干措施", 1), ("实施意见", 1)]
    assert now <= before


def told():
    """The documents with how many rows they ask otherwise, and how many statements that took."""
    found = []
    with watched(found.append):
        changed = changed_since(1, clock.today())
    db.session.rollback()
    return [(each.document, each.rows) for each in changed], len(found)


def test_a_document_published_anew_says_what_it_asks_otherwise_until_the_office_decided(cycle):
    """Of an open cycle, and only what came after it opened."""
    assert changed_since(1, clock.today()) == ()
    document, title = db.session.execute(select(PolicyDocument.id, PolicyDocument.title)).one()
    task = db.session.get(Task, cycle.tasks[1])
    task.assignments.append(Assignment(agency=unit("天河区人民政府"), role=Role.SUPPORT, position=9))
    db.session.add(published_anew(document))
    recognise([document])
    db.session.commit()
    (found,) = changed_since(1, clock.today())
    assert (found.cycle_id, found.cycle, found.document, found.rows) == (cycle.id, "2026年度", title, 1)
    assert changed_since(2, clock.today()) == ()
    (shift,) = shifts_of(db.session.get(Cycle, cycle.id), clock.today())
    assert (shift.agency, shift.task) == (TIANHE, cycle.tasks[1])
    db.session.rollback()
    leave_rows(cycle.id, [shift.key], reason="本期不增加", by=OFFICE)
    assert changed_since(1, clock.today()) == ()
