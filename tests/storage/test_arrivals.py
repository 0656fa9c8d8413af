"""The database keeps by day how much was received of what is owed and stands, however rows come, change and go."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select, text

from tests.cycles import CUSTOMS, DUE, GROUP, MARKET, OFFICE, TIANHE, Clock, an_open_cycle, moment, reporter, sent
from tracker.operations import adjusting, migrating, reports, reviewing, tidying
from tracker.reporting.due_dates import day_of
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.tallies import ALIKE_ON_DAY, ArrivalTally
from tracker.vocabulary.reporting import STANDING, Owing


@pytest.fixture
def time(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def year(empty_app, time):
    migrating.upgrade()
    return an_open_cycle()


def kept():
    """What the lines say, and what the rows say."""
    db.session.rollback()
    return by_lines(), by_rows()


def by_lines():
    lines = Counter()
    for line in db.session.scalars(select(ArrivalTally)):
        lines[tuple(getattr(line, name) for name in ALIKE_ON_DAY)] += line.count
    return {alike: count for alike, count in lines.items() if count}


def by_rows():
    db.session.expire_all()
    rows = [row for row in db.session.scalars(select(ExpectedReport)) if row.state in STANDING and row.received_at]
    owed = (row for row in rows if row.owing is Owing.OWED)
    return Counter((row.cycle_id, row.duty, row.state, day_of(row.received_at)) for row in owed)


def test_whatever_is_done_it_is_counted_on_the_day_of_the_offices_clock(year, time):
    assert kept() == ({}, {})
    seen = []
    time.set(12, 10, 23, 59)
    row = sent(year, MARKET, 2)
    seen.append(kept())
    time.set(12, 11, 0, 0)
    other = sent(year, CUSTOMS, 2)
    seen.append(kept())
    for act in (
        lambda: reviewing.accept([row], by=OFFICE),
        lambda: reviewing.undo([row], reason="误", by=OFFICE),
        lambda: reviewing.give_back([row], reason="补", by=OFFICE, term=moment(12, 31).date()),
        lambda: sent(year, MARKET, 2, summary="补了"),
        lambda: reports.withdraw(year.id, [other], by=reporter(CUSTOMS)),
        lambda: sent(year, CUSTOMS, 2, summary="补了"),
        lambda: adjusting.withdraw_rows([other], reason="重复", by=OFFICE),
        lambda: adjusting.reinstate_rows([other], reason="并不重复", by=OFFICE),
        lambda: sent(year, TIANHE, 3),
        tidying.tidy,
    ):
        act()
        seen.append(kept())
    assert [lines for lines, _ in seen] == [rows for _, rows in seen]
    assert [sum(lines.values()) for lines, _ in seen] == [1, 2, 2, 2, 1, 2, 1, 2, 1, 2, 3, 3]
    assert {day for _, _, _, day in seen[1][0]} == {DUE, date(2026, 12, 11)}
    assert len(db.session.scalars(select(ArrivalTally)).all()) == len(seen[-1][0])


SOME = "WHERE id IN (SELECT id FROM expected_report ORDER BY id LIMIT {})"
COLUMNS = ", ".join(column.name for column in ExpectedReport.__table__.columns if column.name not in ("id", "agency_id"))
CHANGES = [
    "UPDATE expected_report SET state = 'submitted'",
    "UPDATE expected_report SET received_at = '2026-12-10 15:59:59.999999'",
    f"UPDATE expected_report SET received_at = '2026-12-10 16:00:00.000000' {SOME.format(5)}",
    f"UPDATE expected_report SET received_at = NULL {SOME.format(2)}",
    f"UPDATE expected_report SET state = 'accepted' {SOME.format(4)}",
    f"UPDATE expected_report SET state = 'returned' {SOME.format(3)}",
    f"UPDATE expected_report SET owing = 'withdrawn' {SOME.format(4)}",
    f"UPDATE expected_report SET owing = 'owed', state = 'taken_over', received_at = '2026-02-28 18:00:00' {SOME.format(6)}",
    "UPDATE expected_report SET duty = 'contribution'",
    "UPDATE expected_report SET duty = 'report', received_at = '2026-11-30 16:00:00'",
    f"INSERT INTO expected_report ({COLUMNS}, agency_id) SELECT {COLUMNS}, (SELECT max(id) FROM registered_agency)"
    " FROM expected_report WHERE id IN (SELECT min(id) FROM expected_report GROUP BY task_id)",
    f"UPDATE expected_report SET cycle_id = (SELECT max(id) FROM cycle) {SOME.format(7)}",
    f"DELETE FROM expected_report {SOME.format(5)}",
    "DELETE FROM expected_report",
]


def test_each_way_a_row_may_change_is_followed(year):
    day = date(2027, 12, 10)
    dates = {"period_from": date(2027, 1, 1), "period_to": date(2027, 11, 30), "due_on": day}
    db.session.add(Cycle(group_id=GROUP, name="另一个", **dates, prepared_by="测试", prepared_at=moment(12, 1)))
    seen = []
    for change in CHANGES:
        db.session.execute(text(change))
        assert by_lines() == by_rows(), change
        seen.append(by_lines())
    assert seen[0] == seen[-1] == {}
    assert {day for _, _, _, day in seen[2]} == {DUE, date(2026, 12, 11)}
    assert all(one != other for one, other in zip(seen, seen[1:], strict=False))


def test_a_migrated_year_is_counted_as_one_that_was_opened_since(year):
    sent(year, MARKET, 2)
    db.session.execute(text(CHANGES[1]))
    db.session.commit()
    before, _ = kept()
    db.session.rollback()
    migrating.downgrade("0047")
    migrating.upgrade()
    assert kept() == (before, before)
    assert before
