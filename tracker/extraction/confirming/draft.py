"""The reading of a document while a person confirms it: the same tasks, each with a number that edits refer to."""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date

from tracker.errors import Refusal
from tracker.extraction.findings import Findings
from tracker.vocabulary import DocumentStatus, Origin, Role

FACTS = {
    "title": "标题",
    "number": "文号",
    "issuer": "印发机关",
    "jurisdiction": "地区",
    "issued_on": "印发日期",
    "status": "文件状态",
    "effective_from": "施行日期",
    "valid_until": "有效期至",
    "valid_for": "有效期",
}
"""What a document says of itself, each with its label."""
DATES = frozenset({"issued_on", "effective_from", "valid_until"})


GONE = "这项任务已经不在了（可能刚被拆分、合并或删去），请刷新页面后再改。"


class WrongEdit(Refusal):
    """An edit that cannot be made; the sentence says why and what to do."""


@dataclass(frozen=True)
class DraftUnit:
    """A unit of a task; ``printed``, ``start`` and ``end`` are None for one that a person added.

    ``is_doubtful`` if its name does not look like one of a unit, so that a person has to say what it is.
    """

    name: str
    role: Role
    printed: str | None = None
    start: int | None = None
    end: int | None = None
    is_doubtful: bool = False


@dataclass(frozen=True)
class DraftTask:
    """A task with its number in the draft, which no edit gives to another.

    ``sources`` are the numbers of the tasks, as read, that it is made of: several once tasks were joined, the same as
    another task's once one was split, none for one that a person added. ``is_retyped`` if a person wrote its text.
    """

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
    sources: tuple[int, ...] = ()
    is_retyped: bool = False

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
    """A document as confirmed so far. ``known`` are the names a person has said to be units, ``settled`` the keys of
    the findings he has looked at and found right, ``next_id`` a free number."""

    facts: dict
    measures: tuple[DraftMeasure, ...]
    next_id: int
    known: frozenset[str] = field(default=frozenset())
    settled: frozenset[str] = field(default=frozenset())

    @property
    def tasks(self) -> list[DraftTask]:
        """Every task, in the order of the text."""
        return [task for measure in self.measures for task in measure.tasks]

    def task(self, number: int) -> DraftTask:
        """The task with this number; WrongEdit when an edit has taken it away."""
        for measure in self.measures:
            for task in measure.tasks:
                if task.id == number:
                    return task
        raise WrongEdit(GONE)

    def measure_of(self, number: int) -> DraftMeasure:
        """The measure that holds a task."""
        for measure in self.measures:
            for task in measure.tasks:
                if task.id == number:
                    return measure
        raise WrongEdit(GONE)

    def with_tasks(self, number: int, *tasks: DraftTask) -> "Draft":
        """The draft with one task replaced by others in its place."""
        held = self.measure_of(number)
        kept = tuple(new for task in held.tasks for new in (tasks if task.id == number else (task,)))
        place = next(place for place, measure in enumerate(self.measures) if measure is held)
        given = (replace(held, tasks=kept),) if kept else ()
        return replace(self, measures=self.measures[:place] + given + self.measures[place + 1 :])


def draft_of(findings: Findings) -> Draft:
    """The draft as it was read, tasks numbered from 1 in the order of the text."""
    numbers = iter(range(1, len(findings.tasks) + 1))
    doubted = {(item.start, item.end) for item in findings.diagnostics if item.code == "unknown-unit"}
    measures = tuple(
        DraftMeasure(
            part=measure.part,
            path=measure.path,
            section=measure.section,
            heading=measure.heading,
            start=measure.start,
            end=measure.end,
            tasks=tuple(_task(next(numbers), task, doubted) for task in measure.tasks),
        )
        for measure in findings.measures
    )
    facts = {name: getattr(findings, name) for name in FACTS}
    return Draft(facts=facts, measures=measures, next_id=len(findings.tasks) + 1)


def _task(number, task, doubted):
    return DraftTask(
        id=number,
        text=task.text,
        start=task.start,
        end=task.end,
        origin=task.origin,
        units=tuple(_unit(unit, (unit.start, unit.end) in doubted) for unit in task.units),
        annotation=task.annotation,
        annotation_start=task.annotation_start,
        annotation_end=task.annotation_end,
        deadline=task.deadline,
        sources=(number,),
    )


def _unit(unit, is_doubtful):
    return DraftUnit(unit.name, unit.role, unit.printed, unit.start, unit.end, is_doubtful)


WRITTEN = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?")


def _date(value):
    """``2026-12-10``, ``2026年12月10日``, ``2026.12.10``, whatever the width of the figures."""
    written = WRITTEN.fullmatch("".join(unicodedata.normalize("NFKC", value).split()))
    try:
        return date(*map(int, written.groups()))
    except (AttributeError, ValueError):
        raise WrongEdit(f"“{value}”不是日期，请按 2026-12-10 的样子填写。") from None


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
        return _date(value)
    return value or None
