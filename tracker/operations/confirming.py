"""Confirming a reading: what was read, what persons corrected, and how it stands; corrections one by one, undone, redone."""

from dataclasses import dataclass
from datetime import datetime

from tracker.extraction.confirming.checks import Finding
from tracker.extraction.confirming.draft import Draft, DraftTask
from tracker.storage.queries.documents import DocumentLine, Step


@dataclass(frozen=True)
class TaskChange:
    """A task that persons changed: as it was read (None if they added it), as it stands (None if they removed it).

    ``steps`` are the corrections that touched it, oldest first.
    """

    number: int
    read: DraftTask | None
    now: DraftTask | None
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Confirmation:
    """A document as it is confirmed. ``draft`` is how it stands, ``as_read`` how it was read, ``text`` what offsets count.

    ``open`` lists what must be decided first, then what should be looked at. ``changes`` are by the task's number.
    ``sequence`` goes into every form, so that a change by another person meanwhile is noticed.
    """

    document: DocumentLine
    text: str
    draft: Draft
    as_read: Draft
    open: tuple[Finding, ...]
    changes: dict[int, TaskChange]
    steps: tuple[Step, ...]
    sequence: int
    can_undo: bool
    can_redo: bool
    to_undo: Step | None = None
    to_redo: Step | None = None

    @property
    def must(self) -> tuple[Finding, ...]:
        """What keeps it from being published unless the office says why."""
        return tuple(item for item in self.open if item.must)


def draft(document_id: int) -> Confirmation | None:
    """A document as it is confirmed; None if there is none, or none whose reading is kept. Writes nothing."""
    raise NotImplementedError


def task_change(task_id: int) -> TaskChange | None:
    """What was read and what was confirmed of a task of the ledger; None if nobody changed it."""
    raise NotImplementedError


def correct(document_id: int, edit: dict, *, who: str, sequence: int) -> int:
    """Make one edit (``{"kind": "change_unit", "task": 3, …}``); returns the new sequence.

    ``sequence`` is that of the page the person saw. Raises WrongEdit for an edit that cannot be made, ChangedMeanwhile
    when another person changed the same thing since, WrongState for a discarded document, Unsigned. An edit that
    changes nothing is not kept.
    """
    raise NotImplementedError


def undo(document_id: int, *, who: str, sequence: int | None = None) -> int:
    """Take back the last correction that stands; returns the new sequence. Raises WrongState if there is none,
    ChangedMeanwhile if it is not the one that the page with this sequence showed."""
    raise NotImplementedError


def redo(document_id: int, *, who: str, sequence: int | None = None) -> int:
    """Restore the correction last undone; raises as ``undo`` does."""
    raise NotImplementedError
