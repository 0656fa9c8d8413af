"""要你定的: what is open on the confirm page, each with what can be done about it."""

from dataclasses import dataclass
from enum import StrEnum

from tracker.extraction.confirming.checks import Finding
from tracker.operations.confirming import Confirmation
from tracker.web.draft_rows import DraftRow

SETTLED = frozenset({"first-listed-leads", "implied-unit", "definition"})
"""Conventions of the document that were followed; they are shown, and nothing has to be done about them."""
FIRST = 6


class Weight(StrEnum):
    """How a decision weighs; each names the style of its light."""

    MUST = "r"
    CHECK = "y"
    SETTLED = "g"


WORDS = {Weight.MUST: "必须", Weight.CHECK: "核对", Weight.SETTLED: "已照办"}


@dataclass(frozen=True)
class Decision:
    """One open finding: its weight, its task's row (None for the document), and the doubted unit with its place there."""

    finding: Finding
    weight: Weight
    row: DraftRow | None = None
    unit: int | None = None
    name: str | None = None

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
    return tuple(sorted(found, key=lambda decision: list(Weight).index(decision.weight)))


def tally(found: tuple[Decision, ...]) -> list[tuple[Weight, str, int]]:
    """How many there are of each weight: (weight, word, number), without those there are none of."""
    numbers = {weight: sum(decision.weight == weight for decision in found) for weight in Weight}
    return [(weight, WORDS[weight], number) for weight, number in numbers.items() if number]


def _decision(finding, row):
    weight = Weight.MUST if finding.must else Weight.SETTLED if finding.code in SETTLED else Weight.CHECK
    if finding.code != "unknown-unit" or not row:
        return Decision(finding, weight, row)
    place = (finding.start, finding.end)
    found = [(at, unit.name) for at, unit in enumerate(row.task.units) if (unit.start, unit.end) == place]
    return Decision(finding, weight, row, *(found[0] if found else ()))
