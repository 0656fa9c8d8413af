"""What a person may change in a draft, one function an intention; an edit is a plain dict that can be kept and replayed."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from tracker.extraction.confirming.draft import Draft, DraftMeasure, DraftTask, DraftUnit, WrongEdit, fact_of
from tracker.extraction.normalising import FULL_WIDTH_BRACKETS, compact, in_one_line
from tracker.extraction.roles import read_clause
from tracker.vocabulary import Origin, Role

LONGEST_NAME = 60


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


def change_unit(draft: Draft, text: str, *, task: int, unit: int, name: str, role: str) -> Draft:
    """Give the ``unit``-th unit of a task (from 0) another name or role; its place in the text stays."""
    found = draft.task(task)
    units = list(found.units)
    place = _index(units, unit)
    units[place] = replace(units[place], name=_name(name), role=_role(role))
    return draft.with_tasks(task, replace(found, units=_without_twins(units)))


def add_unit(draft: Draft, text: str, *, task: int, name: str, role: str) -> Draft:
    """Add a unit that the text names elsewhere or not at all."""
    found = draft.task(task)
    units = [*found.units, DraftUnit(_name(name), _role(role))]
    return draft.with_tasks(task, replace(found, units=_without_twins(units)))


def remove_unit(draft: Draft, text: str, *, task: int, unit: int) -> Draft:
    """Take the ``unit``-th unit (from 0) out of a task."""
    found = draft.task(task)
    units = list(found.units)
    del units[_index(units, unit)]
    return draft.with_tasks(task, replace(found, units=tuple(units)))


def split_task(draft: Draft, text: str, *, task: int, at: int) -> Draft:
    """Split a task at an offset of the text; both pieces keep its units, the clause stays with the second."""
    found = draft.task(task)
    if not found.start < at < found.end:
        raise WrongEdit("拆分的位置不在这项任务的文字里，请在任务文字中间点一下再拆分。")
    first = replace(found, id=draft.next_id, end=at, text=_line(text, found.start, at))
    second = replace(found, start=at, text=_line(text, at, found.end))
    if not first.text or not second.text:
        raise WrongEdit("拆分后有一项没有文字，请换一个位置。")
    return replace(draft.with_tasks(task, first, second), next_id=draft.next_id + 1)


def join_tasks(draft: Draft, text: str, *, task: int) -> Draft:
    """Join a task with the next one of its measure; the joined task has the units of both."""
    measure = draft.measure_of(draft.task(task).id)
    place = next(index for index, item in enumerate(measure.tasks) if item.id == task)
    if place + 1 == len(measure.tasks):
        raise WrongEdit("这是这条措施的最后一项任务，后面没有可以合并的。")
    first, second = measure.tasks[place : place + 2]
    joined = replace(
        second,
        id=first.id,
        start=first.start,
        text=first.text + second.text if first.end == second.start else f"{first.text}{second.text}",
        units=_without_twins([*first.units, *second.units]),
        deadline=first.deadline or second.deadline,
    )
    return draft.with_tasks(second.id).with_tasks(first.id, joined)


def remove_task(draft: Draft, text: str, *, task: int) -> Draft:
    """Take out what was read as a task and is none."""
    return draft.with_tasks(draft.task(task).id)


def add_clause(draft: Draft, text: str, *, start: int, end: int) -> Draft:
    """Read the selected text as the responsibility clause of the task it closes."""
    if not 0 <= start < end <= len(text):
        raise WrongEdit("没有选中文字，请先选中责任分工那几个字。")
    units = _units_in(text, start, end)
    measure = next((item for item in draft.measures if item.start <= start < item.end), None)
    if measure is None:
        return _new_measure(draft, text, start, end, units)
    found = _task_at(measure, start)
    annotation = {"annotation": "".join(text[start:end].split()), "annotation_start": start, "annotation_end": end}
    closed = replace(found, units=units, origin=Origin.ANNOTATION, **annotation)
    if not found.start < start < found.end:
        return draft.with_tasks(found.id, closed)
    if found.annotation_start is None:
        return draft.with_tasks(found.id, replace(closed, end=start, text=_text_around(text, found, start, end)))
    first = replace(closed, id=draft.next_id, end=start, text=_line(text, found.start, start))
    rest = replace(found, start=end, text=_line(text, end, found.end).lstrip("。；，"))
    return replace(draft.with_tasks(found.id, first, rest), next_id=draft.next_id + 1)


def _text_around(text, task, start, end):
    """A task's text without the clause that was found in it; what follows the clause stays with it."""
    rest = _line(text, end, max(task.end, end))
    return _line(text, task.start, start) + (rest if rest.strip("）。；，") else "")


def _task_at(measure, at):
    return next(
        (task for task in measure.tasks if task.start <= at <= max(task.end, task.annotation_end or 0)),
        measure.tasks[-1],
    )


def _new_measure(draft, text, start, end, units):
    begin = max(
        text.rfind("\n", 0, start) + 1, max((item.end for item in draft.measures if item.end <= start), default=0)
    )
    task = DraftTask(
        draft.next_id,
        _line(text, begin, start),
        begin,
        start,
        Origin.ANNOTATION,
        units,
        "".join(text[start:end].split()),
        start,
        end,
    )
    measure = DraftMeasure(None, None, None, None, begin, end, (task,))
    measures = tuple(sorted((*draft.measures, measure), key=lambda item: item.start))
    return replace(draft, measures=measures, next_id=draft.next_id + 1)


def _units_in(text, start, end):
    """The units of a selected clause, its outer brackets left off."""
    source = compact(text[start:end])
    inner = re.match(r"[（〔〈]?(.*?)[）〕〉。；]*$", source.compact)
    base = inner.start(1)
    reading = read_clause(inner[1], source.gaps, base)
    units = []
    for group in reading.groups:
        for name in group.names:
            begin, stop = source.span(base + name.start, base + name.end)
            printed = source.as_printed(base + name.start, base + name.end)
            full = name.prefix + printed.translate(FULL_WIDTH_BRACKETS) + name.ending
            units.append(DraftUnit(full, group.role, printed, start + begin, start + stop))
    if not units:
        raise WrongEdit("选中的文字里没有读出单位，请只选责任分工那几个字。")
    return tuple(sorted(units, key=lambda unit: unit.start))


def set_default(draft: Draft, text: str, *, units: list, everywhere: bool = False) -> Draft:
    """Give units to every task that has none, or, ``everywhere``, to every task: the document's default responsibility."""
    chosen = tuple(DraftUnit(_name(unit.get("name")), _role(unit.get("role"))) for unit in units)
    if not chosen:
        raise WrongEdit("没有填写单位，请至少填一个牵头或负责的单位。")
    measures = (
        replace(measure, tasks=tuple(_given(task, chosen, everywhere) for task in measure.tasks))
        for measure in draft.measures
    )
    return replace(draft, measures=tuple(measures))


def _given(task, units, everywhere):
    return replace(task, units=units, origin=Origin.DOCUMENT) if everywhere or not task.units else task


def set_fact(draft: Draft, text: str, *, name: str, value: str | None) -> Draft:
    """Correct a fact of the document: its title, number, dates, draft or issued."""
    facts = draft.facts | {name: fact_of(name, value)}
    start, end = facts.get("effective_from"), facts.get("valid_until")
    if start and end and end < start:
        raise WrongEdit("有效期的截止日期早于施行日期，请核对这两个日期。")
    return replace(draft, facts=facts)


def know_name(draft: Draft, text: str, *, name: str) -> Draft:
    """Say that a name the reading doubted is a unit."""
    return replace(draft, known=draft.known | {_name(name)})


def _name(value):
    name = "".join((value or "").split()).translate(FULL_WIDTH_BRACKETS)
    if not name:
        raise WrongEdit("单位名称不能为空。")
    if len(name) > LONGEST_NAME:
        raise WrongEdit(f"单位名称超过 {LONGEST_NAME} 个字，请只填一个单位。")
    return name


def _role(value):
    if value not in set(Role):
        raise WrongEdit("角色只能是牵头、负责、配合、指导之一。")
    return Role(value)


def _index(units, index):
    if not 0 <= index < len(units):
        raise WrongEdit("这个单位已经不在了，请刷新页面后再改。")
    return index


def _without_twins(units):
    seen = {}
    for unit in units:
        seen.setdefault((unit.name, unit.role), unit)
    return tuple(seen.values())


def _line(text, start, end):
    return in_one_line(text[start:end]).strip()


EDITS: dict[str, Callable[..., Draft]] = {
    edit.__name__: edit
    for edit in (
        change_unit,
        add_unit,
        remove_unit,
        split_task,
        join_tasks,
        remove_task,
        add_clause,
        set_default,
        set_fact,
        know_name,
    )
}
LABELS = {
    "change_unit": "改单位或角色",
    "add_unit": "加单位",
    "remove_unit": "去掉单位",
    "split_task": "拆分任务",
    "join_tasks": "合并任务",
    "remove_task": "去掉任务",
    "add_clause": "补一处责任分工",
    "set_default": "设全文责任单位",
    "set_fact": "改文件信息",
    "know_name": "认定单位名称",
}
