"""What can be wrong with a returned workbook: each fault is one sentence, with the cell it is about."""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """How much a fault keeps from being taken in: nothing of the file, not this row, or nothing."""

    FILE = "file"
    ROW = "row"
    NOTICE = "notice"


class FaultKind(StrEnum):
    """What is wrong."""

    NOT_OURS = "not ours"
    SEVERAL_TABLES = "several tables"
    NO_KEY_COLUMN = "no key column"
    MISSING_COLUMN = "missing column"
    DUPLICATE_COLUMN = "duplicate column"
    EXTRA_COLUMN = "extra column"
    ALTERED = "altered"
    OTHER_FORM = "other form"
    WRONG_AGENCY = "wrong agency"
    WRONG_CYCLE = "wrong cycle"
    LOCKED_CYCLE = "locked cycle"
    NOTHING_OURS = "nothing ours"
    NO_META = "no meta"
    LINKS = "links"
    MISSING_ROWS = "missing rows"
    EXTRA_SHEET = "extra sheet"
    BESIDE = "beside"
    OUTSIDE = "outside"
    MERGED = "merged"
    NO_KEY = "no key"
    UNKNOWN_KEY = "unknown key"
    DUPLICATE_KEY = "duplicate key"
    LOCKED_ROW = "locked row"
    OTHER_TASK = "other task"
    LOCKED_CELL = "locked cell"
    TOO_LONG = "too long"
    FORMULA = "formula"
    FAILED = "failed"
    OUT_OF_LIST = "out of list"
    NO_SHARE = "no share"
    UNCLEAR_SHARE = "unclear share"
    TAKEN_AS = "taken as"


@dataclass(frozen=True, slots=True)
class Fault:
    """``address`` is a cell, K7, or None where the whole file is meant."""

    kind: FaultKind
    scope: Scope
    sentence: str
    address: str | None = None


def file_fault(kind: FaultKind, sentence: str, address: str | None = None) -> Fault:
    return Fault(kind, Scope.FILE, sentence, address)


def row_fault(kind: FaultKind, sentence: str, address: str) -> Fault:
    """The sentence begins with the address."""
    return Fault(kind, Scope.ROW, f"{address}：{sentence}", address)


def notice(kind: FaultKind, sentence: str, address: str | None = None) -> Fault:
    return Fault(kind, Scope.NOTICE, f"{address}：{sentence}" if address else sentence, address)
