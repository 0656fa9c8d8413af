"""The tasks a filter asks for, as far as they are seen, with who is printed in them."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from tracker.storage.columns import Chosen
from tracker.storage.database import plain_rows
from tracker.storage.documents import Task
from tracker.storage.queries.conditions import conditions_of_task
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.image import PrintedTask, image
from tracker.storage.queries.seen import documents_seen
from tracker.storage.queries.words import holding
from tracker.storage.sight import current_sight
from tracker.vocabulary import Scope, Standing

EVERYWHERE = TaskFilter(scope=Scope.ALL)
"""Every task there is, issued or not."""


class SeenDocument(NamedTuple):
    """A document and those of its tasks that are asked for and seen, of so many measures."""

    id: int
    issued_on: date | None
    standing: Standing
    tasks: Sequence[PrintedTask]
    measures: int


def tasks_asked(wanted: TaskFilter) -> list[SeenDocument]:
    """The tasks asked for as far as they are seen, in the order of the documents; in one statement at most where documents
    are kept, in none where whole documents are asked for.

    Of an office or a superior whoever sees a document sees all its tasks; an agency sees single ones.
    """
    held = image().documents
    found = [(each, held[each.name.id]) for each in documents_seen() if each.name.id in held and each.is_asked_for(wanted)]
    chosen = [*holding(wanted.q), *_told(wanted)]
    if not chosen:
        return [_seen(document, own.tasks, own.measures) for document, own in found]
    single = ((document, [task for task in own.tasks if all(each.holds(task.id) for each in chosen)]) for document, own in found)
    return [_seen(document, own, len({task.measure_id for task in own})) for document, own in single if own]


def _told(wanted) -> list[Chosen]:
    conditions = conditions_of_task(wanted)
    if not conditions and not current_sight().is_of_agency:
        return []
    return [Chosen(frozenset(id_ for (id_,) in plain_rows(select(Task.id).where(*conditions))))]


def _seen(document, tasks, measures):
    return SeenDocument(document.name.id, document.issued_on, document.name.standing, tasks, measures)
