"""What a correction did, in words that stay true: clauses are named as they were when it was made."""

from collections.abc import Mapping

from tracker.extraction.confirming.draft import FACTS, Draft, DraftTask, DraftUnit
from tracker.storage.queries.labels import task_label
from tracker.vocabulary import DocumentStatus, Role

ENOUGH, LONGEST = 40, 300
NOTHING = "（空）"


def tell(before: Draft, after: Draft, edit: Mapping, text: str) -> str:
    """What an edit made of a draft: ``一（一）：去掉 市口岸办（配合）``."""
    said = TOLD[edit["kind"]](before, after, edit, text)
    label = _label(before, edit["task"]) if "task" in edit else ""
    return "：".join(filter(None, [label, said]))[:LONGEST]


def fact_in_words(name: str, value) -> str:
    """A fact as a person reads it; ``（空）`` for none."""
    if name == "status":
        return DocumentStatus(value).label
    return short(str(value)) if value else NOTHING


def short(words: str) -> str:
    """The beginning of some words, in one line."""
    return words if len(words) <= ENOUGH else words[: ENOUGH - 1] + "…"


def _label(draft: Draft, number):
    measure = draft.measure_of(draft.task(number).id)
    place = next(place for place, task in enumerate(measure.tasks, start=1) if task.id == number)
    return task_label(measure.path, place, len(measure.tasks))


def _unit(unit: DraftUnit):
    return f"{unit.name}（{unit.role.label}）"


def _units(units):
    return "、".join(map(_unit, units)) or "没有单位"


def _quoted(task: DraftTask):
    return f"“{short(task.text)}”"


def _change_unit(before, after, edit, text):
    was = before.task(edit["task"]).units[edit["unit"]]
    return f"{_unit(was)} → {edit['name']}（{Role(edit['role']).label}）"


def _add_unit(before, after, edit, text):
    return f"加上 {edit['name']}（{Role(edit['role']).label}）"


def _remove_unit(before, after, edit, text):
    return f"去掉 {_unit(before.task(edit['task']).units[edit['unit']])}"


def _change_text(before, after, edit, text):
    return f"{_quoted(before.task(edit['task']))} → {_quoted(after.task(edit['task']))}"


def _change_deadline(before, after, edit, text):
    was, now = before.task(edit["task"]).deadline, after.task(edit["task"]).deadline
    return f"{was or NOTHING} → {now or NOTHING}"


def _split_task(before, after, edit, text):
    return f"拆成{_quoted(after.task(before.next_id))}和{_quoted(after.task(edit['task']))}"


def _join_tasks(before, after, edit, text):
    first = before.task(edit["task"])
    tasks = before.measure_of(first.id).tasks
    second = tasks[[task.id for task in tasks].index(first.id) + 1]
    return f"{_quoted(first)}和{_label(before, second.id)}{_quoted(second)}合为一项"


def _remove_task(before, after, edit, text):
    task = before.task(edit["task"])
    return f"{_quoted(task)}不是任务，{_units(task.units)}"


def _add_clause(before, after, edit, text):
    return short("".join(text[edit["start"] : edit["end"]].split()))


def _set_default(before, after, edit, text):
    given = sum(old.units != new.units for old, new in zip(before.tasks, after.tasks, strict=True))
    units = "、".join(f"{unit['name']}（{Role(unit['role']).label}）" for unit in edit["units"])
    return f"{units}，给 {given} 项任务"


def _set_fact(before, after, edit, text):
    name = edit["name"]
    was, now = (fact_in_words(name, draft.facts[name]) for draft in (before, after))
    return f"{FACTS[name]}：{was} → {now}"


def _know_name(before, after, edit, text):
    return f"“{edit['name']}”是单位"


def _settle(before, after, edit, text):
    return f"{len(after.settled - before.settled)} 处要核对的看过了，没有问题"


TOLD = {
    "change_unit": _change_unit,
    "add_unit": _add_unit,
    "remove_unit": _remove_unit,
    "change_text": _change_text,
    "change_deadline": _change_deadline,
    "split_task": _split_task,
    "split_words": _split_task,
    "join_tasks": _join_tasks,
    "remove_task": _remove_task,
    "add_clause": _add_clause,
    "set_default": _set_default,
    "set_fact": _set_fact,
    "know_name": _know_name,
    "settle": _settle,
}
