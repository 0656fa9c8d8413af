"""One task with everything its page shows."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import String, cast, func, select

from tracker.storage.database import db
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.storage.queries.labels import circled, task_label
from tracker.storage.queries.rows import TaskRow, UnitName, row_beside, siblings
from tracker.vocabulary import Role

Span = tuple[int, int]
BESIDE = (
    *(Task.measure_id, Task.annotation, PolicyDocument.issued_on, PolicyDocument.valid_until, PolicyDocument.text),
    *(Measure.start, Measure.end, Task.start, Task.end, Task.annotation_start, Task.annotation_end),
)
"""What the page shows beside the row: the last six are where measure, task and clause stand in the text."""


@dataclass(frozen=True)
class UnitPlace:
    """Where a unit stands in the document's text, in which role, and who it is (``UnitName.key``)."""

    span: Span
    role: Role
    key: str


@dataclass(frozen=True)
class Source:
    """The document's text as read and where measure, task, clause and units stand in it; None where that is unknown."""

    text: str
    measure: Span | None
    task: Span | None
    clause: Span | None
    units: tuple[UnitPlace, ...]


@dataclass(frozen=True)
class Neighbour:
    """Another task of the same document; ``number`` is its own within the measure: ``③``."""

    id: int
    label: str
    number: str


@dataclass(frozen=True)
class TaskView:
    """A task, its units, its source (None for a task whose document is not at hand) and its neighbours."""

    row: TaskRow
    annotation: str | None
    issued_on: date | None
    valid_until: date | None
    source: Source | None
    of_measure: tuple[Neighbour, ...]
    previous: Neighbour | None
    following: Neighbour | None

    @property
    def units(self) -> tuple[UnitName, ...]:
        """The units role by role, within a role as printed."""
        return tuple(unit for role in Role for unit in self.row.of(role))


def task_view(task_id: int) -> TaskView | None:
    """A task by id, in at most four statements; None if there is none."""
    if (found := row_beside(task_id, *BESIDE)) is None:
        return None
    row, (measure_id, annotation, issued_on, valid_until, text, *spans) = found
    before, around, after = _neighbours(task_id, measure_id)
    return TaskView(
        row=row,
        annotation=annotation,
        issued_on=issued_on,
        valid_until=valid_until,
        source=_source(task_id, text, spans) if text else None,
        of_measure=around,
        previous=before,
        following=after,
    )


def _source(task_id, text, spans):
    key = func.coalesce(Assignment.registered_id, Assignment.collective_id, cast(Assignment.agency_id, String))
    places = select(Assignment.start, Assignment.end, Assignment.role, key).where(
        Assignment.task_id == task_id, Assignment.start.is_not(None), Assignment.end.is_not(None)
    )
    units = tuple(UnitPlace((start, end), *unit) for start, end, *unit in db.session.execute(places))
    measure, task, clause = (_span(*spans[at : at + 2]) for at in (0, 2, 4))
    return Source(text, measure, task, clause, units)


def _span(start, end):
    return None if start is None or end is None else (start, end)


def _neighbours(task_id, measure_id):
    """The task before it in the document, the tasks of its measure, the task after it."""
    columns = (Task.id, Task.measure_id, Measure.path, Task.ordinal, siblings())
    same_document = select(Measure.document_id).where(Measure.id == measure_id).scalar_subquery()
    statement = select(*columns).join(Task.measure).where(Measure.document_id == same_document)
    rows = db.session.execute(statement.order_by(Measure.position, Task.ordinal)).all()
    tasks = [Neighbour(id_, task_label(path, ordinal, size), circled(ordinal)) for id_, _, path, ordinal, size in rows]
    place = [row.id for row in rows].index(task_id)
    around = tuple(tasks[i] for i, row in enumerate(rows) if row.measure_id == measure_id)
    before = tasks[place - 1] if place else None
    after = tasks[place + 1] if place + 1 < len(tasks) else None
    return before, around, after
