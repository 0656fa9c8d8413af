"""What was read and what was confirmed of a task, as pairs of words that a row shows side by side."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.extraction.confirming.changes import TaskChange
from tracker.extraction.confirming.draft import DraftUnit

ENOUGH = 24


@dataclass(frozen=True)
class Correction:
    """``市商务委（牵头）`` was read, ``市商务局（牵头）`` confirmed; None for what was not read, or is confirmed to be nothing."""

    read: str | None
    confirmed: str | None


def corrections(change: TaskChange | None) -> tuple[Correction, ...]:
    """Everything in which a task differs from how it was read; () for one that was read right."""
    if change is None:
        return ()
    if change.read is None:
        return (Correction(None, "一项任务"),)
    if change.now is None:
        return (Correction(_ends(change.read.text), None),)
    return tuple(_origins(change)) + tuple(_differences(change))


def _origins(change) -> Iterator[Correction]:
    """Of what a task was made where it was not read as one."""
    if change.joined:
        yield Correction("、".join(f"“{_ends(task.text)}”" for task in change.joined), "合为一项")
    if change.pieces > 1:
        yield Correction(f"“{_ends(change.read.text)}”", f"拆成 {change.pieces} 项")


def _differences(change) -> Iterator[Correction]:
    read, now = change.read, change.now
    is_cut = change.pieces > 1 and not now.is_retyped
    if read.text != now.text and not is_cut and not _gave_clause(read, now):
        yield Correction(_ends(read.text), _ends(now.text))
    if read.deadline != now.deadline:
        yield Correction(_deadline(read), _deadline(now))
    if read.annotation != now.annotation:
        yield Correction(_clause(read), _clause(now))
        if change.pieces > 1:
            return
    left = list(now.units)
    for unit in read.units:
        same = _same(unit, left)
        if same:
            left.remove(same)
        if not same or (same.name, same.role) != (unit.name, unit.role):
            yield Correction(_unit(unit), _unit(same) if same else None)
    for unit in left:
        if not _in_new_clause(unit, read, now):
            yield Correction(None, _unit(unit))


def _gave_clause(read, now):
    """Whether a text became shorter only because a clause was found in it, which is shown as such."""
    return read.annotation is None and now.annotation is not None and read.start == now.start


def _in_new_clause(unit, read, now):
    """Whether a unit stands in a clause that was not read: the clause is shown, and it with it."""
    return read.annotation is None and now.annotation_start is not None and unit.start is not None


def _same(unit: DraftUnit, others):
    """The unit that stands at the same place of the text, or has the same name where neither has a place."""
    if unit.start is not None:
        return next((other for other in others if (other.start, other.end) == (unit.start, unit.end)), None)
    return next((other for other in others if other.start is None and other.name == unit.name), None)


def _deadline(task):
    return f"时限 {task.deadline}" if task.deadline else None


def _unit(unit):
    return f"{unit.name}（{unit.role.label}）"


def _clause(task):
    return f"责任分工“{_ends(task.annotation)}”" if task.annotation else None


def _ends(text):
    """Both ends of a text: where two texts differ when one was cut out of the other."""
    return text if len(text) <= ENOUGH else f"{text[: ENOUGH // 2]}…{text[-ENOUGH // 2 + 1 :]}"
