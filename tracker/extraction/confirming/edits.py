"""What a person may change in a draft, one function an intention; an edit is a plain dict that can be kept and replayed."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from tracker.extraction.confirming.clause_edits import add_clause
from tracker.extraction.confirming.draft import Draft, DraftUnit, WrongEdit, fact_of
from tracker.extraction.confirming.entering import is_doubtful, name_of, role_of, unit_of
from tracker.extraction.confirming.task_edits import (
    change_deadline,
    change_text,
    join_tasks,
    remove_task,
    split_task,
    split_words,
    without_twins,
)
from tracker.vocabulary import Origin


def apply(draft: Draft, edit: dict, text: str) -> Draft:
    """The draft after one edit. ``text`` is the document's text. Raises WrongEdit; the draft given stays as it was."""
    kind = EDITS.get(edit.get("kind"))
    if not kind:
        raise WrongEdit("不认识的修改，请刷新页面后再试。")
    try:
        return kind(draft, text, **{name: value for name, value in edit.items() if name != "kind"})
    except (TypeError, AttributeError):
        raise WrongEdit("修改的内容不完整，请刷新页面后再试。") from None


def replay(draft: Draft, edits: Iterable[dict], text: str) -> Draft:
    """The draft after all edits, in order."""
    for edit in edits:
        draft = apply(draft, edit, text)
    return draft


def change_unit(draft: Draft, source: str, *, task: int, unit: int, name: str, role: str) -> Draft:
    """Give the ``unit``-th unit of a task (from 0) another name or role; its place in the text stays."""
    found = draft.task(task)
    units = list(found.units)
    place = _index(units, unit)
    units[place] = _renamed(units[place], name_of(name), role_of(role))
    return draft.with_tasks(task, replace(found, units=without_twins(units)))


def _renamed(unit: DraftUnit, name, role):
    doubt = unit.is_doubtful if name == unit.name else is_doubtful(name)
    return replace(unit, name=name, role=role, is_doubtful=doubt)


def add_unit(draft: Draft, source: str, *, task: int, name: str, role: str) -> Draft:
    """Add a unit that the text names elsewhere or not at all."""
    found = draft.task(task)
    units = [*found.units, unit_of(name, role)]
    origin = Origin.OFFICE if found.origin == Origin.NONE else found.origin
    return draft.with_tasks(task, replace(found, units=without_twins(units), origin=origin))


def remove_unit(draft: Draft, source: str, *, task: int, unit: int) -> Draft:
    """Take the ``unit``-th unit (from 0) out of a task."""
    found = draft.task(task)
    units = list(found.units)
    del units[_index(units, unit)]
    origin = Origin.NONE if not units and found.origin == Origin.OFFICE else found.origin
    return draft.with_tasks(task, replace(found, units=tuple(units), origin=origin))


def set_default(draft: Draft, source: str, *, units: list, everywhere: bool = False) -> Draft:
    """Give units to every task that has none, or, ``everywhere``, to every task, as the office decides."""
    chosen = tuple(unit_of(unit.get("name"), unit.get("role")) for unit in units)
    if not chosen:
        raise WrongEdit("没有填写单位，请至少填一个牵头或负责的单位。")
    measures = (
        replace(measure, tasks=tuple(_given(task, chosen, everywhere) for task in measure.tasks))
        for measure in draft.measures
    )
    return replace(draft, measures=tuple(measures))


def _given(task, units, everywhere):
    return replace(task, units=units, origin=Origin.OFFICE) if everywhere or not task.units else task


def set_fact(draft: Draft, source: str, *, name: str, value: str | None) -> Draft:
    """Correct a fact of the document: its title, number, dates, draft or issued."""
    facts = draft.facts | {name: fact_of(name, value)}
    start, end = facts.get("effective_from"), facts.get("valid_until")
    if start and end and end < start:
        raise WrongEdit("有效期的截止日期早于施行日期，请核对这两个日期。")
    return replace(draft, facts=facts)


def know_name(draft: Draft, source: str, *, name: str) -> Draft:
    """Say that a doubtful name is a unit."""
    return replace(draft, known=draft.known | {name_of(name)})


def settle(draft: Draft, source: str, *, keys: list) -> Draft:
    """Say of findings, by their keys, that one has looked at them and they are right as they stand."""
    if not keys or not all(isinstance(key, str) for key in keys):
        raise WrongEdit("没有说明核对了哪一处，请刷新页面后再试。")
    return replace(draft, settled=draft.settled | set(keys))


def _index(units, index):
    if not 0 <= index < len(units):
        raise WrongEdit("这个单位已经不在了，请刷新页面后再改。")
    return index


EDITS: dict[str, Callable[..., Draft]] = {
    edit.__name__: edit
    for edit in (
        change_unit,
        add_unit,
        remove_unit,
        change_text,
        change_deadline,
        split_task,
        split_words,
        join_tasks,
        remove_task,
        add_clause,
        set_default,
        set_fact,
        know_name,
        settle,
    )
}
LABELS = {
    "change_unit": "改单位或角色",
    "add_unit": "加单位",
    "remove_unit": "去掉单位",
    "change_text": "改任务文字",
    "change_deadline": "改完成时限",
    "split_task": "拆分任务",
    "split_words": "拆分任务",
    "join_tasks": "合并任务",
    "remove_task": "去掉任务",
    "add_clause": "补一处责任分工",
    "set_default": "设全文责任单位",
    "set_fact": "改文件信息",
    "know_name": "认定单位名称",
    "settle": "核对无误",
}
