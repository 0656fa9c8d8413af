"""The colours read for all tasks of the ledger are those of the lights each shows: of its newest cycle, on both databases (case 34)."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import inspect, select

from tests.cycles import GROUP, OPENING, Clock, an_open_cycle
from tracker import clock
from tracker.operations import migrating
from tracker.reporting.lights import DECIDED_WORDS
from tracker.storage.cycles import Cycle, CycleTask, ExpectedReport, TaskFact
from tracker.storage.database import db
from tracker.storage.documents import Task
from tracker.storage.lights import LightOverride, LightThresholds
from tracker.storage.people import LeadingGroup
from tracker.storage.queries import lit as lights_asked
from tracker.storage.queries.cycles_asking import cycles_asking
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.lights import lighting_on, task_lights
from tracker.storage.queries.newest import progress_colours_today
from tracker.storage.queries.tasks import matching
from tracker.storage.sight import EVERYTHING, Sight, look_as
from tracker.vocabulary.reporting import STANDING, Colour, Duty, LightKind, Owing, Progress, ReportState

DAYS = [OPENING + timedelta(days=each) for each in (-1, 0, 24, 31, 52, 59, 60)]
EYES = [EVERYTHING, Sight(owns=frozenset({GROUP}), orphans=True, every_document=True, every_task=True)]
"""All, and those of an office which does not see the third cycle, of another group."""
TURNS = 60


def another(row, **otherwise):
    """A stored row as another one, but for this."""
    columns = [each.key for each in inspect(type(row)).column_attrs if each.key != "id"]
    return type(row)(**{key: getattr(row, key) for key in columns} | otherwise)


@pytest.fixture
def years(empty_app, monkeypatch):
    """Three cycles on the same tasks, due one after the other; the last one is of another group."""
    migrating.upgrade()
    Clock(monkeypatch)
    year = an_open_cycle()
    db.session.add(LeadingGroup(id=2, name="深圳市领导小组", jurisdiction="深圳市"))
    db.session.flush()
    for name, due_on, group in (("2025年度", date(2025, 12, 10), GROUP), ("2027年度", date(2027, 12, 10), 2)):
        cycle = another(db.session.get(Cycle, year.id), name=name, due_on=due_on, group_id=group, soon_days=20)
        db.session.add(cycle)
        db.session.flush()
        for row in (CycleTask, ExpectedReport):
            of_year = select(row).where(row.cycle_id == year.id)
            db.session.add_all([another(each, cycle_id=cycle.id) for each in db.session.scalars(of_year).all()])
            db.session.flush()
    db.session.commit()
    return year


def make_something_else_of(tasks, chance):
    """What a row says, owes or is due; what a task is asked, when it ends, who consolidates it; what the office decides."""
    task, cycle = chance.choice(tasks), chance.choice(list(db.session.scalars(select(Cycle))))
    rows = list(db.session.scalars(select(ExpectedReport).filter_by(task_id=task, cycle_id=cycle.id)))
    for row in chance.sample(rows, chance.randint(1, len(rows))):
        row.state, row.owing = chance.choice(list(ReportState)), chance.choice([Owing.OWED, Owing.OWED, Owing.UNASKED])
        row.duty = chance.choice(list(Duty))
        row.received_at = clock.now() if row.state in STANDING else None
        row.progress, row.percent = chance.choice([None, *Progress]), chance.choice([None, 0, 35, 62, 100])
        row.by_on = (chance.choice(DAYS) + timedelta(days=chance.randint(0, 30))).date()
    if chance.random() < 0.3:
        for row in rows:
            row.owing = chance.choice([Owing.WITHDRAWN, Owing.UNASKED])
    cycle.opened_on = chance.choice([None, DAYS[1].date(), DAYS[1].date()])
    cycle.locked_at = chance.choice([None, None, *DAYS[2:5]])
    deadline_on = chance.choice([None, date(2026, 6, 30), date(2026, 12, 31), date(2028, 1, 1)])
    db.session.get(Task, task).deadline_on = deadline_on
    db.session.get(CycleTask, (cycle.id, task)).consolidator_id = chance.choice([None, *(row.agency_id for row in rows)])
    if chance.random() < 0.3:
        db.session.add(what_the_office_says(task, cycle, chance.choice(rows), chance))
    db.session.commit()


def what_the_office_says(task, cycle, row, chance):
    said = {"cycle_id": cycle.id, "reason": "核实", "who": "王敏", "at": clock.now()}
    kind, day = chance.choice([None, "limits", *LightKind]), chance.choice(DAYS).date()
    if kind is None:
        progress = {"progress": chance.choice([None, *Progress]), "percent": chance.choice([None, 50])}
        return TaskFact(task_id=task, closed_out=False, **said, **progress)
    if kind == "limits":
        points = {"soon_days": chance.choice([1, 20]), "slow_points": chance.choice([5, 20]), "behind_points": 30}
        return LightThresholds(since=day, **said, **points)
    of = {"expected_id": row.id} if kind is LightKind.FILING else {"task_id": task}
    colour = chance.choice([None, *DECIDED_WORDS[kind]])
    return LightOverride(kind=kind, colour=colour, since=day, until=colour and day + timedelta(days=30), **of, **said)


def test_the_colours_that_are_read_for_all_tasks_are_those_of_the_lights_each_shows(years, monkeypatch):
    """With a fixed seed: whichever cycle asks, whatever stands, whatever the office decided, on any day, for both eyes."""
    monkeypatch.setattr(lights_asked, "FEW", 0)
    chance, seen, tasks = random.Random(20271210), Counter(), list(years.tasks)
    for turn in range(TURNS):
        make_something_else_of(tasks, chance)
        day = chance.choice(DAYS)
        monkeypatch.setattr(clock, "now", lambda day=day: day)
        look_as(EYES[turn % len(EYES)])
        light = lighting_on(clock.today())
        lights = task_lights(select(Task.id), light)
        filing = {task: each.filing.colour for task, each in lights.items()}
        progress = {task: each.progress.colour for task, each in lights.items()}
        assert progress_colours_today(cycles_asking(), light) == progress
        for colour in DECIDED_WORDS[LightKind.FILING]:
            wanted = TaskFilter(filing=colour)
            assert matching(wanted, light).total == Counter(filing.values())[colour]
        task = chance.choice(tasks)
        wanted = TaskFilter(filing=filing[task], progress=progress[task], q=chance.choice([None, "。"]))
        alike = [each for each in tasks if (filing[each], progress[each]) == (filing[task], progress[task])]
        assert matching(wanted, light).total == len(alike)
        seen += Counter(filing.values()) + Counter(progress.values())
        look_as(EVERYTHING)
        db.session.rollback()
    assert seen.keys() == set(Colour)
