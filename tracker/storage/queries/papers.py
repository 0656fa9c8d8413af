"""The numbered papers as they are printed, and the figures of a 通报; a paper prints what it said when it was written."""

from collections.abc import Collection
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache

from sqlalchemy import func, select

from tracker.reporting.due_dates import WorkingDays, counted_until, end_of, start_of
from tracker.storage.cycles import LATE_ROW, Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.people import LeadingGroup
from tracker.storage.queries.reminders import OwedTask, number_of, rows_of_papers
from tracker.storage.queries.treatments import treatments
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reminders import Reminder
from tracker.storage.sight import seeing_everything
from tracker.storage.tallies import RowTally
from tracker.vocabulary.reporting import STANDING, Duty, Owing

PAPERS_A_PAGE = 20
"""As many as a page prints at once: each lists all that an agency owes."""


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


@dataclass(frozen=True)
class PaperPage:
    """So many papers as are printed at once, of how many there are."""

    papers: tuple[Paper, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAPERS_A_PAGE))

    @property
    def first(self) -> int:
        """The place of the first of them among all."""
        return (self.page - 1) * PAPERS_A_PAGE + 1

    @property
    def last(self) -> int:
        """The place of the last of them."""
        return self.first + len(self.papers) - 1


def papers_of_cycle(cycle: Cycle, *, day: date | None = None, page: int = 1) -> PaperPage:
    """The papers of a cycle that stand, all or those of one day, page by page; in three statements."""
    own = [Reminder.cycle_id == cycle.id, Reminder.group_id == cycle.group_id, Reminder.voided_at.is_(None)]
    if day is not None:
        own += [Reminder.at >= start_of(day), Reminder.at < end_of(day)]
    total = db.session.scalar(select(func.count(Reminder.id)).where(Reminder.number.is_not(None), *own))
    page = min(page, max(1, -(-total // PAPERS_A_PAGE)))
    return PaperPage(_papers(*own, first=(page - 1) * PAPERS_A_PAGE), total, page)


def paper_of(reminder_id: int, *, group_id: int | None = None, agency_id: str | None = None) -> Paper | None:
    """A paper as far as it is a group's, or to an agency; in two statements."""
    own = Reminder.agency_id == agency_id if agency_id else Reminder.group_id == group_id
    return next(iter(_papers(Reminder.id == reminder_id, own)), None)


@seeing_everything()
def _papers(*own, first=0):
    """In order of their numbers."""
    statement = select(Reminder, Cycle.name, LeadingGroup.name).join(Cycle, Cycle.id == Reminder.cycle_id)
    statement = statement.join(LeadingGroup, LeadingGroup.id == Reminder.group_id)
    statement = statement.where(Reminder.number.is_not(None), *own).order_by(Reminder.year, Reminder.number)
    found = db.session.execute(statement.limit(PAPERS_A_PAGE).offset(first)).all()
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
    alike = (RowTally.duty, RowTally.state, RowTally.by_on, RowTally.on_time)
    statement = select(RowTally.agency_id, RegisteredAgency.name, *alike, func.sum(RowTally.count)).join(
        RegisteredAgency, RegisteredAgency.id == RowTally.agency_id
    )
    statement = statement.where(RowTally.cycle_id == cycle.id, RowTally.owing == Owing.OWED)
    statement = statement.group_by(RowTally.agency_id, RegisteredAgency.name, *alike)
    found: dict[str, Ranked] = {}
    until = counted_until(today, cycle.locked_at)
    late_by, came_late = cache(lambda due: days.between(due, until)), _most_days_late(cycle.id)
    for agency, name, duty, state, due, on_time, count in db.session.execute(statement):
        if not count:
            continue
        line = found.setdefault(agency, Ranked(agency, name, days_late=came_late.get(agency, 0)))
        own = line.reports if duty is Duty.REPORT else line.parts
        own.owed += count
        if state in STANDING:
            own.late += 0 if on_time else count
            continue
        own.missing += count
        if due < until:
            own.overdue += count
            line.days_late = max(line.days_late, late_by(due))
    ranked = [line for id_, each in treatments(cycle.group_id, found).items() if each.ranked for line in [found[id_]]]
    return tuple(sorted(ranked, key=lambda line: (-line.overdue, -line.days_late, -line.missing, line.name)))


def _most_days_late(cycle_id):
    """By agency: how many working days late what stands came at most."""
    row = ExpectedReport
    statement = select(row.agency_id, func.max(row.days_late)).where(row.cycle_id == cycle_id, LATE_ROW)
    return dict(map(tuple, db.session.execute(statement.group_by(row.agency_id))))


def in_all(lines: Collection[Ranked], duty: Duty) -> OfDuty:
    """What the agencies of a 通报 owe of a duty together."""
    own = [line.reports if duty is Duty.REPORT else line.parts for line in lines]
    return OfDuty(*(sum(getattr(each, one.name) for each in own) for one in fields(OfDuty)))
