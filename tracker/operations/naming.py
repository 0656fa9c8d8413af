"""A task as every workbook names it."""

from typing import Any

from tracker.storage.queries.rows import TaskRow
from tracker.vocabulary import Role
from tracker.workbooks.titles import document_cell


def facts_of(task: TaskRow) -> dict[str, Any]:
    """What a workbook says of a task before anybody reports on it, by the names of its row's fields."""
    return {
        "document": document_cell(task.document.name, task.document.number, task.part),
        "measure": " ".join(filter(None, [task.label, task.heading])),
        "task": task.text,
        "leads": names(task, Role.LEAD),
        "responsible": names(task, Role.RESPONSIBLE),
        "supports": names(task, Role.SUPPORT),
        "deadline": task.deadline,
    }


def names(task: TaskRow, role: Role) -> tuple[str, ...]:
    """Who has the task in this role."""
    return tuple(unit.name for unit in task.of(role))
