"""What if one body were merged into another: loads before and after. Nothing is stored."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.graph.load import Load, heaviest_first
from tracker.graph.network import Duty, Projection, project

NOTHING = Load()


@dataclass(frozen=True, slots=True)
class Shared:
    """A task on which both stand; merged, it is one body's task once in each role."""

    id: int
    label: str


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Two bodies' loads, and the one's who would have both; ``ranks`` are places by load: of the two, and of the one.

    ``shared`` are the tasks of both, ``between`` counts the ties of the two to each other, which would be gone.
    ``partners`` counts how many others each of the two meets, and how many the one would.
    """

    gone: Load
    into: Load
    merged: Load
    ranks: tuple[int, int, int]
    shared: tuple[Shared, ...]
    between: int
    partners: tuple[int, int, int]


def what_if(duties: Iterable[Duty], gone: str, into: str) -> WhatIf:
    """``gone`` merged into ``into``; who has no task counts as nothing."""
    rows = list(duties)
    before, after = project(rows), project(_as_one(rows, gone, into))
    both = _tasks_of(rows, gone) & _tasks_of(rows, into)
    return WhatIf(
        gone=before.loads.get(gone, NOTHING),
        into=before.loads.get(into, NOTHING),
        merged=after.loads.get(into, NOTHING),
        ranks=(_rank(before, gone), _rank(before, into), _rank(after, into)),
        shared=tuple(Shared(task, label) for task, label in before.tasks.items() if task in both),
        between=before.links.get((gone, into), 0) + before.links.get((into, gone), 0),
        partners=(_partners(before, gone), _partners(before, into), _partners(after, into)),
    )


def _as_one(rows, gone, into):
    name = next((duty.agency for duty in rows if duty.agency_id == into), into)
    for duty in rows:
        yield duty._replace(agency_id=into, agency=name) if duty.agency_id == gone else duty


def _tasks_of(rows, body):
    return {duty.task_id for duty in rows if duty.agency_id == body}


def _rank(projection: Projection, body: str) -> int:
    """Its place by load, counted from 1; 0 for who has no task."""
    order = heaviest_first(projection.loads)
    return order.index(body) + 1 if body in projection.loads else 0


def _partners(projection, body):
    return len({other for pair in projection.links if body in pair for other in pair if other != body})
