"""Rows and tasks found by their lights are those that show them, on any day and on both databases (case 34)."""

from collections import Counter
from datetime import date, timedelta

import pytest

from tests.cycles import CUSTOMS, MARKET, OFFICE, OPENING, TIANHE, Clock, an_open_cycle, sent
from tracker import clock
from tracker.operations import adjusting, lighting, migrating
from tracker.operations.yearbooks import material
from tracker.reporting.lights import DECIDED_WORDS, Thresholds
from tracker.storage.database import db
from tracker.storage.queries.expected import RowFilter, row_list
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.lights import lighting_on, lights_of_cycle
from tracker.storage.queries.lit import lit_tasks
from tracker.storage.queries.tasks import matching
from tracker.storage.queries.year import cycle_of
from tracker.vocabulary.reporting import Colour, LightKind

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


@pytest.mark.parametrize("kind", [kind for kind, _ in LIGHTS])
def test_each_colour_finds_the_tasks_that_show_it_on_screen_and_in_a_workbook(year, monkeypatch, kind):
    for day in DAYS:
        monkeypatch.setattr(clock, "now", lambda day=day: day)
        cycle, light = cycle_of(year.id), lighting_on(clock.today())
        tasks = Counter(getattr(each, kind.value).colour for each in lights_of_cycle(cycle, light).values())
        wanted = {colour: TaskFilter(**{kind.value: colour}) for colour in DECIDED_WORDS[kind]}
        on_screen = {colour: matching(each, lit_tasks(each, light)).total for colour, each in wanted.items()}
        printed = {colour: len(material(cycle, each, by=OFFICE).tasks) for colour, each in wanted.items()}
        assert on_screen == printed == {colour: tasks[colour] for colour in wanted}
        db.session.rollback()


def test_a_colour_that_a_light_never_has_finds_nothing_and_both_lights_are_asked_for_together(year):
    never = TaskFilter.parse({"progress": "blue"})
    assert (never.unknown, matching(never).total) == ((("progress", "blue"),), 0)
    both = TaskFilter.parse({"filing": "yellow", "progress": "grey"})
    lights = lit_tasks(both, lighting_on(clock.today()))
    assert {(each.filing.colour, each.progress.colour) for each in lights.values()} == {(Colour.YELLOW, Colour.GREY)}
    assert both.address == {"filing": "yellow", "progress": "grey"}
