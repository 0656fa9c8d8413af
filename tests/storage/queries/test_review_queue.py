"""The office's queue on both databases: what comes before and after a report, and what was said in the year before."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from tests.cycles import COMMERCE, CUSTOMS, MARKET, OFFICE, PERIOD, Clock, an_open_cycle, row, rows_of, sent, tasks_of
from tracker import clock
from tracker.operations import cycles, reviewing
from tracker.storage.cycles import Cycle, CycleDocument
from tracker.storage.database import db
from tracker.storage.queries.review_queue import QueueFilter, neighbours, queue
from tracker.storage.queries.review_row import review_of
from tracker.storage.queries.said_before import said_before
from tracker.storage.queries.sheet_row import row_view
from tracker.storage.queries.sheets import sheet
from tracker.storage.reports import Filing

NEXT = {"period": (date(2027, 1, 1), date(2027, 11, 30)), "due_on": date(2027, 12, 10), "recipient": "市商务局"}


@pytest.fixture
def time(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def year(app, time):
    with app.app_context():
        yield an_open_cycle()


def document():
    return db.session.scalar(select(CycleDocument.document_id).limit(1))


def the_year_after(time):
    """Another open cycle of the same document."""
    time.at = time.at.replace(year=2027)
    after = cycles.prepare_cycle("2027年度", {document(): None}, by=OFFICE, **NEXT)
    cycles.open_cycle(after, by=OFFICE)
    return SimpleNamespace(id=after, rows=rows_of(after), tasks=tasks_of(after))


def test_what_came_at_the_same_moment_follows_in_one_order(year, time):
    time.set(11, 2)
    last, first, second = sent(year, MARKET, 2), sent(year, COMMERCE, 1), sent(year, CUSTOMS, 2)
    order = sorted([first, second, last])
    assert [neighbours(row(each)) for each in order] == [
        (None, order[1], 1, 3),
        (order[0], order[2], 2, 3),
        (order[1], None, 3, 3),
    ]
    reviewing.accept([order[1]], by=OFFICE)
    assert [neighbours(row(each)) for each in order] == [
        (None, order[2], 1, 2),
        (None, order[0], 0, 2),
        (order[0], None, 2, 2),
    ]
    reviewing.give_back([order[2]], reason="缺数字", by=OFFICE)
    stages = {name: queue(OFFICE.group_id, QueueFilter(stage=name), date(2026, 11, 2)) for name in ("review", "accepted", "returned")}
    assert {name: [line.row.id for line in found.lines] for name, found in stages.items()} == {
        "review": [order[0]],
        "accepted": [order[1]],
        "returned": [order[2]],
    }


def test_what_was_said_last_stands_of_the_same_agency_on_the_same_task_in_an_earlier_period(year, time):
    market = sent(year, MARKET, 2)
    beside = cycles.prepare_cycle("2026年度专项", {document(): None}, by=OFFICE, **NEXT | {"period": PERIOD})
    cycles.open_cycle(beside, by=OFFICE)
    beside = SimpleNamespace(id=beside, rows=rows_of(beside))
    also = sent(beside, MARKET, 2)
    after = the_year_after(time)
    asked = [after.rows[MARKET, 2], after.rows[CUSTOMS, 2], market, also]
    found = said_before([(row(each), db.session.get(Cycle, row(each).cycle_id)) for each in asked])
    assert {row_id: [(each.row_id, each.cycle) for each in said] for row_id, said in found.items()} == {
        after.rows[MARKET, 2]: [(also, "2026年度专项")]
    }


def test_agency_and_office_are_shown_the_same_as_said_last(year, time):
    market = sent(year, MARKET, 2)
    after = the_year_after(time)
    again = sent(after, MARKET, 2)
    filing = select(Filing.id).where(Filing.agency_id == MARKET, Filing.cycle_id == after.id)
    (own,) = row_view(sheet(db.session.scalar(filing), MARKET, clock.today()), again, clock.today()).earlier
    assert (own.row_id, own.cycle) == (market, "2026年度")
    assert review_of(again, OFFICE.group_id).last == own
