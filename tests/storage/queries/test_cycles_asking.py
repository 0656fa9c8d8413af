"""The cycles that are kept are those that a fresh reading finds, for each who looks, on both databases."""

from datetime import date

import pytest
from sqlalchemy import delete, text

from tests.cycles import DUE, GROUP, OPENING, Clock, an_open_cycle
from tracker.operations import migrating
from tracker.storage.cycles import Cycle, CycleTask
from tracker.storage.database import db
from tracker.storage.people import LeadingGroup
from tracker.storage.queries.cycles_asking import cycles_asking
from tracker.storage.queries.seen import cycles_seen
from tracker.storage.sight import EVERYTHING, Sight, look_as

OFFICE = Sight(owns=frozenset({GROUP}), orphans=True, every_document=True, every_task=True)


@pytest.fixture
def year(empty_app, monkeypatch):
    migrating.upgrade()
    Clock(monkeypatch)
    return an_open_cycle()


def held(eyes):
    """By the number of a cycle: when it is due, how early it warns, and how many tasks it asks about."""
    look_as(eyes)
    found = {each.id: (each.due_on, each.soon_days, len(tasks)) for each, tasks in cycles_asking().items()}
    assert list(found) == [each.id for each in cycles_seen()]
    look_as(EVERYTHING)
    db.session.rollback()
    return found


def test_what_is_kept_follows_every_change_of_a_cycle_and_of_what_it_asks_about(year):
    first = {year.id: (DUE, 7, len(year.tasks))}
    assert held(OFFICE) == held(EVERYTHING) == first
    db.session.get(Cycle, year.id).soon_days = 9
    db.session.commit()
    changed = (DUE, 9, len(year.tasks))
    assert held(OFFICE) == {year.id: changed}

    db.session.add(LeadingGroup(id=2, name="深圳市领导小组", jurisdiction="深圳市"))
    db.session.flush()
    days = {"period_from": date(2025, 1, 1), "period_to": date(2025, 12, 31), "due_on": date(2025, 12, 10)}
    theirs = Cycle(group_id=2, name="2025年度", prepared_by="王芳", prepared_at=OPENING, **days)
    db.session.add(theirs)
    db.session.flush()
    db.session.add(CycleTask(cycle_id=theirs.id, task_id=year.tasks[0]))
    db.session.commit()
    assert held(OFFICE) == {year.id: changed}
    assert list(held(EVERYTHING).items()) == [(theirs.id, (date(2025, 12, 10), 7, 1)), (year.id, changed)]

    db.session.execute(delete(CycleTask).where(CycleTask.cycle_id == theirs.id))
    db.session.commit()
    assert held(EVERYTHING)[theirs.id] == (date(2025, 12, 10), 7, 0)
    db.session.execute(text("UPDATE cycle SET due_on = '2027-12-10' WHERE group_id = 2"))
    db.session.commit()
    assert list(held(EVERYTHING)) == [year.id, theirs.id]
    db.session.execute(text("DELETE FROM cycle WHERE group_id = 2"))
    assert [each.id for each in cycles_seen()] == [year.id]
    db.session.rollback()
    assert list(held(EVERYTHING)) == [year.id, theirs.id]
