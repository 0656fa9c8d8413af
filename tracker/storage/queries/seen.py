"""The documents that somebody sees, with what tells how they count, the cycles, as far as lights are made of them, and the tasks
that are closed out; kept for all who see the same."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from operator import attrgetter, itemgetter

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from tracker.storage.cycles import Cycle, TaskFact
from tracker.storage.documents import PolicyDocument
from tracker.storage.keeping import Part, kept
from tracker.storage.queries.filters import NOWHERE, TaskFilter
from tracker.storage.queries.rows import DOCUMENT_COLUMNS, DocumentName
from tracker.storage.together import read_together
from tracker.vocabulary import DocumentState, Scope, Standing


@dataclass(frozen=True)
class DocumentSeen:
    """A document by its names, its days, and whether it is published."""

    name: DocumentName
    issued_on: date | None
    valid_until: date | None
    is_published: bool

    def is_asked_for(self, wanted: TaskFilter) -> bool:
        """Whether it meets the conditions on documents."""
        own, scope = self.name, wanted.documents_in_scope
        if wanted.document and own.stem != wanted.document:
            return False
        if wanted.jurisdiction and (own.jurisdiction or NOWHERE) != wanted.jurisdiction:
            return False
        return scope == Scope.ALL or own.standing == Standing(scope)


@dataclass(frozen=True, eq=False)
class CycleSeen:
    """A cycle by what its lights are made of, named as the stored ones have it; one is like itself alone."""

    id: int
    due_on: date
    period_from: date
    opened_on: date | None
    soon_days: int
    slow_points: int
    behind_points: int
    locked_at: datetime | None


def documents_seen() -> tuple[DocumentSeen, ...]:
    """All of them, as they came in; in one statement, with the cycles and what is closed out, where they are not kept."""
    documents, *_ = _seen()
    return documents


def cycles_seen() -> tuple[CycleSeen, ...]:
    """The same of the cycles, the oldest first."""
    _, cycles, _ = _seen()
    return cycles


def tasks_closed_out() -> frozenset[int]:
    """The tasks of ``closed_out``."""
    *_, closed = _seen()
    return closed


def closed_out() -> Select:
    """The tasks whose last word of the office closed them out: few, looked up once and not for each task."""
    later = aliased(TaskFact)
    newer = select(later.id).where(later.task_id == TaskFact.task_id, later.id > TaskFact.id).exists()
    return select(TaskFact.task_id).where(TaskFact.closed_out, ~newer)


def _seen():
    return kept(_read, "documents seen", of=[Part.DOCUMENTS, Part.FACTS, Part.CYCLES])


def _read():
    days = (PolicyDocument.issued_on, PolicyDocument.valid_until)
    is_published = (PolicyDocument.state == DocumentState.PUBLISHED).label("is_published")
    documents = select(PolicyDocument.position, *DOCUMENT_COLUMNS, *days, is_published)
    cycles = select(*(getattr(Cycle, each.name) for each in fields(CycleSeen)))
    found = read_together({"documents": documents, "cycles": cycles, "closed": closed_out()})
    rows = sorted(found["documents"], key=itemgetter(0, 1))
    return (
        tuple(DocumentSeen(DocumentName(*row[1:7]), *row[7:]) for row in rows),
        tuple(sorted((CycleSeen(*row) for row in found["cycles"]), key=attrgetter("due_on", "id"))),
        frozenset(id_ for (id_,) in found["closed"]),
    )
