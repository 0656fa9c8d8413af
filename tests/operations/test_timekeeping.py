"""A clock that is wrong: set back, set wrong before the start, or that of the client (cases 30 to 32)."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from tests.cycles import MARKET, OFFICE, Clock, an_open_cycle, moment, row, sent, steps
from tracker.clock import CHINA
from tracker.operations import reviewing
from tracker.operations.timekeeping import doubt, doubt_of
from tracker.storage.audit import AuditEvent
from tracker.storage.database import db
from tracker.storage.reports import ReportStep, ReportVersion
from tracker.vocabulary.reporting import ReportState

pytestmark = pytest.mark.usefixtures("in_app")
LAST = datetime(2026, 12, 10, 12, tzinfo=CHINA)


@pytest.fixture(autouse=True)
def time(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def year(time):
    return an_open_cycle()


def test_after_a_clock_is_set_back_what_happened_keeps_its_order(year, time):
    """Case 31: steps, versions and the audit follow their numbers, not their times."""
    time.set(12, 10, 10)
    row_id = sent(year, MARKET, 2)
    time.set(12, 10, 9)
    reviewing.give_back([row_id], reason="请补充", by=OFFICE)
    time.set(12, 10, 9, 30)
    sent(year, MARKET, 2, summary="补充")
    found = row(row_id)
    assert steps(row_id) == ["submit", "return", "submit"]
    assert (found.state, found.version_number, found.received_at) == (ReportState.RESUBMITTED, 2, moment(12, 10, 9, 30))
    times = list(db.session.scalars(select(ReportStep.at).order_by(ReportStep.number)))
    assert times == [moment(12, 10, 10), moment(12, 10, 9), moment(12, 10, 9, 30)]
    assert list(db.session.scalars(select(ReportVersion.number).order_by(ReportVersion.id))) == [1, 2]
    ids = list(db.session.scalars(select(AuditEvent.id).order_by(AuditEvent.id)))
    assert ids == list(range(ids[0], ids[0] + len(ids)))


def test_each_is_judged_by_the_clock_as_it_stood_when_it_came(year, time):
    """Case 31: late by a clock that ran ahead stays late; sent again after it was set right counts anew."""
    time.set(12, 11, 0, 30)
    row_id = sent(year, MARKET, 2)
    assert not row(row_id).on_time
    time.set(12, 10, 23, 30)
    assert not row(row_id).on_time
    reviewing.give_back([row_id], reason="服务器时间有误，请重报", by=OFFICE)
    sent(year, MARKET, 2, summary="重报")
    assert row(row_id).on_time


@pytest.mark.parametrize(
    ("passed", "word"),
    [
        (timedelta(0), None),
        (timedelta(minutes=-9), None),
        (timedelta(hours=-1), "早于"),
        (timedelta(days=-400), "早于"),
        (timedelta(days=365), None),
        (timedelta(days=367), "比一年还晚于"),
    ],
)
def test_a_clock_far_from_what_was_last_written_is_doubted(passed, word):
    """Case 32."""
    found = doubt_of(LAST + passed, LAST)
    assert (found is None) is (word is None)
    assert word is None or (word in found and "校准服务器时间" in found)


def test_the_last_event_is_what_the_clock_is_held_against(year, time):
    assert doubt() is None
    time.set(1, 1)
    assert "2026-10-12 09:00" in doubt()
    assert doubt_of(LAST, None) is None
