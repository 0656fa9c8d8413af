"""What an agency answers on a task, as cells of the template (填报模板) and as values that can be compared."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from tracker.vocabulary.reporting import Progress
from tracker.workbooks.cells import cell_text
from tracker.workbooks.columns import ASKED, Column, TaskRow

STATES = tuple(state.label for state in Progress)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """An agency's answers on one task; ``percent`` runs from 0 to 100. What is not answered is None."""

    progress_state: str | None = None
    percent: float | None = None
    progress: str | None = None
    problems: str | None = None
    next_step: str | None = None
    to_coordinate: str | None = None
    handling_office: str | None = None
    contact: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRow(TaskRow):
    """A task as an agency is asked about it. ``key`` names the report for ever, ``version`` its last change.

    ``locked`` is None, or why its answers may not be changed any more, in a few words: 已审核通过.
    """

    key: str
    version: int
    answers: Answers = field(default_factory=Answers)
    locked: str | None = None


class Kind(Enum):
    """How an answer is given."""

    CHOICE = "choice"
    SHARE = "share"
    TEXT = "text"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """A column to be filled in; ``guidance`` stands below its caption."""

    name: str
    caption: str
    width: float
    kind: Kind
    guidance: str


ANSWERS = (
    AnswerColumn("progress_state", "完成状态", 5, Kind.CHOICE, "从列表中选"),
    AnswerColumn("percent", "完成率", 4, Kind.SHARE, "0—100%"),
    AnswerColumn("progress", "工作进展", 22, Kind.TEXT, "写清时间、地点、成果和数字"),
    AnswerColumn("problems", "存在问题", 10, Kind.TEXT, "没有就写“无”"),
    AnswerColumn("next_step", "下一步打算", 10, Kind.TEXT, "写清何时做什么"),
    AnswerColumn("to_coordinate", "需协调事项", 8, Kind.TEXT, "需要谁协调什么"),
    AnswerColumn("handling_office", "承办处室", 6, Kind.SHORT, ""),
    AnswerColumn("contact", "联系人", 5, Kind.SHORT, ""),
    AnswerColumn("phone", "电话", 7, Kind.SHORT, ""),
)
LOCKED: Sequence[Column] = ASKED
"""The ledger's columns up to 完成时限: they say what is asked and are not to be changed."""
BY_NAME = {column.name: column for column in ANSWERS}


def locked_texts(row: TemplateRow) -> tuple[str, ...]:
    """What the locked columns say behind the number, which only counts."""
    return tuple(canonical(column.value(row, 0)) for column in LOCKED[1:])


def canonical(value: str | float | None) -> str:
    """A value as it is compared: as its cell would hold it, without white space round it; a number by two places.

    A workbook that went through another program keeps this, whatever else that changed.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", cell_text(value)).replace("\u00a0", " ").strip()
    return f"{round(value, 2):g}"


def is_cut(value: str | float | None) -> bool:
    """Whether a text is longer than its cell can hold, so that a workbook shows only its beginning."""
    return isinstance(value, str) and len(value) > 10_000 and len(cell_text(value)) < len(value) - value.count("\r\n")
