"""The owed rows of cycles in heaps of what is alike, and what a desk says of a cycle besides; few statements for all of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, null, select

from tracker.reporting.due_dates import ONE_DAY
from tracker.reporting.glance import Heap
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.people import LeadingGroup
from tracker.storage.queries.expected import OWED
from tracker.storage.queries.lights import lighting_on
from tracker.vocabulary.reporting import STANDING, CycleState, Duty, Owing, ReportState


@dataclass(frozen=True, slots=True)
class Alike:
    """What its light is made of, as of a row; ``id`` only where a person decided the light of that row."""

    id: int | None
    duty: Duty
    state: ReportState
    by_on: date
    on_time: bool
    received_at: datetime | None
    owing: Owing = Owing.OWED


def heaps(cycles: Collection[Cycle], on: date, *conditions) -> list[Heap]:
    """The owed rows of these cycles that one may see, in heaps; in one statement."""
    by_id, lighting = {cycle.id: cycle for cycle in cycles}, lighting_on(on)
    apart = [case((ExpectedReport.id.in_(lighting.rows), ExpectedReport.id), else_=null())] if lighting.rows else []
    same = (
        ExpectedReport.cycle_id,
        ExpectedReport.agency_id,
        ExpectedReport.duty,
        ExpectedReport.state,
        ExpectedReport.by_on,
        ExpectedReport.on_time,
        *apart,
    )
    latest = func.max(ExpectedReport.received_at, type_=ExpectedReport.received_at.type)
    statement = select(*same, latest, func.count()).where(ExpectedReport.cycle_id.in_(by_id), OWED, *conditions)
    found = []
    for cycle_id, agency, duty, state, by_on, on_time, *one, received_at, count in db.session.execute(
        statement.group_by(*same)
    ):
        received = received_at if state in STANDING else None
        row = Alike(one[0] if one else None, duty, state, by_on, on_time, received)
        light = lighting.filing(row, by_id[cycle_id])
        found.append(Heap(cycle_id, agency, row.duty, row.state, row.by_on, row.on_time, light, count))
    return found


def overdue_rows(on: date) -> dict[str, object]:
    """What a list of rows is asked for to be those overdue on a day."""
    return {"stage": "missing", "due_to": on - ONE_DAY}


def soon_rows(cycle: Cycle, on: date) -> dict[str, object]:
    """The same for those that are 临期 in a cycle."""
    soon = lighting_on(on).thresholds(cycle).soon
    return {"stage": "missing", "due_from": on, "due_to": on + soon * ONE_DAY}


def opened_cycles(*conditions) -> tuple[tuple[Cycle, str], ...]:
    """The cycles one may see that are open or locked, each with its group's name: open ones first, the next due first."""
    statement = select(Cycle, LeadingGroup.name).join(LeadingGroup, LeadingGroup.id == Cycle.group_id)
    statement = statement.where(Cycle.state != CycleState.PREPARED, *conditions)
    found = [tuple(row) for row in db.session.execute(statement.order_by(Cycle.due_on.desc(), Cycle.id))]
    is_open = [pair for pair in found if pair[0].state is CycleState.OPEN]
    locked = [pair for pair in found if pair[0].state is not CycleState.OPEN]
    return (*reversed(is_open), *locked)
