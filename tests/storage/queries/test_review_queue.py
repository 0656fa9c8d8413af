"""The office's queue on both databases: what comes before and after a report, and what was said in the year before."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from tests.cycles import COMMERCE, CUSTOMS, MARKET, OFFICE, REPORT, Clock, an_open_cycle, row, rows_of, sent, tasks_of
from tracker.operations import cycles, reviewing
from tracker.storage.cycles import CycleDocument
from tracker.storage.database import db
from tracker.storage.queries.compared import Compared, last_of
from tracker.storage.queries.review_queue import QueueFilter, neighbours, queue

NEXT = {"period": (date(2027, 1, 1), date(2027, 11, 30)), "due_on": date(2027, 12, 10), "recipient": "市商务局"}


@pytest.fixture
def time(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def year(app, time):
    with app.app_context():
        yield an_open_cycle()


def the_year_after(time):
    """Another open cycle of the same document."""
    time.at = time.at.replace(year=2027)
    after = cycles.prepare_cycle("2027年度", {db.session.scalar(select(CycleDocument.document_id)): None}, by=OFFICE, **NEXT)
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


def test_what_was_said_last_is_the_same_agencys_on_the_same_task_in_the_year_before(year, time):
    market, customs = sent(year, MARKET, 2), sent(year, CUSTOMS, 2)
    reviewing.accept([market], by=OFFICE)
    after = the_year_after(time)
    again = {agency: row(after.rows[agency, 2]) for agency in (MARKET, CUSTOMS)}
    asked = [(again[MARKET], NEXT["due_on"]), (again[CUSTOMS], NEXT["due_on"]), (row(market), date(2026, 12, 10))]
    found = last_of([Compared(each, 0, REPORT, "", None, due_on, OFFICE.group_id) for each, due_on in asked])
    assert {row_id: (last.row_id, last.cycle) for row_id, last in found.items()} == {
        again[MARKET].id: (market, "2026年度")
    }
    reviewing.accept([customs], by=OFFICE)
    elsewhere = [Compared(again[CUSTOMS], 0, REPORT, "", None, NEXT["due_on"], group) for group in (OFFICE.group_id, 2)]
    assert [len(last_of([each])) for each in elsewhere] == [1, 0]
