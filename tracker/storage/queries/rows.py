"""A task as a row of the ledger, with its document and its units."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from sqlalchemy import ColumnElement, Row, func, select

from tracker import clock
from tracker.agencies.standpoint import Standpoint
from tracker.storage.columns import among
from tracker.storage.database import db
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.storage.queries.basis import basis
from tracker.storage.queries.bearing import Bearers
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.conditions import tasks_with_their_document
from tracker.storage.queries.labels import opening, task_label
from tracker.storage.queries.standing import STANDING
from tracker.vocabulary import Origin, Role, Standing


@dataclass(frozen=True)
class DocumentName:
    """What names a document on a page; ``short`` is its number, else its title, else the file's name."""

    id: int
    stem: str
    title: str | None
    number: str | None
    jurisdiction: str | None
    standing: Standing

    @property
    def is_draft(self) -> bool:
        return self.standing == Standing.DRAFT

    @property
    def is_replaced(self) -> bool:
        return self.standing == Standing.REPLACED

    @property
    def counts(self) -> bool:
        """Whether it stands in totals and ledger."""
        return self.standing == Standing.ISSUED

    @property
    def name(self) -> str:
        return self.title or self.stem

    @property
    def short(self) -> str:
        return self.number or self.name


@dataclass(frozen=True)
class UnitName:
    """A unit of a task in its role; ``printed`` is the name as it stands, where that is known.

    ``key`` is the id of the registered agency or collective it is, or the number of a printed name nobody knows.
    """

    key: str
    name: str
    role: Role
    printed: str | None = None


@dataclass(frozen=True)
class TaskRow:
    """One task with all its units; ``label`` is ``一（三）③``, ``title`` the heading or the text's opening."""

    id: int
    document: DocumentName
    label: str
    part: str | None
    section: str | None
    heading: str | None
    text: str
    deadline: str | None
    origin: Origin
    deadline_on: date | None = None
    units: tuple[UnitName, ...] = field(default=())

    @property
    def title(self) -> str:
        return self.heading or opening(self.text)

    def of(self, role: Role) -> tuple[UnitName, ...]:
        """The units in one role, in the order they are printed."""
        return tuple(unit for unit in self.units if unit.role == role)

    @property
    def leads(self) -> tuple[UnitName, ...]:
        return self.of(Role.LEAD)

    @property
    def responsibles(self) -> tuple[UnitName, ...]:
        return self.of(Role.RESPONSIBLE)

    @property
    def supports(self) -> tuple[UnitName, ...]:
        return self.of(Role.SUPPORT)

    @property
    def guides(self) -> tuple[UnitName, ...]:
        return self.of(Role.GUIDE)


DOCUMENT_COLUMNS = (
    PolicyDocument.id,
    PolicyDocument.stem,
    PolicyDocument.title,
    PolicyDocument.number,
    PolicyDocument.jurisdiction,
    STANDING,
)


@cache
def short_name():
    """What names a document where there is little room: its number, else its title, else the file's name."""
    return func.coalesce(PolicyDocument.number, PolicyDocument.title, PolicyDocument.stem).label("document")


@cache
def siblings():
    """How many tasks the task's measure has, as a column, whoever may see them: a task has one label for everybody."""
    sibling = Task.__table__.alias()
    return select(func.count()).where(sibling.c.measure_id == Task.measure_id).scalar_subquery()


def rows_of(task_ids: Sequence[int], on: Standpoint | None = None) -> list[TaskRow]:
    """These tasks, in this order, in two statements however many they are where printed names are kept.

    Units stand as printed, or seen from a standpoint: as those who carry the duty then; in one or two statements more.
    """
    return _rows(task_ids, _units_of(task_ids) if on is None or on.is_printed else _units_on(task_ids, on))


def rows_alone(task_ids: Sequence[int]) -> list[TaskRow]:
    """The same without their units; in one statement."""
    return _rows(task_ids, {})


def row_beside(task_id: int, *columns: ColumnElement) -> tuple[TaskRow, Row] | None:
    """A task with its units, and what further columns of it, its measure and its document hold; None if there is none. In
    two statements."""
    beside = [column.label(f"beside_{place}") for place, column in enumerate(columns)]
    found = db.session.execute(_statement([task_id], *beside)).one_or_none()
    if found is None:
        return None
    document = DocumentName(*found[-len(DOCUMENT_COLUMNS) :])
    return _row(found, {found.document_id: document}, _units_of([task_id])[task_id]), found[: len(columns)]


def _statement(task_ids, *beside):
    own = (Task.id, Task.ordinal, Task.text, Task.deadline, Task.deadline_on, Task.origin)
    measure = (Measure.document_id, Measure.path, Measure.part, Measure.section, Measure.heading)
    statement = select(*beside, *own, *measure, siblings().label("siblings"), *_document_columns()).join(Task.measure)
    return statement.join(Measure.document).where(among(Task.id, task_ids))


def _rows(task_ids, units):
    found = {row.id: row for row in db.session.execute(_statement(task_ids))}
    documents = {row.document_id: DocumentName(*row[-len(DOCUMENT_COLUMNS) :]) for row in found.values()}
    return [_row(found[task_id], documents, units.get(task_id, ())) for task_id in task_ids]


@cache
def _document_columns():
    """What names a document, beside the columns of a task that are called the same."""
    return [column.label(f"document_{place}") for place, column in enumerate(DOCUMENT_COLUMNS)]


def ids_matching(conditions, order) -> list[int]:
    """The ids of the tasks that meet the conditions, ordered."""
    statement = tasks_with_their_document(Task.id).where(*conditions).order_by(*order)
    return list(db.session.scalars(statement))


def _assigned(task_ids):
    """Their units in order. Whoever sees a duty sees its printed name, which is held already: looked for among what an
    agency sees, it is looked for in every duty of that name."""
    who = (Assignment.registered_id, Assignment.collective_id, Assignment.agency_id)
    statement = select(Assignment.task_id, Assignment.id, *who, Assignment.role, Assignment.printed)
    statement = statement.where(Assignment.task_id.in_(task_ids)).order_by(Assignment.task_id, Assignment.position)
    names = basis().printed
    for task_id, id_, registered, collective, agency_id, *stands in db.session.execute(statement):
        yield task_id, id_, registered, collective, agency_id, names[agency_id][1], *stands


def _units_of(task_ids):
    units = defaultdict(list)
    for task_id, _, registered, collective, agency_id, *unit in _assigned(task_ids):
        units[task_id].append(UnitName(registered or collective or str(agency_id), *unit))
    return units


def _units_on(task_ids, on):
    """Everybody once in each role, whatever the names under which the task is theirs."""
    registry, units = carrying(), defaultdict(dict)
    bearers = Bearers(on.day(clock.today()))
    for task_id, assignment, *who, name, role, printed in _assigned(task_ids):
        for key in bearers.carried(assignment, *who).keys:
            body = registry.agencies.get(key)
            shown = (body.short or body.name) if body else name
            units[task_id].setdefault((key, role), UnitName(key, shown, role, printed))
    return defaultdict(list, {task_id: list(found.values()) for task_id, found in units.items()})


def _row(found, documents, units):
    return TaskRow(
        id=found.id,
        document=documents[found.document_id],
        label=task_label(found.path, found.ordinal, found.siblings),
        part=found.part,
        section=found.section,
        heading=found.heading,
        text=found.text,
        deadline=found.deadline,
        origin=found.origin,
        deadline_on=found.deadline_on,
        units=tuple(units),
    )
