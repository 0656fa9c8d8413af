"""The tasks a filter asks for, document by document as they are printed: found in what is kept as far as that goes."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import String, cast, func, select

from tracker import clock
from tracker.storage.columns import Chosen
from tracker.storage.database import db
from tracker.storage.documents import Task
from tracker.storage.queries.choices import choices
from tracker.storage.queries.conditions import conditions_of_task
from tracker.storage.queries.filters import NOWHERE, TaskFilter
from tracker.storage.queries.lights import Lighting, lighting_on
from tracker.storage.queries.lit import lit
from tracker.storage.queries.printed_tasks import Printed, printed_tasks
from tracker.storage.queries.rows import DocumentName
from tracker.storage.queries.words import holding
from tracker.storage.sight import current_sight


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
    documents, chosen = _documents(wanted), [*holding(wanted.q), *_told(wanted)]
    if not wanted.is_lit:
        return _chosen(documents, chosen)
    in_force = [each for each in documents if each.counts]
    tasks = [task for each in _chosen(in_force, chosen) for task in each.tasks]
    return _chosen(in_force, [*chosen, *lit(wanted, tasks, lighting or lighting_on(clock.today()))])


def _documents(wanted) -> list[DocumentName]:
    place = "" if wanted.jurisdiction == NOWHERE else wanted.jurisdiction
    return [
        each
        for each in choices().documents
        if wanted.document in (None, each.stem) and place in (None, each.jurisdiction or "")
    ]


def _told(wanted) -> list[Chosen]:
    """The tasks that only the database tells: of eyes that see single tasks these, and who stands in them."""
    conditions = conditions_of_task(wanted)
    if not conditions and not current_sight().is_of_agency:
        return []
    statement = select(func.aggregate_strings(cast(Task.id, String), ",")).select_from(Task).where(*conditions)
    found = db.session.scalar(statement)
    return [Chosen(frozenset(map(int, found.split(","))) if found else frozenset())]


def _chosen(documents, chosen) -> list[Asked]:
    whole = printed_tasks()
    found = [_of_document(each, whole[each.id], chosen) for each in documents if each.id in whole]
    return [each for each in found if each.tasks]


def _of_document(document, printed: Printed, chosen):
    if not chosen:
        return Asked(document, printed.tasks, printed.number_of_measures)
    both = zip(printed.tasks, printed.measures, strict=True)
    found = [pair for pair in both if all(each.holds(pair[0]) for each in chosen)]
    return Asked(document, [task for task, _ in found], len({measure for _, measure in found}))
