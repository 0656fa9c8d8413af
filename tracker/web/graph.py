"""责任图谱: who works with whom, as a network, as a matrix and as loads."""

from flask import Blueprint, Response, render_template, request

from tracker.agencies.standpoint import TODAY
from tracker.storage.queries.choices import choices
from tracker.storage.queries.diagnosis import diagnosis as diagnosis_of
from tracker.storage.queries.responsibility import SHAPES, figure, responsibility
from tracker.web import diagnosis, what_if
from tracker.web.conditions import conditions, wanted_of_graph
from tracker.web.standpoints import standpoints

graph = Blueprint("graph", __name__)

graph.add_url_rule("/graph/diagnosis", "diagnosed", diagnosis.diagnosed)
graph.add_url_rule("/graph/diagnosis/<code>", "finding", diagnosis.finding)
graph.add_url_rule("/graph/what-if", "what_if", what_if.show)


@graph.get("/graph")
def show():
    """The page; its figures are asked for by the script that draws them."""
    wanted, offered = wanted_of_graph(), choices()
    others = {name: value for name, value in wanted.address.items() if name != "on"}
    return render_template(
        "graph/show.html",
        wanted=wanted,
        seen=wanted.seen_from(wanted.on or TODAY),
        choices=offered,
        conditions=conditions(wanted, offered, "graph.show"),
        graph=responsibility(wanted),
        diagnosis=diagnosis_of(wanted),
        control=standpoints(wanted.on or TODAY, "graph.show", **others),
    )


@graph.get("/graph/network.json")
def network():
    """The network as a Plotly figure; ``shape`` is wide or narrow."""
    shape = request.args.get("shape")
    return _figure(shape if shape in SHAPES else "wide")


@graph.get("/graph/load.json")
def load():
    """The heaviest loads as a Plotly figure."""
    return _figure("load")


def _figure(name):
    return Response(figure(wanted_of_graph(), name), mimetype="application/json")
