"""What if one body were merged into another: loads, tasks and co-operation before and after. Nothing is stored."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.graph.load import Load, heaviest_first
from tracker.graph.network import Duty, Projection, project
from tracker.vocabulary import Role

NOTHING = Load()


@dataclass(frozen=True, slots=True)
class Shared:
    """A task on which both stand; merged, it is one body's task once in each role."""

    id: int
    label: str


@dataclass(frozen=True, slots=True)
class Passing:
    """A task that would change hands, in the roles the one has in it and the other not yet."""

    id: int
    label: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """Another body, and on how many tasks each of the two meets it, whoever leads, and the one would."""

    key: str
    name: str
    gone: int
    into: int
    merged: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Two bodies' loads, and the one's who would have both; ``ranks`` are places by load: of the two, and of the one.

    ``shared`` are the tasks of both, ``passing`` those that would change hands, ``between`` counts the ties of the two
    to each other, which would be gone. ``partners`` counts how many others each of the two meets, and how many the one
    would; ``meetings`` are these others, whom the one would meet most often first.
    """

    gone: Load
    into: Load
    merged: Load
    ranks: tuple[int, int, int]
    shared: tuple[Shared, ...]
    between: int
    partners: tuple[int, int, int]
    passing: tuple[Passing, ...]
    meetings: tuple[Meeting, ...]


def what_if(whole: Projection, gone: str, into: str) -> WhatIf:
    """``gone`` merged into ``into``; who has no task counts as nothing. Only tasks on which one of them stands are counted anew."""
    of_gone, of_into = _tasks_of(whole, gone), _tasks_of(whole, into)
    rows = list(_duties(whole, of_gone | of_into))
    before, after = project(rows), project(_as_one(rows, gone, into))
    merged = after.loads.get(into, NOTHING)
    loads = {agency: load for agency, load in whole.loads.items() if agency not in (gone, into)}
    return WhatIf(
        gone=before.loads.get(gone, NOTHING),
        into=before.loads.get(into, NOTHING),
        merged=merged,
        ranks=(_rank(whole.loads, gone), _rank(whole.loads, into), _rank(loads | {into: merged}, into) if rows else 0),
        shared=tuple(Shared(task, label) for task, label in before.tasks.items() if task in of_gone & of_into),
        between=before.links.get((gone, into), 0) + before.links.get((into, gone), 0),
        partners=(len(_partners(before, gone)), len(_partners(before, into)), len(_partners(after, into))),
        passing=tuple(_passing(before, gone, into)),
        meetings=_meetings(before, after, gone, into),
    )


def _as_one(rows, gone, into):
    name = next((duty.agency for duty in rows if duty.agency_id == into), into)
    for duty in rows:
        yield duty._replace(agency_id=into, agency=name) if duty.agency_id == gone else duty


def _tasks_of(projection, body):
    return {task for of_role in projection.units.values() for task, bodies in of_role.items() if body in bodies}


def _duties(projection, wanted) -> Iterator[Duty]:
    """The rows of some tasks again, in the order of the tasks."""
    for task, label in projection.tasks.items():
        if task in wanted:
            for role, of_role in projection.units.items():
                for key in of_role.get(task, ()):
                    yield Duty(task, label, 0, key, projection.agencies[key].name, role)


def _rank(loads, body: str) -> int:
    """Its place by load, counted from 1; 0 for who has no task."""
    return heaviest_first(loads).index(body) + 1 if body in loads else 0


def _partners(projection, body) -> Counter[str]:
    """Whom a body meets, and on how many tasks."""
    found: Counter[str] = Counter()
    for pair, tasks in projection.links.items():
        if body in pair:
            found[pair[0] if pair[1] == body else pair[1]] += tasks
    return found


def _passing(projection, gone, into):
    roles = defaultdict(list)
    for role, of_role in projection.units.items():
        for task, bodies in of_role.items():
            if gone in bodies and into not in bodies:
                roles[task].append(role)
    for task, label in projection.tasks.items():
        if task in roles:
            yield Passing(task, label, tuple(roles[task]))


def _meetings(before, after, gone, into):
    of_gone, of_into, of_one = _partners(before, gone), _partners(before, into), _partners(after, into)
    order = sorted(of_one, key=lambda other: (-of_one[other], other))
    names = after.agencies
    return tuple(Meeting(key, names[key].name, of_gone[key], of_into[key], of_one[key]) for key in order)
