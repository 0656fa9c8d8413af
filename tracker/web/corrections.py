"""What was read and what was confirmed of a task, as pairs of words that a row shows side by side."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.extraction.confirming.draft import DraftTask, DraftUnit
from tracker.operations.confirming import TaskChange

NOT_READ, LEFT_OUT = "没有读出", "去掉"
ENOUGH = 24


@dataclass(frozen=True)
class Correction:
    """``市商务委（牵头）`` was read, ``市商务局（牵头）`` confirmed."""

    read: str
    confirmed: str


def corrections(change: TaskChange | None) -> tuple[Correction, ...]:
    """Everything in which a task differs from how it was read; () for one that was read right."""
    if change is None:
        return ()
    if change.read is None:
        return (Correction(NOT_READ, "人工增加这一项"),)
    if change.now is None:
        return (Correction(_short(change.read.text), "不是任务，去掉"),)
    return tuple(_differences(change.read, change.now))


def _differences(read: DraftTask, now: DraftTask) -> Iterator[Correction]:
    if read.text != now.text:
        yield Correction(_ends(read.text), _ends(now.text))
    if read.annotation != now.annotation:
        yield Correction(_clause(read), _clause(now))
    left = list(now.units)
    for unit in read.units:
        same = _same(unit, left)
        if same:
            left.remove(same)
        if not same or (same.name, same.role) != (unit.name, unit.role):
            yield Correction(_unit(unit), _unit(same) if same else LEFT_OUT)
    for unit in left:
        yield Correction(NOT_READ, f"加上{_unit(unit)}")


def _same(unit: DraftUnit, others):
    """The unit that stands at the same place of the text, or has the same name where neither has a place."""
    if unit.start is not None:
        return next((other for other in others if (other.start, other.end) == (unit.start, unit.end)), None)
    return next((other for other in others if other.start is None and other.name == unit.name), None)


def _unit(unit):
    return f"{unit.name}（{unit.role.label}）"


def _clause(task):
    return f"分工“{_ends(task.annotation)}”" if task.annotation else "没有写明分工"


def _short(text):
    return text if len(text) <= ENOUGH else text[: ENOUGH - 1] + "…"


def _ends(text):
    """Both ends of a text: where two texts differ when one was cut out of the other."""
    return text if len(text) <= ENOUGH else f"{text[: ENOUGH // 2]}…{text[-ENOUGH // 2 + 1 :]}"
