"""What of a list on a page is not as the page has it: one stretch, everything before and after it being the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tracker.operations.confirming import Confirmation
from tracker.web.draft_rows import DraftRow
from tracker.web.marking import Block, blocks_within, differing_reach, without_numbers

WHOLE = -1
"""Instead of a count: everything the page has."""


@dataclass(frozen=True)
class Stretch:
    """From place ``at`` on ``count`` items of the page give way to ``items``."""

    at: int
    count: int
    items: tuple


def stretch(before: Sequence, after: Sequence, shown: Callable = lambda item: item) -> Stretch | None:
    """The stretch in which two lists differ, by what is shown of their items; None where they are the same."""
    old, new = list(map(shown, before)), list(map(shown, after))
    if old == new:
        return None
    most = min(len(old), len(new))
    head = next((place for place in range(most) if old[place] != new[place]), most)
    tail = next((place for place in range(most - head) if old[-1 - place] != new[-1 - place]), most - head)
    return Stretch(head, len(old) - head - tail, tuple(after[head : len(after) - tail]))


def differing_rows(before: Sequence[DraftRow], after: Sequence[DraftRow]) -> Stretch | None:
    """The rows of tasks that are others now; a page counts them itself."""
    return stretch(before, after, lambda row: replace(row, number=0))


def differing_blocks(seen: Confirmation, now: Confirmation) -> Stretch | None:
    """The paragraphs that are others now; the whole text where rows of a table would become paragraphs."""
    reach = differing_reach(seen, now)
    if reach is None:
        return None
    at, before = _blocks(seen, reach)
    _, after = _blocks(now, reach)
    found = stretch(before, after, without_numbers)
    if found is None or _are_alike(before[found.at : found.at + found.count], found.items):
        return found and replace(found, at=at + found.at)
    _, everything = _blocks(now, (0, len(now.text)))
    return Stretch(0, WHOLE, tuple(everything))


def _blocks(one: Confirmation, reach):
    return blocks_within(one.text, one.draft, one.open, reach)


def _are_alike(old: Sequence[Block], new: Sequence[Block]):
    """Whether one stretch can stand where the other does: row for row, or paragraphs alone."""
    kinds = [[block.kind == "row" for block in side] for side in (old, new)]
    return kinds[0] == kinds[1] or not any(kinds[0] + kinds[1])
