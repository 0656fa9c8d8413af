"""The list of agencies: every registered body with its load, and the printed names nobody knows."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from tracker import clock
from tracker.agencies.kinds import KINDS
from tracker.agencies.names import normal
from tracker.agencies.standpoint import PRINTED, TODAY
from tracker.graph.load import Load
from tracker.storage.queries.carrying import Node, carrying, node_of
from tracker.storage.queries.filters import NOWHERE, AgencyFilter
from tracker.storage.queries.loads import NOTHING, loads
from tracker.vocabulary import Role, Scope

COLLECTIVE = "集合单位"


@dataclass(frozen=True)
class AgencyLine:
    """A body and on how many tasks it stands in each role; ``through`` counts those it has as a collective's member.

    ``is_open`` says of a collective that its members are not named, ``members`` how many they are.
    """

    body: Node
    load: dict[Role, int]
    through: int = 0
    is_open: bool = False
    members: int = 0


@dataclass(frozen=True)
class FormerLine:
    """A body that is no more, since when, who follows, and on how many tasks it is printed."""

    body: Node
    since: date
    followers: tuple[Node, ...]
    printed: int


@dataclass(frozen=True)
class Group:
    """The bodies of one jurisdiction, kind by kind."""

    place: str
    total: int
    kinds: tuple[tuple[str, tuple[AgencyLine, ...]], ...]


@dataclass(frozen=True)
class AgencyList:
    """The agencies asked for. ``in_scope`` counts them for issued documents, drafts and both.

    ``unknown`` are printed names that are not in the registry, ``idle`` registered bodies that stand in no task,
    ``former`` those that are no more. ``heaviest`` is the largest sum of one body's loads.
    """

    unknown: tuple[AgencyLine, ...]
    groups: tuple[Group, ...]
    former: tuple[FormerLine, ...]
    idle: tuple[AgencyLine, ...]
    total: int
    heaviest: int
    in_scope: dict[Scope, int]


def agency_list(wanted: AgencyFilter) -> AgencyList:
    """The agencies a filter asks for, as they stand today unless another standpoint is asked for."""
    registry = carrying()
    if wanted.unknown:
        return AgencyList((), (), (), (), 0, 0, dict.fromkeys(Scope, 0))
    found = loads(wanted.on or TODAY, wanted.document)
    lines = {scope: _lines(found[scope], wanted, registry) for scope in Scope}
    shown = sorted(lines[wanted.documents_in_scope], key=lambda line: _place(line, wanted.sort, registry))
    is_narrow = wanted.role or wanted.document
    return AgencyList(
        unknown=tuple(line for line in shown if not line.body.is_known),
        groups=tuple(_groups(line for line in shown if line.body.is_known)),
        former=() if is_narrow else tuple(_former(found[wanted.documents_in_scope].printed, wanted, registry)),
        idle=() if is_narrow else tuple(_idle(found[wanted.documents_in_scope], wanted, registry)),
        total=len(shown),
        heaviest=max((sum(line.load.values()) for line in shown), default=0),
        in_scope={scope: len(of_scope) for scope, of_scope in lines.items()},
    )


def _lines(found, wanted, registry):
    lines = [_line(_node(key, found, registry), found, registry, wanted) for key in found.bodies]
    return [line for line in lines if _is_wanted(line, wanted, registry)]


def _node(key, found, registry):
    return found.nodes[key] if key in found.nodes else node_of(registry.body(key), registry)


def _line(node, found, registry, wanted):
    load = by_role(found.loads.get(node.key, NOTHING))
    collective = registry.collectives.by_id.get(node.key)
    if collective is None:
        return AgencyLine(node, load, found.through.get(node.key, 0))
    return AgencyLine(node, load, 0, collective.open, len(registry.collectives.members_on(node.key, _day(wanted))))


def by_role(load: Load) -> dict[Role, int]:
    return {role: getattr(load, role) for role in Role}


def _is_wanted(line, wanted, registry):
    if wanted.role and not line.load[wanted.role]:
        return False
    return _is_asked_for(line.body, wanted, registry)


def _is_asked_for(node, wanted, registry):
    if wanted.jurisdiction and (node.place or NOWHERE) != wanted.jurisdiction:
        return False
    if wanted.kind and node.kind != wanted.kind:
        return False
    names = registry.names(node.key) if node.is_known else (node.name, node.full)
    return not wanted.q or any(normal(wanted.q).lower() in normal(name).lower() for name in names)


def _idle(found, wanted, registry):
    day = _day(wanted)
    bodies = [body for body in registry.agencies.values() if not registry.is_former(body.id, day)]
    others = [node_of(body, registry) for body in (*bodies, *registry.collectives.by_id.values())]
    lines = [_line(node, found, registry, wanted) for node in others if node.key not in found.bodies]
    wished = [line for line in lines if _is_asked_for(line.body, wanted, registry)]
    return sorted(wished, key=lambda line: _place(line, "name", registry))


def _day(wanted):
    return (wanted.on or TODAY).day(clock.today()) or clock.today()


def _former(printed, wanted, registry):
    """Those that are no more on the day; as printed they stand among the others."""
    if wanted.on == PRINTED:
        return
    day = _day(wanted)
    for agency in sorted(registry.agencies.values(), key=lambda each: (each.jurisdiction, each.id)):
        node = node_of(agency, registry)
        if registry.is_former(agency.id, day) and _is_asked_for(node, wanted, registry):
            heirs = [node_of(registry.agencies[heir.agency], registry) for heir in registry.followers(agency.id, day)]
            yield FormerLine(node, registry.succession.period(agency.id).end, tuple(heirs), printed.get(agency.id, 0))


def _place(line, sort, registry):
    """Its place in the list: by jurisdiction and kind, then the heaviest in the role asked for, or by name."""
    body = registry.body(line.body.key)
    home = body.jurisdiction if body else ""
    kinds = [*KINDS, ""]
    kind = len(kinds) if line.body.is_collective and body else kinds.index(line.body.kind if body else "")
    heads = (body is not None, home, line.body.place, kind)
    if sort == "name":
        return (*heads, line.body.name)
    return (*heads, -line.load[sort], *(-tasks for tasks in line.load.values()), line.body.name)


def _groups(lines):
    for place, of_place in groupby(lines, key=lambda line: line.body.place):
        own = list(of_place)
        kinds = groupby(own, key=lambda line: COLLECTIVE if line.body.is_collective else line.body.kind or "其他单位")
        yield Group(place, len(own), tuple((kind, tuple(group)) for kind, group in kinds))
