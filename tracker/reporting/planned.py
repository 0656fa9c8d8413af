"""What opening a cycle would ask, in numbers: how much of whom, on which tasks, and what must be decided before."""

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from tracker.reporting.expected import TaskUnits, Undecided, consolidator, expected, undecided, without_rows
from tracker.vocabulary.reporting import Duty, Owing, SupportRule


@dataclass(frozen=True)
class Planned:
    """``owed`` counts rows by agency, duty and whether they are owed from the beginning; ``tasks_of`` are the tasks of an
    agency in the order of the documents. Of as many tasks as there are ``office_consolidates`` counts those no single
    unit leads or is responsible for."""

    tasks: int
    office_consolidates: int
    owed: Mapping[tuple[str, Duty, Owing], int]
    tasks_of: Mapping[str, Collection[int]]
    undecided: tuple[Undecided, ...]


def in_numbers(tasks: Collection[TaskUnits], supports: SupportRule, left_out: Collection[str]) -> Planned:
    """The counts of a plan whose tasks stand there with all their units. Rows are counted, not kept: there may be 150,000."""
    asked, owed, tasks_of = without_rows(tasks, left_out), Counter(), {}
    for row in expected(asked, supports):
        owed[row.agency, row.duty, row.owing] += 1
        tasks_of.setdefault(row.agency, array("q")).append(row.task)
    return Planned(len(tasks), _of_office(asked), dict(owed), tasks_of, undecided(tasks, left_out))


def _of_office(tasks: Iterable[TaskUnits]) -> int:
    return sum(consolidator(task.units) is None for task in tasks)
