import json
import random
import re
from itertools import combinations

import pytest

from tests.graph.duties import duties_of, ids_of
from tracker.graph.figures import load_figure, network_figure
from tracker.graph.network import Duty, project
from tracker.graph.palette import Palette
from tracker.vocabulary import Role


@pytest.fixture
def duties():
    """商务 is the hub; 财政 and 区 lead and support, 海关 and 税务 only support; 财政 meets 海关 without the hub."""
    return duties_of(
        *[{"lead": "商务", "support": "财政、海关"}] * 4,
        {"lead": "商务", "support": "各区政府、税务"},
        {"lead": "财政", "support": "海关"},
        {"lead": "财政", "support": "海关、商务"},
        {"responsible": "各区政府"},
    )


def many_duties(agencies, seed=1):
    """A dense graph with one agency that leads most, names of four to nine letters."""
    draw = random.Random(seed)
    names = [
        "市" + "".join(draw.choices("发展改革商务财政科技工信农业", k=draw.randint(2, 7))) + "局"
        for _ in range(agencies)
    ]
    leads = [0] * 8 + list(range(agencies // 3))
    rows = []
    for task in range(90):
        lead, *supports = [draw.choice(leads), *draw.sample(range(agencies), 5)]
        rows.append(Duty(task, f"措施{task}", 1, lead, names[lead], Role.LEAD))
        rows += [Duty(task, f"措施{task}", 1, unit, names[unit], Role.SUPPORT, unit == 3) for unit in supports]
    return rows


def agencies_of(figure):
    (trace,) = [trace for trace in figure["data"] if "customdata" in trace]
    return trace


def drawn(figure, duties):
    """Name → (x, y, label, colour of the mark's edge)."""
    trace = agencies_of(figure)
    names = {agency: name for name, agency in ids_of(duties).items()}
    colours = trace["marker"]["line"]["color"]
    columns = zip(trace["customdata"], trace["x"], trace["y"], trace["text"], colours, strict=True)
    return {names[agency]: facts for agency, *facts in columns}


def lines_of(figure):
    """Ends of the drawn lines by colour."""
    lines = {}
    for trace in figure["data"]:
        if trace["mode"] == "lines":
            points = list(zip(trace["x"], trace["y"], strict=True))
            ends = lines.setdefault(trace["line"]["color"], set())
            starts = [0] + [place + 1 for place, point in enumerate(points[:-1]) if point == (None, None)]
            ends |= {frozenset([points[start], points[points.index((None, None), start) - 1]]) for start in starts}
    return lines


def test_the_hub_is_in_the_middle_leads_stand_nearer_to_it_than_co_units(duties):
    places = drawn(network_figure(project(duties), width=720, height=400), duties)
    assert places["商务"][:2] == [360, 200]

    def far(name):
        x, y = places[name][:2]
        return ((x - 360) / 720) ** 2 + ((y - 200) / 400) ** 2

    assert max(far("财政"), far("各区政府")) < min(far("海关"), far("税务"))


def test_a_label_is_the_name_with_what_is_led_and_supported(duties):
    places = drawn(network_figure(project(duties)), duties)
    assert places["商务"][2] == "商务 5 + 1"
    assert places["各区政府"][2] == "各区政府 1 + 1"
    assert places["海关"][2] == "海关 0 + 6"


def test_ties_that_do_not_go_through_the_hub_have_the_other_colour(duties):
    figure = network_figure(project(duties), strongest=9)
    places = {name: tuple(facts[:2]) for name, facts in drawn(figure, duties).items()}
    lines = lines_of(figure)
    hub = places["商务"]
    assert lines["var(--co)"] == {frozenset([places["财政"], places["海关"]])}
    assert lines["var(--blue)"] == {frozenset([hub, places[name]]) for name in ("财政", "海关", "各区政府", "税务")}


def test_a_line_is_wider_the_more_tasks_two_agencies_share():
    def widths(tasks):
        figure = network_figure(project(duties_of(*[{"lead": "甲", "support": "乙"}] * tasks)))
        return [trace["line"]["width"] for trace in figure["data"] if trace["mode"] == "lines"]

    assert widths(1) < widths(3) < widths(6) < widths(9) < widths(10)


def test_only_the_strongest_links_are_drawn_and_both_numbers_are_known(duties):
    figure = network_figure(project(duties), strongest=1)
    assert figure["layout"]["meta"] == {"agencies": 5, "links": 5, "links_shown": 4}
    assert "var(--co)" not in lines_of(figure)


def test_leads_are_full_marks_and_co_units_open_ones(duties):
    trace = agencies_of(network_figure(project(duties)))
    fills = dict(zip(trace["customdata"], trace["marker"]["color"], strict=True))
    names = ids_of(duties)
    assert (fills[names["财政"]], fills[names["海关"]]) == ("var(--blue)", "var(--sheet)")


def test_a_collective_is_a_double_ring(duties):
    figure = network_figure(project(duties))
    x, y, *_ = drawn(figure, duties)["各区政府"]
    inner = figure["data"][-1]
    assert (inner["x"], inner["y"]) == ([x], [y])
    outer = agencies_of(figure)
    size = dict(zip(outer["customdata"], outer["marker"]["size"], strict=True))[ids_of(duties)["各区政府"]]
    assert inner["marker"]["size"][0] < size


def test_pointing_at_an_agency_or_a_link_names_the_tasks(duties):
    figure = network_figure(project(duties))
    trace = agencies_of(figure)
    says = dict(zip(trace["customdata"], trace["hovertext"], strict=True))
    assert says[ids_of(duties)["税务"]] == "<b>税务</b><br>配合 1 项<br>措施5"
    links = [text for other in figure["data"] if other is not trace for text in other.get("hovertext", ())]
    assert "<b>商务</b> 牵头、<b>税务</b> 配合：1 项<br>措施5" in links
    assert any("<b>财政</b> 牵头、<b>商务</b> 配合：1 项" in text and "<b>商务</b> 牵头" in text for text in links)


def label_boxes(figure):
    """Where Plotly sets each label, from the figure alone: full-width letters one em, others 0.6; lines 1.4 em high."""
    trace = agencies_of(figure)
    columns = zip(
        trace["text"],
        trace["textposition"],
        trace["x"],
        trace["y"],
        trace["marker"]["size"],
        trace["textfont"]["size"],
        strict=True,
    )
    for text, position, x, y, size, font in columns:
        width = font * sum(0.6 if letter.isascii() else 1 for letter in text)
        away = size / 2 / 0.8 + 1
        left = x - width / 2 if "center" in position else x + away if "right" in position else x - away - width
        middle = y + (away + font / 2) * (("top" in position) - ("bottom" in position))
        yield text, (left, middle - 0.7 * font, left + width, middle + 0.7 * font)


def overlapping(boxes):
    for (one, a), (other, b) in combinations(boxes, 2):
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]:
            yield one, other


@pytest.mark.parametrize("agencies", [26, 33, 44, 52, 60])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_agency_of_a_document_has_a_label_and_none_lies_on_another(agencies, seed):
    boxes = list(label_boxes(network_figure(project(many_duties(agencies, seed)))))
    assert len([text for text, _ in boxes if text]) == agencies
    assert list(overlapping(boxes)) == []
    assert all(box[0] >= 0 and box[1] >= 0 and box[2] <= 720 and box[3] <= 400 for _, box in boxes)


def test_a_picture_of_many_agencies_labels_those_tied_most_and_draws_no_more_than_asked():
    figure = network_figure(project(many_duties(200)), most=120)
    trace = agencies_of(figure)
    assert len(trace["customdata"]) == 120
    assert 40 <= len([text for text in trace["text"] if text]) <= 60
    assert list(overlapping(box for box in label_boxes(figure) if box[0])) == []


def test_the_same_duties_make_the_same_figure():
    assert network_figure(project(many_duties(40))) == network_figure(project(many_duties(40)))


def test_a_figure_is_plain_json_without_a_template(duties):
    for figure in (network_figure(project(duties)), load_figure(project(duties))):
        assert json.loads(json.dumps(figure)) == figure
        assert len(json.dumps(figure["layout"].get("template", {}))) < 500


def test_every_colour_is_a_token_of_the_palette(duties):
    for figure in (network_figure, load_figure):
        written = json.dumps(figure(project(duties)), ensure_ascii=False)
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b", written)
        of_another = json.dumps(figure(project(duties), palette=Palette(lead="var(--x)")), ensure_ascii=False)
        assert "var(--x)" in of_another
        assert "var(--blue)" not in of_another


def test_nothing_makes_an_empty_figure():
    figure = network_figure(project([]))
    assert figure["data"] == []
    assert figure["layout"]["meta"] == {"agencies": 0, "links": 0, "links_shown": 0}
    assert all(len(trace["x"]) == 0 for trace in load_figure(project([]))["data"])


def test_one_agency_stands_alone_in_the_middle():
    figure = network_figure(project(duties_of({"responsible": "甲"})))
    assert (agencies_of(figure)["customdata"], agencies_of(figure)["text"]) == ([1], ["甲 1 + 0"])


def test_loads_are_stacked_bars_the_heaviest_on_top(duties):
    figure = load_figure(project(duties), most=3)
    led, supported = figure["data"]
    assert figure["layout"]["yaxis"]["ticktext"] == ["海关", "财政", "商务"]
    assert (led["y"], led["x"], supported["x"]) == ([0, 1, 2], [0, 2, 5], [6, 4, 1])
    assert list(supported["text"]) == ["0 + 6", "2 + 4", "5 + 1"]
    names = ids_of(duties)
    assert led["customdata"] == [names["海关"], names["财政"], names["商务"]]
    assert (led["name"], supported["name"], figure["layout"]["barmode"]) == ("牵头", "配合", "stack")


def test_bars_of_two_agencies_of_one_name_stay_apart():
    rows = [Duty(1, "措施", 1, 7, "市商务局", Role.LEAD), Duty(2, "措施", 2, 8, "市商务局", Role.LEAD)]
    led = load_figure(project(rows))["data"][0]
    assert len(set(led["y"])) == 2
