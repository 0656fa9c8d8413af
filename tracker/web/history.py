"""修改记录: what persons did to a document, in words."""

from dataclasses import dataclass
from datetime import datetime

from tracker.operations.confirming import Confirmation
from tracker.storage.queries.histories import Step
from tracker.vocabulary import DocumentStep
from tracker.web.draft_rows import DraftRow

LATEST = 20
"""So many steps stand on the confirm page; all of them on a page of their own."""


@dataclass(frozen=True)
class HistoryLine:
    """One step: when, who, what it is called, what it was about, and whether a correction still holds."""

    at: datetime
    who: str
    label: str
    detail: str
    task: int | None
    is_undone: bool


def history(confirmation: Confirmation, rows: tuple[DraftRow, ...]) -> tuple[HistoryLine, ...]:
    """Every step, the latest first."""
    standing = {row.task.id for row in rows}
    return tuple(_line(step, standing) for step in reversed(confirmation.steps))


def _line(step: Step, standing):
    edit = step.edit or {}
    task = edit.get("task")
    return HistoryLine(
        at=step.at,
        who=step.who,
        label=_label(step),
        detail="：".join(filter(None, [step.summary, step.reason])),
        task=task if task in standing else None,
        is_undone=step.step == DocumentStep.CORRECTED and not step.stands,
    )


def _label(step):
    if step.step == DocumentStep.CORRECTED:
        return step.label
    return f"{step.step.label}：{step.label}" if step.label else step.step.label
