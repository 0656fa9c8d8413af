"""Who stands in which task, as the rows the responsibility graph is made of."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from tracker import clock
from tracker.agencies.standpoint import PRINTED
from tracker.graph.network import Duty
from tracker.storage.keeping import DUTIES, kept
from tracker.storage.queries.asking import tasks_asked
from tracker.storage.queries.bearing import Bearers
from tracker.storage.queries.carrying import Node, carrying, nodes_in_tasks, told_apart
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.units import Units
from tracker.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Unit:
    """Who stands in a task: the role, the keys of those who carry it, the key of the one it is printed for.

    ``through`` are the agencies that have it as members of a collective.
    """

    role: Role
    keys: tuple[str, ...]
    printed: str
    through: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskUnits:
    """A task and who stands in it."""

    id: int
    label: str
    document_id: int
    issued_on: date | None
    units: tuple[Unit, ...]


def duties(wanted: TaskFilter) -> Iterator[Duty]:
    """Everybody's role in every task asked for, seen as it is asked for (as printed unless said otherwise).

    In the order of the documents. A body is named in full (广州市市场监管局) where another of that name is among them.
    """
    tasks, names = duties_with_nodes(wanted)
    return as_duties(tasks, names)


def as_duties(tasks: list[TaskUnits], found: dict[str, Node]) -> Iterator[Duty]:
    names = told_apart(found.values())
    for task in tasks:
        for unit in task.units:
            for key in unit.keys:
                yield Duty(task.id, task.label, task.document_id, key, names[key], unit.role, found[key].is_collective)


def duties_with_nodes(wanted: TaskFilter) -> tuple[list[TaskUnits], dict[str, Node]]:
    """The tasks asked for with their units, and who these are; in two statements, in none where kept."""
    if wanted.unknown:
        return [], {}
    key = tuple(sorted(wanted.address.items()))
    return kept(lambda: _duties(wanted), "duties", key, clock.today(), of=DUTIES)


def _duties(wanted):
    bearers, found = Bearers((wanted.on or PRINTED).day(clock.today())), []
    for document in tasks_asked(wanted):
        own, units = (document.id, document.issued_on), Units(bearers, partial(_unit, bearers, document.issued_on))
        found += [TaskUnits(each.id, each.label, *own, units.of(each)) for each in document.tasks]
    keys = {key for units in {task.units for task in found} for unit in units for key in unit.keys}
    return found, nodes_in_tasks(keys, carrying())


def _unit(bearers, issued_on, assignment, who) -> Unit:
    carried = bearers.carried(assignment, who.registered, who.collective, who.agency_id, issued_on)
    return Unit(who.role, carried.keys, who.registered or who.collective or str(who.agency_id), carried.through)


def through_collectives(tasks: list[TaskUnits]) -> dict[str, int]:
    """Agency → on how many of these tasks it stands through a collective it belongs to."""
    of_members, found = defaultdict(set), defaultdict(set)
    for task in tasks:
        for unit in task.units:
            if unit.through:
                of_members[unit.through].add(task.id)
    for members, ids in of_members.items():
        for agency in members:
            found[agency] |= ids
    return {agency: len(ids) for agency, ids in found.items()}

