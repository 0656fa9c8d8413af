"""Tasks as the rule of who owes takes them (``reporting.expected``): each with its units, and who bears them on a day."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import Select

from tracker.reporting.expected import TaskUnits, Unit
from tracker.storage.database import db
from tracker.storage.queries.basis import basis
from tracker.storage.queries.bearing import Bearers
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.image import printed_in
from tracker.storage.queries.units import Printed, Units


def with_units(tasks: Select | Sequence[int], on: date) -> tuple[TaskUnits, ...]:
    """Tasks, by id or as a select finds their ids, in that order, with their units and who bears these on a day.

    They are read as they stand now, whatever is kept: in one statement more than those that find the ids.
    """
    ids = db.session.scalars(tasks).all() if isinstance(tasks, Select) else tasks
    units = {each.task: each for each in in_any_order(tasks, on)}
    return tuple(units.get(id_) or TaskUnits(id_, ()) for id_ in ids)


def in_any_order(tasks: Select | Collection[int], on: date) -> tuple[TaskUnits, ...]:
    """The same of those tasks that have units, in one statement."""
    return as_owed(printed_in(tasks), on)


def as_owed(tasks: Iterable[Printed], on: date) -> tuple[TaskUnits, ...]:
    """The same of tasks as they are printed; in no statement."""
    units = Units(bearers := Bearers(on), _Making(bearers, on))
    return tuple(TaskUnits(each.id, units.of(each)) for each in tasks)


class _Making:
    """Makes units as they are on a day. Nobody bears what is of a body that was abolished without a successor."""

    def __init__(self, bearers: Bearers, on: date):
        self._bearers, self._on, self._names = bearers, on, basis().printed
        self._succession = carrying().succession

    def __call__(self, assignment, who) -> Unit:
        jurisdiction, name = self._names[who.agency_id]
        heirs = (heir.agency for heir in self._bearers.heirs(assignment, who.registered, who.collective, None))
        there = tuple(agency for agency in heirs if self._succession.in_force(agency, self._on))
        return Unit(name, who.role, there, who.collective or f"{jurisdiction}：{name}", who.collective is not None)
