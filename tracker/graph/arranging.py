"""Which agency stands where in the network picture, how large its mark is and what its label says."""

import math
from dataclasses import dataclass

import networkx

from tracker.graph.hovers import shortened
from tracker.graph.placing import Mark, Place, Ring, place

MOST_LABELS = 60
"""Of more agencies than this the ones tied least have no label."""
LONGEST_NAMES = (10, 7, 4)
"""Letters of a name in a label: where the longer finds no room, the shorter."""
CROWDED = 44
"""With more agencies than this labels are set smaller."""
NEAR_HUB = 18
"""So many leads stand in the inner ring; further ones stand in the outer."""
DOUBLE = 7
"""How much wider the outer ring of a collective's mark is than the inner."""
HUB_SIZE, SMALLEST, LARGEST = 32, 8, 18
HUB_FONT, FONT, SMALL_FONT = 14, 12, 11


@dataclass(frozen=True, slots=True)
class Drawing:
    """A graph with its marks and places; the hub is the graph's first node."""

    graph: networkx.DiGraph
    hub: str
    marks: dict[str, Mark]
    places: dict[str, Place]

    def leads(self, agency: str) -> bool:
        return self.graph.nodes[agency]["load"].in_charge > 0

    def through_hub(self, link: tuple[str, str]) -> bool:
        return self.hub in link


def arrange(graph: networkx.DiGraph, *, width: float, height: float) -> Drawing:
    """Place a graph that is not empty: its first agency in the middle, leads nearer to it than the rest."""
    marks = _marks(graph)
    hub, *others = graph
    leads = [agency for agency in others if graph.nodes[agency]["load"].in_charge]
    inner = leads[:NEAR_HUB]
    outer = [agency for agency in others if agency not in set(inner)]
    across, up = width / 2 - 96, height / 2 - 24
    inner_angles, outer_angles = _even_angles(inner), _angles_near_partners(graph, outer, _even_angles(inner))
    rings = [
        Ring([(marks[agency], inner_angles[agency]) for agency in inner], across * 0.5, up * 0.52),
        Ring([(marks[agency], outer_angles[agency]) for agency in outer], across, up),
    ]
    return Drawing(graph, hub, marks, place(marks[hub], rings, width=width, height=height))


def _even_angles(agencies):
    """Agency id → its angle on a ring, the first on top."""
    return {agency: math.pi / 2 + 2 * math.pi * order / len(agencies) for order, agency in enumerate(agencies)}


def _angles_near_partners(graph, agencies, partners):
    """Evenly spread angles, each agency taking the free one nearest to the partners it meets; the hub is not one."""
    free = list(_even_angles(agencies).values())
    angles = {}
    for agency, wished in sorted(_pulls(graph, agencies, partners).items(), key=lambda pull: pull[1] is None):
        nearest = min(free, key=lambda angle: 0 if wished is None else -math.cos(angle - wished))
        free.remove(nearest)
        angles[agency] = nearest
    return angles


def _pulls(graph, agencies, partners):
    pulls = {}
    for agency in agencies:
        leads = [lead for lead in graph.predecessors(agency) if lead in partners]
        met = [(graph[lead][agency]["weight"], partners[lead]) for lead in leads]
        x, y = (sum(weight * turn(angle) for weight, angle in met) for turn in (math.cos, math.sin))
        pulls[agency] = math.atan2(y, x) if met else None
    return pulls


def _marks(graph):
    most = max(ties for _, ties in graph.nodes(data="ties")) or 1
    font = FONT if len(graph) <= CROWDED else SMALL_FONT
    marks = {}
    for order, (agency, node) in enumerate(graph.nodes(data=True)):
        labels = _labels(node) if order < MOST_LABELS else ()
        size = HUB_SIZE if order == 0 else SMALLEST + (LARGEST - SMALLEST) * math.sqrt(node["ties"] / most)
        size += DOUBLE * node["collective"]
        marks[agency] = Mark(agency, labels, round(size, 1), HUB_FONT if order == 0 else font)
    return marks


def _labels(node):
    numbers = f"{node['load'].in_charge} + {node['load'].support}"
    names = dict.fromkeys(shortened(node["name"], longest) for longest in LONGEST_NAMES)
    return [f"{name} {numbers}" for name in names]
