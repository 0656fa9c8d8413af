"""增补: whom the office adds before a cycle opens is counted, frozen, and listed for ever with why."""

from dataclasses import replace
from datetime import date

import pytest

from tests.cycles import (
    COMMERCE,
    CUSTOMS,
    DUE,
    MARKET,
    OFFICE,
    OTHER_OFFICE,
    a_prepared_cycle,
    an_open_cycle,
    registry_becomes,
    row,
    rows_of,
    sent,
    tasks_of,
)
from tracker.agencies.rows import Change
from tracker.errors import BadRegistry, FormerName, Lacking, NotOpenable, NotThere, NotYours, Refusal, WrongState
from tracker.operations import adding, adjusting, cycles
from tracker.operations.registry_merging import merge_bodies, preview
from tracker.reporting.expected import row_key
from tracker.storage.cycles import Cycle
from tracker.storage.database import db
from tracker.storage.queries.additions import additions_to
from tracker.storage.queries.cycle_records import adjustment_lines
from tracker.storage.queries.cycles import plan_of
from tracker.storage.queries.planning import settled_in
from tracker.storage.queries.shifting import shifts_of
from tracker.vocabulary import Role
from tracker.vocabulary.reporting import Adjusting, Duty, Owing, SupportRule

PROPAGANDA, HARBOUR = "gz-xcb", "hp-hg"
ENDED = date(2026, 10, 10)


@pytest.fixture
def prepared(office, time):
    return a_prepared_cycle()


@pytest.fixture
def prepared_anywhere(office, time):
    """On SQLite and PostgreSQL in turn."""
    return a_prepared_cycle()


def plan(cycle_id):
    db.session.rollback()
    found = plan_of(db.session.get(Cycle, cycle_id), ENDED)
    db.session.rollback()
    return found


def tasks(cycle_id):
    return [each.task for each in plan(cycle_id).tasks]


def add(cycle_id, place, agency, role=Role.LEAD, by=OFFICE, reason="电话商定"):
    adding.add_to_plan(cycle_id, tasks(cycle_id)[place - 1], agency, role, reason=reason, by=by)


def end(agency, *heirs):
    registry_becomes(
        agencies=lambda rows: (replace(each, valid_to=ENDED) if each.id == agency else each for each in rows),
        successions=lambda rows: (
            *rows,
            *(Change(agency, heir, "split" if heirs[1:] else "merge", ENDED) for heir in heirs),
        ),
    )


@pytest.mark.parametrize("role", [Role.LEAD, Role.SUPPORT])
def test_an_added_row_is_frozen_with_the_others_and_its_reason_is_listed_for_ever(prepared_anywhere, role):
    add(prepared_anywhere, 2, PROPAGANDA, role, reason="9月3日与宣传部电话商定")
    assert settled_in(prepared_anywhere).added == additions_to(prepared_anywhere)
    assert cycles.open_cycle(prepared_anywhere, by=OFFICE) == len(plan(prepared_anywhere).expected)
    added = row(rows_of(prepared_anywhere)[PROPAGANDA, 2])
    assert (added.role, added.owing, added.printed) == (role, Owing.OWED, "中共广州市委宣传部")
    assert added.due_on == DUE if added.duty is Duty.REPORT else added.due_on < DUE
    (listed,) = adjustment_lines(prepared_anywhere)
    assert (listed.agency, listed.who, listed.made.said) == ("中共广州市委宣传部", OFFICE.name, "")
    assert listed.reason == "开始报送前增补（2026-10-12）：9月3日与宣传部电话商定"
    assert shifts_of(db.session.get(Cycle, prepared_anywhere), DUE) == ()


def test_whom_the_office_adds_owes_where_other_co_units_do_not(office, time):
    cycle_id = a_prepared_cycle(supports=SupportRule.NONE)
    add(cycle_id, 1, PROPAGANDA, Role.SUPPORT)
    add(cycle_id, 1, CUSTOMS, Role.SUPPORT)
    cycles.open_cycle(cycle_id, by=OFFICE)
    owing = {agency for (agency, place) in rows_of(cycle_id) if place == 1}
    assert owing == {COMMERCE, CUSTOMS, PROPAGANDA}


def test_a_row_that_is_taken_back_before_the_opening_is_not_asked_for(prepared):
    before = plan(prepared)
    add(prepared, 1, PROPAGANDA)
    assert len(plan(prepared).expected) == len(before.expected) + 1
    adding.take_from_plan(prepared, tasks(prepared)[0], PROPAGANDA, by=OFFICE)
    assert plan(prepared) == before


@pytest.mark.parametrize(
    ("heirs", "bearers"), [([CUSTOMS], {CUSTOMS}), ([COMMERCE, MARKET], {COMMERCE, MARKET})], ids=["merged", "split"]
)
def test_who_carries_on_for_an_added_agency_owes_what_was_added(prepared_anywhere, heirs, bearers):
    add(prepared_anywhere, 3, HARBOUR)
    end(HARBOUR, *heirs)
    cycles.open_cycle(prepared_anywhere, by=OFFICE)
    assert {agency for agency, place in rows_of(prepared_anywhere) if place == 3} - {"th-gov", "hp-gov"} == bearers
    assert len(adjustment_lines(prepared_anywhere)) == len(heirs)


def test_a_cycle_does_not_open_while_an_added_agency_is_gone_without_successor(prepared):
    add(prepared, 3, HARBOUR)
    end(HARBOUR)
    with pytest.raises(NotOpenable, match="黄埔海关"):
        cycles.open_cycle(prepared, by=OFFICE)
    adding.take_from_plan(prepared, tasks(prepared)[2], HARBOUR, by=OFFICE)
    assert cycles.open_cycle(prepared, by=OFFICE)


def test_a_body_that_was_added_is_not_merged_away(prepared):
    add(prepared, 3, HARBOUR)
    versions = preview(HARBOUR, CUSTOMS).versions
    db.session.rollback()
    with pytest.raises(BadRegistry, match="黄埔海关"):
        merge_bodies(HARBOUR, CUSTOMS, who="王敏", versions=versions)
    assert len(additions_to(prepared)) == 1


def test_what_was_added_to_a_task_that_is_no_longer_there_stays_and_counts_for_nothing(prepared):
    add(prepared, 1, PROPAGANDA)
    cycles.choose_documents(prepared, {}, by=OFFICE)
    assert (plan(prepared).expected, len(additions_to(prepared))) == ((), 1)


@pytest.mark.parametrize(
    ("kind", "said", "change"),
    [
        (WrongState, "本来就应报（配合，文件写的是“广州海关”）", lambda cycle: add(cycle, 1, CUSTOMS)),
        (WrongState, "已经增补过", lambda cycle: (add(cycle, 1, HARBOUR), add(cycle, 1, HARBOUR, Role.SUPPORT))),
        (WrongState, "指导单位不应报", lambda cycle: add(cycle, 1, PROPAGANDA, Role.GUIDE)),
        (FormerName, "职责由广州市商务局承接", lambda cycle: add(cycle, 2, "gz-sww")),
        (NotThere, "这个单位", lambda cycle: add(cycle, 2, "nobody")),
        (Lacking, "理由", lambda cycle: add(cycle, 2, PROPAGANDA, reason=" ")),
        (NotYours, "增补应报", lambda cycle: add(cycle, 2, PROPAGANDA, by=OTHER_OFFICE)),
        (
            WrongState,
            "不在本期所选的文件里",
            lambda cycle: adding.add_to_plan(cycle, 9_999, PROPAGANDA, Role.LEAD, reason="商定", by=OFFICE),
        ),
    ],
)
def test_what_cannot_be_added_is_refused_in_words(prepared, kind, said, change):
    with pytest.raises(kind, match=said):
        change(prepared)


def test_a_row_that_was_left_out_is_taken_in_again_and_not_added(prepared):
    task = tasks(prepared)[0]
    cycles.leave_out(prepared, row_key(task, CUSTOMS), "广州海关", reason="另报", by=OFFICE)
    with pytest.raises(WrongState, match="请先取消那一条"):
        add(prepared, 1, CUSTOMS)


def test_an_open_cycle_is_adjusted_and_no_more_planned(office, time):
    opened = an_open_cycle()
    for change in (
        lambda: adding.add_to_plan(opened.id, opened.tasks[1], PROPAGANDA, Role.LEAD, reason="商定", by=OFFICE),
        lambda: adding.take_from_plan(opened.id, opened.tasks[1], PROPAGANDA, by=OFFICE),
    ):
        with pytest.raises(Refusal, match="请用“调整”"):
            change()
    assert tasks_of(opened.id) == opened.tasks


def withdrawn(opened, agency, place):
    row_id = opened.rows[agency, place]
    adjusting.withdraw_rows([row_id], reason="误列", by=OFFICE)
    return row_id


def add_again(opened, agency, place, role):
    return adjusting.add_row(opened.id, opened.tasks[place - 1], agency, role, reason="另有分工", by=OFFICE)


@pytest.mark.parametrize(
    ("agency", "place", "role", "duty", "said", "sums"),
    [
        (CUSTOMS, 1, Role.LEAD, Duty.REPORT, "改为牵头报送：另有分工", (1, 0)),
        (CUSTOMS, 1, Role.SUPPORT, Duty.CONTRIBUTION, "另有分工", (0, 1)),
        (CUSTOMS, 2, Role.LEAD, Duty.REPORT, "改为牵头报送：另有分工", (1, 0)),
        (CUSTOMS, 2, Role.SUPPORT, Duty.CONTRIBUTION, "改为配合报送：另有分工", (0, 1)),
    ],
)
def test_who_is_added_again_comes_back_as_what_is_asked(office, time, agency, place, role, duty, said, sums):
    opened = an_open_cycle()
    row_id = withdrawn(opened, agency, place)
    assert add_again(opened, agency, place, role) == row_id
    back, due = row(row_id), DUE if duty is Duty.REPORT else row(opened.rows[MARKET, 1]).due_on
    assert (back.role, back.duty, back.owing, back.due_on, back.by_on) == (role, duty, Owing.OWED, due, due)
    last = max(adjustment_lines(opened.id), key=lambda line: line.made.reports + line.made.contributions)
    assert (last.kind, last.reason) == (Adjusting.REINSTATED, said)
    assert (last.made.reports, last.made.contributions) == sums


def test_what_was_sent_as_one_duty_does_not_come_back_as_another(office, time):
    opened = an_open_cycle()
    sent(opened, CUSTOMS, 1)
    row_id = withdrawn(opened, CUSTOMS, 1)
    with pytest.raises(WrongState, match="已经作为“配合”单位报过"):
        add_again(opened, CUSTOMS, 1, Role.LEAD)
    assert (row(row_id).role, row(row_id).owing) == (Role.SUPPORT, Owing.WITHDRAWN)
    assert add_again(opened, CUSTOMS, 1, Role.SUPPORT) == row_id
