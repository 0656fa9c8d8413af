"""The tasks a filter asks for, document by document as they are printed: found in what is kept as far as that goes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker import clock
from tracker.storage.queries.asking import chosen_by
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.image import PrintedDocument, image
from tracker.storage.queries.lights import Lighting, lighting_on
from tracker.storage.queries.lit import lit
from tracker.storage.queries.rows import DocumentName
from tracker.storage.queries.seen import documents_seen
from tracker.vocabulary import Scope


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
    documents, chosen = _documents(wanted), chosen_by(wanted)
    if not wanted.is_lit:
        return _chosen(documents, chosen)
    in_force = [each for each in documents if each.counts]
    tasks = [task for each in _chosen(in_force, chosen) for task in each.tasks]
    return _chosen(in_force, [*chosen, *lit(wanted, tasks, lighting or lighting_on(clock.today()))])


def _documents(wanted) -> list[DocumentName]:
    whatever_scope = replace(wanted, scope=Scope.ALL)
    return [each.name for each in documents_seen() if each.is_published and each.is_asked_for(whatever_scope)]


def _chosen(documents, chosen) -> list[Asked]:
    held = image().documents
    found = [_of_document(each, held[each.id], chosen) for each in documents if each.id in held]
    return [each for each in found if each.tasks]


def _of_document(document, printed: PrintedDocument, chosen):
    found = [task for task in printed.tasks if all(each.holds(task.id) for each in chosen)] if chosen else printed.tasks
    return Asked(document, [task.id for task in found], len({task.measure_id for task in found}))
