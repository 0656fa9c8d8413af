"""Two persons at one document: whether an edit concerns what another changed since the page was shown."""

from collections.abc import Callable, Sequence

from tracker.errors import ChangedMeanwhile
from tracker.extraction.confirming.draft import Draft, DraftTask, DraftUnit, WrongEdit
from tracker.extraction.confirming.edits import LABELS
from tracker.storage.history import DocumentEvent
from tracker.vocabulary import Labelled, Role

GONE, NO_DEADLINE = "已经去掉", "没有时限"


def refuse_overwriting(edit: dict, shown: Draft, now: Draft, *, since: Sequence[DocumentEvent]) -> None:
    """Raise ChangedMeanwhile if what the edit concerns is not as it was shown; ``since`` is what was done meanwhile."""
    concerned = CONCERNED.get(edit["kind"])
    if concerned is None:
        return
    before, after = concerned(shown, edit), _or_gone(concerned, now, edit)
    if before != after:
        raise ChangedMeanwhile(since[-1].who, shown=_words(before), now=_words(after), wanted=_wanted(edit))


def _or_gone(concerned, draft, edit):
    try:
        return concerned(draft, edit)
    except (WrongEdit, IndexError):
        return None


def _unit(draft, edit):
    return draft.task(edit["task"]).units[edit["unit"]]


def _task(draft, edit):
    return draft.task(edit["task"])


def _span(draft, edit):
    task = draft.task(edit["task"])
    return task.text, task.start, task.end


def _text(draft, edit):
    return draft.task(edit["task"]).text


def _deadline(draft, edit):
    return draft.task(edit["task"]).deadline or NO_DEADLINE


def _siblings(draft, edit):
    return draft.measure_of(draft.task(edit["task"]).id).tasks


def _measure_there(draft, edit):
    return next((measure.tasks for measure in draft.measures if measure.start <= edit["start"] < measure.end), None)


def _fact(draft, edit):
    return draft.facts[edit["name"]]


CONCERNED: dict[str, Callable] = {
    "change_unit": _unit,
    "remove_unit": _unit,
    "change_text": _text,
    "change_deadline": _deadline,
    "split_task": _span,
    "split_words": _text,
    "join_tasks": _siblings,
    "remove_task": _task,
    "add_clause": _measure_there,
    "set_fact": _fact,
}
"""What an edit is about. The others add to whatever is there."""


def _words(value) -> str:
    """What an edit is about, in a few words."""
    if value is None:
        return GONE
    if isinstance(value, DraftUnit):
        return f"{value.name}（{value.role.label}）"
    if isinstance(value, DraftTask):
        return "、".join(map(_words, value.units)) or value.text[:20]
    if isinstance(value, tuple):
        return "；".join(_words(item) for item in value if isinstance(item, DraftTask | str))
    return value.label if isinstance(value, Labelled) else str(value)


def _wanted(edit):
    if edit["kind"] == "change_unit":
        return f"{edit['name']}（{Role(edit['role']).label}）"
    if edit["kind"] in ("set_fact", "change_deadline", "change_text"):
        return edit.get("value") or edit.get("deadline") or edit.get("text") or "不填"
    return LABELS[edit["kind"]]
