"""Every task and who is printed in it, held in memory for all: after a change only what was changed is read anew.

Who may see which of it is for the database to say (see ``asking``).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import groupby
from operator import itemgetter
from sys import intern
from typing import NamedTuple

from sqlalchemy import Select, String, func, select, type_coerce

from tracker.storage.columns import among
from tracker.storage.database import each_plain_row, plain_rows
from tracker.storage.documents import Assignment, Measure, Task
from tracker.storage.editions import DOCUMENT, MEANT, NAME, Editions, changed
from tracker.storage.keeping import Part, renewed
from tracker.storage.queries.basis import basis
from tracker.storage.queries.labels import opening, task_label
from tracker.vocabulary import Recognition, Role

MOST_DOCUMENTS, MOST_NAMES = 3, 60
"""Where names mean somebody else in no more documents, these are read; else these names where they are no more, or all."""
UNITS = (
    *(Assignment.task_id, Assignment.position, Assignment.id),
    *(type_coerce(each, String) for each in (Assignment.role, Assignment.recognition)),
    *(Assignment.agency_id, Assignment.registered_id, Assignment.collective_id),
)
OPENING = 40
"""Characters of a text from which its opening is told."""


class Who(NamedTuple):
    """Who is printed in a role and whom that means; one object for all who are alike."""

    role: Role
    agency_id: int
    registered: str | None
    collective: str | None
    recognition: Recognition


class PrintedTask(NamedTuple):
    """A task and its units in order: the numbers of their assignments, and who they are."""

    id: int
    document_id: int
    measure_id: int
    label: str
    origin: str
    deadline_on: date | None
    assignments: tuple[int, ...]
    who: tuple[Who, ...]


@dataclass(frozen=True)
class PrintedDocument:
    """The tasks of a document in their order, and how many measures it has."""

    tasks: tuple[PrintedTask, ...]
    measures: int


@dataclass(frozen=True)
class Image:
    """What was read of every document that has tasks, and up to which changes."""

    editions: Editions
    documents: Mapping[int, PrintedDocument]
    tasks: Mapping[int, PrintedTask]


def image() -> Image:
    """All there is, whoever sees it; in the statements that read what was changed where it is not kept."""
    return renewed(_renewed, "image", of=[Part.DOCUMENTS])


class PrintedUnits(NamedTuple):
    """A task's units as ``PrintedTask`` has them."""

    id: int
    assignments: tuple[int, ...]
    who: tuple[Who, ...]


def printed_in(tasks: Select | Collection[int]) -> list[PrintedUnits]:
    """The units of tasks as they stand now, of those that are seen and have any; in one statement, nothing is kept."""
    is_select = isinstance(tasks, Select)
    here = Assignment.task_id.in_(tasks.order_by(None)) if is_select else among(Assignment.task_id, tasks)
    return [PrintedUnits(id_, *_in_order(own)) for id_, own in _units(here).items()]


def _renewed(last: Image | None) -> Image:
    now = basis().editions
    if last is None:
        return _image(now, _read())
    documents, names, meant = (changed(last.editions, now, kind) for kind in (DOCUMENT, NAME, MEANT))
    if len(meant - documents) <= MOST_DOCUMENTS:
        documents, names = documents | meant, set()
    if len(names) > MOST_NAMES:
        return _image(now, _read())
    known = {id_: each for id_, each in last.documents.items() if id_ not in documents}
    if documents:
        known |= _read(documents)
    return _image(now, _meant_anew(known, names) if names else known)


def _image(now, documents):
    return Image(now, documents, {task.id: task for each in documents.values() for task in each.tasks})


def _read(documents: Collection[int] | None = None) -> dict[int, PrintedDocument]:
    """These documents, in one statement, or all that have measures, in two, as they are now."""
    units, rows = (_units(), each_plain_row(_tasks())) if documents is None else _together(documents)
    found, day = {}, cache(_day)
    for document_id, of_document in groupby(rows, itemgetter(0)):
        own = list(of_document)
        siblings = Counter(row[1] for row in own)
        printed = (_printed(row, siblings[row[1]], units, day) for row in own if row[2] is not None)
        found[document_id] = PrintedDocument(tuple(printed), len({row[1] for row in own}))
    return found


def _together(documents):
    statement = _tasks().add_columns(*UNITS).outerjoin(Task.assignments).where(Measure.document_id.in_(documents))
    rows, units, alike = {}, defaultdict(list), cache(_who)
    for row in plain_rows(statement):
        task, (task_id, position, number, *who) = row[:-len(UNITS)], row[-len(UNITS):]
        rows[task] = None
        if number is not None:
            units[task_id].append((position, number, alike(*who)))
    return units, list(rows)


def _tasks():
    """A measure without a task has a row of its own."""
    task = (Task.id, Task.ordinal, func.substr(Task.text, 1, OPENING), type_coerce(Task.origin, String), Task.deadline_on)
    statement = select(Measure.document_id, Measure.id, *task, Measure.path, Measure.heading).outerjoin(Measure.tasks)
    return statement.order_by(Measure.document_id, Measure.position, Task.ordinal)


def _printed(row, siblings, units, day) -> PrintedTask:
    document_id, measure_id, id_, ordinal, text, origin, deadline_on, path, heading = row
    label = f"{task_label(path, ordinal, siblings)} {heading or opening(text)}"
    return PrintedTask(id_, document_id, measure_id, label, intern(origin), day(deadline_on), *_in_order(units.get(id_, ())))


def _in_order(units):
    own = sorted(units)
    return tuple(number for _, number, _ in own), tuple(who for _, _, who in own)


def _day(value) -> date | None:
    """SQLite gives a day as it is written."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _units(*conditions) -> dict[int, list[tuple[int, int, Who]]]:
    """By task: the place of each unit, its assignment's number, and who it is. Put in order later: SQLite reads 150,000
    rows in the order of the tasks in twice the time."""
    found, alike = defaultdict(list), cache(_who)
    for task_id, position, number, *who in each_plain_row(select(*UNITS).where(*conditions)):
        found[task_id].append((position, number, alike(*who)))
    return found


def _who(role, recognition, agency_id, registered, collective) -> Who:
    return Who(Role(role), agency_id, registered, collective, Recognition(recognition))


def _meant_anew(documents, names) -> dict[int, PrintedDocument]:
    """The same documents where these printed names mean what they mean now; in one statement."""
    now = {number: who for own in _units(among(Assignment.agency_id, names)).values() for _, number, who in own}
    changed = set(names)
    return {id_: _with(document, now, changed) for id_, document in documents.items()}


def _with(document, now, changed):
    if not any(who.agency_id in changed for task in document.tasks for who in task.who):
        return document
    return replace(document, tasks=tuple(_task_with(task, now, changed) for task in document.tasks))


def _task_with(task, now, changed):
    if not any(who.agency_id in changed for who in task.who):
        return task
    pairs = zip(task.assignments, task.who, strict=True)
    return task._replace(who=tuple(now.get(number, who) for number, who in pairs))
