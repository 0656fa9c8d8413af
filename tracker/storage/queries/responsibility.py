"""The responsibility graph of the tasks asked for, made once for each state of the data: page and figures together."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from tracker import clock
from tracker.agencies.standpoint import TODAY, Standpoint
from tracker.graph.figures import load_figure, network_figure
from tracker.graph.load import Load, heaviest_first
from tracker.graph.matrix import Matrix, lead_support_matrix
from tracker.graph.network import Body, project
from tracker.graph.what_if import WhatIf, what_if
from tracker.storage.keeping import kept
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
    """Everything the graph's page shows; ``figures`` are JSON, by shape, and the loads under ``load``."""

    on: Standpoint
    tasks: int
    agencies: Mapping[str, Body]
    loads: Mapping[str, Load]
    heaviest: tuple[str, ...]
    links: tuple[tuple[tuple[str, str], int], ...]
    all_links: int
    matrix: Matrix
    figures: Mapping[str, str]


def responsibility(wanted: TaskFilter) -> Responsibility:
    """The graph seen as it is asked for, today unless said otherwise; in one statement where it is kept."""
    key = tuple(sorted(wanted.address.items()))
    return kept(lambda: _made(wanted), "responsibility", key, clock.today())


def _made(wanted):
    on = wanted.on or TODAY
    projection = project(duties(wanted.seen_from(on)))
    links = sorted(projection.links.items(), key=lambda link: (-link[1], link[0]))
    figures = {shape: network_figure(projection, **room) for shape, room in SHAPES.items()}
    figures["load"] = load_figure(projection)
    return Responsibility(
        on=on,
        tasks=len(projection.tasks),
        agencies=projection.agencies,
        loads=projection.loads,
        heaviest=tuple(heaviest_first(projection.loads)),
        links=tuple(links[:LINKS_SHOWN]),
        all_links=len(links),
        matrix=lead_support_matrix(projection, most=MATRIX_SIDE),
        figures={name: json.dumps(figure, ensure_ascii=False) for name, figure in figures.items()},
    )


def merged(wanted: TaskFilter, gone: str, into: str) -> WhatIf:
    """What the tasks asked for would look like if one body were merged into another."""
    key = tuple(sorted(wanted.address.items()))
    return kept(lambda: what_if(duties(wanted), gone, into), "what if", key, gone, into, clock.today())
