"""The responsibility graph: who stands in which task, and which agencies meet there.

Plain rows come in (``Duty``), graphs and counts come out. Whatever rows are passed are counted: one document's, one
jurisdiction's or all. Agencies are told apart by id, so the 市商务局 of two cities are two.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, product
from typing import NamedTuple

import networkx

from tracker.graph.load import Load, TasksOfRole, count_loads
from tracker.vocabulary import Role

MOST_NODES = 800
"""More agencies than this are neither legible nor quick to draw."""


class Duty(NamedTuple):
    """One agency's role in one task; a named tuple, for a large office has 150,000."""

    task_id: int
    task_label: str
    document_id: int
    agency_id: str
    agency: str
    role: Role
    collective: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """An agency as the graph shows it; ``collective`` for 各区政府 and the like."""

    name: str
    collective: bool = False


@dataclass(frozen=True, slots=True)
class Projection:
    """Which agencies meet on tasks, and how much each carries.

    ``links[lead, support]`` is the number of tasks where the first is in charge and the second supports. Who is in
    charge are the leads or, where nobody leads, those responsible.
    """

    agencies: dict[str, Body]
    tasks: dict[int, str]
    units: TasksOfRole
    links: dict[tuple[str, str], int]
    loads: dict[str, Load]

    def in_charge(self, task: int) -> list[str]:
        return in_charge(self.units, task)

    def supporting(self, task: int) -> list[str]:
        return self.units[Role.SUPPORT].get(task, [])

    def ties(self) -> dict[str, int]:
        """Agency id → the sum of its links in both directions; 0 for an agency that meets nobody."""
        ties = dict.fromkeys(self.agencies, 0)
        for (lead, support), tasks in self.links.items():
            ties[lead] += tasks
            ties[support] += tasks
        return ties

    def by_ties(self) -> list[str]:
        """Agency ids, the one that meets others most often first; load, then id, decide between equals."""
        ties = self.ties()
        return sorted(ties, key=lambda agency: (-ties[agency], -self.loads[agency].carried, agency))


def project(duties: Iterable[Duty]) -> Projection:
    """Count who leads with whom as support, and each agency's load. A duty given twice counts once."""
    agencies: dict[str, Body] = {}
    tasks: dict[int, str] = {}
    units: TasksOfRole = {role: {} for role in Role}
    for task, label, _, agency, name, role, collective in duties:
        of_role = units[role]
        tasks[task] = label
        if agency not in agencies:
            agencies[agency] = Body(name, collective)
        if task not in of_role:
            of_role[task] = [agency]
        elif agency not in of_role[task]:
            of_role[task].append(agency)
    return Projection(agencies, tasks, units, _count_links(units), count_loads(agencies, units))


def in_charge(units: TasksOfRole, task: int) -> list[str]:
    """The leads of a task or, where it has none, those responsible."""
    return units[Role.LEAD].get(task) or units[Role.RESPONSIBLE].get(task, [])


def _count_links(units):
    """An agency that is both in charge and support of a task makes no pair with itself."""
    meetings = (product(in_charge(units, task), supports) for task, supports in units[Role.SUPPORT].items())
    return {pair: tasks for pair, tasks in Counter(chain.from_iterable(meetings)).items() if pair[0] != pair[1]}


def measures_graph(duties: Iterable[Duty]) -> networkx.Graph:
    """The two-sided graph of tasks and agencies.

    Nodes are ``("task", id)`` (bipartite 0: label, document_id) and ``("agency", id)`` (bipartite 1: name, collective).
    An edge carries ``roles``, every role of the agency in the task, and ``role``, the one that weighs most: 牵头 before
    负责 before 配合 before 指导.
    """
    graph = networkx.Graph()
    weight = {role: order for order, role in enumerate(Role)}
    for duty in duties:
        task, agency = ("task", duty.task_id), ("agency", duty.agency_id)
        graph.add_node(task, bipartite=0, label=duty.task_label, document_id=duty.document_id)
        graph.add_node(agency, bipartite=1, name=duty.agency, collective=duty.collective)
        known = graph.edges[task, agency]["roles"] if graph.has_edge(task, agency) else ()
        roles = tuple(sorted({*known, duty.role}, key=weight.__getitem__))
        graph.add_edge(task, agency, roles=roles, role=roles[0])
    return graph


def agency_graph(projection: Projection, *, strongest: int | None = None, most: int = MOST_NODES) -> networkx.DiGraph:
    """Agencies with an edge lead → support, ``weight`` tasks; nodes carry name, collective, load and ties.

    ``strongest`` keeps of each agency the links with the that many agencies it meets most, whoever leads (a link stays
    if either end keeps it); ``most`` keeps that many agencies, those with most ties.
    """
    graph = networkx.DiGraph()
    ties = projection.ties()
    for agency in projection.by_ties()[:most]:
        body = projection.agencies[agency]
        graph.add_node(
            agency, name=body.name, collective=body.collective, load=projection.loads[agency], ties=ties[agency]
        )
    links = {pair: tasks for pair, tasks in projection.links.items() if pair[0] in graph and pair[1] in graph}
    kept = links if strongest is None else _strongest(links, strongest)
    for lead, support in sorted(kept):
        graph.add_edge(lead, support, weight=links[lead, support])
    return graph


def _strongest(links, strongest):
    """Links between pairs that, whoever leads, are among the ``strongest`` of either end."""
    meetings: Counter[tuple[str, str]] = Counter()
    for (lead, support), tasks in links.items():
        meetings[(lead, support) if lead < support else (support, lead)] += tasks
    kept, seen = [], Counter()
    for one, other in sorted(sorted(meetings), key=meetings.__getitem__, reverse=True):
        if seen[one] < strongest or seen[other] < strongest:
            kept += [link for link in ((one, other), (other, one)) if link in links]
        seen[one] += 1
        seen[other] += 1
    return kept
