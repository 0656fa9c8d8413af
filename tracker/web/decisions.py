"""要您定的: what is open on the confirm page, each with what can be done about it."""

from dataclasses import dataclass, replace
from enum import StrEnum

from tracker.extraction.confirming.checks import Finding
from tracker.operations.confirming import Confirmation
from tracker.web.draft_rows import DraftRow

FIRST, MOST = 6, 30
"""So many are seen at once, and so many listed: when those are decided, the next come up."""


class Weight(StrEnum):
    """How a decision weighs; each names the style of its light."""

    MUST = "r"
    CHECK = "y"


WORDS = {Weight.MUST: "必须", Weight.CHECK: "核对"}


@dataclass(frozen=True)
class Decision:
    """One open finding: its weight, its task's row (None for the document), the place of a doubtful unit in it,
    and the known names it may stand for."""

    finding: Finding
    weight: Weight
    row: DraftRow | None = None
    unit: int | None = None
    offered: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What is open, without the task's label, which stands before it."""
        path = self.row and self.row.path
        return self.finding.message.removeprefix(path or "").strip()

    @property
    def word(self) -> str:
        return WORDS[self.weight]


def decisions(confirmation: Confirmation, rows: tuple[DraftRow, ...]) -> tuple[Decision, ...]:
    """Everything open, the weightiest first, otherwise in the order of the text."""
    by_task = {row.task.id: row for row in rows}
    found = [_decision(finding, by_task.get(finding.task)) for finding in confirmation.open]
    found.sort(key=lambda decision: list(Weight).index(decision.weight))
    return tuple([_with_names(one, confirmation.names) for one in found[:MOST]] + found[MOST:])


def tally(found: tuple[Decision, ...]) -> list[tuple[Weight, str, int]]:
    """How many there are of each weight: (weight, word, number), without those there are none of."""
    numbers = {weight: sum(decision.weight == weight for decision in found) for weight in Weight}
    return [(weight, WORDS[weight], number) for weight, number in numbers.items() if number]


def _decision(finding, row):
    weight = Weight.MUST if finding.must else Weight.CHECK
    if finding.code != "unknown-unit" or not row:
        return Decision(finding, weight, row)
    at = next(at for at, unit in enumerate(row.task.units) if unit.name == finding.name and unit.is_doubtful)
    return Decision(finding, weight, row, at)


def _with_names(decision, names):
    if decision.unit is None or names is None:
        return decision
    return replace(decision, offered=names.closest(decision.finding.name))
