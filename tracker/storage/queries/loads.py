"""What everybody carries: counted once for each state of the data, standpoint and document, in every scope."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import chain, groupby
from operator import add

from tracker import clock
from tracker.agencies.standpoint import Standpoint
from tracker.graph.load import Load
from tracker.graph.network import project
from tracker.storage.keeping import DUTIES, kept
from tracker.storage.queries.carrying import Node
from tracker.storage.queries.choices import choices
from tracker.storage.queries.duties import as_duties, duties_with_nodes, through_collectives
from tracker.storage.queries.filters import TaskFilter
from tracker.vocabulary import Scope, Standing

NOTHING = Load()
COUNTS = ("links", "any_role", "printed", "through")


@dataclass(frozen=True)
class Loads:
    """Loads and links by key, as ``graph.Projection`` counts them.

    ``any_role`` counts the tasks on which a body stands in whatever role, ``printed`` those on which it did when they
    were printed, ``through`` those it has as a member.
    """

    nodes: Mapping[str, Node]
    loads: Mapping[str, Load]
    links: Mapping[tuple[str, str], int]
    any_role: Mapping[str, int]
    printed: Mapping[str, int]
    through: Mapping[str, int]

    def __add__(self, other: "Loads") -> "Loads":
        """Both together, of tasks that are not the same."""
        return Loads(
            {**self.nodes, **other.nodes},
            {
                key: self.loads.get(key, NOTHING) + other.loads.get(key, NOTHING)
                for key in {**self.loads, **other.loads}
            },
            *(Counter(getattr(self, name)) + Counter(getattr(other, name)) for name in COUNTS),
        )

    @property
    def bodies(self) -> set[str]:
        """Everybody who has a task, in its own name or through a collective."""
        return self.loads.keys() | self.through.keys()


@dataclass(frozen=True)
class AllLoads:
    """Loads over issued documents, over drafts and over both, and how many bodies have a task of each document."""

    in_scope: Mapping[Scope, Loads]
    bodies_of: Mapping[int, int]


def loads(on: Standpoint, document: str | None = None) -> Mapping[Scope, Loads]:
    """The loads in every scope, or over one document (a stem)."""
    return all_loads(on, document).in_scope


def all_loads(on: Standpoint, document: str | None = None) -> AllLoads:
    """All that is counted from a standpoint; in three statements where it is kept."""
    standing = {one.id: one.standing for one in choices().documents}
    return kept(lambda: _loads(on, document, standing), "loads", document, on, clock.today(), of=DUTIES)


def standings(scope: Scope) -> set[Standing]:
    """How the documents of a scope stand."""
    return set(Standing) if scope == Scope.ALL else {Standing(scope)}


def _loads(on, document, standing):
    tasks, found = duties_with_nodes(TaskFilter(document=document, on=on, scope=Scope.ALL))
    own = defaultdict(list)
    for task in tasks:
        own[standing.get(task.document_id)].append(task)
    counted = {each: _counted(own[each], found) for each in Standing if each in own}
    in_scope = {scope: _together(counted, standings(scope)) for scope in Scope}
    return AllLoads(in_scope, {document: len(bodies) for document, bodies in _by_document(tasks).items()})


def _together(counted, wanted) -> Loads:
    """What was counted for documents of these standings; of one standing as it is."""
    found = [loads for standing, loads in counted.items() if standing in wanted]
    return reduce(add, found) if found else Loads({}, {}, {}, {}, {}, {})


def _by_document(tasks):
    found = {}
    for document, own in groupby(tasks, key=lambda task: task.document_id):
        of_document = list(own)
        named = {key for task in of_document for unit in task.units for key in unit.keys}
        found[document] = named | through_collectives(of_document).keys()
    return found


def _counted(tasks, found):
    projection = project(as_duties(tasks, found))
    own = {key: found[key] for key in projection.agencies}
    any_role = Counter(chain.from_iterable({key for unit in task.units for key in unit.keys} for task in tasks))
    printed = Counter(chain.from_iterable({unit.printed for unit in task.units} for task in tasks))
    return Loads(own, projection.loads, projection.links, any_role, printed, through_collectives(tasks))
