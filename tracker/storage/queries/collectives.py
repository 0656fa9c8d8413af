"""Collectives as the office keeps them: who belongs to each, in which tasks it stands, and whom it means there."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from tracker.agencies.collectives import noun_of
from tracker.agencies.places import NATION
from tracker.agencies.rows import Agency, Collective, Membership, in_period
from tracker.storage.keeping import Part, kept
from tracker.storage.queries.asking import EVERYWHERE, tasks_asked
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.decided import decisions
from tracker.storage.queries.rows import TaskRow, rows_of

DISTRICTS = "区政府"


@dataclass(frozen=True)
class CollectiveLine:
    """A collective, how many belong to it today and by what, in how many tasks it stands and in how many nobody is named
    yet."""

    collective: Collective
    jurisdiction: str
    members: int
    defined_by: str
    tasks: int
    waiting: int

    @property
    def noun(self) -> str:
        return noun_of(self.collective.name)


@dataclass(frozen=True)
class Member:
    """A membership with its agency; ``is_now`` on the day asked about."""

    agency: Agency
    membership: Membership
    is_now: bool


@dataclass(frozen=True)
class Use:
    """A task in which a collective stands; ``named`` are those named for it, or for its document where ``by_document``."""

    task: TaskRow
    named: tuple[Agency, ...]
    by_document: bool


@dataclass(frozen=True)
class CollectiveView:
    """One collective with its members of all times, and the tasks it stands in."""

    line: CollectiveLine
    members: tuple[Member, ...]
    uses: tuple[Use, ...]

    @property
    def now(self) -> tuple[Agency, ...]:
        return tuple(each.agency for each in self.members if each.is_now)


def collective_list(on: date) -> tuple[CollectiveLine, ...]:
    """All collectives by jurisdiction, those nobody is named for first; in one statement where the registry is kept."""
    lines = (_line(each, on) for each in carrying().rows.collectives)
    return tuple(sorted(lines, key=lambda each: (each.collective.jurisdiction, -each.waiting, each.collective.id)))


def collective_view(collective_id: str, on: date) -> CollectiveView | None:
    """One collective of the registry; None if there is none. In four statements where the registry is kept."""
    registry = carrying()
    if (collective := registry.collectives.by_id.get(collective_id)) is None:
        return None
    members = (
        Member(registry.agencies[each.agency], each, in_period(each.valid_from, each.valid_to, on))
        for each in registry.rows.collective_members
        if each.collective == collective_id
    )
    return CollectiveView(_line(collective, on), tuple(members), _uses(collective_id))


def uses_of(collective_id: str) -> list[tuple[int, int]]:
    """The (task, document) in which a collective stands, in one statement where it is not kept."""
    return _standing().get(collective_id, [])


def those_to_name(collective: Collective, on: date) -> dict[str, tuple[Agency, ...]]:
    """By place and kind: the agencies in force in a collective's jurisdiction, then of the level above, then below it."""
    registry, found = carrying(), defaultdict(list)
    places = registry.places
    around = [place.code for place in places.chain(collective.jurisdiction) if place != NATION]
    if collective.jurisdiction in places.by_code:
        around += [place.code for place in places.children(collective.jurisdiction)]
    for each in sorted(registry.rows.agencies, key=lambda each: each.id):
        if each.jurisdiction in around and in_period(each.valid_from, each.valid_to, on):
            found[each.jurisdiction, each.kind].append(each)
    first = DISTRICTS if noun_of(collective.name) in ("区", "县", "市", "区县", "县区") else "政府部门"
    order = sorted(found, key=lambda key: (around.index(key[0]), key[1] != first, key[1]))
    return {f"{places.by_code[code].name} · {_kind_in(places.by_code[code], kind)}": tuple(found[code, kind]) for code, kind in order}


def _kind_in(place, kind):
    """区政府 are the governments one level below a place: a province's are those of cities."""
    return "各市政府" if kind == DISTRICTS and place.level == "province" else kind


def _line(collective, on) -> CollectiveLine:
    registry, decided, uses = carrying(), decisions(), uses_of(collective.id)
    members = registry.collectives.members_on(collective.id, on)
    waiting = 0 if members else sum(not decided.members(collective.id, *use) for use in uses)
    place = registry.places.by_code.get(collective.jurisdiction)
    return CollectiveLine(collective, place.name if place else "", len(members), _defined_by(collective, on), len(uses), waiting)


def _defined_by(collective, on) -> str:
    """By what its members are known: of an open one the basis on which the office named those of the day."""
    if not collective.open:
        return collective.defined_by
    members = (each for each in carrying().rows.collective_members if each.collective == collective.id)
    given = dict.fromkeys(each.basis for each in members if each.basis and in_period(each.valid_from, each.valid_to, on))
    return "、".join(given) or collective.defined_by


def _standing() -> dict[str, list[tuple[int, int]]]:
    """Collective → the (task, document) it stands in."""
    return kept(_found_standing, "collectives stand in", of=[Part.DOCUMENTS])


def _found_standing():
    standing = defaultdict(list)
    for document in sorted(tasks_asked(EVERYWHERE), key=attrgetter("id")):
        for task in sorted(document.tasks, key=attrgetter("id")):
            for collective in {who.collective for who in task.who if who.collective}:
                standing[collective].append((task.id, document.id))
    return dict(standing)


def _uses(collective):
    agencies, decided, standing = carrying().agencies, decisions(), uses_of(collective)
    rows = rows_of([task for task, _ in standing])
    return tuple(
        Use(
            row,
            tuple(agencies[each] for each in decided.members(collective, task, document)),
            not decided.for_task(collective, task),
        )
        for row, (task, document) in zip(rows, standing, strict=True)
    )
