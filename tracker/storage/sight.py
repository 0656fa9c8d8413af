"""Whose eyes a session has: every select is confined to what they may see, whichever query it comes from.

A session that nobody looks through sees everything; pages always set whose it is, commands never do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, event, false, or_, select
from sqlalchemy.orm import with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption

from tracker.storage.agencies import Agency
from tracker.storage.columns import among
from tracker.storage.cycles import Cycle, CycleTask, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.storage.history import DocumentEvent
from tracker.storage.messages import Message
from tracker.storage.reports import Filing
from tracker.vocabulary import DocumentState
from tracker.vocabulary.reporting import CycleState, Duty, ReportState

KEY = "sight"


@dataclass(frozen=True)
class Sight:
    """What somebody sees. ``owns`` are groups of which everything is seen, ``reads`` those whose published documents are.

    ``orphans`` says that documents of no group are seen as one's own. ``bodies`` and ``collectives`` are of the
    registry: the tasks on which one of them stands are seen. Of the assignments that are ``decided`` about one by one
    only those ``given`` to them count. ``every_document`` says that there is none which is not
    seen, so that documents need no condition; ``everything`` needs none at all.
    """

    owns: frozenset[int] = frozenset()
    reads: frozenset[int] = frozenset()
    orphans: bool = False
    bodies: frozenset[str] = frozenset()
    collectives: frozenset[str] = frozenset()
    decided: frozenset[int] = frozenset()
    given: frozenset[int] = frozenset()
    every_document: bool = False
    everything: bool = False

    @property
    def is_of_agency(self) -> bool:
        """Whether single tasks are seen rather than whole documents."""
        return bool(self.bodies or self.collectives)

    def has_as_own(self, group_id: int | None) -> bool:
        """Whether a document of this group may be changed by whoever sees this."""
        return self.everything or (self.orphans if group_id is None else group_id in self.owns)


NOTHING = Sight()
EVERYTHING = Sight(everything=True)


def look_as(sight: Sight) -> None:
    """Confine the current session to what these eyes see."""
    db.session.info[KEY] = sight


def look_away() -> None:
    """Let the current session be nobody's again."""
    db.session.info.pop(KEY, None)


def current_sight() -> Sight:
    return db.session.info.get(KEY, EVERYTHING)


def own_group() -> int | None:
    """The group to which belongs what is taken in now: that of the office that acts; None where nobody's office does."""
    return min(current_sight().owns, default=None)


@contextmanager
def seeing_everything() -> Iterator[None]:
    """For what must be known whoever acts: which names are taken, whom a name means; also as a decorator."""
    before = current_sight()
    look_as(EVERYTHING)
    try:
        yield
    finally:
        look_as(before)


@event.listens_for(db.session, "do_orm_execute")
def confine(state) -> None:
    """Add the conditions of the session's eyes to a select."""
    sight = state.session.info.get(KEY, EVERYTHING)
    if sight.everything or not state.is_select or state.is_column_load:
        return
    state.statement = state.statement.options(*_options(sight))


@lru_cache(maxsize=512)
def _options(sight: Sight) -> tuple[ExecutableOption, ...]:
    """The conditions as options of a statement, made once for each sight: making them costs more than a short select."""
    return tuple(with_loader_criteria(table, within, include_aliases=True) for table, within in _conditions(sight))


def _conditions(sight: Sight) -> list[tuple[type, ColumnElement]]:
    """A condition for each table that holds what somebody does. Inner selects are of plain tables, or they would be
    confined in their turn."""
    years = [
        (Cycle, Cycle.id.in_(_cycles(sight))),
        (ExpectedReport, ExpectedReport.id.in_(_expected(sight))),
        (Message, or_(Message.agency_id.in_(sight.bodies), Message.group_id.in_(sight.owns))),
    ]
    if sight.every_document:
        return years
    documents, tasks, of_measure, of_task = (_of_agency if sight.is_of_agency else _of_group)(sight)
    duty = Assignment.__table__.alias()
    stands = select(duty.c.id).where(duty.c.agency_id == Agency.id, duty.c.task_id.in_(tasks)).exists()
    return [
        (PolicyDocument, PolicyDocument.id.in_(documents)),
        (DocumentEvent, DocumentEvent.document_id.in_(documents)),
        (Measure, of_measure),
        (Task, of_task),
        (Assignment, Assignment.task_id.in_(tasks)),
        (Agency, stands),
        *years,
    ]


def _cycles(sight):
    """The cycles of one's groups, and of those beneath what is open; an agency's are those it has a sheet for."""
    cycle, filing = Cycle.__table__.alias(), Filing.__table__.alias()
    if sight.bodies:
        return select(filing.c.cycle_id).where(filing.c.agency_id.in_(sight.bodies))
    opened = cycle.c.state != CycleState.PREPARED
    return select(cycle.c.id).where(
        or_(cycle.c.group_id.in_(sight.owns), and_(cycle.c.group_id.in_(sight.reads), opened))
    )


def _expected(sight):
    """The rows of one's cycles. An agency sees its own, all of a task it consolidates, and what else was accepted there."""
    row = ExpectedReport.__table__.alias()
    if not sight.bodies:
        return select(row.c.id).where(row.c.cycle_id.in_(_cycles(sight)))
    task, own = CycleTask.__table__.alias(), ExpectedReport.__table__.alias()
    same_task = and_(task.c.cycle_id == row.c.cycle_id, task.c.task_id == row.c.task_id)
    consolidates = select(task.c.task_id).where(same_task, task.c.consolidator_id.in_(sight.bodies)).exists()
    stands = and_(own.c.cycle_id == row.c.cycle_id, own.c.task_id == row.c.task_id, own.c.agency_id.in_(sight.bodies))
    accepted = and_(
        row.c.duty == Duty.REPORT, row.c.state == ReportState.ACCEPTED, select(own.c.id).where(stands).exists()
    )
    return select(row.c.id).where(or_(row.c.agency_id.in_(sight.bodies), consolidates, accepted))


def _of_group(sight):
    document, measure, task = (table.__table__.alias() for table in (PolicyDocument, Measure, Task))
    published = document.c.state == DocumentState.PUBLISHED
    conditions = [
        document.c.leading_group_id.in_(sight.owns) if sight.owns else false(),
        (document.c.leading_group_id.in_(sight.reads) & published) if sight.reads else false(),
        document.c.leading_group_id.is_(None) if sight.orphans else false(),
    ]
    documents = select(document.c.id).where(or_(*conditions))
    measures = select(measure.c.id).where(measure.c.document_id.in_(documents))
    tasks = select(task.c.id).where(task.c.measure_id.in_(measures))
    return documents, tasks, Measure.document_id.in_(documents), Task.measure_id.in_(measures)


def _of_agency(sight):
    duty, task, measure = (table.__table__.alias() for table in (Assignment, Task, Measure))
    stands = or_(duty.c.registered_id.in_(sight.bodies), duty.c.collective_id.in_(sight.collectives))
    if sight.decided:
        stands = or_(and_(stands, ~among(duty.c.id, sight.decided)), among(duty.c.id, sight.given))
    tasks = select(duty.c.task_id).where(stands)
    measures = select(task.c.measure_id).where(task.c.id.in_(tasks))
    documents = select(measure.c.document_id).where(measure.c.id.in_(measures))
    return documents, tasks, Measure.id.in_(measures), Task.id.in_(tasks)


def sees_every_document(sight: Sight) -> bool:
    """Whether no document is hidden from a group's office or superior; in one statement."""
    if sight.is_of_agency:
        return False
    document = PolicyDocument.__table__.alias()
    seen, _, _, _ = _of_group(sight)
    hidden = select(document.c.id).where(document.c.id.not_in(seen)).limit(1)
    return db.session.execute(hidden).first() is None
