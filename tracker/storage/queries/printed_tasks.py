"""Every task of the ledger in the order in which it is printed, kept in memory: what its lists are counted and cut from."""

from dataclasses import dataclass

from tracker.storage.keeping import Part, kept_for_all
from tracker.storage.queries.image import image


@dataclass(frozen=True, slots=True)
class Printed:
    """The tasks of a document as they stand in it, and of which measure each is."""

    tasks: tuple[int, ...]
    measures: tuple[int, ...]
    number_of_measures: int


def printed_tasks() -> dict[int, Printed]:
    """By document, of all there are, whoever sees them; in no statement where documents are kept."""
    return kept_for_all(_printed_tasks, "printed tasks", of=(Part.DOCUMENTS,))


def _printed_tasks():
    return {id_: _printed(each.tasks) for id_, each in image().documents.items() if each.tasks}


def _printed(tasks):
    measures = tuple(task.measure_id for task in tasks)
    return Printed(tuple(task.id for task in tasks), measures, len(set(measures)))
