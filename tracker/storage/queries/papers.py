"""The numbered papers as they are printed, and the figures of a 通报; a paper prints what it said when it was written."""

from collections.abc import Collection
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache

from sqlalchemy import func, select

from tracker.reporting.due_dates import WorkingDays
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.people import LeadingGroup
from tracker.storage.queries.expected import OWED
from tracker.storage.queries.reminders import OwedTask, number_of, rows_of_papers
from tracker.storage.queries.treatments import treatments
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reminders import Reminder
from tracker.storage.sight import seeing_everything
from tracker.vocabulary.reporting import STANDING, Duty


@dataclass(frozen=True)
class Paper:
    """A numbered paper: who writes, to whom, about which rows."""

    reminder: Reminder
    cycle: str
    office: str
    rows: tuple[OwedTask, ...]

    @property
    def number(self) -> str:
        return number_of(self.reminder)

    @property
    def documents(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.document for row in self.rows))


@seeing_everything()
def papers(
    *, ids: Collection[int] | None = None, cycle_id: int | None = None, group_id: int | None = None, agency_id=None
) -> tuple[Paper, ...]:
    """These papers as far as they are a group's, or to an agency; those of a cycle that stand. In order of their numbers."""
    statement = select(Reminder, Cycle.name, LeadingGroup.name).join(Cycle, Cycle.id == Reminder.cycle_id)
    statement = statement.join(LeadingGroup, LeadingGroup.id == Reminder.group_id)
    statement = statement.where(Reminder.number.is_not(None))
    statement = statement.where(Reminder.agency_id == agency_id if agency_id else Reminder.group_id == group_id)
    if ids is not None:
        statement = statement.where(Reminder.id.in_(ids))
    if cycle_id is not None:
        statement = statement.where(Reminder.cycle_id == cycle_id, Reminder.voided_at.is_(None))
    found = db.session.execute(statement.order_by(Reminder.year, Reminder.number)).all()
    rows = rows_of_papers({reminder.id for reminder, *_ in found})
    return tuple(Paper(each, cycle, f"{group}办公室", tuple(rows[each.id])) for each, cycle, group in found)


@dataclass
class OfDuty:
    """How much an agency owes of one duty, and how that stands."""

    owed: int = 0
    missing: int = 0
    overdue: int = 0
    late: int = 0

    @property
    def standing(self) -> int:
        return self.owed - self.missing


@dataclass
class Ranked:
    """An agency in a 通报: its reports, its contributions, and how many working days late it is at most."""

    id: str
    name: str
    reports: OfDuty = field(default_factory=OfDuty)
    parts: OfDuty = field(default_factory=OfDuty)
    days_late: int = 0

    @property
    def overdue(self) -> int:
        return self.reports.overdue + self.parts.overdue

    @property
    def missing(self) -> int:
        return self.reports.missing + self.parts.missing

    @property
    def late(self) -> int:
        return self.reports.late + self.parts.late

    @property
    def is_complete(self) -> bool:
        """Whether nothing is owed any more and nothing was late."""
        return not (self.missing or self.late)


def ranking(cycle: Cycle, today: date, days: WorkingDays) -> tuple[Ranked, ...]:
    """The agencies of a cycle that are urged, with what they owe, the latest first; who is asked stands in none."""
    alike = (ExpectedReport.duty, ExpectedReport.state, ExpectedReport.by_on, ExpectedReport.on_time)
    counted = (func.count(), func.max(ExpectedReport.days_late))
    statement = select(ExpectedReport.agency_id, RegisteredAgency.name, *alike, *counted).join(
        RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id
    )
    statement = statement.where(ExpectedReport.cycle_id == cycle.id, OWED)
    statement = statement.group_by(ExpectedReport.agency_id, RegisteredAgency.name, *alike)
    found: dict[str, Ranked] = {}
    late_by = cache(lambda due: days.between(due, today))
    for agency, name, duty, state, due, on_time, count, days_late in db.session.execute(statement):
        line = found.setdefault(agency, Ranked(agency, name))
        own = line.reports if duty is Duty.REPORT else line.parts
        own.owed += count
        if state in STANDING:
            own.late += 0 if on_time else count
            line.days_late = max(line.days_late, days_late or 0)
            continue
        own.missing += count
        if due < today:
            own.overdue += count
            line.days_late = max(line.days_late, late_by(due))
    ranked = [line for id_, each in treatments(cycle.group_id, found).items() if each.ranked for line in [found[id_]]]
    return tuple(sorted(ranked, key=lambda line: (-line.overdue, -line.days_late, -line.missing, line.name)))


def in_all(lines: Collection[Ranked], duty: Duty) -> OfDuty:
    """What the agencies of a 通报 owe of a duty together."""
    own = [line.reports if duty is Duty.REPORT else line.parts for line in lines]
    return OfDuty(*(sum(getattr(each, one.name) for each in own) for one in fields(OfDuty)))
