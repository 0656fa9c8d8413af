"""A document's whole content as one plain value, to be compared, and how it is read from the tables."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import undefer

from tracker.extraction.deadlines import read_deadline
from tracker.storage.agencies import Agency
from tracker.storage.database import db
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.vocabulary import DocumentStatus, Origin, Role

NO_COLUMNS = {"measures", "tasks", "assignments", "agency"}


@dataclass(frozen=True)
class AssignmentContent:
    """A unit of a task: the agency's (jurisdiction, name), and where the text prints it.

    The jurisdiction is "" where it is unknown.
    """

    agency: tuple[str, str]
    role: Role
    printed: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class TaskContent:
    """A task with its units in order."""

    ordinal: int
    text: str
    annotation: str | None
    deadline: str | None
    origin: Origin
    start: int | None
    end: int | None
    annotation_start: int | None
    annotation_end: int | None
    assignments: tuple[AssignmentContent, ...]
    draft_number: int | None = None

    @property
    def deadline_on(self) -> date | None:
        """The last day its deadline allows, None where that names no date."""
        return read_deadline(self.deadline).on if self.deadline else None


@dataclass(frozen=True)
class MeasureContent:
    """A measure with its tasks in order."""

    part: str | None
    path: str | None
    section: str | None
    heading: str | None
    start: int | None
    end: int | None
    tasks: tuple[TaskContent, ...]


@dataclass(frozen=True)
class DocumentContent:
    """A document with its measures in order."""

    stem: str
    measures: tuple[MeasureContent, ...]
    title: str | None = None
    number: str | None = None
    issuer: str | None = None
    jurisdiction: str | None = None
    issued_on: date | None = None
    status: DocumentStatus = DocumentStatus.ISSUED
    effective_from: date | None = None
    valid_until: date | None = None
    valid_for: str | None = None
    text: str | None = None
    sha256: str | None = None
    reading: str | None = None
    task_count: int = 0
    unit_count: int = 0
    undecided_count: int = 0
    doubt_count: int = 0


def columns_of(kind: type) -> list[str]:
    """The names of a content's own columns, without what it contains."""
    return [field.name for field in fields(kind) if field.name not in NO_COLUMNS]


def stored_documents(stems: Collection[str]) -> dict[str, DocumentContent]:
    """The documents of these stems that are stored, by stem, in four statements."""
    statement = select(PolicyDocument).where(PolicyDocument.stem.in_(stems)).options(undefer(PolicyDocument.reading))
    documents = db.session.scalars(statement).all()
    ids = [document.id for document in documents]
    measures = _measures(ids, _tasks(ids, _assignments(ids)))
    return {
        document.stem: DocumentContent(measures=measures[document.id], **_own(document, DocumentContent))
        for document in documents
    }


def stored_measures(document_id: int) -> tuple[MeasureContent, ...]:
    """The measures of one document, in three statements."""
    return _measures([document_id], _tasks([document_id], _assignments([document_id])))[document_id]


def _measures(document_ids, tasks):
    statement = _select(Measure, MeasureContent).where(Measure.document_id.in_(document_ids))
    return _by_parent(
        (row.document_id, MeasureContent(tasks=tasks[row.id], **_own(row, MeasureContent)))
        for row in db.session.execute(statement.order_by(Measure.position))
    )


def _tasks(document_ids, assignments):
    statement = _select(Task, TaskContent).join(Task.measure).where(Measure.document_id.in_(document_ids))
    return _by_parent(
        (row.measure_id, TaskContent(assignments=assignments[row.id], **_own(row, TaskContent)))
        for row in db.session.execute(statement.order_by(Task.ordinal))
    )


def _assignments(document_ids):
    statement = _select(Assignment, AssignmentContent).add_columns(Agency.jurisdiction, Agency.name)
    statement = statement.join(Assignment.agency).join(Assignment.task).join(Task.measure)
    statement = statement.where(Measure.document_id.in_(document_ids))
    return _by_parent(
        (row.task_id, AssignmentContent((row.jurisdiction, row.name), **_own(row, AssignmentContent)))
        for row in db.session.execute(statement.order_by(Assignment.position))
    )


def _select(table, kind):
    """A content's own columns, with the keys that tie it to its parent and its children."""
    keys = [column for column in table.__table__.columns if column.primary_key or column.foreign_keys]
    return select(*keys, *(getattr(table, name) for name in columns_of(kind)))


def _own(row, kind):
    return {name: getattr(row, name) for name in columns_of(kind)}


def _by_parent(pairs):
    """Contents by their parent's id, in the order given; () for a parent without any."""
    collected = defaultdict(list)
    for parent, content in pairs:
        collected[parent].append(content)
    return defaultdict(tuple, {parent: tuple(contents) for parent, contents in collected.items()})
