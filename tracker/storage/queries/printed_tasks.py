"""Every task of the ledger in the order in which it is printed, kept in memory: what its lists are counted and cut from."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from tracker.storage.database import plain_rows
from tracker.storage.documents import Measure, Task
from tracker.storage.keeping import Part, kept_for_all


@dataclass(frozen=True, slots=True)
class Printed:
    """The tasks of a document as they stand in it, and of which measure each is."""

    tasks: tuple[int, ...]
    measures: tuple[int, ...]
    number_of_measures: int


def printed_tasks() -> dict[int, Printed]:
    """By document, of all there are, whoever sees them; in one statement, in none where it is kept."""
    return kept_for_all(_printed_tasks, "printed tasks", of=(Part.DOCUMENTS,))


def _printed_tasks():
    """Read from indexes alone, which have them in this order."""
    statement = select(Measure.document_id, Task.id, Task.measure_id).join(Task.measure)
    of_document = defaultdict(list)
    for document_id, *task in plain_rows(statement.order_by(Measure.document_id, Measure.position, Task.ordinal)):
        of_document[document_id].append(task)
    return {document_id: _printed(*zip(*rows, strict=True)) for document_id, rows in of_document.items()}


def _printed(tasks, measures):
    return Printed(tasks, measures, len(set(measures)))
