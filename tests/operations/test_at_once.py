"""Several at one row at the same time, and failures half-way, on both databases (cases 9, 11, 16–20, 24)."""

import random
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from tests.cycles import (
    COMMERCE,
    CUSTOMS,
    MARKET,
    OFFICE,
    REPORT,
    TIANHE,
    a_prepared_cycle,
    drafted,
    moment,
    reporter,
    row,
    sent,
    steps,
    versions,
)
from tests.people import an_account
from tests.statements import watched
from tracker.errors import Refusal, StaleVersion
from tracker.operations import (
    adjusting,
    contributions,
    cycles,
    extending,
    messages,
    office_days,
    reports,
    reviewing,
    tidying,
    views,
)
from tracker.operations.actors import Actor
from tracker.operations.reports import Wanted
from tracker.operations.rows import steps_of
from tracker.reporting.content import Content
from tracker.reporting.receiving import Bounds, standing
from tracker.storage.cycles import ExpectedReport, OfficeDay
from tracker.storage.database import db
from tracker.storage.documents import Measure, Task
from tracker.storage.messages import Message, MessageReading
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.reports import Draft, Receipt, ReportStep, ReportVersion
from tracker.storage.tallies import ALIKE, ALIKE_IN_DOCUMENT, ArrivalTally, DocumentTally, RowTally
from tracker.storage.views import SavedView
from tracker.vocabulary import Role
from tracker.vocabulary.reporting import STANDING, Owing, ReportState

TRIALS, DAY = 12, date(2026, 12, 5)


def all_of(table):
    db.session.rollback()
    return db.session.scalars(select(table)).all()


def test_fifty_identical_submissions_are_one(year, at_once):
    """Case 18."""
    by, row_id = reporter(MARKET), year.rows[MARKET, 2]
    drafted(year, row_id, by)
    receipts = at_once(*[lambda: reports.submit(year.id, [row_id], by=by, key="one")] * 50)
    assert len({receipt.sha256 for receipt in receipts}) == 1
    assert (len(all_of(Receipt)), len(versions(row_id)), steps(row_id)) == (1, 1, ["submit"])


def test_two_persons_at_one_draft_lose_nothing(year, at_once):
    """Case 16: every saving that was acknowledged is in the text; who came later is told."""
    row_id = drafted(year, year.rows[MARKET, 2], reporter(MARKET), replace(REPORT, done=""))

    def add(mark):
        for _ in range(200):
            db.session.rollback()
            draft = db.session.get(Draft, row_id, populate_existing=True)
            content, based_on = Content.of_json(draft.content), draft.version
            db.session.rollback()
            wanted = Wanted(replace(content, done=content.done + mark), based_on=based_on)
            try:
                reports.save_drafts(year.id, {row_id: wanted}, by=reporter(MARKET))
            except StaleVersion:
                continue
            return mark
        return None

    marks = [chr(0x4E00 + number) for number in range(TRIALS)]
    added = at_once(*[lambda mark=mark: add(mark) for mark in marks])
    (draft,) = all_of(Draft)
    assert sorted(Content.of_json(draft.content).done) == sorted(added) == marks


def test_two_offices_at_one_extension_decide_it_once_and_the_other_is_told(year, at_once):
    """Case 24: exactly one decision stands, with one date and one entry among the adjustments."""
    row_id, by = year.rows[MARKET, 2], reporter(MARKET)
    for trial in range(TRIALS):
        wanted = date(2026, 12, 12) + timedelta(days=2 * trial)
        (extension,) = extending.ask([row_id], wanted=wanted, reason="来不及", by=by)
        results = at_once(
            lambda asked=extension, until=wanted: extending.grant(asked, until=until, reason="同意", by=OFFICE),
            lambda asked=extension: extending.refuse(asked, reason="不同意", by=OFFICE),
            lambda asked=extension: extending.take_back(asked, by=by),
        )
        won = [place for place, result in enumerate(results) if result is None]
        assert len(won) == 1
        assert all("没有再改动" in str(result) for result in results if result is not None)
        assert (row(row_id).by_on == wanted) is (won == [0])


def test_a_review_raced_with_taking_back_is_exactly_one_of_the_two(year, at_once):
    """Case 24."""
    row_id, by = sent(year, MARKET, 2), reporter(MARKET)
    for trial in range(TRIALS):
        results = at_once(
            lambda: reviewing.accept([row_id], by=OFFICE),
            lambda: reports.withdraw(year.id, [row_id], by=by),
            lambda: reviewing.give_back([row_id], reason="请补充", by=OFFICE),
        )
        won = [place for place, result in enumerate(results) if result is None]
        assert len(won) == 1
        assert steps(row_id)[-1] == ["accept", "withdraw", "return"][won[0]]
        if row(row_id).state is ReportState.ACCEPTED:
            reviewing.undo([row_id], reason="再试", by=OFFICE)
        else:
            drafted(year, row_id, by, summary="再报")
            reports.submit(year.id, [row_id], by=by, key=f"again{trial}")


def test_a_submission_raced_with_the_office_taking_the_duty_away_is_refused_or_came_first(year, at_once):
    """Case 17."""
    by, row_id = reporter(MARKET), year.rows[MARKET, 2]
    for trial in range(TRIALS):
        drafted(year, row_id, by, replace(REPORT, percent=trial), summary="再报")
        before = row(row_id).version_number
        receipt, _ = at_once(
            lambda trial=trial: reports.submit(year.id, [row_id], by=by, key=f"k{trial}"),
            lambda: adjusting.withdraw_rows([row_id], reason="改派", by=OFFICE),
        )
        now = row(row_id)
        refused = isinstance(receipt, Refusal)
        assert now.owing is Owing.WITHDRAWN
        assert now.version_number == before + (not refused) == len(versions(row_id))
        adjusting.reinstate_rows([row_id], reason="改回", by=OFFICE)
        if not refused:
            reports.withdraw(year.id, [row_id], by=by)


def test_a_submission_raced_with_the_lock_is_refused_or_came_first(year, at_once):
    by, row_id = reporter(MARKET), year.rows[MARKET, 2]
    for trial in range(TRIALS):
        drafted(year, row_id, by, replace(REPORT, percent=trial), summary="再报")
        receipt, _ = at_once(
            lambda trial=trial: reports.submit(year.id, [row_id], by=by, key=f"k{trial}"),
            lambda: cycles.lock_cycle(year.id, why="关账", lifted_by="主任", by=OFFICE),
        )
        assert (row(row_id).state in STANDING) is not isinstance(receipt, Refusal)
        cycles.unlock_cycle(year.id, reason="再开", by=OFFICE)
        if not isinstance(receipt, Refusal):
            reports.withdraw(year.id, [row_id], by=by)


def test_what_is_done_in_several_windows_at_once_is_done_once(year, at_once):
    """Case 18: a message is read, a view kept, a day named."""
    by = Actor(an_account("reporter", agency_id=TIANHE), "钱江", frozenset({"reporter"}), TIANHE)
    (message,) = {each.id for each in all_of(Message) if each.agency_id == TIANHE}
    db.session.rollback()
    acts = [
        lambda: messages.mark_read(message, by=by),
        lambda: views.keep_view("海关", TaskFilter(q="海关"), by=OFFICE),
        lambda: office_days.name_days(DAY, DAY, works=True, basis="调休", by=OFFICE),
    ]
    at_once(*acts * 5)
    assert [len(all_of(table)) for table in (MessageReading, SavedView, OfficeDay)] == [1, 1, 1]


def test_an_opening_raced_with_another_is_one(office, at_once, time):
    cycle_id = a_prepared_cycle()
    frozen = at_once(*[lambda: cycles.open_cycle(cycle_id, by=OFFICE)] * 4)
    assert sorted(frozen) == [0, 0, 0, 9]
    assert len(all_of(ExpectedReport)) == 9


def test_many_writers_are_never_told_that_the_database_is_locked(year, at_once):
    """Case 19."""
    owners = [(agency, id_) for (agency, _), id_ in year.rows.items()]

    def work(number):
        agency, row_id = owners[number % len(owners)]
        for turn in range(6):
            content = replace(REPORT, done=f"第{number}次{turn}。")
            reports.save_drafts(year.id, {row_id: Wanted(content)}, by=reporter(agency))
        return True

    assert at_once(*[lambda number=number: work(number) for number in range(16)]) == [True] * 16


def test_submissions_of_two_rows_in_any_order_do_not_block_each_other_for_good(year, at_once):
    by, pair = reporter(MARKET), [year.rows[MARKET, place] for place in (1, 2)]
    for trial in range(TRIALS):
        for row_id in pair:
            drafted(year, row_id, by, replace(REPORT, percent=trial), summary="再报")
        results = at_once(
            lambda trial=trial: reports.submit(year.id, pair, by=by, key=f"a{trial}"),
            lambda trial=trial: reports.submit(year.id, pair[::-1], by=by, key=f"b{trial}"),
            lambda: reviewing.give_back(pair, reason="请补充", by=OFFICE),
        )
        assert sum(not isinstance(result, Refusal) for result in results[:2]) == 1
        states = {row(row_id).state for row_id in pair}
        assert len(states) <= 2
        back = [row_id for row_id in pair if row(row_id).state is ReportState.SUBMITTED]
        again = [row_id for row_id in pair if row(row_id).state is ReportState.RESUBMITTED]
        for rows in filter(None, (back, again)):
            reports.withdraw(year.id, rows, by=by)


class Broken(Exception):
    """A failure somebody injected."""


@contextmanager
def failing_at(number):
    """The n-th statement within the block fails before it is sent; yields how many were sent."""
    sent_so_far = [0]

    def note(*_):
        sent_so_far[0] += 1
        if sent_so_far[0] == number:
            raise Broken

    with watched(note):
        yield sent_so_far


def everything():
    """Every row of every table, and nothing left open."""
    db.session.rollback()
    found = {
        table.name: sorted(map(str, db.session.execute(select(table)).all())) for table in db.metadata.sorted_tables
    }
    db.session.rollback()
    return found


def submission(year):
    for place in (1, 2):
        drafted(year, year.rows[MARKET, place], reporter(MARKET))
    rows = [year.rows[MARKET, place] for place in (1, 2)]
    return lambda: reports.submit(year.id, rows, by=reporter(MARKET), key="k")


def returning(year):
    row_id = sent(year, MARKET, 2)
    return lambda: reviewing.give_back([row_id], reason="请补充", by=OFFICE)


def taking_over(year):
    part = sent(year, CUSTOMS, 1)
    return lambda: contributions.take_over([part], by=reporter(COMMERCE))


def adding(year):
    return lambda: adjusting.add_row(year.id, year.tasks[2], "gd-swt", Role.LEAD, reason="漏列", by=OFFICE)


@pytest.mark.parametrize("prepared", [submission, returning, taking_over, adding])
def test_a_failure_at_any_statement_leaves_everything_as_it_was(year, prepared):
    """Cases 9 and 10."""
    act = prepared(year)
    before = everything()
    for number in range(1, 100):
        try:
            with failing_at(number):
                act()
        except Broken:
            assert everything() == before
        else:
            break
    assert number > 5
    assert everything() != before


@pytest.mark.parametrize("prepared", [submission, returning, taking_over, adding])
def test_what_is_changed_is_locked_before_it_is_read(year, prepared):
    """Case 20: SQLite begins as a writer; on PostgreSQL the cycle and the rows are read for update."""
    act, statements = prepared(year), []
    db.session.rollback()
    db.session.remove()

    with watched(statements.append):
        act()
    if db.engine.dialect.name == "sqlite":
        begun = [each for each in statements if each.startswith("BEGIN")]
        assert set(begun) == {"BEGIN IMMEDIATE"}
    else:
        read = [
            each for each in statements if each.startswith(("SELECT cycle.", "SELECT expected_report.id, expected"))
        ]
        assert read
        assert [each for each in read if "FOR UPDATE" not in each and "FOR SHARE" not in each] == []


def counted_alike(kind, line=None):
    """How many rows are of each kind, and how many days late together: as the lines keep it, or by the rows themselves."""
    row = line or ExpectedReport
    columns = [Measure.document_id if name == "document_id" and not line else getattr(row, name) for name in kind]
    number = line.count if line else 1
    statement = select(*columns, func.sum(number), func.sum(row.days_late)).group_by(*columns)
    if not line:
        statement = statement.join(Task, Task.id == ExpectedReport.task_id).join(Task.measure)
    db.session.rollback()
    return {tuple(alike): (count, late) for *alike, count, late in db.session.execute(statement) if count}


KEPT = ((ALIKE, RowTally), (ALIKE_IN_DOCUMENT, DocumentTally))


def test_counts_are_gathered_while_others_write(year, at_once):
    """Case 11: nothing is counted twice or not at all."""
    rows = [(agency, id_) for (agency, _), id_ in year.rows.items()]

    def sending(agency, id_):
        return lambda: reports.submit(year.id, [id_], by=reporter(agency), key=f"{id_}", without="不等")

    for agency, id_ in rows:
        drafted(year, id_, reporter(agency))
    at_once(*(act for agency, id_ in rows[:6] for act in (sending(agency, id_), tidying.tidy)))
    assert sum(row.version_number for row in all_of(ExpectedReport)) == 6
    assert [counted_alike(*each) for each in KEPT] == [counted_alike(kind) for kind, _ in KEPT]
    tidying.tidy()
    assert [counted_alike(*each) for each in KEPT] == [counted_alike(kind) for kind, _ in KEPT]
    assert [len(all_of(line)) for _, line in KEPT] == [len(counted_alike(kind)) for kind, _ in KEPT]
    assert sum(line.count for line in all_of(ArrivalTally)) == 6


def test_after_any_walk_what_is_kept_beside_a_row_is_what_its_history_says(year, time):
    """Case 11, with a fixed seed: whatever was done or refused."""
    chance = random.Random(20261210)
    actions = {
        "save": lambda id_, by: reports.save_drafts(year.id, {id_: Wanted(REPORT, "改了")}, by=by),
        "submit": lambda id_, by: reports.submit(year.id, [id_], by=by, key=f"{chance.random()}", without="不等"),
        "withdraw": lambda id_, by: reports.withdraw(year.id, [id_], by=by),
        "accept": lambda id_, by: reviewing.accept([id_], by=OFFICE),
        "return": lambda id_, by: reviewing.give_back([id_], reason="补", by=OFFICE, term=moment(12, 31).date()),
        "undo": lambda id_, by: reviewing.undo([id_], reason="误", by=OFFICE),
        "complete": lambda id_, by: reports.complete(year.id, {id_: ()}, by=by, key=f"{chance.random()}"),
        "take": lambda id_, by: contributions.take_over([id_], by=reporter(COMMERCE)),
    }
    refused = 0
    for turn in range(480):
        time.set(12, 1 + turn // 24)
        (agency, _), id_ = chance.choice(list(year.rows.items()))
        try:
            chance.choice(list(actions.values()))(id_, reporter(agency))
        except Refusal:
            refused += 1
    assert 100 < refused < 440
    db.session.rollback()
    history = steps_of(list(year.rows.values()))
    for id_ in year.rows.values():
        kept = row(id_)
        found = standing(history.get(id_, ()), Bounds(kept.due_on, kept.extended_to))
        assert (kept.received_at, kept.by_on, kept.on_time, kept.ever_returned, kept.days_late) == (
            found.received, found.by, found.on_time, found.ever_returned, found.days_late,
        )  # fmt: skip
        assert (kept.state in STANDING) is found.is_reported
        assert kept.version_number == len(versions(id_))
        assert kept.step_number == len(steps(id_))
    assert [counted_alike(*each) for each in KEPT] == [counted_alike(kind) for kind, _ in KEPT]
    assert {TIANHE, COMMERCE} <= {agency for agency, _ in year.rows}
    assert len(all_of(ReportStep)) > 60
    assert {version.number for version in all_of(ReportVersion)} >= {1, 2}
