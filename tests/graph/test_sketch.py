"""The small curve of the desk: the lines in a box, their names where there is room."""

from datetime import date

import pytest

from tracker.graph.curve import Line, Point, Style
from tracker.graph.sketch import sketch


def december(day):
    return date(2026, 12, day)


def points(*percents):
    return tuple(Point(december(day), percent, f"{percent}%") for day, percent in enumerate(percents, start=1))


SPAN = {"first": december(1), "due": december(10), "last": december(11), "on": december(4)}
NOW = Line(Style.NOW, points(0, 20, 40, 53), "本期 53.0 %")


def test_days_run_from_edge_to_edge_and_percents_from_the_floor_to_just_under_the_top():
    before = Line(Style.BEFORE, points(*[0] * 10, 106), "2025年度同期 0.0 %", 3, is_above=False, is_after=True)
    found = sketch([before, NOW], [december(3), december(10)], **SPAN)
    assert [each.style for each in found.strokes] == ["before", "now"]
    assert found.strokes[1].points == "0,100 100,81.13 200,62.26 300,50"
    assert found.strokes[0].points.endswith("1000,0")
    assert (found.due, found.today, found.dot) == (900.0, 300.0, (30.0, 71.0))
    assert [(each.text, each.x, each.anchor) for each in found.ticks] == [
        ("12-03", 20, "middle"),
        ("12-10", 90, "middle"),
    ]
    assert [(each.text, each.at) for each in found.grid] == [("0", 100), ("50%", 52.83), ("100%", 5.66)]


@pytest.mark.parametrize(
    ("line", "x", "y", "anchor"),
    [
        (NOW, 30.0, 65.0, "end"),
        (Line(Style.NOW, points(0), "本期 0.0 %"), 0.0, 120.0, "start"),
        (Line(Style.NOW, points(0, 53), "本期 53.0 %", is_above=False, is_after=True), 10.0, 86.0, "start"),
    ],
)
def test_a_name_stands_above_or_below_its_point_and_never_outside_the_left_edge(line, x, y, anchor):
    name = sketch([line], [], **SPAN).strokes[0].name
    assert (name.x, name.y, name.anchor) == (x, y, anchor)
