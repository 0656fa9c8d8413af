"""What the office decided about single duties: whom a collective means there, and to whom it was handed over."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Self

from sqlalchemy import ColumnElement, or_, select

from tracker.agencies.succession import Heir
from tracker.storage.database import db
from tracker.storage.documents import Measure, Task
from tracker.storage.registry_office import Handover, NamedMember


class Decided:
    """Decisions about tasks, to be asked for each duty."""

    def __init__(self, named: Sequence[NamedMember], handed_over: Sequence[Handover]):
        self.decisions = tuple(handed_over)
        self._named = defaultdict(list)
        for each in named:
            self._named[each.collective, each.task_id, each.document_id].append(each.agency)
        self._handed_over = defaultdict(list)
        for each in handed_over:
            self._handed_over[each.task_id, each.printed, each.from_agency].append(each)

    @classmethod
    def about(cls, task_ids: Sequence[int]) -> Self:
        """What was decided about these tasks, in two statements."""
        return cls._of(NamedMember.task_id.in_(task_ids), Handover.task_id.in_(task_ids), Task.id.in_(task_ids))

    @classmethod
    def all(cls) -> Self:
        """What was decided about any task, in two statements."""
        return cls(_found(NamedMember), _found(Handover))

    @classmethod
    def _of(cls, named: ColumnElement, handed_over: ColumnElement, tasks: ColumnElement) -> Self:
        documents = select(Measure.document_id).join(Measure.tasks).where(tasks)
        return cls(
            _found(NamedMember, or_(named, NamedMember.document_id.in_(documents))), _found(Handover, handed_over)
        )

    def members(self, collective: str, task_id: int, document_id: int) -> tuple[str, ...]:
        """Whom the office named for a task, else for its document; () if for neither."""
        return tuple(
            self._named.get((collective, task_id, None)) or self._named.get((collective, None, document_id), ())
        )

    def for_task(self, collective: str, task_id: int) -> tuple[str, ...]:
        """Whom the office named for this task alone."""
        return tuple(self._named.get((collective, task_id, None), ()))

    def last(self, task_id: int, printed: str, agency: str, on: date) -> tuple[Heir, ...]:
        """Who has a duty on a day after all that was handed over; the agency itself where nothing was, () for nobody."""
        ahead, seen, last = [agency], set(), []
        while ahead:
            each = ahead.pop(0)
            if each in seen:
                continue
            seen.add(each)
            decisions = [one for one in self._handed_over.get((task_id, printed, each), ()) if one.since <= on]
            ahead.extend(one.to_agency for one in decisions if one.to_agency)
            if not decisions:
                last.append(Heir(each))
        return tuple(last)


def _found(table, *where) -> Sequence:
    return db.session.scalars(select(table).where(*where).order_by(table.id)).all()
