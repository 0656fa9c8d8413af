"""What was read of a task and what a person made of it, followed through splitting, joining and taking out."""

from collections import Counter
from dataclasses import dataclass, replace

from tracker.extraction.confirming.draft import Draft, DraftTask
from tracker.extraction.confirming.task_edits import without_twins


@dataclass(frozen=True)
class TaskChange:
    """A task that persons changed: as it was read (None if they added it), as it stands (None if they removed it).

    ``pieces`` is into how many tasks what was read was split, ``joined`` are the tasks, as read, of which it was made;
    ``read`` is then all of them as one.
    """

    number: int
    read: DraftTask | None
    now: DraftTask | None
    pieces: int = 1
    joined: tuple[DraftTask, ...] = ()


def changes_between(as_read: Draft, now: Draft) -> dict[int, TaskChange]:
    """Every task that is not as it was read, by its number; one that was removed has the number it was read under."""
    read = {task.id: task for task in as_read.tasks}
    standing = now.tasks
    pieces = Counter(number for task in standing for number in task.sources)
    found = {task.id: change for task in standing if (change := _change(task, read, pieces))}
    gone = {number: TaskChange(number, task, None) for number, task in read.items() if number not in pieces}
    return dict(sorted((found | gone).items()))


def _change(task, read, pieces):
    if task is read.get(task.id) and pieces[task.id] == 1:
        return None
    if not task.sources:
        return TaskChange(task.id, None, task)
    sources = [read[number] for number in task.sources]
    parts = max(pieces[number] for number in task.sources)
    before = sources[0] if len(sources) == 1 else _as_one(sources)
    if parts == len(sources) == 1 and replace(before, id=task.id) == task:
        return None
    return TaskChange(task.id, before, task, parts, tuple(sources) if len(sources) > 1 else ())


def _as_one(sources):
    first, last = sources[0], sources[-1]
    return replace(
        last,
        id=first.id,
        start=first.start,
        text="".join(task.text for task in sources),
        units=without_twins([unit for task in sources for unit in task.units]),
        deadline=next((task.deadline for task in sources if task.deadline), None),
        sources=tuple(number for task in sources for number in task.sources),
    )
