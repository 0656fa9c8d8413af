"""The responsibility graph of the tasks asked for, made once for each state of the data: page and figures together."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from tracker import clock
from tracker.agencies.standpoint import TODAY, Standpoint
from tracker.graph.figures import load_figure, network_figure
from tracker.graph.load import Load, heaviest_first
from tracker.graph.matrix import Matrix, lead_support_matrix
from tracker.graph.network import Body, Projection, project
from tracker.graph.what_if import WhatIf, what_if
from tracker.storage.keeping import DUTIES, kept
from tracker.storage.queries.duties import duties
from tracker.storage.queries.filters import TaskFilter

MATRIX_SIDE = 17
LINKS_SHOWN = 500
"""Rows of the table behind the network, the strongest first."""
SHAPES = {
    "wide": {"width": 720, "height": 430, "strongest": 3, "most": 60},
    "narrow": {"width": 330, "height": 420, "strongest": 2, "most": 16},
}
"""How much of the network a screen has room for."""


@dataclass(frozen=True)
class Responsibility:
    """Everything the graph's page shows."""

    on: Standpoint
    tasks: int
    agencies: Mapping[str, Body]
    loads: Mapping[str, Load]
    heaviest: tuple[str, ...]
    links: tuple[tuple[tuple[str, str], int], ...]
    all_links: int
    matrix: Matrix


def responsibility(wanted: TaskFilter) -> Responsibility:
    """The graph seen as it is asked for, today unless said otherwise; in one statement where it is kept."""
    return _kept(lambda: _made(wanted), "responsibility", wanted)


def figure(wanted: TaskFilter, name: str) -> str:
    """One of its figures as JSON: a shape of the network, or ``load``; made when it is first asked for."""
    return _kept(lambda: json.dumps(_figure(_projection(wanted), name), ensure_ascii=False), name, wanted)


def _kept(make, name, wanted):
    return kept(make, name, tuple(sorted(wanted.address.items())), clock.today(), of=DUTIES)


def _projection(wanted) -> Projection:
    return _kept(lambda: project(duties(wanted.seen_from(wanted.on or TODAY))), "projection", wanted)


def _figure(projection, name):
    return load_figure(projection) if name == "load" else network_figure(projection, **SHAPES[name])


def _made(wanted):
    projection = _projection(wanted)
    links = sorted(projection.links.items(), key=lambda link: (-link[1], link[0]))
    return Responsibility(
        on=wanted.on or TODAY,
        tasks=len(projection.tasks),
        agencies=projection.agencies,
        loads=projection.loads,
        heaviest=tuple(heaviest_first(projection.loads)),
        links=tuple(links[:LINKS_SHOWN]),
        all_links=len(links),
        matrix=lead_support_matrix(projection, most=MATRIX_SIDE),
    )


def merged(wanted: TaskFilter, gone: str, into: str) -> WhatIf:
    """What the tasks asked for would look like if one body were merged into another."""
    return _kept(lambda: what_if(_projection(wanted), gone, into), ("what if", gone, into), wanted)
