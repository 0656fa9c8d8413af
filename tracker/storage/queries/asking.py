"""The tasks a filter asks for, as far as they are seen, with who is printed in them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import NamedTuple

from sqlalchemy import select

from tracker.storage.columns import Chosen, ids_in, is_never, joined_ids
from tracker.storage.database import db
from tracker.storage.documents import Task
from tracker.storage.keeping import DUTIES, Part, kept, kept_for_all
from tracker.storage.queries.conditions import conditions_of_task
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.image import PrintedTask, image
from tracker.storage.queries.seen import documents_seen
from tracker.storage.queries.words import holding
from tracker.storage.sight import current_sight, seeing_everything
from tracker.vocabulary import Missing, Role, Scope, Standing

EVERYWHERE = TaskFilter(scope=Scope.ALL)
"""Every task there is, issued or not."""
CARRYING = frozenset({Role.LEAD, Role.RESPONSIBLE})


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
    chosen = chosen_by(wanted)
    if not chosen:
        return [_seen(document, own.tasks, own.measures) for document, own in found]
    single = ((document, [task for task in own.tasks if all(each.holds(task.id) for each in chosen)]) for document, own in found)
    return [_seen(document, own, len({task.measure_id for task in own})) for document, own in single if own]


def chosen_by(wanted: TaskFilter) -> list[Chosen]:
    """What a filter asks of single tasks, lights aside; nothing where it asks nothing of them and whole documents are seen."""
    return [*holding(wanted.q), *_printed(wanted), *_told(wanted)]


def _printed(wanted) -> list[Chosen]:
    """The tasks that are told by what is printed in them, whoever that is."""
    so = (wanted.origin, None if wanted.agency else wanted.role, wanted.missing)
    return [kept_for_all(partial(_printed_so, *so), "printed so", *so, of=[Part.DOCUMENTS])] if any(so) else []


def _printed_so(origin, role, missing) -> Chosen:
    tasks = image().tasks
    found = {id_ for id_, task in tasks.items() if _is_so(task, origin, role, missing)}
    return Chosen.of(found, tasks.keys())


def _is_so(task: PrintedTask, origin, role, missing):
    if origin and task.origin != origin:
        return False
    roles = {who.role for who in task.who}
    return (not role or role in roles) and (missing != Missing.CARRIER or roles.isdisjoint(CARRYING))


def _told(wanted) -> list[Chosen]:
    """The tasks that only the database tells: of eyes that see single tasks these, and where a body stands, whoever sees it."""
    role = wanted.role if wanted.agency else None
    own = [kept(partial(_found, ()), "own tasks", of=DUTIES)] if current_sight().is_of_agency else []
    conditions = conditions_of_task(replace(wanted, origin=None, role=role, missing=None))
    if not conditions:
        return own
    with seeing_everything():
        return [*own, _found(conditions)]


def _found(conditions) -> Chosen:
    if any(is_never(each) for each in conditions):
        return Chosen(frozenset())
    return Chosen(frozenset(ids_in(db.session.scalar(select(joined_ids(Task.id)).select_from(Task).where(*conditions)))))


def _seen(document, tasks, measures):
    return SeenDocument(document.name.id, document.issued_on, document.name.standing, tasks, measures)
