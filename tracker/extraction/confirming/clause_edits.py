"""A clause that the reading missed: text that a person selects is read as the responsibility of the task it closes."""

import re
from dataclasses import replace

from tracker.extraction.confirming.draft import Draft, DraftMeasure, DraftTask, DraftUnit, WrongEdit
from tracker.extraction.confirming.entering import is_doubtful
from tracker.extraction.confirming.task_edits import line
from tracker.extraction.normalising import FULL_WIDTH_BRACKETS, compact
from tracker.extraction.roles import read_clause
from tracker.vocabulary import Origin


def add_clause(draft: Draft, source: str, *, start: int, end: int) -> Draft:
    """Read the selected text as the responsibility clause of the task it closes."""
    if not 0 <= start < end <= len(source):
        raise WrongEdit("没有选中文字，请先选中责任分工那几个字。")
    units, deadline = _read(source, start, end)
    measure = next((item for item in draft.measures if item.start <= start < item.end), None)
    if measure is None:
        return _new_measure(draft, source, start, end, units, deadline)
    found = _task_at(measure, start)
    limit = {"deadline": deadline} if deadline else {}
    annotation = {"annotation": "".join(source[start:end].split()), "annotation_start": start, "annotation_end": end}
    closed = replace(found, units=units, origin=Origin.ANNOTATION, **annotation, **limit)
    if not found.start < start < found.end or found.is_retyped:
        return draft.with_tasks(found.id, closed)
    if found.annotation_start is None:
        return draft.with_tasks(found.id, replace(closed, end=start, text=_text_around(source, found, start, end)))
    first = replace(closed, id=draft.next_id, end=start, text=line(source, found.start, start))
    rest = replace(found, start=end, text=line(source, end, found.end).lstrip("。；，"))
    return replace(draft.with_tasks(found.id, first, rest), next_id=draft.next_id + 1)


def _text_around(source, task, start, end):
    """A task's text without the clause that was found in it; what follows the clause stays with it."""
    rest = line(source, end, max(task.end, end))
    return line(source, task.start, start) + (rest if rest.strip("）。；，") else "")


def _task_at(measure, at):
    return next(
        (task for task in measure.tasks if task.start <= at <= max(task.end, task.annotation_end or 0)),
        measure.tasks[-1],
    )


def _new_measure(draft, source, start, end, units, deadline):
    reached = max((item.end for item in draft.measures if item.end <= start), default=0)
    begin = max(source.rfind("\n", 0, start) + 1, reached)
    task = DraftTask(
        draft.next_id,
        line(source, begin, start),
        begin,
        start,
        Origin.ANNOTATION,
        units,
        "".join(source[start:end].split()),
        start,
        end,
        deadline,
    )
    measure = DraftMeasure(None, None, None, None, begin, end, (task,))
    measures = tuple(sorted((*draft.measures, measure), key=lambda item: item.start))
    return replace(draft, measures=measures, next_id=draft.next_id + 1)


def _read(source, start, end):
    """The units and the time limit of a selected clause, its outer brackets left off."""
    selected = compact(source[start:end])
    inner = re.match(r"[（〔〈]?(.*?)[）〕〉。；]*$", selected.compact)
    base = inner.start(1)
    reading = read_clause(inner[1], selected.gaps, base)
    units = []
    for group in reading.groups:
        for name in group.names:
            begin, stop = selected.span(base + name.start, base + name.end)
            printed = selected.as_printed(base + name.start, base + name.end)
            full = name.prefix + printed.translate(FULL_WIDTH_BRACKETS) + name.ending
            units.append(DraftUnit(full, group.role, printed, start + begin, start + stop, is_doubtful(full)))
    if not units:
        raise WrongEdit("选中的文字里没有读出单位，请只选责任分工那几个字。")
    return tuple(sorted(units, key=lambda unit: unit.start)), reading.deadline and inner[1][slice(*reading.deadline)]
