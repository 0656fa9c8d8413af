"""Two versions of a document, measure by measure: added, dropped, moved, reworded, responsibility changed."""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.extraction.confirming.draft import DraftMeasure
from tracker.extraction.confirming.similarity import likeness, pairs, square

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
    scores = _scores(enumerate(task.text for task in old.tasks), enumerate(task.text for task in new.tasks))
    if len(old.tasks) == len(new.tasks) == 1:
        return [(old.tasks[0].id, new.tasks[0].id)]
    return [(old.tasks[first].id, new.tasks[second].id) for first, second in _best(scores, SAME_MEASURE)]


def _paired(old, new):
    """New index → old index. The same words are paired first: of two long tables most rows are, and need no counting."""
    before, after = list(map(_words, old)), list(map(_words, new))
    partner = _same(before, after)
    taken = set(partner.values())
    rest_old = [index for index in range(len(old)) if index not in taken]
    rest_new = [index for index in range(len(new)) if index not in partner]
    scores = _scores([(index, before[index]) for index in rest_old], [(index, after[index]) for index in rest_new])
    return partner | {second: first for first, second in _best(scores, SAME_MEASURE)}


def _same(before, after):
    places = defaultdict(deque)
    for index, words in enumerate(before):
        places[words].append(index)
    return {index: places[words].popleft() for index, words in enumerate(after) if words and places.get(words)}


def _words(measure):
    return (measure.heading or "") * 2 + "".join(task.text for task in measure.tasks)


def _scores(old, new):
    """How alike any two numbered passages are, and how far apart they stand, the alike ones alone."""
    first, second = list(map(_counted, old)), list(map(_counted, new))
    scores = (
        (likeness(a, b, squares_a * squares_b), -abs(i - j), i, j)
        for i, a, squares_a in first
        for j, b, squares_b in second
    )
    return [score for score in scores if score[0] >= SAME_MEASURE]


def _counted(numbered):
    index, text = numbered
    counts = pairs(text)
    return index, counts, square(counts)


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
