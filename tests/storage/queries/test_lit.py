"""Rows and tasks found by their lights are those that show them, on any day and on both databases (case 34)."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from tests.cycles import CUSTOMS, MARKET, OFFICE, OPENING, TIANHE, Clock, an_open_cycle, sent
from tracker import clock
from tracker.operations import adjusting, cycles, lighting, migrating
from tracker.operations.yearbooks import material
from tracker.reporting.lights import DECIDED_WORDS, Thresholds
from tracker.storage.cycles import CycleTask, ExpectedReport, TaskFact
from tracker.storage.database import db
from tracker.storage.documents import Task
from tracker.storage.queries.colours import progress_colours, tasks_showing
from tracker.storage.queries.expected import RowFilter, row_list
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.lights import lighting_on, lights_of_cycle, task_lights
from tracker.storage.queries.tasks import matching
from tracker.storage.queries.year import cycle_of
from tracker.vocabulary.reporting import Colour, Duty, LightKind, Owing, Progress, ReportState

DAYS = [OPENING + timedelta(days=each) for each in (0, 24, 25, 31, 32, 52, 59, 60)]
"""The opening, and around the gate of the contributions and the due date."""


@pytest.fixture
def year(empty_app, monkeypatch):
    """Two rows are there, one is withdrawn; a row's light and a task's are decided for some days."""
    migrating.upgrade()
    time = Clock(monkeypatch)
    year = an_open_cycle()
    sent(year, MARKET, 2)
    sent(year, CUSTOMS, 1)
    adjusting.withdraw_rows([year.rows[TIANHE, 1]], reason="重复", by=OFFICE)
    time.at = DAYS[5]
    lighting.set_thresholds(year.id, Thresholds(20, 5, 10), reason="提前盯", by=OFFICE)
    until = {"until": date(2026, 12, 5), "reason": "已当面说明", "by": OFFICE}
    lighting.decide_filing([year.rows[CUSTOMS, 2], year.rows[MARKET, 2]], Colour.RED, **until)
    lighting.decide_progress(year.id, year.tasks[2], Colour.YELLOW, **until)
    return year


LIGHTS = [
    (LightKind.FILING, lambda line: line.light),
    (LightKind.PROGRESS, lambda line: line.task.progress),
]


@pytest.mark.parametrize(("kind", "of"), LIGHTS)
def test_each_colour_finds_the_rows_that_show_it_and_all_are_found_once(year, monkeypatch, kind, of):
    for day in DAYS:
        monkeypatch.setattr(clock, "now", lambda day=day: day)
        cycle, today, shown, counted = cycle_of(year.id), clock.today(), Counter(), Counter()
        for colour in DECIDED_WORDS[kind]:
            found = row_list(cycle, RowFilter(**{kind.value: colour}), today)
            shown += Counter(of(line).colour for line in found.lines)
            counted[colour] = found.counts["owed"]
        assert shown == +counted == Counter(of(line).colour for line in row_list(cycle, RowFilter(), today).lines)
        db.session.rollback()


def test_what_was_not_reported_when_its_cycle_was_locked_shows_and_is_found_by_one_light_for_ever(year, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: DAYS[4])
    cycles.lock_cycle(year.id, why="关账", lifted_by="主任", by=OFFICE)
    shown = []
    for day in DAYS[4:]:
        monkeypatch.setattr(clock, "now", lambda day=day: day + timedelta(days=30))
        cycle, today = cycle_of(year.id), clock.today()
        found = {each: row_list(cycle, RowFilter(filing=each, stage="missing"), today).lines for each in Colour}
        assert {(each, line.light.colour) for each, lines in found.items() for line in lines} == {
            (Colour.RED, Colour.RED), (Colour.GREY, Colour.GREY),
        }  # fmt: skip
        shown.append({(line.id, line.duty, line.light.word) for lines in found.values() for line in lines})
        db.session.rollback()
    assert shown == shown[:1] * len(shown)
    assert {(duty, word) for _, duty, word in shown[0]} == {(Duty.REPORT, "未报"), (Duty.CONTRIBUTION, "逾期")}


def make_something_else_of(year, chance):
    """A report says something else or stands otherwise, a task gets a deadline or another consolidator, the office decides."""
    row = db.session.get(ExpectedReport, chance.choice(list(year.rows.values())))
    row.state, row.owing = chance.choice(list(ReportState)), chance.choice([Owing.OWED, Owing.OWED, Owing.WITHDRAWN])
    row.progress, row.percent = chance.choice([None, *Progress]), chance.choice([None, 0, 35, 62, 100])
    place = chance.choice([1, 2, 3])
    task = year.tasks[place - 1]
    db.session.get(Task, task).deadline_on = chance.choice([None, date(2026, 6, 30), date(2026, 12, 31), date(2028, 1, 1)])
    agencies = [None, *(agency for agency, of in year.rows if of == place)]
    db.session.get(CycleTask, (year.id, task)).consolidator_id = chance.choice(agencies)
    if chance.random() < 0.2:
        said = {"progress": chance.choice([None, *Progress]), "percent": chance.choice([None, 50]), "closed_out": False}
        db.session.add(TaskFact(task_id=task, cycle_id=year.id, reason="核实", who="王敏", at=clock.now(), **said))
    db.session.commit()


def test_the_colour_that_is_read_for_all_tasks_is_that_of_the_light_each_shows(year, monkeypatch):
    """With a fixed seed: whatever stands, whoever consolidates, whatever the office set, on any day."""
    chance, seen = random.Random(20261210), Counter()
    for day in DAYS * 8:
        make_something_else_of(year, chance)
        monkeypatch.setattr(clock, "now", lambda day=day: day)
        cycle, light = cycle_of(year.id), lighting_on(clock.today())
        shown = {task: each.progress.colour for task, each in lights_of_cycle(cycle, light).items()}
        assert progress_colours(cycle, light) == shown
        for colour in DECIDED_WORDS[LightKind.PROGRESS]:
            chosen = tasks_showing(cycle, colour, light)
            found = {task for task in shown if (task in chosen.ids) is not chosen.are_out}
            assert found == {task for task, each in shown.items() if each is colour}
            listed = row_list(cycle, RowFilter(progress=colour), clock.today())
            assert {line.task.progress.colour for line in listed.lines} <= {colour}
            assert listed.counts["owed"] == len(listed.lines)
        seen += Counter(shown.values())
        db.session.rollback()
    assert seen.keys() == set(DECIDED_WORDS[LightKind.PROGRESS])


@pytest.mark.parametrize("kind", [kind for kind, _ in LIGHTS])
def test_each_colour_finds_the_tasks_that_show_it_on_screen_and_in_a_workbook(year, monkeypatch, kind):
    for day in DAYS:
        monkeypatch.setattr(clock, "now", lambda day=day: day)
        cycle, light = cycle_of(year.id), lighting_on(clock.today())
        tasks = Counter(getattr(each, kind.value).colour for each in lights_of_cycle(cycle, light).values())
        wanted = {colour: TaskFilter(**{kind.value: colour}) for colour in DECIDED_WORDS[kind]}
        on_screen = {colour: matching(each, light).total for colour, each in wanted.items()}
        printed = {colour: len(material(cycle, each, by=OFFICE).tasks) for colour, each in wanted.items()}
        assert on_screen == printed == {colour: tasks[colour] for colour in wanted}
        db.session.rollback()


def test_a_colour_that_a_light_never_has_finds_nothing_and_both_lights_are_asked_for_together(year):
    never = TaskFilter.parse({"progress": "blue"})
    assert (never.unknown, matching(never).total) == ((("progress", "blue"),), 0)
    both = TaskFilter.parse({"filing": "yellow", "progress": "grey"})
    found = matching(both, lighting_on(clock.today()))
    lights = task_lights([row.id for group in found.groups for _, row in group.rows], lighting_on(clock.today()))
    assert {(each.filing.colour, each.progress.colour) for each in lights.values()} == {(Colour.YELLOW, Colour.GREY)}
    assert both.address == {"filing": "yellow", "progress": "grey"}
