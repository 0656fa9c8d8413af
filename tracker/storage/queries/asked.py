"""The tasks a filter asks for, document by document as they are printed: found in what is kept as far as that goes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import String, cast, func, select

from tracker import clock
from tracker.storage.columns import Chosen
from tracker.storage.database import db
from tracker.storage.documents import Task
from tracker.storage.keeping import Part, kept_for_all
from tracker.storage.queries.conditions import conditions_of_task
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.image import PrintedDocument, PrintedTask, image
from tracker.storage.queries.lights import Lighting, lighting_on
from tracker.storage.queries.lit import lit
from tracker.storage.queries.rows import DocumentName
from tracker.storage.queries.seen import documents_seen
from tracker.storage.queries.words import holding
from tracker.storage.sight import current_sight
from tracker.vocabulary import Missing, Role, Scope

CARRYING = frozenset({Role.LEAD, Role.RESPONSIBLE})


@dataclass(frozen=True, slots=True)
class Asked:
    """The tasks of a document that are asked for, as they stand in it, and of how many measures they are."""

    document: DocumentName
    tasks: Sequence[int]
    measures: int


def asked(wanted: TaskFilter, lighting: Lighting | None = None) -> list[Asked]:
    """Of every document that one sees and of which any are asked for, drafts alike; only tasks in force show a light.

    ``lighting`` is today's unless it is given.
    """
    if wanted.unknown:
        return []
    documents, chosen = _documents(wanted), [*holding(wanted.q), *_printed(wanted), *_told(wanted)]
    if not wanted.is_lit:
        return _chosen(documents, chosen)
    in_force = [each for each in documents if each.counts]
    tasks = [task for each in _chosen(in_force, chosen) for task in each.tasks]
    return _chosen(in_force, [*chosen, *lit(wanted, tasks, lighting or lighting_on(clock.today()))])


def _documents(wanted) -> list[DocumentName]:
    whatever_scope = replace(wanted, scope=Scope.ALL)
    return [each.name for each in documents_seen() if each.is_published and each.is_asked_for(whatever_scope)]


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
    """The tasks that only the database tells: of eyes that see single tasks these, and where a body stands."""
    role = wanted.role if wanted.agency else None
    conditions = conditions_of_task(replace(wanted, origin=None, role=role, missing=None))
    if not conditions and not current_sight().is_of_agency:
        return []
    statement = select(func.aggregate_strings(cast(Task.id, String), ",")).select_from(Task).where(*conditions)
    found = db.session.scalar(statement)
    return [Chosen(frozenset(map(int, found.split(","))) if found else frozenset())]


def _chosen(documents, chosen) -> list[Asked]:
    held = image().documents
    found = [_of_document(each, held[each.id], chosen) for each in documents if each.id in held]
    return [each for each in found if each.tasks]


def _of_document(document, printed: PrintedDocument, chosen):
    found = [task for task in printed.tasks if all(each.holds(task.id) for each in chosen)] if chosen else printed.tasks
    return Asked(document, [task.id for task in found], len({task.measure_id for task in found}))
