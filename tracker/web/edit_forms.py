"""From a form to an edit of a draft: which fields each kind of edit has, and what they are."""

import re
from collections.abc import Callable, Mapping

from werkzeug.datastructures import MultiDict

from tracker.extraction.confirming.draft import WrongEdit
from tracker.extraction.normalising import compact
from tracker.vocabulary import Role

FIELDS = {
    "change_unit": {"task": int, "unit": int, "name": str, "role": str},
    "add_unit": {"task": int, "name": str, "role": str},
    "remove_unit": {"task": int, "unit": int},
    "change_text": {"task": int, "text": str},
    "change_deadline": {"task": int, "deadline": str},
    "split_task": {"task": int, "at": int},
    "split_words": {"task": int, "at": int},
    "join_tasks": {"task": int},
    "remove_task": {"task": int},
    "add_clause": {"start": int, "end": int},
    "set_fact": {"name": str, "value": str},
    "know_name": {"name": str},
}
BETWEEN_NAMES = re.compile(r"[、，,；;\s]+")
NUMBER = "[0-9]{1,12}"


def edit_of(form: MultiDict[str, str], text: Callable[[], str], doubts: Callable[[], list[str]] = list) -> dict:
    """The edit a form asks for; ``text`` gives the document's, ``doubts`` the keys of all that should be looked at.
    Raises WrongEdit for a form that is not whole.

    The default responsibility is given as names by role; a clause by its place, or by its words, where they stand in
    the text once.
    """
    kind = form.get("kind", "")
    if kind == "set_default":
        return {"kind": kind, "units": _units(form), "everywhere": form.get("everywhere") == "1"}
    if kind == "settle":
        return {"kind": kind, "keys": doubts() if form.get("all") == "1" else form.getlist("key")}
    if kind == "add_clause" and "words" in form:
        start, end = place_of(form["words"], text())
        return {"kind": kind, "start": start, "end": end}
    fields = FIELDS.get(kind)
    if fields is None or not fields.keys() <= set(form):
        raise WrongEdit("修改的内容不完整，没有保存；请刷新页面后再试。")
    return {"kind": kind} | {name: _value(form[name], fields[name]) for name in fields}


def task_of(form: Mapping[str, str]) -> int | None:
    """The task an edit is about, whose fields stay open; None where there is none or they are to be closed."""
    if form.get("kind") == "remove_task" or form.get("closed"):
        return None
    task = form.get("task", "")
    return int(task) if re.fullmatch(NUMBER, task) else None


def sequence_of(form: Mapping[str, str]) -> int:
    """The sequence of the page a form was sent from; 0, which is never the present one, where it names none."""
    given = form.get("sequence", "")
    return int(given) if re.fullmatch(NUMBER, given) else 0


def place_of(words: str, text: str) -> tuple[int, int]:
    """Where some words stand in a text, white space and widths aside. Raises WrongEdit unless they stand there once."""
    wanted, read = compact(words).compact, compact(text)
    if not wanted:
        raise WrongEdit("没有填写文字，请从原文里抄一段责任分工，例如“（市商务局牵头）”。")
    times = read.compact.count(wanted)
    if times != 1:
        found = "没有这段文字" if not times else f"有 {times} 处是这段文字"
        raise WrongEdit(f"原文里{found}，没有保存；请照原文多抄几个字，让它只对上一处。")
    at = read.compact.find(wanted)
    return read.span(at, at + len(wanted))


def _units(form):
    names = {role: BETWEEN_NAMES.split(form.get(role.value, "")) for role in Role}
    return [{"name": name, "role": role.value} for role in Role for name in names[role] if name]


def _value(given, kind):
    if kind is str:
        return given
    if not re.fullmatch(NUMBER, given):
        raise WrongEdit("修改的内容不完整，没有保存；请刷新页面后再试。")
    return int(given)
