"""Who stands in which task, as the rows the responsibility graph is made of."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import String, select, type_coerce

from tracker import clock
from tracker.agencies.standpoint import PRINTED
from tracker.graph.network import Duty
from tracker.storage.database import db, plain_rows
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.storage.keeping import DUTIES, kept
from tracker.storage.queries.bearing import Bearers
from tracker.storage.queries.carrying import Node, carrying, nodes_in_tasks, told_apart
from tracker.storage.queries.conditions import conditions_of, in_scope, tasks_with_their_document
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.labels import opening, task_label
from tracker.storage.queries.rows import siblings
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
    bearers, units = Bearers((wanted.on or PRINTED).day(clock.today())), defaultdict(list)
    tasks = _tasks(wanted)
    issued = {row.id: row.issued_on for row in tasks}
    usual: dict[tuple, Unit] = {}
    for task_id, assignment, role, registered, collective, agency_id in _assigned(wanted):
        who = (role, registered, collective, agency_id, issued[task_id])
        if bearers.is_decided(assignment):
            unit = _unit(bearers, assignment, *who)
        elif (unit := usual.get(who)) is None:
            unit = usual[who] = _unit(bearers, assignment, *who)
        units[task_id].append(unit)
    found = [TaskUnits(row.id, _label(row), row.document_id, row.issued_on, tuple(units[row.id])) for row in tasks]
    return found, nodes_in_tasks({key for own in units.values() for unit in own for key in unit.keys}, carrying())


def _unit(bearers, assignment, role, registered, collective, agency_id, issued_on) -> Unit:
    carried = bearers.carried(assignment, registered, collective, agency_id, issued_on)
    return Unit(Role(role), carried.keys, registered or collective or str(agency_id), carried.through)


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


def _assigned(wanted):
    who = (Assignment.registered_id, Assignment.collective_id, Assignment.agency_id)
    statement = select(Assignment.task_id, Assignment.id, type_coerce(Assignment.role, String), *who)
    if conditions := [*conditions_of(wanted), *in_scope(wanted.documents_in_scope)]:
        statement = statement.where(Assignment.task_id.in_(tasks_with_their_document(Task.id).where(*conditions)))
    return plain_rows(statement.order_by(Assignment.task_id, Assignment.position))


def _tasks(wanted):
    document = (Measure.document_id, PolicyDocument.issued_on)
    columns = (Task.id, Task.ordinal, Task.text, siblings().label("siblings"), Measure.path, Measure.heading, *document)
    statement = tasks_with_their_document(*columns)
    statement = statement.where(*conditions_of(wanted), *in_scope(wanted.documents_in_scope))
    return db.session.execute(statement.order_by(PolicyDocument.position, Measure.position, Task.ordinal)).all()


def _label(row):
    return f"{task_label(row.path, row.ordinal, row.siblings)} {row.heading or opening(row.text)}"
