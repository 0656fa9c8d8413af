"""Whom a day reminds of what: gates before and after a row's due date, pure functions of facts and a day.

A gate is a number of days after the due date, negative before it; what was missed is caught up by the last one alone.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.errors import WrongState
from tracker.vocabulary.reporting import Duty


@dataclass(frozen=True, slots=True)
class Gates:
    """The days on which a row that is still owed is reminded of: ``before`` and ``after`` its due date, then ``every`` so many."""

    before: tuple[int, ...] = (30, 14, 7, 3, 1)
    after: tuple[int, ...] = (1, 3, 7)
    every: int | None = 7

    def passed(self, days: int) -> int | None:
        """The latest gate that was reached ``days`` after the due date; None before the first."""
        reached = [gate for gate in (*(-each for each in self.before), *self.after) if gate <= days]
        last = max(reached, default=None)
        if self.every and self.after and last == max(self.after):
            return last + (days - last) // self.every * self.every
        return last

    @classmethod
    def on_days(cls, days: Collection[int]) -> "Gates":
        """Those of so many days after the due date, negative before it; weekly after the last of them, if there is one."""
        after = tuple(sorted(each for each in days if each > 0))
        return cls(tuple(sorted((-each for each in days if each <= 0), reverse=True)), after, 7 if after else None)

    @property
    def until_due(self) -> "Gates":
        """For who is asked and not urged: until the due date alone; then the office may write to it."""
        return Gates(self.before, (), None)

    @property
    def first(self) -> int:
        """How many days before a due date anybody is reminded of it at all."""
        return max(self.before, default=0)


URGED = Gates()
ASKED = URGED.until_due
MOST_DAYS, FURTHEST = 12, 120
"""How many days a group may choose, and how far from the due date."""


def days_in(text: str) -> tuple[int, ...]:
    """``30、14，7 3`` → 30, 14, 7, 3, each once. Raises WrongState for what is no number of days."""
    words = [word for word in re.split(r"[\s、，,；;天]+", text) if word]
    if wrong := [word for word in words if not (word.isascii() and word.isdecimal() and int(word[:4]) <= FURTHEST)]:
        raise WrongState(f"“{wrong[0][:20]}”不是天数；请写 0 到 {FURTHEST} 的整数，用顿号隔开，如 30、14、7。")
    return tuple(dict.fromkeys(int(word) for word in words))


@dataclass(frozen=True, slots=True)
class Owed:
    """A row that is not reported: when it is due, since when it is asked for, and the last gate it was reminded at.

    ``due`` is the date that binds now: where it was moved, the gates count anew, and ``last`` is of the new date.
    """

    row: int
    agency: str
    duty: Duty
    due: date
    opened_on: date
    last: int | None = None


def gate_of(row: Owed, on: date, gates: Gates) -> int | None:
    """The gate at which a row is to be reminded of on a day; None where there is nothing to say that was not said.

    Nobody is reminded at a gate before the opening. With the clock set back nothing is said twice.
    """
    gate = gates.passed((on - row.due).days)
    if gate is None or row.due + timedelta(days=gate) <= row.opened_on or on < row.opened_on:
        return None
    return gate if row.last is None or gate > row.last else None


def planned(rows: Iterable[Owed], on: date, gates_of: Mapping[str, Gates]) -> dict[str, dict[int, int]]:
    """By agency that is to be reminded: the rows that are at a gate, each with it; one digest for each agency."""
    found: dict[str, dict[int, int]] = {}
    for row in rows:
        gate = gate_of(row, on, gates_of.get(row.agency, URGED))
        if gate is not None:
            found.setdefault(row.agency, {})[row.row] = gate
    return found


def digest(rows: Iterable[Owed], on: date) -> str:
    """What an agency still owes, in words, the earliest due first: ``报告 3 份，截止 2026-12-10，还有 7 天``."""
    counts: dict[tuple[date, Duty], int] = {}
    for row in rows:
        counts[row.due, row.duty] = counts.get((row.due, row.duty), 0) + 1
    parts = [
        f"{duty.label} {count} 份，截止 {due:%Y-%m-%d}，{left(due, on)}"
        for (due, duty), count in sorted(counts.items())
    ]
    return f"{'；'.join(parts)}。"


def left(due: date, on: date) -> str:
    """``还有 7 天``, ``今天 24 时截止``, ``已过 3 天``."""
    days = (due - on).days
    if days == 0:
        return "今天 24 时截止"
    return f"还有 {days} 天" if days > 0 else f"已过 {-days} 天"
