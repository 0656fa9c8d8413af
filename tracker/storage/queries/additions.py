"""增补: the rows that the office adds to a cycle before it opens, and who bears them on a day."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from tracker.reporting.expected import Added, TaskUnits, with_added
from tracker.storage.cycles import AddedRow
from tracker.storage.database import db
from tracker.storage.queries.carrying import carrying

OF_ADDED = (
    *(AddedRow.task_id, AddedRow.agency_id, AddedRow.role, AddedRow.printed),
    *(AddedRow.reason, AddedRow.who, AddedRow.account_id, AddedRow.at),
)


@dataclass(frozen=True)
class AddedLine:
    """A row that was added by hand, with its reason, by whom and when."""

    row: Added
    reason: str
    who: str
    account_id: int | None
    at: datetime


def in_their_order(found: Iterable[Sequence]) -> tuple[AddedLine, ...]:
    """Rows of these columns as lines, in the order in which they were added."""
    lines = (AddedLine(Added(*each[:4]), *each[4:]) for each in found)
    return tuple(sorted(lines, key=lambda line: (line.at, line.row.task, line.row.agency)))


def additions_to(cycle_id: int) -> tuple[AddedLine, ...]:
    """What was added to a cycle; in one statement."""
    return in_their_order(map(tuple, db.session.execute(select(*OF_ADDED).where(AddedRow.cycle_id == cycle_id))))


def with_additions(tasks: tuple[TaskUnits, ...], added: Collection[Added], on: date) -> tuple[TaskUnits, ...]:
    """Tasks with whom the office added to them, and who carries on for these on a day."""
    return with_added(tasks, added, lambda agency: bearers_of(agency, on)) if added else tasks


def bearers_of(agency: str, on: date) -> tuple[str, ...]:
    """An agency on a day, or those that carry on for it; nobody where it was abolished without a successor."""
    registry = carrying()
    heirs = (heir.agency for heir in registry.on(on).of.get(agency, ()))
    return tuple(heir for heir in heirs if registry.succession.in_force(heir, on))
