"""修改记录: what persons did to a document, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tracker.operations.confirming import Confirmation
from tracker.storage.queries.histories import Step
from tracker.vocabulary import DocumentStatus, DocumentStep, Role
from tracker.web.draft_rows import DraftRow

FACT_LABELS = {
    "title": "标题",
    "number": "文号",
    "issuer": "印发机关",
    "jurisdiction": "地区",
    "issued_on": "印发日期",
    "status": "文件状态",
    "effective_from": "施行日期",
    "valid_until": "有效期至",
    "valid_for": "有效期",
}
ENOUGH = 40


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
    labels = {row.task.id: row.label for row in rows}
    return tuple(_line(step, confirmation.text, labels) for step in reversed(confirmation.steps))


def _line(step: Step, text, labels):
    edit = step.edit or {}
    task = edit.get("task")
    return HistoryLine(
        at=step.at,
        who=step.who,
        label=_label(step),
        detail="：".join(filter(None, [labels.get(task), _detail(edit, text), step.reason])),
        task=task if task in labels else None,
        is_undone=step.step == DocumentStep.CORRECTED and not step.stands,
    )


def _label(step):
    if step.step == DocumentStep.CORRECTED:
        return step.label
    return f"{step.step.label}：{step.label}" if step.label else step.step.label


def _detail(edit: Mapping, text: str) -> str | None:
    """What an edit says, beyond its label and its task."""
    match edit.get("kind"):
        case "change_unit" | "add_unit":
            return f"{edit['name']}（{Role(edit['role']).label}）"
        case "add_clause":
            return _short("".join(text[edit["start"] : edit["end"]].split()))
        case "set_default":
            return _short("、".join(f"{unit['name']}（{Role(unit['role']).label}）" for unit in edit["units"]))
        case "set_fact":
            return f"{FACT_LABELS[edit['name']]}：{_fact(edit)}"
        case "know_name":
            return edit["name"]
    return None


def _fact(edit):
    if edit["name"] == "status":
        return DocumentStatus(edit["value"]).label
    return _short(edit["value"] or "") or "（空）"


def _short(words):
    return words if len(words) <= ENOUGH else words[: ENOUGH - 1] + "…"
