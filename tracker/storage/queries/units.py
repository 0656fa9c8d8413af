"""Units of many tasks made of who is printed there: one that stands in many tasks is made once."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from tracker.storage.queries.bearing import Bearers
from tracker.storage.queries.image import Who

Unit = TypeVar("Unit")


class Printed(Protocol):
    """A task's units as they are printed: the numbers of their assignments, and who they are."""

    id: int
    assignments: Sequence[int]
    who: Sequence[Who]


class Units(dict[Who, Unit]):
    """What ``make`` gives for each assignment and who stands there; where nothing was decided about it, for None and who."""

    def __init__(self, bearers: Bearers, make: Callable[[int | None, Who], Unit]):
        self._bearers, self._make = bearers, make

    def of(self, task: Printed) -> tuple[Unit, ...]:
        if not self._bearers.are_decided(task.assignments):
            return tuple([self[who] for who in task.who])
        pairs = zip(task.assignments, task.who, strict=True)
        return tuple(self._make(*pair) if self._bearers.is_decided(pair[0]) else self[pair[1]] for pair in pairs)

    def __missing__(self, who):
        self[who] = self._make(None, who)
        return self[who]
