"""Plotly figures of the responsibility graph as plain dicts ready for JSON, labelled in Chinese."""

from plotly.graph_objects import Bar, Figure

from tracker.graph.arranging import arrange
from tracker.graph.drawing import traces
from tracker.graph.hovers import agency_hovers, safe
from tracker.graph.load import heaviest_first
from tracker.graph.network import MOST_NODES, Projection, agency_graph
from tracker.graph.palette import PAGE, Palette

CLEAR = "rgba(0,0,0,0)"


def network_figure(
    projection: Projection,
    *,
    strongest: int = 2,
    most: int = MOST_NODES,
    width: int = 720,
    height: int = 400,
    palette: Palette = PAGE,
) -> dict:
    """Who meets whom: the agency with most ties in the middle, a ring of leads, a ring of co-units.

    Drawn are the ``most`` agencies that are tied most and the ``strongest`` links of each. Labels, which read
    “name 牵头 + 配合”, keep clear of each other at ``width`` × ``height`` pixels and wider. The last trace holds the
    agencies, with their ids as customdata. ``layout.meta`` counts agencies, links and links_shown.
    """
    graph = agency_graph(projection, strongest=strongest, most=most)
    drawn = traces(projection, arrange(graph, width=width, height=height), palette) if graph else []
    layout = {
        **manners(palette, height),
        "xaxis": {"visible": False, "fixedrange": True, "range": [0, width]},
        "yaxis": {"visible": False, "fixedrange": True, "range": [0, height]},
        "meta": {
            "agencies": len(projection.agencies),
            "links": len({frozenset(link) for link in projection.links}),
            "links_shown": len({frozenset(link) for link in graph.edges}),
        },
    }
    return Figure(drawn, layout).to_plotly_json()


def load_figure(projection: Projection, *, most: int = 10, palette: Palette = PAGE) -> dict:
    """The agencies that carry most: bars of the tasks each is in charge of, then of those it supports.

    The heaviest is on top; customdata is the agency's id.
    """
    shown = heaviest_first(projection.loads)[:most][::-1]
    layout = {
        **manners(palette, 40 + 26 * len(shown)),
        "barmode": "stack",
        "bargap": 0.5,
        "margin": {"l": 8, "r": 56, "t": 8, "b": 8},
        "xaxis": {"fixedrange": True, "automargin": True, "gridcolor": palette.hair, "zeroline": False},
        "yaxis": {
            "fixedrange": True,
            "automargin": True,
            "ticks": "outside",
            "ticklen": 8,
            "tickcolor": CLEAR,
            "tickvals": list(range(len(shown))),
            "ticktext": [safe(projection.agencies[agency].name) for agency in shown],
        },
    }
    return Figure(_bars(projection, shown, palette), layout).to_plotly_json()


def _bars(projection, shown, palette):
    loads = [projection.loads[agency] for agency in shown]
    says = agency_hovers(projection, shown)
    common = {
        "y": list(range(len(shown))),
        "orientation": "h",
        "customdata": shown,
        "hovertext": [says[agency] for agency in shown],
        "hoverinfo": "text",
    }
    sums = [f"{load.in_charge} + {load.support}" for load in loads]
    return [
        Bar(x=[load.in_charge for load in loads], name="牵头", marker={"color": palette.lead}, **common),
        Bar(
            x=[load.support for load in loads],
            name="配合",
            marker={"color": palette.support, "opacity": 0.4},
            text=sums,
            constraintext="none",
            textfont={"size": 12},
            textposition="outside",
            cliponaxis=False,
            **common,
        ),
    ]


def manners(palette, height):
    """What the figures have in common: no frame, no legend, no toolbar's gestures, the page's font and colours."""
    return {
        "template": "none",
        "height": height,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "font": {"family": palette.font, "size": 12, "color": palette.ink},
        "hoverlabel": {
            "bgcolor": palette.sheet,
            "bordercolor": palette.lead,
            "font": {"color": palette.ink, "size": 12},
            "align": "left",
        },
    }
