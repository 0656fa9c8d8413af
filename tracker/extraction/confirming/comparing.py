"""Two versions of a document, measure by measure: added, dropped, moved, reworded, responsibility changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.extraction.confirming.draft import DraftMeasure
from tracker.extraction.confirming.similarity import likeness, pairs

SAME_MEASURE = 0.5
"""From here on two measures are the same one, reworded."""


@dataclass(frozen=True)
class Difference:
    """One measure in both versions, or in one of them: what became of it."""

    old: DraftMeasure | None
    new: DraftMeasure | None
    is_moved: bool = False
    is_reworded: bool = False
    joined: tuple[tuple[str, str], ...] = ()
    left: tuple[tuple[str, str], ...] = ()

    @property
    def kind(self) -> str:
        """``added``, ``dropped``, ``changed`` (responsibility), ``moved``, ``reworded`` or ``same``."""
        if self.old is None:
            return "added"
        if self.new is None:
            return "dropped"
        if self.joined or self.left:
            return "changed"
        return "moved" if self.is_moved else "reworded" if self.is_reworded else "same"


def compare(old: Sequence[DraftMeasure], new: Sequence[DraftMeasure]) -> list[Difference]:
    """What became of each measure, in the order of the new version; dropped ones stand where they stood.

    Measures are paired by their words, best pairs first, each once; a pair needs half of the words in common.
    """
    partner = _paired(old, new)
    differences = [
        (index, _difference(old[partner[index]] if index in partner else None, item)) for index, item in enumerate(new)
    ]
    dropped = [index for index in range(len(old)) if index not in partner.values()]
    placed = [((_place(index, partner), 1, index), Difference(old[index], None)) for index in dropped]
    placed += [((index, 0, index), difference) for index, difference in differences]
    return [difference for _, difference in sorted(placed, key=lambda item: item[0])]


def task_pairs(old: DraftMeasure, new: DraftMeasure) -> list[tuple[int, int]]:
    """Numbers of the tasks that live on from one version of a measure to the other: ``(old, new)``."""
    scores = _scores([task.text for task in old.tasks], [task.text for task in new.tasks])
    if len(old.tasks) == len(new.tasks) == 1:
        return [(old.tasks[0].id, new.tasks[0].id)]
    return [(old.tasks[first].id, new.tasks[second].id) for first, second in _best(scores, SAME_MEASURE)]


def _paired(old, new):
    return {
        second: first for first, second in _best(_scores(list(map(_words, old)), list(map(_words, new))), SAME_MEASURE)
    }


def _words(measure):
    return (measure.heading or "") * 2 + "".join(task.text for task in measure.tasks)


def _scores(old, new):
    first, second = list(map(pairs, old)), list(map(pairs, new))
    return [(likeness(a, b), -abs(i - j), i, j) for i, a in enumerate(first) for j, b in enumerate(second)]


def _best(scores, least):
    used_old, used_new = set(), set()
    for score, _, first, second in sorted(scores, reverse=True):
        if score < least:
            break
        if first not in used_old and second not in used_new:
            used_old.add(first)
            used_new.add(second)
            yield first, second


def _place(index, partner):
    before = [new for new, old in partner.items() if old < index]
    return max(before, default=-1)


def _difference(old, new):
    if old is None:
        return Difference(None, new)
    was, now = _assigned(old), _assigned(new)
    return Difference(
        old,
        new,
        is_moved=old.path != new.path,
        is_reworded="".join(_words(old).split()) != "".join(_words(new).split()),
        joined=tuple(item for item in now if item not in was),
        left=tuple(item for item in was if item not in now),
    )


def _assigned(measure):
    return list(dict.fromkeys((unit.role.value, unit.name) for task in measure.tasks for unit in task.units))
