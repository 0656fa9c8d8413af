"""An agency's sheet for a cycle, and one row of it with all that stands beside the form. Only for whom the sheet is.

What is asked for here is confined by the agency, whether its name is printed in the task or was added later.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased

from tracker.reporting.content import Content
from tracker.reporting.lights import Filed, Light, Thresholds, filing_light
from tracker.storage.cycles import Cycle, CycleTask, ExpectedReport, Objection
from tracker.storage.database import db
from tracker.storage.documents import Measure, PolicyDocument, Task
from tracker.storage.queries.labels import opening, task_label
from tracker.storage.queries.rows import siblings
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reports import Draft, Filing, Receipt, ReportStep, ReportVersion
from tracker.storage.sight import seeing_everything
from tracker.vocabulary.reporting import (
    EDITABLE,
    STANDING,
    Action,
    CycleState,
    Duty,
    ObjectionState,
    Owing,
    ReportState,
)


@dataclass(frozen=True)
class SheetLine:
    """A row of a sheet: the task, how its paper stands, its light, whether something is written on it."""

    id: int
    row: ExpectedReport
    label: str
    title: str
    text: str
    document: str
    light: Light | None
    written: bool

    @property
    def is_editable(self) -> bool:
        return self.row.owing is Owing.OWED and self.row.state in EDITABLE

    @property
    def stands(self) -> bool:
        return self.row.state in STANDING


@dataclass(frozen=True)
class Sheet:
    """An agency's sheet with its rows: what is still to be done first, then what stands."""

    filing: Filing
    cycle: Cycle
    lines: tuple[SheetLine, ...]
    receipts: tuple[Receipt, ...]

    def of(self, duty: Duty) -> tuple[SheetLine, ...]:
        return tuple(line for line in self.lines if line.row.duty is duty and line.row.owing is Owing.OWED)

    @property
    def still_owed(self) -> int:
        return sum(line.row.owing is Owing.OWED and not line.stands for line in self.lines)

    @property
    def is_locked(self) -> bool:
        return self.cycle.state is CycleState.LOCKED

    def neighbours(self, row_id: int) -> tuple[int | None, int | None, int, int]:
        """The rows before and after one, its place, and how many there are."""
        ids = [line.id for line in self.lines]
        at = ids.index(row_id)
        return (ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None, at + 1, len(ids))


@dataclass(frozen=True)
class Part:
    """A co-unit's contribution as its consolidator sees it: what it says only once it was sent."""

    row: ExpectedReport
    agency: str
    content: Content | None
    light: Light | None

    @property
    def can_be_taken(self) -> bool:
        return self.row.state in (ReportState.SUBMITTED, ReportState.RESUBMITTED)

    @property
    def is_missing(self) -> bool:
        return self.row.state not in STANDING


@dataclass(frozen=True)
class Earlier:
    """What the same agency reported on the same task in the cycle before."""

    cycle: str
    state: ReportState
    content: Content


@dataclass(frozen=True)
class RowView:
    """One row of a sheet with all that stands beside its form."""

    line: SheetLine
    draft: Draft | None
    content: Content
    returned: ReportStep | None
    earlier: Earlier | None
    parts: tuple[Part, ...]
    objection: Objection | None
    sent: Content | None


def sheets_of(agency_id: str) -> list[tuple[Filing, Cycle]]:
    """The sheets of an agency, those of open cycles first, the latest first."""
    statement = select(Filing, Cycle).join(Cycle, Cycle.id == Filing.cycle_id).where(Filing.agency_id == agency_id)
    found = [tuple(pair) for pair in db.session.execute(statement.order_by(Cycle.due_on.desc()))]
    return sorted(found, key=lambda pair: pair[1].state is not CycleState.OPEN)


@seeing_everything()
def sheet(sheet_id: int, agency_id: str | None, on: date) -> Sheet | None:
    """A sheet of this agency, None where there is none for it; in four statements."""
    pair = db.session.execute(
        select(Filing, Cycle)
        .join(Cycle, Cycle.id == Filing.cycle_id)
        .where(Filing.id == sheet_id, Filing.agency_id == agency_id)
    ).first()
    if pair is None:
        return None
    filing, cycle = pair
    lines = _lines(cycle, on, ExpectedReport.cycle_id == cycle.id, ExpectedReport.agency_id == agency_id)
    receipts = select(Receipt).where(Receipt.filing_id == filing.id).order_by(Receipt.id.desc())
    return Sheet(filing, cycle, lines, tuple(db.session.scalars(receipts)))


def _lines(cycle, on, *conditions) -> tuple[SheetLine, ...]:
    columns = (Task.ordinal, Task.text, Measure.path, Measure.heading, PolicyDocument.title, PolicyDocument.stem)
    statement = (
        select(ExpectedReport, *columns, siblings().label("siblings"), Draft.version)
        .join(Task, Task.id == ExpectedReport.task_id)
        .join(Task.measure)
        .join(Measure.document)
        .outerjoin(Draft, Draft.expected_id == ExpectedReport.id)
        .where(*conditions)
    )
    order = (ExpectedReport.duty.desc(), PolicyDocument.position, Measure.position, Task.ordinal)
    return tuple(_line(cycle, on, *found) for found in db.session.execute(statement.order_by(*order)))


def _line(cycle, on, row, ordinal, text, path, heading, title, stem, of_measure, draft):
    return SheetLine(
        id=row.id,
        row=row,
        label=task_label(path, ordinal, of_measure),
        title=heading or opening(text),
        text=text,
        document=title or stem,
        light=light_of(row, cycle, on),
        written=draft is not None,
    )


def light_of(row: ExpectedReport, cycle: Cycle, on: date) -> Light | None:
    """The 填报灯 of a row; None for one that is not owed."""
    thresholds = Thresholds(cycle.soon_days, cycle.slow_points, cycle.behind_points)
    filed = Filed(
        opened_on=cycle.opened_on,
        due=row.by_on,
        received_on=row.received_at.date() if row.received_at else None,
        on_time=row.on_time,
        returned=row.state in (ReportState.RETURNED, ReportState.TO_SIGN_AGAIN),
        withdrawn=row.owing is not Owing.OWED,
    )
    return filing_light(filed, on, thresholds)


@seeing_everything()
def row_view(one: Sheet, row_id: int, on: date) -> RowView | None:
    """A row of a sheet with what stands beside its form; None where the sheet has no such row."""
    line = next((each for each in one.lines if each.id == row_id), None)
    if line is None:
        return None
    draft = db.session.get(Draft, row_id)
    sent = _sent(line.row)
    return RowView(
        line,
        draft,
        Content.of_json(draft.content) if draft else sent or Content(),
        _returned(line.row),
        _earlier(line.row),
        _parts(one, line.row, on),
        db.session.scalar(
            select(Objection).where(Objection.expected_id == row_id, Objection.state == ObjectionState.RAISED)
        ),
        sent,
    )


def _sent(row):
    statement = select(ReportVersion.content).where(
        ReportVersion.expected_id == row.id, ReportVersion.number == row.version_number
    )
    text = db.session.scalar(statement)
    return Content.of_json(text) if text else None


def _returned(row):
    """The return that is to be answered, None where there is none."""
    if row.state not in (ReportState.RETURNED, ReportState.TO_SIGN_AGAIN):
        return None
    statement = select(ReportStep).where(ReportStep.expected_id == row.id, ReportStep.action == Action.RETURN)
    return db.session.scalar(statement.order_by(ReportStep.number.desc()).limit(1))


def _earlier(row):
    before, own = aliased(Cycle), aliased(Cycle)
    statement = (
        select(before.name, ExpectedReport.state, ReportVersion.content)
        .join(before, before.id == ExpectedReport.cycle_id)
        .join(own, own.id == row.cycle_id)
        .join(ReportVersion, ReportVersion.expected_id == ExpectedReport.id)
        .where(
            ExpectedReport.task_id == row.task_id,
            ExpectedReport.agency_id == row.agency_id,
            before.due_on < own.due_on,
            ExpectedReport.state.in_(STANDING),
            ReportVersion.number == ExpectedReport.version_number,
        )
    )
    found = db.session.execute(statement.order_by(before.due_on.desc()).limit(1)).first()
    return found and Earlier(found[0], found[1], Content.of_json(found[2]))


def _parts(one, row, on) -> tuple[Part, ...]:
    """The contributions to a row's task, for its consolidator; none for others."""
    if row.duty is not Duty.REPORT or not _consolidates(row):
        return ()
    content = (ReportVersion.expected_id == ExpectedReport.id) & (ReportVersion.number == ExpectedReport.version_number)
    statement = (
        select(ExpectedReport, RegisteredAgency.name, ReportVersion.content)
        .join(RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id)
        .outerjoin(ReportVersion, content & ExpectedReport.state.in_(STANDING))
        .where(
            ExpectedReport.cycle_id == row.cycle_id,
            ExpectedReport.task_id == row.task_id,
            ExpectedReport.duty == Duty.CONTRIBUTION,
            ExpectedReport.owing != Owing.WITHDRAWN,
        )
    )
    return tuple(
        Part(part, name, Content.of_json(text) if text else None, light_of(part, one.cycle, on))
        for part, name, text in db.session.execute(statement.order_by(ExpectedReport.id))
    )


def _consolidates(row):
    task = db.session.get(CycleTask, (row.cycle_id, row.task_id))
    return task is not None and task.consolidator_id == row.agency_id


def receipt_of_sheet(sheet_id: int, receipt_id: int) -> Receipt | None:
    """A receipt of a sheet."""
    return db.session.scalar(select(Receipt).where(Receipt.id == receipt_id, Receipt.filing_id == sheet_id))


def receipt_by_number(sheet_id: int, number: str) -> int | None:
    """The id of a sheet's receipt."""
    return db.session.scalar(select(Receipt.id).where(Receipt.number == number, Receipt.filing_id == sheet_id))


def sheet_id_of(cycle_id: int, agency_id: str) -> int | None:
    """An agency's sheet for a cycle."""
    return db.session.scalar(select(Filing.id).where(Filing.cycle_id == cycle_id, Filing.agency_id == agency_id))


@seeing_everything()
def own_row_id(row: ExpectedReport, agency_id: str) -> int | None:
    """The row of an agency on the same task of the same cycle."""
    same = (ExpectedReport.cycle_id == row.cycle_id, ExpectedReport.task_id == row.task_id)
    return db.session.scalar(select(ExpectedReport.id).where(*same, ExpectedReport.agency_id == agency_id))
