"""One task with everything its page shows."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import String, cast, func, select

from tracker.storage.database import db
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.storage.queries.labels import circled, task_label
from tracker.storage.queries.rows import TaskRow, UnitName, rows_of, siblings
from tracker.vocabulary import Role

Span = tuple[int, int]


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
    """A task by id, in at most six statements; None if there is none."""
    found = db.session.execute(_statement(task_id)).one_or_none()
    if found is None:
        return None
    task, measure, document = found
    before, around, after = _neighbours(task)
    return TaskView(
        row=rows_of([task_id])[0],
        annotation=task.annotation,
        issued_on=document.issued_on,
        valid_until=document.valid_until,
        source=_source(task, measure, document) if document.text else None,
        of_measure=around,
        previous=before,
        following=after,
    )


def _statement(task_id):
    tables = select(Task, Measure, PolicyDocument).join(Task.measure).join(Measure.document)
    return tables.where(Task.id == task_id)


def _source(task, measure, document):
    key = func.coalesce(Assignment.registered_id, Assignment.collective_id, cast(Assignment.agency_id, String))
    places = select(Assignment.start, Assignment.end, Assignment.role, key).where(
        Assignment.task_id == task.id, Assignment.start.is_not(None), Assignment.end.is_not(None)
    )
    units = tuple(UnitPlace((start, end), *unit) for start, end, *unit in db.session.execute(places))
    return Source(
        text=document.text,
        measure=_span(measure.start, measure.end),
        task=_span(task.start, task.end),
        clause=_span(task.annotation_start, task.annotation_end),
        units=units,
    )


def _span(start, end):
    return None if start is None or end is None else (start, end)


def _neighbours(task):
    """The task before it in the document, the tasks of its measure, the task after it."""
    columns = (Task.id, Task.measure_id, Measure.path, Task.ordinal, siblings())
    same_document = select(Measure.document_id).where(Measure.id == task.measure_id).scalar_subquery()
    statement = select(*columns).join(Task.measure).where(Measure.document_id == same_document)
    rows = db.session.execute(statement.order_by(Measure.position, Task.ordinal)).all()
    tasks = [Neighbour(id_, task_label(path, ordinal, size), circled(ordinal)) for id_, _, path, ordinal, size in rows]
    place = [row.id for row in rows].index(task.id)
    around = tuple(tasks[i] for i, row in enumerate(rows) if row.measure_id == task.measure_id)
    before = tasks[place - 1] if place else None
    after = tasks[place + 1] if place + 1 < len(tasks) else None
    return before, around, after
