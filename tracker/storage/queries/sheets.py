"""An agency's sheet for a cycle: all its rows with what is to be done on each. Only for whom the sheet is.

What is asked for here is confined by the agency, whether its name is printed in the task or was added later.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import aliased

from tracker.reporting.content import Content
from tracker.reporting.due_dates import due_words
from tracker.reporting.lights import SHUT
from tracker.reporting.receipts import THE_OFFICE
from tracker.storage.cycles import Cycle, CycleTask, ExpectedReport, Objection, SignOff
from tracker.storage.database import db
from tracker.storage.documents import Measure, PolicyDocument, Task
from tracker.storage.queries.labels import opening, task_label
from tracker.storage.queries.lights import lighting_on
from tracker.storage.queries.people import approving
from tracker.storage.queries.rows import siblings
from tracker.storage.queries.seen import closed_out
from tracker.storage.queries.terms import last_term, term_of
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reports import (
    Attachment,
    Draft,
    Filing,
    Nudge,
    Receipt,
    ReportVersion,
    VersionAttachment,
)
from tracker.storage.sight import seeing_everything
from tracker.vocabulary.reporting import (
    EDITABLE,
    SIGNING,
    STANDING,
    CycleState,
    Duty,
    Light,
    ObjectionState,
    Owing,
)


@dataclass(frozen=True)
class SheetLine:
    """A row of a sheet: the task, how its paper stands, its light, whether something is written on it.

    ``consolidator_id`` is who consolidates the task, None: the office; ``term`` until when a return asks for it again;
    ``closed_out`` that the office closed the task out since it was asked.
    """

    id: int
    row: ExpectedReport
    label: str
    title: str
    text: str
    document: str
    document_id: int
    span: tuple[int, int] | None
    light: Light | None
    written: bool
    consolidator_id: str | None
    consolidator: str | None
    term: date | None
    closed_out: bool = False

    @property
    def is_owed_though_closed(self) -> bool:
        """Whether it is still to be reported although later cycles will not ask about its task."""
        return self.closed_out and self.row.owing is Owing.OWED and not self.stands

    @property
    def is_editable(self) -> bool:
        return self.row.owing is Owing.OWED and self.row.state in EDITABLE

    @property
    def stands(self) -> bool:
        return self.row.state in STANDING

    @property
    def is_awaited(self) -> bool:
        return self.row.owing is Owing.OWED and not self.stands

    @property
    def says_when(self) -> bool:
        """Whether its light says when it is or was due: of what is owed, while it may still come or once it stands."""
        return self.light is not None and not self.light.manual and self.light.why != SHUT.why

    @property
    def waits_for_signature(self) -> bool:
        return self.row.owing is Owing.OWED and self.row.state in SIGNING

    @property
    def is_consolidated_here(self) -> bool:
        return self.row.duty is Duty.REPORT and self.consolidator_id == self.row.agency_id


@dataclass(frozen=True)
class Sheet:
    """An agency's sheet with its rows: reports first, in the order of the documents.

    ``signs`` says that its papers leave only with its approver's signature, ``unsigned`` that there is nobody to sign.
    """

    filing: Filing
    cycle: Cycle
    lines: tuple[SheetLine, ...]
    signs: bool
    unsigned: bool

    def of(self, duty: Duty, *, owed_only: bool = False) -> tuple[SheetLine, ...]:
        lines = (line for line in self.lines if line.row.duty is duty and line.row.owing is Owing.OWED)
        return tuple(line for line in lines if not (owed_only and line.stands))

    @property
    def total(self) -> int:
        return sum(line.row.owing is Owing.OWED for line in self.lines)

    @property
    def still_owed(self) -> int:
        return sum(line.row.owing is Owing.OWED and not line.stands for line in self.lines)

    @property
    def due(self) -> str:
        """When what is owed is due, in words: the same as beside its template."""
        days = {duty: [line.row.by_on for line in self.of(duty)] for duty in Duty}
        return due_words({duty: (min(each), max(each)) for duty, each in days.items() if each}, "见各行")

    @property
    def recipient(self) -> str:
        """To whom the reports of the cycle go, as the receipt names it."""
        return self.cycle.recipient or THE_OFFICE

    @property
    def to_sign(self) -> list[int]:
        return [line.id for line in self.lines if line.waits_for_signature]

    @property
    def is_locked(self) -> bool:
        return self.cycle.state is CycleState.LOCKED

    def has(self, row_id: int) -> bool:
        return any(line.id == row_id for line in self.lines)

    def neighbours(self, row_id: int) -> tuple[int | None, int | None, int, int]:
        """The rows before and after one, its place, and how many there are."""
        ids = [line.id for line in self.lines]
        at = ids.index(row_id)
        return (ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None, at + 1, len(ids))


@dataclass(frozen=True)
class Beside:
    """What stands beside the rows of a sheet: receipts, the sheet's own files, and by row what somebody said or sent.

    ``parts`` are by task: contributions owed to this agency and how many of them stand.
    """

    receipts: tuple[Receipt, ...]
    scans: tuple[Attachment, ...]
    objections: dict[int, Objection]
    nudged: dict[int, datetime]
    parts: dict[int, tuple[int, int]]


def sheets_of(agency_id: str) -> list[tuple[Filing, Cycle]]:
    """The sheets of an agency, those of open cycles first, the latest first."""
    statement = select(Filing, Cycle).join(Cycle, Cycle.id == Filing.cycle_id).where(Filing.agency_id == agency_id)
    found = [tuple(pair) for pair in db.session.execute(statement.order_by(Cycle.due_on.desc()))]
    return sorted(found, key=lambda pair: pair[1].state is not CycleState.OPEN)


@seeing_everything()
def sheet(sheet_id: int, agency_id: str | None, on: date) -> Sheet | None:
    """A sheet of this agency, None where there is none for it; in two statements."""
    found = db.session.execute(_sheet(), {"sheet": sheet_id, "agency": agency_id}).first()
    if found is None:
        return None
    filing, cycle, signs, is_signing = found
    lines = db.session.execute(_lines(), {"cycle": cycle.id, "agency": agency_id})
    lighting = lighting_on(on)
    shown = tuple(_line(cycle, lighting, each) for each in lines)
    return Sheet(filing, cycle, shown, signs is not None, signs is not None and not is_signing)


@cache
def _sheet():
    """This statement and the next, put together once: every page of a sheet and every saved form asks them."""
    return (
        select(Filing, Cycle, SignOff.agency_id, approving(Filing.agency_id))
        .join(Cycle, Cycle.id == Filing.cycle_id)
        .outerjoin(SignOff, SignOff.agency_id == Filing.agency_id)
        .where(Filing.id == bindparam("sheet"), Filing.agency_id == bindparam("agency"))
    )


@cache
def _lines():
    consolidator = aliased(RegisteredAgency)
    task = (Task.ordinal, Task.text, Task.start, Task.end, Measure.path, Measure.heading, siblings().label("siblings"))
    document = (PolicyDocument.id.label("document_id"), PolicyDocument.title.label("document_title"))
    of_cycle = (CycleTask.cycle_id == ExpectedReport.cycle_id) & (CycleTask.task_id == Task.id)
    statement = (
        select(ExpectedReport, *task, *document, PolicyDocument.stem, Draft.version, CycleTask.consolidator_id)
        .add_columns(consolidator.name.label("consolidator"), last_term().label("term"))
        .add_columns(Task.id.in_(closed_out()).label("closed_out"))
        .join(Task, Task.id == ExpectedReport.task_id)
        .join(Task.measure)
        .join(Measure.document)
        .join(CycleTask, of_cycle, isouter=True)
        .outerjoin(consolidator, consolidator.id == CycleTask.consolidator_id)
        .outerjoin(Draft, Draft.expected_id == ExpectedReport.id)
        .where(ExpectedReport.cycle_id == bindparam("cycle"), ExpectedReport.agency_id == bindparam("agency"))
    )
    order = (ExpectedReport.duty.desc(), PolicyDocument.position, Measure.position, Task.ordinal)
    return statement.order_by(*order)


def _line(cycle, lighting, found):
    row = found.ExpectedReport
    return SheetLine(
        id=row.id,
        row=row,
        label=task_label(found.path, found.ordinal, found.siblings),
        title=found.heading or opening(found.text),
        text=found.text,
        document=found.document_title or found.stem,
        document_id=found.document_id,
        span=None if found.start is None else (found.start, found.end),
        light=lighting.filing(row, cycle),
        written=found.version is not None,
        consolidator_id=found.consolidator_id,
        consolidator=found.consolidator,
        term=term_of(row, found.term, cycle),
        closed_out=bool(found.closed_out),
    )


@seeing_everything()
def beside(one: Sheet) -> Beside:
    """What stands beside the rows of a sheet; in five statements."""
    ids = [line.id for line in one.lines]
    receipts = select(Receipt).where(Receipt.filing_id == one.filing.id).order_by(Receipt.id.desc())
    raised = select(Objection).where(Objection.expected_id.in_(ids), Objection.state == ObjectionState.RAISED)
    nudged = select(Nudge.expected_id, func.max(Nudge.at)).where(Nudge.expected_id.in_(ids))
    return Beside(
        receipts=tuple(db.session.scalars(receipts)),
        scans=scans_of(one.filing.id),
        objections={each.expected_id: each for each in db.session.scalars(raised)},
        nudged=dict(map(tuple, db.session.execute(nudged.group_by(Nudge.expected_id)))),
        parts=_parts_owed(one),
    )


def scans_of(filing_id: int) -> tuple[Attachment, ...]:
    """The files of a sheet as a whole (盖章扫描件) that were not taken out."""
    own = (Attachment.filing_id == filing_id, Attachment.expected_id.is_(None), Attachment.removed_at.is_(None))
    return tuple(db.session.scalars(select(Attachment).where(*own).order_by(Attachment.id)))


def _parts_owed(one):
    stands = func.sum(case((ExpectedReport.state.in_(STANDING), 1), else_=0))
    statement = select(ExpectedReport.task_id, func.count(), stands).where(
        ExpectedReport.cycle_id == one.cycle.id,
        ExpectedReport.task_id.in_([line.row.task_id for line in one.lines if line.is_consolidated_here]),
        ExpectedReport.duty == Duty.CONTRIBUTION,
        ExpectedReport.owing == Owing.OWED,
    )
    rows = db.session.execute(statement.group_by(ExpectedReport.task_id))
    return {task_id: (owed, standing) for task_id, owed, standing in rows}


def receipt_of_sheet(sheet_id: int, receipt_id: int) -> Receipt | None:
    """A receipt of a sheet."""
    return db.session.scalar(select(Receipt).where(Receipt.id == receipt_id, Receipt.filing_id == sheet_id))


@dataclass(frozen=True)
class SentVersion:
    """What went with a line of a receipt besides its text."""

    is_nil: bool
    summary: str
    without: str | None
    files: tuple[str, ...]
    duty: Duty


@seeing_everything()
def versions_of_receipt(receipt_id: int) -> tuple[SentVersion, ...]:
    """The versions of a receipt, in the order of its lines; in one statement."""
    statement = (
        select(ReportVersion, Attachment.name, ExpectedReport.duty)
        .join(ExpectedReport, ExpectedReport.id == ReportVersion.expected_id)
        .outerjoin(VersionAttachment, VersionAttachment.version_id == ReportVersion.id)
        .outerjoin(Attachment, Attachment.id == VersionAttachment.attachment_id)
        .where(ReportVersion.receipt_id == receipt_id)
    )
    files, versions = defaultdict(list), {}
    for version, name, duty in db.session.execute(statement.order_by(ReportVersion.expected_id, Attachment.id)):
        versions[version.id] = version, duty
        files[version.id] += [name] if name else []
    return tuple(
        SentVersion(Content.of_json(each.content).is_nil, each.summary, each.without, tuple(files[id_]), duty)
        for id_, (each, duty) in versions.items()
    )


def receipt_by_number(sheet_id: int, number: str) -> int | None:
    """The id of a sheet's receipt."""
    return db.session.scalar(select(Receipt.id).where(Receipt.number == number, Receipt.filing_id == sheet_id))


def receipt_by_key(sheet_id: int, key: str) -> int | None:
    """The id of the receipt of what was sent under a key: a form that was sent twice was sent once."""
    return (
        db.session.scalar(select(Receipt.id).where(Receipt.key == key, Receipt.filing_id == sheet_id)) if key else None
    )


def sheet_id_of(cycle_id: int, agency_id: str) -> int | None:
    """An agency's sheet for a cycle."""
    return db.session.scalar(select(Filing.id).where(Filing.cycle_id == cycle_id, Filing.agency_id == agency_id))


@seeing_everything()
def own_row_id(row: ExpectedReport, agency_id: str) -> int | None:
    """The row of an agency on the same task of the same cycle."""
    same = (ExpectedReport.cycle_id == row.cycle_id, ExpectedReport.task_id == row.task_id)
    return db.session.scalar(select(ExpectedReport.id).where(*same, ExpectedReport.agency_id == agency_id))
