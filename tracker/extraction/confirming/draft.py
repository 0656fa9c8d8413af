"""The reading of a document while a person confirms it: the same tasks, each with a number that edits refer to."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from tracker.errors import Refusal
from tracker.extraction.findings import Findings
from tracker.vocabulary import DocumentStatus, Origin, Role

FACTS = (
    "title",
    "number",
    "issuer",
    "jurisdiction",
    "issued_on",
    "status",
    "effective_from",
    "valid_until",
    "valid_for",
)
DATES = frozenset({"issued_on", "effective_from", "valid_until"})


class WrongEdit(Refusal):
    """An edit that cannot be made; the sentence says why and what to do."""


@dataclass(frozen=True)
class DraftUnit:
    """A unit of a task; ``printed``, ``start`` and ``end`` are None for one that a person added."""

    name: str
    role: Role
    printed: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class DraftTask:
    """A task with its number in the draft, which no edit gives to another."""

    id: int
    text: str
    start: int
    end: int
    origin: Origin
    units: tuple[DraftUnit, ...] = ()
    annotation: str | None = None
    annotation_start: int | None = None
    annotation_end: int | None = None
    deadline: str | None = None

    @property
    def is_carried(self):
        """Whether some unit leads it or is responsible for it."""
        return any(unit.role in (Role.LEAD, Role.RESPONSIBLE) for unit in self.units)


@dataclass(frozen=True)
class DraftMeasure:
    """A measure with its tasks, in the order of the text."""

    part: str | None
    path: str | None
    section: str | None
    heading: str | None
    start: int
    end: int
    tasks: tuple[DraftTask, ...]


@dataclass(frozen=True)
class Draft:
    """A document as confirmed so far. ``known`` are the names a person has said to be units, ``next_id`` a free number."""

    facts: dict
    measures: tuple[DraftMeasure, ...]
    next_id: int
    known: frozenset[str] = field(default=frozenset())

    @property
    def tasks(self) -> list[DraftTask]:
        """Every task, in the order of the text."""
        return [task for measure in self.measures for task in measure.tasks]

    def task(self, number: int) -> DraftTask:
        """The task with this number; WrongEdit when an edit has taken it away."""
        for task in self.tasks:
            if task.id == number:
                return task
        raise WrongEdit("这项任务已经不在了（可能刚被拆分、合并或删去），请刷新页面后再改。")

    def measure_of(self, number: int) -> DraftMeasure:
        """The measure that holds a task."""
        return next(measure for measure in self.measures if any(task.id == number for task in measure.tasks))

    def with_tasks(self, number: int, *tasks: DraftTask) -> "Draft":
        """The draft with one task replaced by others in its place."""
        return replace(self, measures=tuple(_replaced(self.measures, number, tasks)))


def _replaced(measures, number, tasks) -> Iterator[DraftMeasure]:
    for measure in measures:
        if all(task.id != number for task in measure.tasks):
            yield measure
            continue
        kept = tuple(new for task in measure.tasks for new in (tasks if task.id == number else (task,)))
        if kept:
            yield replace(measure, tasks=kept)


def draft_of(findings: Findings) -> Draft:
    """The draft as it was read, tasks numbered from 1 in the order of the text."""
    numbers = iter(range(1, len(findings.tasks) + 1))
    measures = tuple(
        DraftMeasure(
            part=measure.part,
            path=measure.path,
            section=measure.section,
            heading=measure.heading,
            start=measure.start,
            end=measure.end,
            tasks=tuple(_task(next(numbers), task) for task in measure.tasks),
        )
        for measure in findings.measures
    )
    facts = {name: getattr(findings, name) for name in FACTS}
    return Draft(facts=facts, measures=measures, next_id=len(findings.tasks) + 1)


def _task(number, task):
    return DraftTask(
        id=number,
        text=task.text,
        start=task.start,
        end=task.end,
        origin=task.origin,
        units=tuple(DraftUnit(unit.name, unit.role, unit.printed, unit.start, unit.end) for unit in task.units),
        annotation=task.annotation,
        annotation_start=task.annotation_start,
        annotation_end=task.annotation_end,
        deadline=task.deadline,
    )


def fact_of(name: str, value: str | None):
    """A fact from what a person typed: a date, a status, or text; empty is None. Raises WrongEdit."""
    value = (value or "").strip()
    if name not in FACTS:
        raise WrongEdit("没有这一项可改，请刷新页面后再改。")
    if name == "status":
        if value not in set(DocumentStatus):
            raise WrongEdit("文件状态只能是“征求意见稿”或“已印发”。")
        return DocumentStatus(value)
    if name in DATES and value:
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise WrongEdit(f"“{value}”不是日期，请按 2026-12-10 的样子填写。") from None
    return value or None
