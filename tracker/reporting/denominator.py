"""应报: E = frozen + added − withdrawn, written out. Each change of the frozen list says by how much E becomes another."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.vocabulary.reporting import Duty, Owing

PARTS = {"added": 1, "withdrawn": -1}
"""The numbers of the sum that changes make, with their sign."""
Place = tuple[Duty, Owing]
"""Where a row stands in the list."""


@dataclass(frozen=True, slots=True)
class Effect:
    """By how much a change makes the owed reports, and the owed contributions, more or fewer."""

    reports: int = 0
    contributions: int = 0

    def of(self, duty: Duty) -> int:
        return self.reports if duty is Duty.REPORT else self.contributions

    def counts_in(self, duty: Duty, part: str) -> bool:
        """Whether it is one of those that make up a number of the sum, one of ``PARTS``."""
        return self.of(duty) * PARTS[part] > 0

    @property
    def said(self) -> str:
        """``报告 +1``; empty where it changes no number."""
        return "，".join(f"{duty.label} {self.of(duty):+d}" for duty in Duty if self.of(duty))


@dataclass(frozen=True, slots=True)
class Denominator:
    """How many are owed of a duty, and out of what that came about."""

    duty: Duty
    owed: int
    added: int = 0
    withdrawn: int = 0

    @property
    def frozen(self) -> int:
        """How many were owed when the cycle opened."""
        return self.owed - self.added + self.withdrawn

    @property
    def is_changed(self) -> bool:
        return bool(self.added or self.withdrawn)


def effect(before: Place | None, after: Place) -> Effect:
    """What it does to E that a row goes from one place to another; None: there was none."""
    return Effect(*(_counts(after, duty) - _counts(before, duty) for duty in (Duty.REPORT, Duty.CONTRIBUTION)))


def _counts(place, duty):
    return int(place == (duty, Owing.OWED))


def denominator(duty: Duty, owed: int, effects: Iterable[Effect]) -> Denominator:
    """The sum that leads from the frozen list to what is owed now."""
    changes = [each.of(duty) for each in effects]
    return Denominator(duty, owed, sum(each for each in changes if each > 0), -sum(each for each in changes if each < 0))
