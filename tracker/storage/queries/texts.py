"""What every task and its measure says, held in memory for all: after a change only what was changed is read anew.

Beside each text stands the same as the database writes it small, one object where both are alike.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import func, select

from tracker.storage.database import each_plain_row, plain_rows
from tracker.storage.documents import Measure, Task
from tracker.storage.editions import DOCUMENT, Editions, changed
from tracker.storage.keeping import Part, renewed
from tracker.storage.queries.basis import basis


class TaskText(NamedTuple):
    """What a task says, and who it says is responsible."""

    id: int
    text: str
    small_text: str
    small_annotation: str


class MeasureText(NamedTuple):
    """What a measure says that has tasks, and these in their order."""

    id: int
    section: str
    heading: str
    small_path: str
    small_section: str
    small_heading: str
    tasks: tuple[TaskText, ...]


Documents = Mapping[int, tuple[MeasureText, ...]]


@dataclass(frozen=True)
class Texts:
    """What was read of every document that has tasks, and up to which changes."""

    editions: Editions
    documents: Documents


def texts() -> Documents:
    """The measures by document, whoever sees them; in the statement that reads what was changed where it is not kept."""
    return renewed(_renewed, "texts", of=[Part.DOCUMENTS]).documents


def _renewed(last: Texts | None) -> Texts:
    now = basis().editions
    if last is None:
        return Texts(now, _read())
    if not (documents := changed(last.editions, now, DOCUMENT)):
        return Texts(now, last.documents)
    known = {id_: each for id_, each in last.documents.items() if id_ not in documents}
    return Texts(now, known | _read(documents))


def _read(documents: Collection[int] | None = None) -> Documents:
    """These documents, or all, as they are now; in one statement."""
    measure = (*_both(Measure.path), *_both(Measure.section), *_both(Measure.heading))
    task = (Task.id, *_both(Task.text), *_both(Task.annotation))
    statement = select(Measure.document_id, Measure.id, *measure, *task).join(Measure.tasks)
    statement = statement.order_by(Measure.document_id, Measure.position, Task.ordinal)
    few = documents is not None
    rows = plain_rows(statement.where(Measure.document_id.in_(documents))) if few else each_plain_row(statement)
    return {id_: tuple(map(_measure, _by_measure(own))) for id_, own in groupby(rows, itemgetter(0))}


def _both(text):
    """A text, and the same small where that is another."""
    return text, func.nullif(func.lower(text), text)


def _by_measure(rows):
    return (list(own) for _, own in groupby(rows, itemgetter(1)))


def _measure(rows) -> MeasureText:
    _, id_, path, small_path, section, small_section, heading, small_heading, *_ = rows[0]
    small = (small_path or path or "", small_section or section or "", small_heading or heading or "")
    return MeasureText(id_, section or "", heading or "", *small, tuple(_task(*row[8:]) for row in rows))


def _task(id_, text, small_text, annotation, small_annotation) -> TaskText:
    return TaskText(id_, text, small_text or text, small_annotation or annotation or "")
