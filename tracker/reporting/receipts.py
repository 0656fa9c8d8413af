"""回执: what one submission was, on paper: number, server time, the rows it listed, and a check code over all of it."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from tracker.clock import CHINA
from tracker.vocabulary.reporting import Duty

THE_OFFICE = "领导小组办公室"
"""Who gets what nobody else is named for."""


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A row of a receipt: which task, which version, the content's hash, whether it was on time, and who gets it."""

    task: str
    version: int
    sha256: str
    on_time: bool
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """A submission as it was received."""

    number: str
    agency: str
    cycle: str
    received_at: datetime
    sent_by: str
    lines: tuple[ReceiptLine, ...]

    @property
    def sha256(self) -> str:
        """The check code: it changes when anything on the receipt does."""
        facts = asdict(self) | {"received_at": self.received_at.astimezone(CHINA).isoformat(timespec="microseconds")}
        return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def receipt_number(year: int, sequence: int) -> str:
    """``2026-0167``: counted through all submissions of a cycle; longer numbers simply go on."""
    return f"{year}-{sequence:04d}"


def in_groups(sha256: str) -> str:
    """A check code in groups of four, as one reads it out: ``5b0e 9c41 …``."""
    return " ".join(sha256[place : place + 4] for place in range(0, len(sha256), 4))


def recipients_named(lines: Sequence[ReceiptLine]) -> tuple[str, ...]:
    """All who get something of a receipt, each once, in the order they are first named."""
    return tuple(dict.fromkeys(name for line in lines for name in line.recipients))


def outcomes(duties: Iterable[Duty]) -> str:
    """What may become of papers of these duties once they were sent, in words: 通过或退回."""
    words = {Duty.REPORT: "通过", Duty.CONTRIBUTION: "采用"}
    found = [words[duty] for duty in words if duty in set(duties)]
    return f"{'、'.join(found)}或退回"
