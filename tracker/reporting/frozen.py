"""A cycle as it stood when it was frozen, as data that never change; and what changed from one year to the next."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import TypeVar

from tracker.reporting.rates import Tally
from tracker.vocabulary.reporting import Duty

Earlier = TypeVar("Earlier")
FORM = 1
"""The number of the form these data are written in."""
COMPARED = {
    "units": "责任单位",
    "progress": "完成状态",
    "percent": "完成率",
    "filing_light": "填报灯",
    "progress_light": "进度灯",
}
"""What of a task that lives on is compared, by its caption."""


@dataclass(frozen=True, slots=True)
class FrozenTask:
    """A task with how it stood, in words; ``lineage`` are the ids of the older versions it came from, nearest first."""

    id: int
    lineage: tuple[int, ...]
    document: str
    label: str
    title: str
    units: str
    progress: str
    percent: str
    filing_light: str
    progress_light: str


@dataclass(frozen=True, slots=True)
class FrozenYear:
    """A cycle's tasks in the ledger's order, and its counts by duty; ``taken_at`` is ISO 8601."""

    cycle: str
    taken_at: str
    counts: Mapping[Duty, Tally]
    tasks: tuple[FrozenTask, ...]

    def to_json(self) -> str:
        counts = {duty.value: asdict(tally) for duty, tally in self.counts.items()}
        tasks = [asdict(task) for task in self.tasks]
        whole = {"form": FORM, "cycle": self.cycle, "taken_at": self.taken_at, "counts": counts, "tasks": tasks}
        return json.dumps(whole, ensure_ascii=False, indent=1)

    @classmethod
    def of_json(cls, text: str) -> "FrozenYear":
        """What ``to_json`` wrote. Raises ValueError for anything else."""
        try:
            found = json.loads(text)
            if found["form"] != FORM:
                raise ValueError(f"form {found['form']}")
            counts = {Duty(duty): Tally(**tally) for duty, tally in found["counts"].items()}
            tasks = tuple(FrozenTask(**(each | {"lineage": tuple(each["lineage"])})) for each in found["tasks"])
            return cls(found["cycle"], found["taken_at"], counts, tasks)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(str(error)) from error


@dataclass(frozen=True, slots=True)
class Difference:
    """What is said of a task in another way than the year before."""

    caption: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A task that lives on, as it was and as it is; ``moved`` where it stands elsewhere or in another document."""

    before: FrozenTask
    after: FrozenTask
    moved: bool
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One year beside an earlier one; every task of both is in it: added, dropped, or in one pair or several."""

    added: tuple[FrozenTask, ...]
    dropped: tuple[FrozenTask, ...]
    pairs: tuple[Pair, ...]

    @property
    def moved(self) -> tuple[Pair, ...]:
        return tuple(pair for pair in self.pairs if pair.moved)

    @property
    def changed(self) -> tuple[Pair, ...]:
        return tuple(pair for pair in self.pairs if pair.differences)

    @property
    def same(self) -> int:
        """How many tasks stand where they stood, as they stood."""
        return sum(not pair.moved and not pair.differences for pair in self.pairs)


def compare(before: FrozenYear, after: FrozenYear) -> Comparison:
    """What ``compare_tasks`` says of their tasks."""
    return compare_tasks(before.tasks, after.tasks)


def compare_tasks(before: Sequence[FrozenTask], after: Iterable[FrozenTask]) -> Comparison:
    """Match tasks by lineage, never by their words: a task is itself, or came from the nearest of its older versions.

    A task that was split stands in a pair with each of its parts.
    """
    earlier = {task.id: task for task in before}
    pairs, added = [], []
    for task in after:
        old = nearest(earlier, task.id, task.lineage)
        if old is None:
            added.append(task)
        else:
            moved = (old.document, old.label) != (task.document, task.label)
            pairs.append(Pair(old, task, moved, tuple(_differences(old, task))))
    kept = {pair.before.id for pair in pairs}
    return Comparison(tuple(added), tuple(task for task in before if task.id not in kept), tuple(pairs))


def nearest(earlier: Mapping[int, Earlier], id_: int, lineage: Iterable[int]) -> Earlier | None:
    """What a task was: itself, or the nearest of the older versions it came from; None for a new one."""
    return next((earlier[each] for each in (id_, *lineage) if each in earlier), None)


def _differences(old, new) -> Iterator[Difference]:
    for field in fields(FrozenTask):
        was, is_now = getattr(old, field.name), getattr(new, field.name)
        if field.name in COMPARED and was != is_now:
            yield Difference(COMPARED[field.name], was, is_now)
