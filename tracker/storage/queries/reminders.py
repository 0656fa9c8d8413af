"""What the pages of reminding show: who owes what and may be pressed how, whom to call, what was said and what became of it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select

from tracker.agencies.kinds import Treatment
from tracker.reporting.due_dates import counted_until
from tracker.reporting.escalation import Late, next_steps
from tracker.storage.cycles import Cycle, CycleTask, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Measure, PolicyDocument, Task
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.expected import stages
from tracker.storage.queries.labels import opening, task_label
from tracker.storage.queries.reminding import MISSING, late
from tracker.storage.queries.rows import siblings
from tracker.storage.queries.treatments import treatments
from tracker.storage.registry import RegisteredAgency
from tracker.storage.registry_office import AgencyContact
from tracker.storage.reminders import Letter, Reminder, ReminderRow
from tracker.storage.reports import Nudge
from tracker.storage.tallies import RowTally
from tracker.vocabulary.reminders import LetterState, Step, paper_number
from tracker.vocabulary.reporting import Duty

TROUBLED = (LetterState.REFUSED, LetterState.SENDING)
LISTED = 200
NAMED = 4
"""Tasks that the call list names of those due on one day."""


@dataclass
class Owing:
    """An agency that has not reported: how much, how late, what may be done now, what was done, and whom to call.

    ``steps`` counts the rows for which a step may be taken, ``pressed`` those on a step that gives time until a day,
    ``by_day`` all by due date and duty.
    """

    id: str
    name: str
    treated: Treatment
    counts: dict[Duty, int] = field(default_factory=lambda: dict.fromkeys(Duty, 0))
    by_day: dict[tuple[date, Duty], int] = field(default_factory=dict)
    overdue: int = 0
    due: date | None = None
    steps: dict[Step, int] = field(default_factory=dict)
    pressed: dict[tuple[Step, date], int] = field(default_factory=dict)
    last: tuple[datetime, Step] | None = None
    times: int = 0
    contacts: tuple[AgencyContact, ...] = ()

    @property
    def missing(self) -> int:
        return sum(self.counts.values())

    @property
    def has_address(self) -> bool:
        """Whether a letter to it finds anybody."""
        return any(contact.email for contact in self.contacts)


def owing(cycle: Cycle, today: date) -> tuple[Owing, ...]:
    """Every agency of a cycle with something not reported, the latest first; in six statements at most."""
    groups, until = _groups(cycle.id), counted_until(today, cycle.locked_at)
    treated = treatments(cycle.group_id, {group.agency_id for group in groups})
    contacts, said = contacts_of(treated), last_said(cycle.id)
    found: dict[str, Owing] = {}
    for group in groups:
        line = found.setdefault(group.agency_id, Owing(group.agency_id, group.name, treated[group.agency_id]))
        _count(line, group, until)
    for line in found.values():
        line.contacts = contacts.get(line.id, ())
        line.last, line.times = said.get(line.id, (None, 0))
    return tuple(sorted(found.values(), key=lambda line: (-line.overdue, line.due, -line.missing, line.name)))


class Alike(NamedTuple):
    """So many rows that are not reported, of one agency, duty and due date, on one step of the ladder or on none."""

    agency_id: str
    name: str
    duty: Duty
    by_on: date
    height: int | None
    term: date | None
    rows: int


def _groups(cycle_id):
    """Rows not reported, counted by what is alike in them."""
    line = RowTally
    kind = (line.agency_id, RegisteredAgency.name, line.duty, line.by_on, line.pressed, line.pressed_until)
    rows = func.sum(line.count)
    statement = select(*kind, rows).join(RegisteredAgency, RegisteredAgency.id == line.agency_id)
    statement = statement.where(line.cycle_id == cycle_id, stages(line)["missing"][1]).group_by(*kind).having(rows > 0)
    statement = statement.order_by(line.by_on, RegisteredAgency.name, line.agency_id)
    return [Alike(*each) for each in db.session.execute(statement)]


def _count(line, group, today):
    row: Late = late(group.by_on, group.height, group.term, line.treated)
    line.counts[group.duty] += group.rows
    line.by_day[group.by_on, group.duty] = line.by_day.get((group.by_on, group.duty), 0) + group.rows
    line.due = min(line.due or row.due, row.due)
    line.overdue += group.rows if row.due < today else 0
    for step in next_steps(row, today):
        line.steps[step] = line.steps.get(step, 0) + group.rows
    if row.reached is not None:
        key = row.reached, row.until
        line.pressed[key] = line.pressed.get(key, 0) + group.rows


def last_said(cycle_id: int) -> dict[str, tuple[tuple[datetime, Step], int]]:
    """By agency: when the office last took a step towards it and which, and how often it did; in one statement."""
    own = (Reminder.cycle_id == cycle_id, ~Reminder.automatic, Reminder.voided_at.is_(None))
    statement = select(Reminder.agency_id, Reminder.at, Reminder.step).where(*own).order_by(Reminder.id)
    found = {}
    for agency, at, step in db.session.execute(statement):
        found[agency] = ((at, step), found.get(agency, (None, 0))[1] + 1)
    return found


def contacts_of(agency_ids: Collection[str]) -> dict[str, tuple[AgencyContact, ...]]:
    """The contact persons of these bodies, those entered first before others."""
    statement = select(AgencyContact).where(AgencyContact.agency.in_(agency_ids)).order_by(AgencyContact.id)
    found = defaultdict(list)
    for contact in db.session.scalars(statement):
        found[contact.agency].append(contact)
    return {agency: tuple(contacts) for agency, contacts in found.items()}


@dataclass(frozen=True)
class Said:
    """A reminder as a list shows it: how many rows it was about, and its letters by what became of them."""

    reminder: Reminder
    agency: str
    rows: int
    letters: Mapping[LetterState, int]

    @property
    def number(self) -> str | None:
        return number_of(self.reminder)


def number_of(reminder: Reminder) -> str | None:
    """``督查〔2026〕3号``; None for a reminder that is no paper."""
    return reminder.number and paper_number(reminder.step, reminder.year, reminder.number)


def said_in(cycle_id: int, *, automatic: bool = False) -> tuple[Said, ...]:
    """The last steps of the office in a cycle, or the last reminders of themselves, the latest first; in two statements."""
    rows = select(func.count()).where(ReminderRow.reminder_id == Reminder.id).scalar_subquery()
    statement = select(Reminder, RegisteredAgency.name, rows).join(
        RegisteredAgency, RegisteredAgency.id == Reminder.agency_id
    )
    statement = statement.where(Reminder.cycle_id == cycle_id, Reminder.automatic == automatic)
    found = db.session.execute(statement.order_by(Reminder.id.desc()).limit(LISTED)).all()
    letters = _letters({reminder.id for reminder, *_ in found})
    return tuple(Said(reminder, name, count, letters.get(reminder.id, {})) for reminder, name, count in found)


def papers_to(agency_id: str, cycle_id: int) -> tuple[Reminder, ...]:
    """The numbered papers an agency was sent in a cycle, the latest first; in one statement."""
    own = (Reminder.agency_id == agency_id, Reminder.cycle_id == cycle_id, Reminder.number.is_not(None))
    return tuple(db.session.scalars(select(Reminder).where(*own).order_by(Reminder.id.desc())))


def _letters(reminder_ids):
    statement = select(Letter.reminder_id, Letter.state, func.count()).where(Letter.reminder_id.in_(reminder_ids))
    found = defaultdict(dict)
    for reminder_id, state, count in db.session.execute(statement.group_by(Letter.reminder_id, Letter.state)):
        found[reminder_id][state] = count
    return found


def troubled_letters(cycle_id: int) -> tuple[tuple[Letter, str, str], ...]:
    """The letters of a cycle that did not arrive, or perhaps not, each address once with its last trouble: (letter, agency, id)."""
    statement = (
        select(Letter, RegisteredAgency.name, RegisteredAgency.id)
        .join(Reminder, Reminder.id == Letter.reminder_id)
        .join(RegisteredAgency, RegisteredAgency.id == Reminder.agency_id)
        .where(Reminder.cycle_id == cycle_id, Letter.state.in_(TROUBLED) | (Letter.answer != ""))
    )
    last = {
        letter.address: (letter, name, id_) for letter, name, id_ in db.session.execute(statement.order_by(Letter.id))
    }
    return tuple(last.values())


@dataclass(frozen=True)
class TaskSaid:
    """A reminder about a task: to whom, in which cycle."""

    reminder: Reminder
    agency: str
    cycle: str

    @property
    def number(self) -> str | None:
        return number_of(self.reminder)


@dataclass(frozen=True)
class TaskNudged:
    """A consolidator's reminder about a task: whom it reminded, at once."""

    at: datetime
    who: str
    text: str
    cycle: str
    consolidator: str | None
    agencies: tuple[str, ...]


def nudged_on(task_id: int, agency_id: str | None = None) -> tuple[TaskNudged, ...]:
    """What consolidators said to co-units about a task, the latest first; to or by one agency alone where it asks. In
    one statement where the registry is kept, which has the names: of each table more PostgreSQL plans twice as long."""
    own = (CycleTask.cycle_id == ExpectedReport.cycle_id) & (CycleTask.task_id == ExpectedReport.task_id)
    statement = (
        select(Nudge.at, Nudge.who, Nudge.text, Cycle.name, CycleTask.consolidator_id, ExpectedReport.agency_id)
        .join(ExpectedReport, ExpectedReport.id == Nudge.expected_id)
        .join(Cycle, Cycle.id == ExpectedReport.cycle_id)
        .join(CycleTask, own)
        .where(ExpectedReport.task_id == task_id)
    )
    if agency_id is not None:
        statement = statement.where((ExpectedReport.agency_id == agency_id) | (CycleTask.consolidator_id == agency_id))
    found, agencies = defaultdict(list), carrying().agencies
    for *same, agency in db.session.execute(statement.order_by(Nudge.id.desc()).limit(LISTED)):
        found[tuple(same)].append(agency)
    return tuple(
        TaskNudged(*same, by and agencies[by].name, tuple(agencies[each].name for each in reversed(reminded)))
        for (*same, by), reminded in found.items()
    )


def said_on(task_id: int, agency_id: str | None = None) -> tuple[TaskSaid, ...]:
    """The same of what was said by the office; to one agency alone where it asks."""
    statement = (
        select(Reminder, Cycle.name)
        .join(ReminderRow, ReminderRow.reminder_id == Reminder.id)
        .join(ExpectedReport, ExpectedReport.id == ReminderRow.expected_id)
        .join(Cycle, Cycle.id == Reminder.cycle_id)
        .where(ExpectedReport.task_id == task_id)
    )
    if agency_id is not None:
        statement = statement.where(Reminder.agency_id == agency_id)
    agencies = carrying().agencies
    found = db.session.execute(statement.order_by(Reminder.id.desc()).limit(LISTED))
    return tuple(TaskSaid(reminder, agencies[reminder.agency_id].name, cycle) for reminder, cycle in found)


@dataclass(frozen=True)
class OwedTask:
    """A row that is not reported, or was not when a paper was written."""

    id: int
    task_id: int
    label: str
    title: str
    document: str
    duty: Duty
    due_on: date
    days_late: int = 0


def first_tasks(cycle_id: int, *, before: date | None = None) -> dict[tuple[str, date, Duty], list[OwedTask]]:
    """By agency, due date and duty: the first rows of a cycle that are not reported; those due before a day alone."""
    alike = (ExpectedReport.agency_id, ExpectedReport.by_on, ExpectedReport.duty)
    place = func.row_number().over(partition_by=alike, order_by=ExpectedReport.id).label("place")
    own = (ExpectedReport.cycle_id == cycle_id, MISSING, ExpectedReport.by_on < (before or date.max))
    placed = select(ExpectedReport.id, place).where(*own).subquery()
    statement = _tasks(ExpectedReport.by_on).join(placed, placed.c.id == ExpectedReport.id)
    statement = statement.where(placed.c.place <= NAMED).order_by(*ORDER)
    found = defaultdict(list)
    for agency, *row in db.session.execute(statement):
        task = _task(*row)
        found[agency, task.due_on, task.duty].append(task)
    return found


def rows_of_papers(reminder_ids: Collection[int]) -> dict[int, list[OwedTask]]:
    """By reminder: the rows it is about as they stood when it was written. They are found first: SQLite would else
    try each row of the year with each reminder."""
    own = (ReminderRow.reminder_id, ReminderRow.expected_id, ReminderRow.due_on, ReminderRow.days_late)
    about = select(*own).where(ReminderRow.reminder_id.in_(reminder_ids)).cte("about").prefix_with("MATERIALIZED")
    statement = _tasks(about.c.due_on).add_columns(about.c.days_late, about.c.reminder_id)
    statement = statement.join(about, about.c.expected_id == ExpectedReport.id)
    found = defaultdict(list)
    for _, *row, days, reminder in db.session.execute(statement.order_by(about.c.due_on, *ORDER)):
        found[reminder].append(_task(*row, days))
    return found


ORDER = (PolicyDocument.position, Measure.position, Task.ordinal)


def _tasks(due):
    row = (ExpectedReport.agency_id, ExpectedReport.id, ExpectedReport.task_id, ExpectedReport.duty, due)
    task = (Task.ordinal, Task.text, Measure.path, Measure.heading, siblings().label("siblings"))
    statement = select(*row, *task, PolicyDocument.title, PolicyDocument.stem)
    statement = statement.join(Task, Task.id == ExpectedReport.task_id).join(Task.measure)
    return statement.join(Measure.document)


def _task(id_, task_id, duty, due, ordinal, text, path, heading, of_measure, title, stem, days=0):
    label = task_label(path, ordinal, of_measure)
    return OwedTask(id_, task_id, label, heading or opening(text), title or stem, duty, due, days)
