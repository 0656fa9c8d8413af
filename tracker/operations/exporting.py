"""Workbooks out of the database."""

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from tracker import clock
from tracker.errors import Ambiguous
from tracker.operations.files import written_whole
from tracker.operations.naming import facts_of, names
from tracker.storage.database import db
from tracker.storage.queries import tasks
from tracker.storage.queries.choices import LABELS, Choices, choices
from tracker.storage.queries.filters import NOWHERE, TaskFilter
from tracker.storage.queries.rows import TaskRow
from tracker.storage.reading import read_only
from tracker.vocabulary import Missing, Origin, Role, Scope
from tracker.workbooks.columns import UNREPORTED, Column, LedgerRow
from tracker.workbooks.ledger import write_ledger

TITLE = "任务分工台账"


def ledger(wanted: TaskFilter, target: BinaryIO, columns: Sequence[Column] = UNREPORTED) -> int:
    """Write the ledger of all tasks a filter asks for, in no cycle; returns how many there are."""
    rows = tasks.ledger_rows(wanted)
    first = next(rows, None)
    found = () if first is None else chain([first], rows)
    note = note_of(wanted, empty=first is None)
    facts = {"title": TITLE, "office": None, "as_of": clock.today(), "note": note, "columns": columns}
    return write_ledger(map(ledger_row, found), target, **facts)


def ledger_file(wanted: TaskFilter, path: Path) -> int:
    """The same into a file, which is there whole or not at all; no writer has to wait meanwhile."""
    read_only()
    try:
        with written_whole(path) as target:
            return ledger(wanted, target)
    finally:
        db.session.rollback()


def filter_from_words(values: dict[str, str | None]) -> TaskFilter:
    """A filter from what a person writes: as in an address, but an agency may be named (``广州市商务局``).

    Raises Ambiguous when several agencies have that name. A name nobody has gives an empty ledger, which says so.
    """
    given = {name: value for name, value in values.items() if value}
    if agency := given.get("agency"):
        given["agency"] = _agency_id(agency, given.get("jurisdiction"), choices()) or agency
    db.session.rollback()
    return TaskFilter.parse(given)


def ledger_row(task: TaskRow) -> LedgerRow:
    """A task as the ledger shows it. It has no column for who guides; the remark has room."""
    return LedgerRow(**facts_of(task), remark="；".join(_remarks(task)))


def _remarks(task) -> Iterator[str]:
    if task.document.is_draft:
        yield "征求意见稿"
    if task.origin == Origin.NONE:
        yield "文件未写明责任单位"
    elif not task.leads and not task.responsibles:
        yield f"没有{Missing.CARRIER.label}"
    if guides := names(task, Role.GUIDE):
        yield f"指导单位：{'、'.join(guides)}"


def note_of(wanted: TaskFilter, *, empty: bool) -> str | None:
    """Below the table: what it was asked for, and what it leaves out."""
    offered = choices() if wanted.conditions else None
    asked = [f"{LABELS[name]} {offered.in_words(name, value) or value}" for name, value in wanted.conditions.items()]
    sentences = [f"筛选条件：{'，'.join(asked)}。"] if asked else []
    if wanted.documents_in_scope == Scope.ISSUED:
        sentences.append("征求意见稿和已有新版的文件未列入。")
    if wanted.on and not wanted.on.is_printed:
        sentences.append(f"单位为{wanted.on.label}的单位，文件原名见原文。")
    if empty:
        sentences.append("没有符合条件的任务。")
    return "".join(sentences) or None


def _agency_id(agency, jurisdiction, offered: Choices):
    found = [one for one in offered.bodies if agency in (one.key, one.name, one.full)]
    if jurisdiction:
        found = [one for one in found if (one.place or NOWHERE) == jurisdiction] or found
    if len(found) > 1:
        names = "、".join(one.full for one in found)
        raise Ambiguous(f"有几个单位都叫{agency}：{names}；请写全名，或用 --jurisdiction 指明地区。")
    return found[0].key if found else None
