"""An agency's desk: what it owes and by when, what was returned first, what it waits for, its receipts and messages."""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from tracker.reporting.due_dates import Left, WorkingDays, asked_words, left_until, next_day
from tracker.reporting.putting_in import before_taking
from tracker.storage.cycles import Cycle, CycleTask, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Measure, Task
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.expected import OWED
from tracker.storage.queries.glance import SAME, Alike, Beside, beside, heaps, left_of
from tracker.storage.queries.labels import opening, task_label
from tracker.storage.queries.lights import lighting_on
from tracker.storage.queries.messages import Messages, message_list
from tracker.storage.queries.people import Person, has_approver
from tracker.storage.queries.rows import short_name, siblings
from tracker.storage.queries.terms import last_term, term_of
from tracker.storage.reports import Filing, Receipt, ReportStep
from tracker.storage.sight import seeing_everything
from tracker.vocabulary.reporting import (
    FINAL,
    IN_REVIEW,
    SENT_BACK,
    SIGNING,
    STANDING,
    Action,
    Colour,
    CycleState,
    Duty,
    Light,
    Party,
    ReportState,
)

MOST_ROWS, MOST_RECEIPTS, MOST_MESSAGES, MOST_NAMED, MOST_OF_TEXT = 12, 5, 5, 6, 60


@dataclass(frozen=True)
class OwnLine:
    """A row the agency still owes: what is to be done, the light, why it was returned, and until when it may come again."""

    row: ExpectedReport
    label: str
    title: str
    document: str
    light: Light
    left: Left
    consolidator: str | None
    returned: ReportStep | None = None
    term: date | None = None


@dataclass(frozen=True)
class PartLine:
    """A task this agency consolidates: contributions that came and wait, and who has sent none; ``before_taking`` says why
    their texts would not go into its report."""

    row_id: int
    label: str
    title: str
    came: int
    missing: tuple[str, ...]
    before_taking: str = ""

    @property
    def named(self) -> tuple[str, ...]:
        return self.missing[:MOST_NAMED]


@dataclass(frozen=True)
class ReceiptLine:
    """A receipt and how many rows it lists."""

    id: int
    sheet_id: int
    number: str
    received_at: datetime
    who: str
    rows: int


@dataclass(frozen=True)
class AgencyDesk:
    """Everything an agency's desk shows of the cycle that is due next; ``unsigned``: nobody may sign what waits for it.

    ``left`` is counted to the cycle's day, ``nearest`` to the next day of what it still owes, which ``dues`` says in words.
    """

    sheet: Filing
    cycle: Cycle
    others: tuple[tuple[Filing, Cycle], ...]
    beside: tuple[Beside, ...]
    left: Left | None
    nearest: Left | None
    dues: str
    owed: dict[Duty, int]
    standing: dict[Duty, int]
    accepted: int
    reviewing: int
    returned: int
    overdue: int
    soon: int
    to_sign: int
    unsigned: bool
    lines: tuple[OwnLine, ...]
    unshown: int
    parts: tuple[PartLine, ...]
    receipts: tuple[ReceiptLine, ...]
    messages: Messages

    @property
    def missing(self) -> int:
        return sum(self.owed.values()) - sum(self.standing.values())


def agency_desk(person: Person, on: date, days: WorkingDays, wanted: int | None = None) -> AgencyDesk | None:
    """The desk of whom an agency's account belongs to, on the cycle wanted or the one due next; None without a sheet."""
    sheets = _sheets(person.agency_id)
    found = next((pair for pair in sheets if pair[1].id == wanted), sheets[0] if sheets else None)
    if found is None:
        return None
    (sheet, cycle), is_approver = found, Party.APPROVER in person.roles
    others = tuple(pair for pair in sheets if pair[0] is not sheet)
    found, lighting = _owed_rows(cycle, person.agency_id), lighting_on(on)
    rows = [row for row, _ in found]
    first = {row.id for row, came_back in found if (row.state in SIGNING if is_approver else came_back)}
    unreported = [(row, lighting.filing(row, cycle).colour) for row in rows if row.state not in STANDING]
    still = sorted(unreported, key=lambda each: (each[0].id not in first, each[0].by_on, each[0].id))
    shown = _lines(cycle, [row.id for row, _ in still[:MOST_ROWS]], on, days)
    to_sign = sum(row.state in SIGNING for row in rows)
    owed, standing = (dict.fromkeys(Duty, 0) for _ in range(2))
    for row in rows:
        owed[row.duty] += 1
        standing[row.duty] += row.state in STANDING
    return AgencyDesk(
        sheet=sheet,
        cycle=cycle,
        others=others,
        beside=_beside(others, person.agency_id, on),
        left=left_of(cycle, on, days),
        nearest=_nearest(cycle, unreported, on, days),
        dues=asked_words(Counter((row.duty, row.by_on) for row, _ in unreported)),
        owed=owed,
        standing=standing,
        accepted=sum(row.state in FINAL for row in rows),
        reviewing=sum(row.state in IN_REVIEW for row in rows),
        returned=sum(row.state in SENT_BACK for row in rows),
        overdue=sum(colour is Colour.RED for _, colour in still),
        soon=sum(colour is Colour.YELLOW for _, colour in still),
        to_sign=to_sign,
        unsigned=to_sign > 0 and not has_approver(person.agency_id),
        lines=shown,
        unshown=len(still) - len(shown),
        parts=_parts(cycle, person.agency_id),
        receipts=_receipts(sheet),
        messages=message_list(person, size=MOST_MESSAGES),
    )


def _nearest(cycle, unreported, on, days):
    """How long it is until what is not reported is due next; of a locked cycle nothing is asked any more."""
    day = next_day({row.by_on for row, _ in unreported}, on)
    return left_until(day, on, days) if day and cycle.state is CycleState.OPEN else left_of(cycle, on, days)


def _sheets(agency_id):
    """The sheets of an agency: of open cycles first, the next due first; then of locked ones, the latest first."""
    statement = select(Filing, Cycle).join(Cycle, Cycle.id == Filing.cycle_id).where(Filing.agency_id == agency_id)
    found = [tuple(pair) for pair in db.session.execute(statement.order_by(Cycle.due_on))]
    is_open = [pair for pair in found if pair[1].state is CycleState.OPEN]
    return [*is_open, *(pair for pair in reversed(found) if pair[1].state is not CycleState.OPEN)]


def _beside(others, agency_id, on):
    running = [(sheet, cycle) for sheet, cycle in others if cycle.state is CycleState.OPEN]
    unsigned = {cycle.id for sheet, cycle in running if not sheet.acknowledged_at}
    cycles = [cycle for _, cycle in running]
    return beside(cycles, heaps(cycles, on, agency_id), unsigned) if cycles else ()


def _owed_rows(cycle, agency_id) -> list[tuple[Alike, bool]]:
    """The owed rows of an agency, with what their lights follow from, each with whether it came back to whoever fills
    it in, from its reviewer or its approver; in one statement."""
    row = (getattr(ExpectedReport, name) for name in (*SAME, "id"))
    statement = select(*row, _last_step(ReportStep.action).scalar_subquery())
    statement = statement.where(ExpectedReport.cycle_id == cycle.id, ExpectedReport.agency_id == agency_id, OWED)
    found = [(Alike(*row), last) for *row, last in db.session.execute(statement).all()]
    return [(row, row.state is ReportState.RETURNED or last is Action.SEND_BACK) for row, last in found]


def _last_step(*columns):
    """The last step of a row, to be asked for beside it."""
    last = (ReportStep.expected_id == ExpectedReport.id, ReportStep.number == ExpectedReport.step_number)
    return select(*columns).where(*last).correlate(ExpectedReport)


@seeing_everything()
def _lines(cycle, row_ids: Sequence[int], on, days) -> tuple[OwnLine, ...]:
    """These rows in this order, whether the agency's name is printed in the task or was added later, each that was
    returned with its return; in one statement."""
    if not row_ids:
        return ()
    same = (CycleTask.cycle_id == ExpectedReport.cycle_id) & (CycleTask.task_id == ExpectedReport.task_id)
    statement = (
        select(ExpectedReport, ReportStep, *_task(), short_name(), CycleTask.consolidator_id, last_term().label("term"))
        .join(Task, Task.id == ExpectedReport.task_id)
        .join(Task.measure)
        .join(Measure.document)
        .outerjoin(CycleTask, same)
        .outerjoin(ReportStep, (ReportStep.expected_id == ExpectedReport.id) & (ReportStep.number == _last_return()))
        .where(ExpectedReport.id.in_(row_ids))
    )
    lighting, agencies = lighting_on(on), carrying().agencies
    lines = [
        OwnLine(
            row=found.ExpectedReport,
            label=task_label(found.path, found.ordinal, found.siblings),
            title=found.heading or opening(found.text),
            document=found.document,
            light=lighting.filing(found.ExpectedReport, cycle),
            left=left_until(found.ExpectedReport.by_on, on, days),
            consolidator=agencies[found.consolidator_id].name if found.consolidator_id else None,
            returned=found.ReportStep,
            term=term_of(found.ExpectedReport, found.term, cycle),
        )
        for found in db.session.execute(statement).all()
    ]
    return tuple(sorted(lines, key=lambda line: row_ids.index(line.row.id)))


def _task():
    """What names a task: of its text as much as a title takes."""
    text = func.substr(Task.text, 1, MOST_OF_TEXT).label("text")
    return Task.ordinal, text, Measure.path, Measure.heading, siblings().label("siblings")


def _last_return():
    """The number of the step by which a row came back last, as a column; None for one that did not."""
    step = aliased(ReportStep)
    by_approver = select(step.number).where(
        step.expected_id == ExpectedReport.id, step.number == ExpectedReport.step_number, step.action == Action.SEND_BACK
    )
    last = select(func.max(step.number)).where(step.expected_id == ExpectedReport.id, step.action == Action.RETURN)
    last = last.where(ExpectedReport.state.in_(SENT_BACK)).correlate(ExpectedReport).scalar_subquery()
    return func.coalesce(by_approver.correlate(ExpectedReport).scalar_subquery(), last)


@seeing_everything()
def _parts(cycle, agency_id) -> tuple[PartLine, ...]:
    """The tasks the agency consolidates on which a contribution waits or is missing, first those whose report may be written, most that
    came first."""
    stands = (ExpectedReport.owing.label("own_owing"), ExpectedReport.state.label("own_state"))
    own = select(ExpectedReport.task_id, ExpectedReport.id, *stands).where(
        ExpectedReport.cycle_id == cycle.id, ExpectedReport.agency_id == agency_id, ExpectedReport.duty == Duty.REPORT
    )
    own_rows = own.subquery()
    row = (ExpectedReport.task_id, ExpectedReport.state, ExpectedReport.agency_id)
    statement = (
        select(*row, own_rows.c.id.label("own"), own_rows.c.own_owing, own_rows.c.own_state, *_task())
        .join(CycleTask, (CycleTask.cycle_id == cycle.id) & (CycleTask.task_id == ExpectedReport.task_id))
        .join(own_rows, own_rows.c.task_id == ExpectedReport.task_id)
        .join(Task, Task.id == ExpectedReport.task_id)
        .join(Task.measure)
        .where(ExpectedReport.cycle_id == cycle.id, ExpectedReport.duty == Duty.CONTRIBUTION, OWED)
        .where(CycleTask.consolidator_id == agency_id, ExpectedReport.state != ReportState.TAKEN_OVER)
        .order_by(ExpectedReport.task_id, ExpectedReport.id)
    )
    by_task = defaultdict(list)
    for found in db.session.execute(statement).all():
        by_task[found.task_id].append(found)
    agencies = carrying().agencies
    lines = [_part_line(rows, agencies) for rows in by_task.values()]
    return tuple(sorted(lines, key=lambda line: (line.before_taking != "", -line.came, -len(line.missing), line.row_id)))


def _part_line(rows, agencies):
    first = rows[0]
    return PartLine(
        row_id=first.own,
        label=task_label(first.path, first.ordinal, first.siblings),
        title=first.heading or opening(first.text),
        came=sum(row.state in IN_REVIEW for row in rows),
        missing=tuple(_short(agencies[row.agency_id]) for row in rows if row.state not in STANDING),
        before_taking=before_taking(first.own_owing, first.own_state),
    )


def _short(agency):
    return agency.short or agency.name


def _receipts(sheet):
    statement = select(Receipt).where(Receipt.filing_id == sheet.id).order_by(Receipt.id.desc()).limit(MOST_RECEIPTS)
    return tuple(
        ReceiptLine(each.id, sheet.id, each.number or "", each.received_at, each.who, len(json.loads(each.lines)))
        for each in db.session.scalars(statement)
    )
