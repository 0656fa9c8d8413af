"""The table of tasks on the confirm page: a row a task, with what is open about it and what can be done to it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.extraction.confirming.checks import Finding
from tracker.extraction.confirming.draft import DraftMeasure, DraftTask, DraftUnit
from tracker.operations.confirming import Confirmation
from tracker.storage.queries.labels import opening, task_label
from tracker.vocabulary import Role
from tracker.web.corrections import Correction, corrections

END_OF_SENTENCE = re.compile(r"[。；！？][”’）)]?")
MOST_CUTS = 40
AROUND = 14


@dataclass(frozen=True)
class Cut:
    """A place where a task can be split: the offset, and the words before and after it."""

    at: int
    before: str
    after: str


@dataclass(frozen=True)
class DraftRow:
    """A task as the table shows it; ``number`` counts on the page, ``units`` are (place in the task, unit) by role."""

    task: DraftTask
    part: str | None
    path: str | None
    number: int
    label: str
    title: str
    heading: str | None
    units: dict[Role, tuple[tuple[int, DraftUnit], ...]]
    open: tuple[Finding, ...]
    corrections: tuple[Correction, ...]
    following: int | None
    begins_part: bool = False

    @property
    def must(self) -> bool:
        return any(finding.must for finding in self.open)


def rows(confirmation: Confirmation) -> tuple[DraftRow, ...]:
    """Every task of the draft, in the order of the text."""
    found = defaultdict(list)
    for finding in confirmation.open:
        found[finding.task].append(finding)
    pairs = [(measure, place) for measure in confirmation.draft.measures for place in range(len(measure.tasks))]
    parts = [None, *(measure.part for measure, _ in pairs)]
    return tuple(
        _row(measure, place, number, found[measure.tasks[place].id], confirmation.changes, parts[number - 1])
        for number, (measure, place) in enumerate(pairs, start=1)
    )


def _row(measure: DraftMeasure, place, number, found, changes, part_before):
    task, several = measure.tasks[place], len(measure.tasks) > 1
    return DraftRow(
        task=task,
        part=measure.part,
        path=measure.path,
        number=number,
        label=task_label(measure.path, place + 1, len(measure.tasks)),
        title=opening(task.text) if several or not measure.heading else measure.heading,
        heading=measure.heading,
        units={role: tuple(_of(task, role)) for role in Role},
        open=tuple(found),
        corrections=corrections(changes.get(task.id)),
        following=measure.tasks[place + 1].id if place + 1 < len(measure.tasks) else None,
        begins_part=bool(measure.part) and measure.part != part_before,
    )


def _of(task, role) -> Iterator[tuple[int, DraftUnit]]:
    return ((place, unit) for place, unit in enumerate(task.units) if unit.role == role)


def cuts(task: DraftTask, text: str) -> list[Cut]:
    """Where a task can be split: after each of its sentences, or after its commas if it is one sentence.

    Places in the document's text, or in the task's own words where a person has written them.
    """
    span, start = (task.text, 0) if task.is_retyped else (text[task.start : task.end], task.start)
    ends = [end for match in END_OF_SENTENCE.finditer(span) if (end := match.end()) and span[end:].strip("。；\n\t ")]
    ends = ends or [match.end() for match in re.finditer("[，、：]", span) if span[match.end() :].strip()]
    return [_cut(start + end, span, end) for end in ends[:MOST_CUTS]]


def _cut(at, span, end):
    before, after = "".join(span[:end].split()), "".join(span[end:].split())
    return Cut(at, before[-AROUND:], after[:AROUND])
