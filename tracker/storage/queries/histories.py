"""What persons did to a document, in order, and which of their corrections stand."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import select

from tracker.extraction.confirming.edits import LABELS
from tracker.storage.database import db
from tracker.storage.history import DocumentEvent
from tracker.vocabulary import DocumentStep


@dataclass(frozen=True)
class Step:
    """What one person did to a document, in order; ``number`` counts from 1.

    For a correction ``edit`` is what was edited, ``label`` its name in Chinese and ``stands`` whether it still holds,
    and ``summary`` what it did. For an undoing or redoing these are those of the correction it concerns.
    ``other_id`` is the other document where one replaced it or stands beside it.
    """

    number: int
    step: DocumentStep
    who: str
    at: datetime
    reason: str | None = None
    label: str | None = None
    edit: dict | None = None
    stands: bool = False
    summary: str | None = None
    other_id: int | None = None


@dataclass(frozen=True)
class History:
    """A document's events, oldest first. A correction is known by its event's number, the reading by 0."""

    events: tuple[DocumentEvent, ...]

    @property
    def number(self) -> int:
        """How many things were done; a page carries it to notice what was done since."""
        return len(self.events)

    @property
    def head(self) -> int:
        """The last correction that stands, 0 for none."""
        return self.head_at(self.number)

    @property
    def published(self) -> int:
        """The last correction that stood when the document was last published."""
        return next((event.head for event in reversed(self.events) if event.step == DocumentStep.PUBLISHED), 0)

    @property
    def to_redo(self) -> int | None:
        """The correction last undone, None once another was made instead."""
        made_after = [number for number, event in self._corrections.items() if event.after == self.head]
        return max(made_after, default=None)

    def head_at(self, number: int) -> int:
        """The last correction that stood once so many things were done."""
        return self.events[number - 1].head if number else 0

    def before(self, correction: int) -> int:
        """The correction that stood last when this one was made."""
        return self._corrections[correction].after

    def edits(self, head: int) -> list[dict]:
        """The edits that stand under a correction, oldest first, itself included."""
        return [json.loads(self._corrections[number].edit) for number in self.standing(head)]

    def standing(self, head: int) -> list[int]:
        """The corrections that stand under one, oldest first, itself included."""
        found = []
        while head:
            found.append(head)
            head = self.before(head)
        return found[::-1]

    def since(self, number: int) -> list[DocumentEvent]:
        """What was done after so many things."""
        return list(self.events[number:])

    def steps(self) -> tuple[Step, ...]:
        """All of it, to be shown."""
        standing = set(self.standing(self.head))
        return tuple(self._step(event, standing) for event in self.events)

    def _step(self, event, standing):
        concerned = self._corrections.get(self._concerned(event))
        edit = json.loads(concerned.edit) if concerned else None
        return Step(
            event.number,
            event.step,
            event.who,
            event.at,
            event.reason,
            label=LABELS[edit["kind"]] if edit else None,
            edit=edit,
            stands=event.number in standing,
            summary=concerned and concerned.summary,
            other_id=event.other_id,
        )

    def _concerned(self, event):
        """The correction that an event made, took back or restored."""
        if event.step == DocumentStep.UNDONE:
            return self.head_at(event.number - 1)
        return event.head if event.step in (DocumentStep.CORRECTED, DocumentStep.REDONE) else None

    @cached_property
    def _corrections(self):
        return {event.number: event for event in self.events if event.step == DocumentStep.CORRECTED}


def history_of(document_id: int) -> History:
    """A document's history, in one statement."""
    statement = select(DocumentEvent).where(DocumentEvent.document_id == document_id)
    return History(tuple(db.session.scalars(statement.order_by(DocumentEvent.number))))
