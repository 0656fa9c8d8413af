"""Tasks as the rule of who owes takes them (``reporting.expected``): each with its units, and who bears them on a day."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import Select, String, select, type_coerce

from tracker.reporting.expected import TaskUnits, Unit
from tracker.storage.columns import among
from tracker.storage.database import db, plain_rows
from tracker.storage.documents import Assignment
from tracker.storage.queries.basis import basis
from tracker.storage.queries.bearing import Bearers
from tracker.storage.queries.carrying import carrying
from tracker.vocabulary import Role


def with_units(tasks: Select | Sequence[int], on: date) -> tuple[TaskUnits, ...]:
    """Tasks, by id or as a select finds their ids, in that order, with their units and who bears these on a day.

    In one statement more than those that find the ids, however many there are, where the registry is kept.
    """
    ids = db.session.scalars(tasks).all() if isinstance(tasks, Select) else tasks
    units = {each.task: each for each in in_any_order(tasks, on)}
    return tuple(units.get(id_) or TaskUnits(id_, ()) for id_ in ids)


def in_any_order(tasks: Select | Collection[int], on: date) -> tuple[TaskUnits, ...]:
    """The same of those tasks that have units, in one statement."""
    is_select = isinstance(tasks, Select)
    here = Assignment.task_id.in_(tasks.order_by(None)) if is_select else among(Assignment.task_id, tasks)
    return tuple(TaskUnits(task, tuple(units)) for task, units in _units(here, on).items())


def _units(here, on) -> Mapping[int, list[Unit]]:
    """By task; a unit that stands in many tasks is made once."""
    make, found, usual = _Units(on), defaultdict(list), {}
    who = (type_coerce(Assignment.role, String), Assignment.agency_id, Assignment.registered_id, Assignment.collective_id)
    statement = select(Assignment.task_id, Assignment.id, *who).where(here)
    for task, assignment, *unit in plain_rows(statement.order_by(Assignment.task_id, Assignment.position)):
        key = (assignment, *unit) if make.bearers.is_decided(assignment) else tuple(unit)
        if key not in usual:
            usual[key] = make(assignment, *unit)
        found[task].append(usual[key])
    return found


class _Units:
    """Makes units as they are on a day. Nobody bears what is of a body that was abolished without a successor."""

    def __init__(self, on):
        self.bearers, self._on, self._names = Bearers(on), on, basis().printed
        self._succession = carrying().succession

    def __call__(self, assignment, role, agency_id, registered, collective) -> Unit:
        jurisdiction, name = self._names[agency_id]
        heirs = (heir.agency for heir in self.bearers.heirs(assignment, registered, collective, None))
        there = tuple(agency for agency in heirs if self._succession.in_force(agency, self._on))
        return Unit(name, Role(role), there, collective or f"{jurisdiction}：{name}", collective is not None)
