"""The network as Plotly traces: links under marks, a hover at each link's middle, double rings for collectives."""

from bisect import bisect_right
from collections import defaultdict

from plotly.graph_objects import Scatter

from tracker.graph.arranging import DOUBLE, Drawing
from tracker.graph.hovers import agency_hovers, link_hovers, safe
from tracker.graph.matrix import SHADES
from tracker.graph.network import Projection
from tracker.graph.palette import Palette

WIDTHS = (1, 1.6, 2.6, 4, 6)
"""Pixels of a link's line, by the steps in which the matrix is shaded."""
BEND = 0.12
"""How far a link that does not go through the hub swings away from it, as a part of its length."""


def traces(projection: Projection, drawing: Drawing, palette: Palette) -> list[Scatter]:
    """Everything that is drawn, the lowest first; the trace with customdata holds the agencies."""
    return [
        *_lines(drawing, palette),
        _link_hovers(projection, drawing),
        _agencies(projection, drawing, palette),
        _inner_rings(drawing, palette),
    ]


def _meetings(drawing):
    """Pairs of agencies that are drawn as one line, with the tasks of both directions."""
    tasks = defaultdict(int)
    for lead, support, weight in drawing.graph.edges(data="weight"):
        tasks[min(lead, support), max(lead, support)] += weight
    return tasks


def _lines(drawing, palette):
    lines = defaultdict(lambda: ([], []))
    for pair, tasks in _meetings(drawing).items():
        x, y = lines[not drawing.through_hub(pair), WIDTHS[bisect_right(SHADES, tasks) - 1]]
        for point_x, point_y in _path(drawing, pair):
            x.append(point_x)
            y.append(point_y)
        x.append(None)
        y.append(None)
    for (other, width), (x, y) in sorted(lines.items()):
        colour = palette.support if other else palette.lead
        style = {"color": colour, "width": width, "shape": "spline" if other else "linear", "smoothing": 1.2}
        yield Scatter(x=x, y=y, mode="lines", line=style, opacity=0.62 if other else 0.26, hoverinfo="skip")


def _path(drawing, pair):
    (x, y), (to_x, to_y) = ((drawing.places[agency].x, drawing.places[agency].y) for agency in pair)
    if drawing.through_hub(pair):
        return [(x, y), (to_x, to_y)]
    return [(x, y), _swung(drawing, (x, y), (to_x, to_y)), (to_x, to_y)]


def _swung(drawing, start, end):
    """The middle of a line, moved away from the hub at a right angle."""
    hub = drawing.places[drawing.hub]
    middle_x, middle_y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    across_x, across_y = -(end[1] - start[1]) * BEND, (end[0] - start[0]) * BEND
    away = 1 if across_x * (middle_x - hub.x) + across_y * (middle_y - hub.y) >= 0 else -1
    return round(middle_x + away * across_x, 1), round(middle_y + away * across_y, 1)


def _link_hovers(projection, drawing):
    """A mark nobody sees at the middle of each line; it says who meets whom on what."""
    says = link_hovers(projection, drawing.graph.edges)
    pairs = list(_meetings(drawing))
    middles = [_middle(_path(drawing, pair)) for pair in pairs]
    text = ["<br>".join(says[link] for link in (pair, pair[::-1]) if link in says) for pair in pairs]
    return Scatter(
        x=[x for x, _ in middles],
        y=[y for _, y in middles],
        mode="markers",
        marker={"size": 12, "opacity": 0},
        hovertext=text,
        hoverinfo="text",
    )


def _middle(path):
    return path[1] if len(path) == 3 else tuple(round(sum(ends) / 2, 1) for ends in zip(*path, strict=True))


def _inner_rings(drawing, palette):
    """What makes the mark of a collective a double ring."""
    rings = [agency for agency, collective in drawing.graph.nodes(data="collective") if collective]
    colours = [_colour(drawing, agency, palette) for agency in rings]
    return Scatter(
        x=[drawing.places[agency].x for agency in rings],
        y=[drawing.places[agency].y for agency in rings],
        mode="markers",
        marker={
            "size": [drawing.marks[agency].size - DOUBLE for agency in rings],
            "color": [palette.lead if drawing.leads(agency) else palette.sheet for agency in rings],
            "line": {"color": colours, "width": 2},
            "opacity": 1,
        },
        hoverinfo="skip",
    )


def _colour(drawing, agency, palette):
    return palette.lead if drawing.leads(agency) else palette.support


def _fill(drawing, agency, palette):
    full = drawing.leads(agency) and not drawing.graph.nodes[agency]["collective"]
    return palette.lead if full else palette.sheet


def _agencies(projection, drawing, palette):
    says = agency_hovers(projection, drawing.graph)
    agencies = list(drawing.graph)
    places = [drawing.places[agency] for agency in agencies]
    marks = [drawing.marks[agency] for agency in agencies]
    return Scatter(
        x=[place.x for place in places],
        y=[place.y for place in places],
        mode="markers+text",
        customdata=agencies,
        text=[safe(place.label) for place in places],
        textposition=[place.label_at for place in places],
        textfont=_fonts(drawing, agencies, palette),
        marker={
            "size": [mark.size for mark in marks],
            "color": [_fill(drawing, agency, palette) for agency in agencies],
            "line": {"color": [_colour(drawing, agency, palette) for agency in agencies], "width": 1.6},
            "opacity": 1,
        },
        hovertext=[says[agency] for agency in agencies],
        hoverinfo="text",
    )


def _fonts(drawing, agencies, palette):
    return {
        "size": [drawing.marks[agency].font for agency in agencies],
        "color": [palette.lead if agency == drawing.hub else palette.ink for agency in agencies],
        "weight": [600 if agency == drawing.hub else 400 for agency in agencies],
        "shadow": f"0 0 2px {palette.sheet}, 0 0 3px {palette.sheet}",
    }
