"""Two wordings of one text, cut into what both have and what only one has."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from tracker.extraction.confirming.comparing import Difference, task_pairs
from tracker.extraction.confirming.draft import DraftMeasure, DraftTask

LONGEST = 4000
"""Longer texts are shown unmarked: comparing takes the square of their length."""
SHORTEST = 2
"""A single character that two wordings share by chance is not shown as shared."""


@dataclass(frozen=True)
class Words:
    """A stretch of a wording; ``only_here`` if the other one does not have it."""

    text: str
    only_here: bool = False


@dataclass(frozen=True)
class Wording:
    """A task of a version beside the wording it has in the other."""

    task: DraftTask
    words: tuple[Words, ...]


def wordings(difference: Difference) -> tuple[tuple[Wording, ...], tuple[Wording, ...]]:
    """The tasks of a measure in the old and in the new version, what is reworded marked in both."""
    old, new = difference.old, difference.new
    if not (old and new and difference.is_reworded):
        return _unmarked(old), _unmarked(new)
    of_old, of_new = {}, {}
    for first, second in task_pairs(old, new):
        was, now = _task(old, first), _task(new, second)
        of_old[first], of_new[second] = differing(was.text, now.text)
    return _marked(old, of_old), _marked(new, of_new)


def differing(old: str, new: str) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    """Both texts cut where they differ."""
    if max(len(old), len(new)) > LONGEST:
        return (Words(old),), (Words(new),)
    shared = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    blocks = [block for block in shared if block.size >= SHORTEST or _is_outermost(block, old, new)]
    return (
        _cut(old, [(block.a, block.a + block.size) for block in blocks]),
        _cut(new, [(block.b, block.b + block.size) for block in blocks]),
    )


def _is_outermost(block, old, new):
    """Whether both texts begin or end with it: a full stop."""
    at_the_end = (block.a + block.size, block.b + block.size) == (len(old), len(new))
    return block.size and ((block.a, block.b) == (0, 0) or at_the_end)


def _cut(text, shared):
    pieces, at = [], 0
    for start, end in [*shared, (len(text), len(text))]:
        pieces += [Words(text[at:start], only_here=True), Words(text[start:end])]
        at = end
    return tuple(piece for piece in pieces if piece.text)


def _task(measure, number):
    return next(task for task in measure.tasks if task.id == number)


def _unmarked(measure: DraftMeasure | None):
    return _marked(measure, {}) if measure else ()


def _marked(measure, cut):
    return tuple(Wording(task, cut.get(task.id) or (Words(task.text),)) for task in measure.tasks)
