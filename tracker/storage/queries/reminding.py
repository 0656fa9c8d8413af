"""What reminding is decided by: rows that are not reported, the last gate of each, the step of the ladder it is on."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from tracker.agencies.kinds import Treatment
from tracker.reporting.escalation import Late
from tracker.reporting.reminders import Gates, Owed
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.queries.expected import STAGES
from tracker.storage.reminders import ReminderRow, RemindingDay
from tracker.vocabulary.reminders import Step
from tracker.vocabulary.reporting import CycleState

_, MISSING = STAGES["missing"]
BY_HEIGHT = {1: Step.URGE, 2: Step.REQUEST, 3: Step.SUPERVISE}
"""How high on the ladder a row is, as the database keeps it."""


@dataclass(frozen=True)
class Asked:
    """Rows of one agency in one cycle that are not reported."""

    cycle_id: int
    group_id: int
    agency_id: str
    rows: tuple[Owed, ...]


def unreported(*, due_by: date | None = None, cycle_id: int | None = None, agency_id: str | None = None) -> list[Asked]:
    """What is owed in open cycles, by cycle and agency; with ``due_by`` only agencies that owe something by that day."""
    last = select(func.max(ReminderRow.gate)).where(
        ReminderRow.expected_id == ExpectedReport.id, ReminderRow.due_on == ExpectedReport.by_on
    )
    row = (ExpectedReport.id, ExpectedReport.agency_id, ExpectedReport.duty, ExpectedReport.by_on)
    statement = select(Cycle.id, Cycle.group_id, Cycle.opened_on, *row, last.scalar_subquery())
    statement = statement.join(Cycle, Cycle.id == ExpectedReport.cycle_id)
    statement = statement.where(Cycle.state == CycleState.OPEN, MISSING)
    if cycle_id is not None:
        statement = statement.where(Cycle.id == cycle_id, ExpectedReport.agency_id == agency_id)
    found: dict[tuple[int, int, str], list[Owed]] = {}
    for cycle, group, opened, id_, agency, duty, due, gate in db.session.execute(statement.order_by(ExpectedReport.id)):
        found.setdefault((cycle, group, agency), []).append(Owed(id_, agency, duty, due, opened, gate))
    asked = (Asked(*key, tuple(rows)) for key, rows in found.items())
    return [each for each in asked if due_by is None or any(row.due <= due_by for row in each.rows)]


def chosen_gates() -> dict[int, Gates]:
    """The days of the groups that chose their own, in one statement."""
    found = defaultdict(list)
    for group, days in db.session.execute(select(RemindingDay.group_id, RemindingDay.days)):
        found[group].append(days)
    return {group: Gates.on_days(days) for group, days in found.items()}


def chosen_by(group_id: int) -> RemindingDay | None:
    """Who chose a group's days, and when; None where it has the usual ones."""
    statement = select(RemindingDay).where(RemindingDay.group_id == group_id)
    return db.session.scalar(statement.order_by(RemindingDay.at.desc()).limit(1))


def late(due: date, height: int | None, term: date | None, treated: Treatment) -> Late:
    """Where a row stands on the ladder of its agency; a step that is not on it any more does not count."""
    step = BY_HEIGHT.get(height)
    return Late(due, treated.ladder, step, term) if step in treated.ladder else Late(due, treated.ladder)


def on_the_ladder(cycle_id: int, treated: Mapping[str, Treatment]) -> dict[str, dict[int, Late]]:
    """By agency: its rows that are not reported, and where each stands."""
    row = ExpectedReport
    statement = select(row.id, row.agency_id, row.by_on, row.pressed, row.pressed_until)
    own = (row.cycle_id == cycle_id, row.agency_id.in_(treated), MISSING)
    found: dict[str, dict[int, Late]] = {agency: {} for agency in treated}
    for id_, agency, due, height, term in db.session.execute(statement.where(*own).order_by(row.id)):
        found[agency][id_] = late(due, height, term, treated[agency])
    return found


def row_ids_missing(cycle_id: int, agency_ids: Collection[str]) -> list[int]:
    """The rows of these agencies in a cycle that are not reported."""
    own = (ExpectedReport.cycle_id == cycle_id, ExpectedReport.agency_id.in_(agency_ids), MISSING)
    return list(db.session.scalars(select(ExpectedReport.id).where(*own)))
