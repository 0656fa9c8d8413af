"""Edits of tasks: their text and deadline, split, joined, taken out."""

from dataclasses import replace

from tracker.extraction.confirming.draft import Draft, DraftTask, DraftUnit, WrongEdit
from tracker.extraction.confirming.entering import deadline_of, text_of
from tracker.extraction.deadlines import deadline_in
from tracker.extraction.normalising import in_one_line


def change_text(draft: Draft, source: str, *, task: int, text: str) -> Draft:
    """Word a task otherwise; its place in the document's text stays."""
    found, text = draft.task(task), text_of(text)
    is_retyped = not _is_same(text, source[found.start : found.end])
    return draft.with_tasks(task, replace(found, text=text, is_retyped=is_retyped)) if text != found.text else draft


def change_deadline(draft: Draft, source: str, *, task: int, deadline: str | None) -> Draft:
    """Give a task another deadline, or none."""
    return draft.with_tasks(task, replace(draft.task(task), deadline=deadline_of(deadline)))


def split_task(draft: Draft, source: str, *, task: int, at: int) -> Draft:
    """Split a task at an offset of the text; both pieces keep its units, the clause stays with the second."""
    found = draft.task(task)
    if found.is_retyped:
        raise WrongEdit(
            "这项任务的文字是人工改写过的，和原文对不上，不能按原文拆分；请点“改正”，在改写后的文字里选一处拆分。"
        )
    if not found.start < at < found.end:
        raise WrongEdit("拆分的位置不在这项任务的文字里，请在任务文字中间点一下再拆分。")
    first = replace(found, id=draft.next_id, end=at, text=line(source, found.start, at))
    second = replace(found, start=at, text=line(source, at, found.end))
    if not first.text or not second.text:
        raise WrongEdit("拆分后有一项没有文字，请换一个位置。")
    first, second = _each_with_its_limit(found, first, second)
    return replace(draft.with_tasks(task, first, second), next_id=draft.next_id + 1)


def split_words(draft: Draft, source: str, *, task: int, at: int) -> Draft:
    """Split a task at a place in its own words, which a person has written; both pieces keep its units.

    Of the document's text each has its share, as far as the words before the place go: its own words stand nowhere.
    """
    found = draft.task(task)
    first, second = found.text[:at].strip(), found.text[max(at, 0) :].strip()
    if not first or not second or at < 0:
        raise WrongEdit("拆分后有一项没有文字，请换一个位置。")
    middle = found.start + (found.end - found.start) * at // len(found.text)
    pieces = (
        replace(found, id=draft.next_id, end=middle, text=first, is_retyped=True),
        replace(found, start=middle, text=second, is_retyped=True),
    )
    pieces = _each_with_its_limit(found, *pieces)
    return replace(draft.with_tasks(task, *pieces), next_id=draft.next_id + 1)


def join_tasks(draft: Draft, source: str, *, task: int) -> Draft:
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
        text=first.text + second.text,
        units=without_twins([*first.units, *second.units]),
        deadline=first.deadline or second.deadline,
        sources=tuple(dict.fromkeys([*first.sources, *second.sources])),
        is_retyped=first.is_retyped or second.is_retyped,
    )
    return draft.with_tasks(second.id).with_tasks(first.id, joined)


def remove_task(draft: Draft, source: str, *, task: int) -> Draft:
    """Take out what was read as a task and is none."""
    return draft.with_tasks(draft.task(task).id)


def _each_with_its_limit(whole: DraftTask, *pieces: DraftTask) -> tuple[DraftTask, ...]:
    """The pieces of a task whose own words give its time limit, each with that of its own; another limit is all pieces'."""
    if not whole.deadline or whole.deadline != _limit_in(whole.text):
        return pieces
    return tuple(replace(piece, deadline=_limit_in(piece.text)) for piece in pieces)


def _limit_in(text):
    found = deadline_in("".join(text.split()))
    return found and found.printed


def line(source: str, start: int, end: int) -> str:
    """A span of the text in one line."""
    return in_one_line(source[start:end]).strip()


def without_twins(units: list[DraftUnit]) -> tuple[DraftUnit, ...]:
    """The units, each name once in a role."""
    seen = {}
    for unit in units:
        seen.setdefault((unit.name, unit.role), unit)
    return tuple(seen.values())


def _is_same(text, span):
    return "".join(text.split()) == "".join(span.split())
