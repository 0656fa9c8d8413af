"""What the pages of a sheet ask the database, on both databases: the same answers."""

import pytest
from sqlalchemy import select

from tests.cycles import COMMERCE, CUSTOMS, MARKET, OFFICE, TIANHE, Clock, an_open_cycle, reporter, sent
from tracker import clock
from tracker.operations import contributions, proposing
from tracker.storage.cycles import Cycle
from tracker.storage.database import db
from tracker.storage.queries import cycle_tasks, filings, received, recipients, reported, sheet_row, sheets
from tracker.storage.reports import Filing, Receipt


@pytest.fixture
def year(office, monkeypatch):
    Clock(monkeypatch)
    year = an_open_cycle()
    sent(year, TIANHE, 1)
    contributions.nudge([year.rows[MARKET, 1]], by=reporter(COMMERCE), text="请报来")
    sent(year, COMMERCE, 1, without="来不及再等")
    proposing.confirm_recipient(year.id, "涉及认证的", "广州海关", [year.tasks[0]], by=OFFICE, agency_id=CUSTOMS)
    db.session.rollback()
    return year


def sheet_of(agency_id):
    found = db.session.scalar(select(Filing.id).where(Filing.agency_id == agency_id))
    return sheets.sheet(found, agency_id, clock.today())


def test_a_sheet_and_its_rows_have_beside_them_what_was_said_and_sent(year):
    one = sheet_of(MARKET)
    view = sheet_row.row_view(one, year.rows[MARKET, 1], clock.today())
    assert {(each.text, each.went_on) for each in view.said} == {("来不及再等", True), ("请报来", False)}
    assert set(sheets.beside(one).nudged) == {year.rows[MARKET, 1]}
    lead = sheet_of(COMMERCE)
    assert sheets.beside(lead).parts == {year.tasks[0]: (4, 1)}
    view = sheet_row.row_view(lead, year.rows[COMMERCE, 1], clock.today())
    assert (view.earlier, view.parts.standing, view.parts.missing) == ((), 1, 3)
    (receipt,) = sheets.beside(lead).receipts
    assert [each.without for each in sheets.versions_of_receipt(receipt.id)] == ["来不及再等"]


def test_the_office_asks_for_tasks_recipients_and_what_was_delivered(year):
    cycle = db.session.get(Cycle, year.id)
    assert [line.standing["contribution"] for line in cycle_tasks.task_list(year.id).lines] == [1, 0, 0]
    one = cycle_tasks.task_of_cycle(cycle, year.tasks[0], clock.today())
    assert (len(one.rows), one.recipients) == (5, ("广州海关",))
    assert [each.agency for each in received.received_by(CUSTOMS)] == ["广州市商务局"]
    assert received.received_page(CUSTOMS, 9) == received.ReceivedPage(received.received_by(CUSTOMS), 1, 1, 1)
    assert recipients.called_today("市商务局", "《关于促进跨境电子商务发展的通知》", clock.today()) == "广州市商务局"
    assert [len(each.rows) for each in reported.reported_on(year.tasks[0])] == [5]
    found = filings.delivered(year.id, COMMERCE)
    assert filings.is_delivered(found.filing, db.session.scalar(select(Receipt).limit(1)))


def test_reports_of_others_come_page_by_page_the_latest_first(year, monkeypatch):
    proposing.confirm_recipient(year.id, "涉及引进的", "广州海关", year.tasks[:2], by=OFFICE, agency_id=CUSTOMS)
    sent(year, MARKET, 2)
    every = received.received_by(CUSTOMS)
    assert [(each.agency, each.condition) for each in every] == [
        ("广州市市场监督管理局", "涉及引进的"),
        ("广州市商务局", "涉及认证的"),
        ("广州市商务局", "涉及引进的"),
    ]
    monkeypatch.setattr(received, "RECEIVED_A_PAGE", 2)
    first, last = (received.received_page(CUSTOMS, page) for page in (1, 9))
    assert (first.lines, last.lines) == (every[:2], every[2:])
    assert (last.total, last.page, last.pages) == (3, 2, 2)
    assert received.also_told(CUSTOMS) == received.AlsoTold(tasks=2, reports=3)
