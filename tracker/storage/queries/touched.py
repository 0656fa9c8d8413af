"""Which open cycles a change of the registry touches: how many rows the office has to look at because of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from tracker.storage.cycles import Cycle
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.handovers import concerned
from tracker.storage.queries.left_alone import duties_of, left_alone
from tracker.storage.queries.shifting import open_cycles, shifts_of


@dataclass(frozen=True)
class Touched:
    """An open cycle in which so many rows are to be looked at, and so many wait for a hand-over first."""

    cycle: Cycle
    rows: int
    held: int


def cycles_touched(bodies: Collection[str], group_id: int | None, on: date) -> tuple[Touched, ...]:
    """The open cycles of a group whose rows are not as the registry has these agencies and collectives on a day.

    Left out is what is left alone there, and what was reported.
    """
    agencies = _agencies(bodies, on)
    found = (_touched(cycle, agencies, on) for cycle in open_cycles([group_id])) if agencies and group_id else ()
    return tuple(each for each in found if each.rows or each.held)


def _agencies(bodies, on):
    """The agencies among these bodies, those that were members of the collectives among them, and who follows them."""
    registry = carrying()
    found = {body for body in bodies if body in registry.agencies}
    found |= {each.agency for each in registry.rows.collective_members if each.collective in bodies}
    return found | {heir.agency for agency in found for heir in registry.followers(agency, on)}


def _touched(cycle, agencies, on):
    left = left_alone([cycle.id])
    keys, held = {each.key for each in left}, concerned(on, duties_of(left))
    duties = {(each.task_id, each.agency) for each in left if each.printed}
    found = (each for each in shifts_of(cycle, on, agencies=agencies) if not each.is_settled and each.key not in keys)
    waits = [(each.task, each.agency) in held for each in found if (each.task, each.agency) not in duties]
    return Touched(cycle, waits.count(False), waits.count(True))
