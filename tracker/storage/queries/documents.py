"""Documents: the list with how far each has come, and one with its text, its reading and what persons did to it."""

from dataclasses import dataclass
from datetime import datetime

from tracker.extraction.findings import Findings
from tracker.vocabulary import DocumentState, DocumentStatus, DocumentStep


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
    status: DocumentStatus
    state: DocumentState
    file_name: str | None
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
    def name(self) -> str:
        return self.title or self.file_name or self.stem


@dataclass(frozen=True)
class Step:
    """What one person did to a document, in order; ``number`` counts from 1.

    For a correction ``edit`` is what was edited, ``label`` its name in Chinese, and ``stands`` whether it still holds.
    """

    number: int
    step: DocumentStep
    who: str
    at: datetime
    reason: str | None = None
    label: str | None = None
    edit: dict | None = None
    stands: bool = False


@dataclass(frozen=True)
class StoredReading:
    """A document with its text, its reading as read, and everything done to it, oldest first."""

    document: DocumentLine
    text: str
    findings: Findings
    steps: tuple[Step, ...]


def document_list(state: DocumentState | None = None) -> tuple[DocumentLine, ...]:
    """Documents, the newest first, in a counted number of statements; without a state all but discarded ones."""
    raise NotImplementedError


def document_line(document_id: int) -> DocumentLine | None:
    """One document by id; None if there is none."""
    raise NotImplementedError


def stored_reading(document_id: int) -> StoredReading | None:
    """One document with its reading; None if there is none, or none whose reading is kept."""
    raise NotImplementedError
