"""Who also gets the reports of some tasks: a condition of a rule, and the tasks its words stand in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

SAYING = re.compile(
    r"^(?:其中|如|凡)?(?:涉及到?|属于|有关|关于|含有?)?(?P<subject>.+?)(?:领域|方面|内容|工作|事项|任务)?(?:的)?$"
)
JOINTS = re.compile(r"[、，,和及与或]")


@dataclass(frozen=True, slots=True)
class TaskWords:
    """A task with the words it is found by."""

    task: int
    section: str
    heading: str
    text: str


def subjects(condition: str) -> tuple[str, ...]:
    """What a condition is about: ``涉及工业电子商务的`` → 工业电子商务; several where it names several."""
    match = SAYING.match(condition.strip(" ，。；"))
    found = JOINTS.split(match["subject"]) if match else []
    return tuple(dict.fromkeys(word.strip() for word in found if len(word.strip()) > 1))


def proposed_tasks(condition: str, tasks: Iterable[TaskWords]) -> tuple[int, ...]:
    """The tasks in whose section, heading or text a subject of the condition stands; for the office to confirm."""
    words = subjects(condition)
    return tuple(each.task for each in tasks if any(word in field for word in words for field in _fields(each)))


def _fields(task):
    return task.section, task.heading, task.text
