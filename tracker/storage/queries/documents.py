"""Documents: the list with how far each has come, and one with its text, its reading and what persons did to it."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, null, or_, select, tuple_
from sqlalchemy.orm import aliased

from tracker.extraction.findings import Findings
from tracker.storage.database import db
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.storage.history import DocumentEvent
from tracker.storage.queries.histories import History, history_of
from tracker.storage.sight import current_sight
from tracker.vocabulary import DocumentState, DocumentStatus, DocumentStep

OWN = ("id", "stem", "title", "number", "jurisdiction", "issued_on", "status", "state", "file_name", "leading_group_id")
COUNTS = ("task_count", "unit_count", "undecided_count", "doubt_count")
MILESTONES = (DocumentStep.RECEIVED, DocumentStep.PUBLISHED)
BESIDE = (DocumentStep.BESIDE, DocumentStep.SEPARATED)


@dataclass(frozen=True)
class DocumentLine:
    """A document in the list. Tasks, units (distinct names) and open findings are counted in its draft as it stands.

    ``undecided`` counts what keeps it from being published, ``doubts`` what should be looked at. A document loaded
    from a table was received by nobody: ``received_at`` … are None, and so is ``file_name``.
    """

    id: int
    stem: str
    title: str | None
    number: str | None
    jurisdiction: str | None
    issued_on: date | None
    status: DocumentStatus
    state: DocumentState
    file_name: str | None
    leading_group_id: int | None
    tasks: int
    units: int
    undecided: int
    doubts: int
    received_at: datetime | None
    received_by: str | None
    published_at: datetime | None
    published_by: str | None
    is_changed: bool
    """Whether corrections were made since it was published that the ledger does not show yet."""
    can_be_confirmed: bool
    """Whether its reading is kept, so that it can be opened and corrected."""
    supersedes_id: int | None
    superseded_by_id: int | None

    @property
    def is_draft(self) -> bool:
        return self.status == DocumentStatus.DRAFT

    @property
    def is_replaced(self) -> bool:
        return self.superseded_by_id is not None

    @property
    def name(self) -> str:
        return self.title or self.file_name or self.stem

    @property
    def dated(self) -> str:
        """What tells it from another version: its number, when it was issued and received, and from what file."""
        issued = self.issued_on and f"{self.issued_on:%Y-%m-%d} 印发"
        received = self.received_at and f"{self.received_at:%Y-%m-%d %H:%M} 导入"
        return "，".join(filter(None, [self.number, issued, received, self.file_name]))


@dataclass(frozen=True)
class StoredReading:
    """A document with its text, its reading as read, and everything done to it."""

    document: DocumentLine
    text: str
    findings: Findings
    history: History


@dataclass(frozen=True)
class PlainReading:
    """A document's text, reading and history; ``number`` is that of the task in the draft by which it was found."""

    number: int | None
    text: str
    findings: Findings
    history: History


def document_list(state: DocumentState | None = None) -> tuple[DocumentLine, ...]:
    """Documents, the last to come first, in two statements; without a state all but discarded ones."""
    wanted = PolicyDocument.state == state if state else PolicyDocument.state != DocumentState.DISCARDED
    return _lines(wanted)


def document_line(document_id: int) -> DocumentLine | None:
    """One document by id, in two statements; None if there is none."""
    return next(iter(_lines(PolicyDocument.id == document_id)), None)


def lines_of(*document_ids: int) -> list[DocumentLine | None]:
    """Several documents by id, in two statements; None for each there is none of."""
    found = {line.id: line for line in _lines(PolicyDocument.id.in_(document_ids))}
    return [found.get(id_) for id_ in document_ids]


def stored_reading(document_id: int) -> StoredReading | None:
    """One document with its reading, in four statements; None if there is none, or none whose reading is kept."""
    columns = select(PolicyDocument.text, PolicyDocument.reading).where(PolicyDocument.id == document_id)
    found = db.session.execute(columns).one_or_none()
    if found is None or found.reading is None:
        return None
    findings = Findings.from_json(json.loads(found.reading))
    return StoredReading(document_line(document_id), found.text, findings, history_of(document_id))


def reading_of_task(task_id: int) -> PlainReading | None:
    """The reading in which a task of the ledger was found, in two statements; None if there is none, or none is kept."""
    columns = (PolicyDocument.id, PolicyDocument.text, PolicyDocument.reading, Task.draft_number)
    return _plain(
        select(*columns).select_from(Task).join(Task.measure).join(Measure.document).where(Task.id == task_id)
    )


def plain_reading(document_id: int) -> PlainReading | None:
    """The reading of a document alone, in two statements."""
    columns = (PolicyDocument.id, PolicyDocument.text, PolicyDocument.reading)
    return _plain(select(*columns, null()).where(PolicyDocument.id == document_id))


def _plain(statement):
    found = db.session.execute(statement).one_or_none()
    if found is None or found.reading is None:
        return None
    return PlainReading(found[3], found.text, Findings.from_json(json.loads(found.reading)), history_of(found.id))


def task_ids(document_id: int) -> dict[int, int]:
    """The ids of a document's tasks in the ledger, by their numbers in its draft."""
    statement = select(Task.draft_number, Task.id).join(Task.measure).where(Measure.document_id == document_id)
    return dict(db.session.execute(statement).all())


def settled_beside(document_id: int) -> frozenset[int]:
    """The documents of which a person has said, from either side, that they and this one stand beside each other."""
    said = select(DocumentEvent.document_id, DocumentEvent.other_id).where(
        DocumentEvent.step.in_(BESIDE), DocumentEvent.other_id.is_not(None)
    )
    mine = or_(DocumentEvent.document_id == document_id, DocumentEvent.other_id == document_id)
    return frozenset(number for pair in db.session.execute(said.where(mine)) for number in pair) - {document_id}


def known_files() -> frozenset[str]:
    """The sha256 of every file a document was read from."""
    return frozenset(db.session.scalars(select(PolicyDocument.sha256).where(PolicyDocument.sha256.is_not(None))))


def _lines(wanted):
    statement = _statement().where(wanted).order_by(PolicyDocument.position.desc())
    rows = db.session.execute(statement).all()
    ids = select(PolicyDocument.id).where(wanted)
    milestones, heads = _events(ids)
    lines = tuple(_line(row, milestones, heads) for row in rows)
    return _as_counted(lines) if current_sight().is_of_agency else lines


def _as_counted(lines):
    """The lines with the tasks and units that an agency sees of them, and nothing that waits for the office."""
    counts = (func.count(Task.id.distinct()), func.count(Assignment.agency_id.distinct()))
    statement = select(Measure.document_id, *counts).select_from(Task).join(Task.measure).join(Task.assignments)
    seen = {row[0]: row[1:] for row in db.session.execute(statement.group_by(Measure.document_id))}
    nothing = {"undecided": 0, "doubts": 0, "is_changed": False}
    return tuple(
        replace(line, tasks=seen.get(line.id, (0, 0))[0], units=seen.get(line.id, (0, 0))[1], **nothing)
        for line in lines
    )


def _statement():
    newer = aliased(PolicyDocument)
    successor = select(func.min(newer.id)).where(newer.supersedes_id == PolicyDocument.id).scalar_subquery()
    return select(
        *(getattr(PolicyDocument, name) for name in (*OWN, *COUNTS, "supersedes_id")),
        PolicyDocument.reading.is_not(None).label("can_be_confirmed"),
        successor.label("superseded_by_id"),
    )


def _events(ids):
    """By document and milestone: when and by whom it was last reached; by document: the last correction that stands."""
    own = DocumentEvent.document_id
    last = select(own, func.max(DocumentEvent.number)).where(own.in_(ids)).group_by(own)
    done = (own, DocumentEvent.step, DocumentEvent.at, DocumentEvent.who, DocumentEvent.head)
    wanted = or_(DocumentEvent.step.in_(MILESTONES), tuple_(own, DocumentEvent.number).in_(last))
    statement = select(*done).where(own.in_(ids), wanted).order_by(DocumentEvent.number)
    rows = db.session.execute(statement).all()
    milestones = {(row.document_id, row.step): row for row in rows if row.step in MILESTONES}
    return milestones, {row.document_id: row.head for row in rows}


def _line(row, milestones, heads):
    received = milestones.get((row.id, DocumentStep.RECEIVED))
    published = milestones.get((row.id, DocumentStep.PUBLISHED))
    *counts, supersedes_id = row[len(OWN) : len(OWN) + 5]
    return DocumentLine(
        *row[: len(OWN)],
        *counts,
        received_at=received and received.at,
        received_by=received and received.who,
        published_at=published and published.at,
        published_by=published and published.who,
        is_changed=row.state == DocumentState.PUBLISHED
        and heads.get(row.id, 0) != (published.head if published else 0),
        can_be_confirmed=row.can_be_confirmed,
        supersedes_id=supersedes_id,
        superseded_by_id=row.superseded_by_id,
    )
