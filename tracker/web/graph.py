"""责任图谱: who works with whom, as a network, as a matrix and as loads."""

from flask import Blueprint, jsonify, render_template, request

from tracker.graph.figures import load_figure, network_figure
from tracker.graph.load import heaviest_first
from tracker.graph.matrix import lead_support_matrix
from tracker.graph.network import project
from tracker.storage.queries.choices import choices
from tracker.storage.queries.duties import duties
from tracker.storage.queries.filters import TaskFilter
from tracker.web.conditions import conditions

graph = Blueprint("graph", __name__)

CONDITIONS = ("document", "jurisdiction", "scope")
MATRIX_SIDE = 17
LINKS_SHOWN = 500
"""Rows of the table behind the network, the strongest first."""
SHAPES = {
    "wide": {"width": 720, "height": 430, "strongest": 3, "most": 60},
    "narrow": {"width": 330, "height": 420, "strongest": 2, "most": 16},
}
"""How much of the network a screen has room for."""


@graph.get("/graph")
def show():
    """The page; its figures are asked for by the script that draws them."""
    wanted, offered = _wanted(), choices()
    projection = project(duties(wanted))
    return render_template(
        "graph/show.html",
        wanted=wanted,
        choices=offered,
        conditions=conditions(wanted, offered, "graph.show"),
        projection=projection,
        matrix=lead_support_matrix(projection, most=MATRIX_SIDE),
        heaviest=heaviest_first(projection.loads),
        links=sorted(projection.links.items(), key=lambda link: (-link[1], link[0]))[:LINKS_SHOWN],
    )


@graph.get("/graph/network.json")
def network():
    """The network as a Plotly figure; ``shape`` is wide or narrow."""
    shape = SHAPES.get(request.args.get("shape"), SHAPES["wide"])
    return jsonify(network_figure(project(duties(_wanted())), **shape))


@graph.get("/graph/load.json")
def load():
    """The heaviest loads as a Plotly figure."""
    return jsonify(load_figure(project(duties(_wanted()))))


def _wanted():
    return TaskFilter.parse({name: request.args[name] for name in CONDITIONS if name in request.args})
