"""The curve as a figure: colours of the page, nobody's gestures, names beside the lines."""

import json
from datetime import date

from tracker.graph.curve import Line, Point, Style, submission_figure
from tracker.graph.palette import Palette

FIRST, DUE = date(2026, 10, 22), date(2026, 12, 10)
POINTS = (Point(FIRST, 0.0, "10-22 已报 0 份"), Point(DUE, 68.1, "12-10 已报 <b>128</b> 份"))


def test_each_line_has_its_colour_its_words_and_its_name():
    lines = [
        Line(Style.BEFORE, POINTS, "2025年度<同期>", 0, is_after=True),
        Line(Style.NOW, POINTS, "本期", is_above=False),
    ]
    figure = submission_figure([*lines, Line(Style.NEEDED, (), "所需")], [DUE], first=FIRST, due=DUE, last=DUE)
    assert [trace["line"]["color"] for trace in figure["data"]] == ["var(--grey-mark)", "var(--blue)"]
    assert figure["data"][1]["hovertext"][1] == "12-10 已报 &lt;b&gt;128&lt;/b&gt; 份"
    names = [(each["text"], each["x"], each["xanchor"], each["yanchor"]) for each in figure["layout"]["annotations"]]
    assert names == [("2025年度&lt;同期&gt;", "2026-10-22", "left", "bottom"), ("本期", "2026-12-10", "right", "top")]
    assert figure["layout"]["xaxis"]["ticktext"] == ["12-10"]
    assert not figure["layout"]["dragmode"]
    assert json.dumps(figure)


def test_a_figure_takes_other_colours():
    figure = submission_figure(
        [Line(Style.NOW, POINTS, "本期")], [], first=FIRST, due=DUE, last=DUE, palette=Palette(lead="#123456")
    )
    assert figure["data"][0]["line"]["color"] == "#123456"
