"""The database keeps beside each row whether it is its consolidator's, however rows and consolidators come and change."""

import pytest
from sqlalchemy import select, text

from tests.cycles import Clock, an_open_cycle
from tracker.operations import migrating
from tracker.storage.cycles import CycleTask, ExpectedReport
from tracker.storage.database import db


@pytest.fixture
def year(empty_app, monkeypatch):
    migrating.upgrade()
    Clock(monkeypatch)
    return an_open_cycle()


def kept():
    """The rows that are said to be a consolidator's, and those that are."""
    db.session.expire_all()
    said = set(db.session.scalars(select(ExpectedReport.id).where(ExpectedReport.consolidates)))
    own = (CycleTask.cycle_id == ExpectedReport.cycle_id, CycleTask.task_id == ExpectedReport.task_id)
    true = select(ExpectedReport.id).join(CycleTask, own[0] & own[1])
    true = set(db.session.scalars(true.where(CycleTask.consolidator_id == ExpectedReport.agency_id)))
    return said, true


CHANGES = [
    "UPDATE cycle_task SET consolidator_id = NULL",
    "UPDATE cycle_task SET consolidator_id = (SELECT min(agency_id) FROM expected_report"
    " WHERE expected_report.cycle_id = cycle_task.cycle_id AND expected_report.task_id = cycle_task.task_id)",
    "UPDATE expected_report SET agency_id = (SELECT max(id) FROM registered_agency)"
    " WHERE id IN (SELECT min(id) FROM expected_report WHERE consolidates GROUP BY task_id)",
    "UPDATE cycle_task SET consolidator_id = (SELECT max(id) FROM registered_agency)",
    "DELETE FROM cycle_task WHERE task_id = (SELECT min(task_id) FROM cycle_task)",
    "DELETE FROM cycle_task",
]


def test_each_way_a_row_or_its_consolidator_may_change_is_followed(year):
    said, true = kept()
    assert said == true != set()
    seen = {len(said)}
    for change in CHANGES:
        db.session.execute(text(change))
        said, true = kept()
        assert said == true, change
        seen.add(len(said))
    assert {0, len(year.tasks)} <= seen


def test_a_migrated_year_is_told_as_one_that_was_opened_since(year):
    opened = kept()
    db.session.rollback()
    migrating.downgrade("0041")
    migrating.upgrade()
    assert kept() == opened
