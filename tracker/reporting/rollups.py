"""How far the members of a collective have come on a task: ``各区政府 11 区：9 已报 2 未报``."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

DISTRICTS = ("各区", "区政府")


@dataclass(frozen=True, slots=True)
class Member:
    """An agency that owes on a task: the names it is printed by there, and whether what it sent stands."""

    printed: str
    stands: bool


@dataclass(frozen=True, slots=True)
class Rollup:
    """A printed name that several agencies bear, and how many of them have reported."""

    name: str
    owed: int
    standing: int

    @property
    def missing(self) -> int:
        return self.owed - self.standing

    @property
    def sentence(self) -> str:
        unit = "区" if any(word in self.name for word in DISTRICTS) else "家"
        done = "全部已报" if not self.missing else f"{self.standing} 已报 {self.missing} 未报"
        return f"{self.owed} {unit}：{done}"


def rollups(members: Iterable[Member]) -> tuple[Rollup, ...]:
    """The collectives among those who owe, in the order they are first named; a name of one agency alone is none."""
    bearers = defaultdict(list)
    for member in members:
        for name in member.printed.split("；"):
            bearers[name].append(member)
    return tuple(
        Rollup(name, len(found), sum(member.stands for member in found))
        for name, found in bearers.items()
        if len(found) > 1
    )
