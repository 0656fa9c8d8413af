"""A text's numbered units as a tree, whatever schemes it uses: numbers that follow one another are units, others are text."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tracker.extraction.normalising import CompactText
from tracker.extraction.numbering import RANK, Number, numbers_in

SHORT_HEADING = 70
"""Compact characters that may stand between a number and the first number beneath it, when no punctuation does."""


@dataclass(eq=False)
class Node:
    """A numbered unit: its number, where its text begins, and the units beneath it. The root of a part has no number."""

    number: Number | None
    parent: "Node | None"
    start: int
    body: int
    end: int = -1
    children: list["Node"] = field(default_factory=list)

    @property
    def path(self):
        """Every printed number from the section down to this unit."""
        return (self.parent.path if self.parent else "") + (self.number.label if self.number else "")

    @property
    def section(self):
        """The outermost numbered unit this one lies in, or None for an outermost one."""
        top, node = None, self.parent
        while node and node.number:
            top, node = node, node.parent
        return top

    def leaves(self):
        """The units without further numbered units, in order."""
        if not self.children:
            return [self]
        return [leaf for child in self.children for leaf in child.leaves()]

    def walk(self):
        """This unit and all beneath it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class Gap:
    """A number that is missing before ``node``: 三 after 一."""

    node: Node
    expected: int


class _Builder:
    def __init__(self, text, start, end, numbers):
        self.text, self.end = text, end
        self.at_lines = {(number.scheme, number.value) for number in numbers if number.strength == 2}
        self.roots, self.gaps = [], []
        self.widest_gap = 20 if text.wrap_width is None else 0
        self.start_part(start)

    def start_part(self, at):
        self.root = Node(None, None, at, at)
        self.roots.append(self.root)
        self.stack, self.last_values, self.last = [], {}, None

    def take(self, number):
        if number.strength == 0 and self.fits(number) and self.text.has_lost_breaks(number.start):
            number = replace(number, strength=1)
        place = next((index for index, node in enumerate(self.stack) if node.number.scheme == number.scheme), None)
        if place is not None:
            self.in_running_scheme(number, place)
        elif number.value == self.last_values.get(number.scheme, 0) + 1 and number.value > 1:
            self.go_on(number)
        elif number.value == 1:
            self.first(number)
        elif number.strength and (self.follows_outermost(number) or self.opens_excerpt(number)):
            self.add(number, self.root, 0)
        elif number.strength == 2 and self.stack:
            self.skip_to(number)

    def fits(self, number):
        """Whether it is the next of its scheme, or the first of one that does not run yet."""
        if number.value == 1:
            return all(node.number.scheme != number.scheme for node in self.stack)
        running = next((node.number.value for node in self.stack if node.number.scheme == number.scheme), None)
        return number.value == (running or self.last_values.get(number.scheme, 0)) + 1

    def follows_outermost(self, number):
        """Whether another scheme goes on where the outermost one stopped: 13、 and then 十四、."""
        return bool(self.stack) and number.value == self.stack[0].number.value + 1

    def opens_excerpt(self, number):
        """Whether it is the first number of a text that begins in the middle: （十九）, or 204. before 205. and 206."""
        if self.last_values:
            return False
        if number.scheme in ("comma", "paren", "article"):
            return number.value < 40
        following = {(number.scheme, number.value + 1), (number.scheme, number.value + 2)}
        return number.scheme == "digit" and number.strength == 2 and following <= self.at_lines

    def in_running_scheme(self, number, place):
        expected = self.stack[place].number.value + 1
        if number.value == expected and (number.strength or self.follows_heading(number)):
            self.add(number, self.parent_at(place), place)
        elif number.value == 1 and place == 0 and number.strength > (number.scheme not in ("comma", "chapter")):
            self.start_part(number.start)
            self.add(number, self.root, 0)
        elif expected < number.value <= expected + self.widest_gap and number.strength == 2:
            self.add(number, self.parent_at(place), place)
            self.gaps.append(Gap(self.last, expected))

    def go_on(self, number):
        """Numbering that runs on through the sections: （五） is the first unit of section 二."""
        if number.strength or self.follows_heading(number):
            place = self.place_for(number)
            if place or number.strength == 2 or not self.stack:
                self.add(number, self.parent_at(place), place)

    def skip_to(self, number):
        """Numbering that runs on through the sections with some left out, as in an excerpt: 18. under 二（三）after 11."""
        expected, place = self.last_values.get(number.scheme, 0) + 1, self.place_for(number)
        if place and expected < number.value <= expected + self.widest_gap and self.text.ends_paragraph(number.start):
            self.add(number, self.parent_at(place), place)
            self.gaps.append(Gap(self.last, expected))

    def first(self, number):
        place = self.place_for(number)
        if number.strength == 0 and not self.follows_heading(number):
            return
        if place == 0 and self.stack:
            if number.strength < (1 if number.scheme in ("comma", "chapter") else 2):
                return
            self.start_part(number.start)
        self.add(number, self.parent_at(place), place)

    def place_for(self, number):
        if number.scheme == "named":
            return len(self.stack)
        rank = RANK[number.scheme]
        return next(
            (index for index, node in enumerate(self.stack) if RANK[node.number.scheme] >= rank), len(self.stack)
        )

    def follows_heading(self, number):
        """Whether only a short heading without punctuation stands between this number and the one before it."""
        if self.last is None or number.scheme == "digit" and number.strength == 0:
            return False
        if number.start - self.last.body > SHORT_HEADING:
            return False
        between = self.text.compact[self.last.body : number.start]
        return not any(mark in between for mark in "。；：！？（")

    def parent_at(self, place):
        return self.stack[place - 1] if place else self.root

    def add(self, number, parent, place):
        node = Node(number, parent, number.start, number.end)
        parent.children.append(node)
        self.stack[place:] = [node]
        for scheme in [
            scheme
            for scheme in self.last_values
            if RANK[scheme] > RANK[number.scheme] and number.value == 1 and place == 0
        ]:
            del self.last_values[scheme]
        self.last_values[number.scheme] = number.value
        self.last = node

    def finish(self):
        for root, end in zip(self.roots, [part.start for part in self.roots[1:]] + [self.end], strict=True):
            _close(root, end)
        return self.roots


def _close(node, end):
    node.end = end
    ends = [child.start for child in node.children[1:]] + [end]
    for child, child_end in zip(node.children, ends[: len(node.children)], strict=True):
        _close(child, child_end)


def outline(
    text: CompactText, start: int = 0, end: int | None = None, skip: Sequence[tuple[int, int]] = ()
) -> tuple[list[Node], list[Gap]]:
    """The parts of a text as trees of numbered units, and the numbers that are missing.

    A number counts when it follows the one before it in its scheme, begins a scheme beneath the unit it stands in, or
    goes on with a scheme across sections. A scheme that begins again at the outermost level begins a new part.
    """
    end = len(text.compact) if end is None else end
    numbers = [
        number
        for number in numbers_in(text, start, end)
        if not any(begin <= number.start < stop for begin, stop in skip)
    ]
    builder = _Builder(text, start, end, numbers)
    for number in numbers:
        builder.take(number)
    return builder.finish(), builder.gaps
