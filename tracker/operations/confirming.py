"""Confirming a reading: what was read, what persons corrected, and how it stands; corrections one by one, undone, redone."""

from dataclasses import dataclass
from pathlib import Path

from tracker.errors import ChangedMeanwhile, WrongState
from tracker.extraction.confirming.changes import TaskChange, changes_between
from tracker.extraction.confirming.checks import Finding, conventions
from tracker.extraction.confirming.draft import Draft, WrongEdit, draft_of
from tracker.extraction.confirming.edits import apply
from tracker.extraction.findings import Diagnostic, ReportingRule
from tracker.extraction.reading import PLAIN_READERS, TEXTS
from tracker.operations.conflicts import refuse_overwriting
from tracker.operations.drafting import draft_at, drafts_at
from tracker.operations.judging import Names, counts_in, open_in
from tracker.operations.recording import record
from tracker.operations.telling import tell
from tracker.operations.transactions import locked, one_transaction
from tracker.operations.words import line, signature
from tracker.storage.queries.documents import DocumentLine, PlainReading, StoredReading, reading_of_task, stored_reading
from tracker.storage.queries.histories import History, Step
from tracker.vocabulary import DocumentState, DocumentStep

CHARACTERS = frozenset({*TEXTS, *PLAIN_READERS})
"""Endings of the files whose bytes are characters in an encoding."""


@dataclass(frozen=True)
class Confirmation:
    """A document as it is confirmed. ``draft`` is how it stands, ``as_read`` how it was read, ``text`` what offsets count.

    ``open`` lists what must be decided first, then what should be looked at. ``changes`` are by the task's number,
    ``conventions`` what the document says once for all of itself.
    ``sequence`` goes into every form, so that a change by another person meanwhile is noticed.
    """

    document: DocumentLine
    text: str
    draft: Draft
    as_read: Draft
    open: tuple[Finding, ...]
    changes: dict[int, TaskChange]
    steps: tuple[Step, ...]
    sequence: int
    can_undo: bool
    can_redo: bool
    to_undo: Step | None = None
    to_redo: Step | None = None
    rules: tuple[ReportingRule, ...] = ()
    names: Names | None = None
    can_be_reread: bool = False
    conventions: tuple[Diagnostic, ...] = ()

    @property
    def must(self) -> tuple[Finding, ...]:
        """What keeps it from being published unless the office says why."""
        return tuple(item for item in self.open if item.must)


def draft(document_id: int) -> Confirmation | None:
    """A document as it is confirmed; None if there is none, or none whose reading is kept. Writes nothing."""
    stored = stored_reading(document_id)
    if stored is None:
        return None
    as_read = draft_of(stored.findings)
    (now,) = drafts_at(as_read, stored, [stored.history.head])
    return _confirmation(stored, as_read, now)


def seen_and_now(document_id: int, sequence: int) -> tuple[Confirmation, Confirmation] | None:
    """A document as the page with this sequence shows it, and as it stands; None if there is none to be confirmed."""
    stored = stored_reading(document_id)
    if stored is None:
        return None
    history, as_read = stored.history, draft_of(stored.findings)
    heads = history.head_at(min(sequence, history.number)), history.head
    before, after = drafts_at(as_read, stored, heads)
    now = _confirmation(stored, as_read, after)
    return _confirmation(stored, as_read, before, now.names), now


def _confirmation(stored: StoredReading, as_read: Draft, now: Draft, names: Names | None = None) -> Confirmation:
    history, steps = stored.history, stored.history.steps()
    undone_next, redone_next = history.head or None, history.to_redo
    names = names or Names(now.facts)
    return Confirmation(
        document=stored.document,
        text=stored.text,
        draft=now,
        as_read=as_read,
        open=tuple(open_in(now, stored.findings, names)),
        changes=changes_between(as_read, now),
        steps=steps,
        conventions=tuple(conventions(stored.findings.diagnostics)),
        rules=stored.findings.reporting_rules,
        names=names,
        can_be_reread=can_be_reread(stored.document, history),
        sequence=history.number,
        can_undo=undone_next is not None,
        can_redo=redone_next is not None,
        to_undo=steps[undone_next - 1] if undone_next else None,
        to_redo=steps[redone_next - 1] if redone_next else None,
    )


def task_change(task_id: int) -> tuple[TaskChange, tuple[Step, ...]] | None:
    """What was read and what stands now of a task of the ledger, with the corrections that made it so, oldest first;
    None if nobody changed it."""
    stored = reading_of_task(task_id)
    if stored is None:
        return None
    as_read = draft_of(stored.findings)
    (now,) = drafts_at(as_read, stored, [stored.history.head])
    change = changes_between(as_read, now).get(stored.number)
    return change and (change, _steps_of(stored, stored.number))


def correct(document_id: int, edit: dict, *, who: str, sequence: int) -> int:
    """Make one edit (``{"kind": "change_unit", "task": 3, …}``); returns the new sequence.

    ``sequence`` is that of the page the person saw. Raises WrongEdit for an edit that cannot be made, ChangedMeanwhile
    when another person changed the same thing since, WrongState for a discarded document, Unsigned. An edit that
    changes nothing is not kept.
    """
    who, edit = signature(who), _cleaned(edit)
    with one_transaction():
        document, stored = opened(document_id, sequence)
        history = stored.history
        now = draft_at(stored, history.head)
        if history.head_at(sequence) != history.head:
            _refuse_overwriting(stored, edit, now, sequence)
        changed = apply(now, edit, stored.text)
        if changed == now:
            return history.number
        _show(document, stored, changed)
        summary = tell(now, changed, edit, stored.text)
        return record(document, DocumentStep.CORRECTED, who, edit=edit, summary=summary)


def _refuse_overwriting(stored, edit, now, sequence):
    """Nobody overwrites what he has not seen; what stands already as he wants it is no conflict."""
    shown = draft_at(stored, stored.history.head_at(sequence))
    apply(shown, edit, stored.text)
    try:
        if apply(now, edit, stored.text) == now:
            return
    except WrongEdit:
        pass
    refuse_overwriting(edit, shown, now, since=stored.history.since(sequence))


def can_be_reread(document: DocumentLine, history: History) -> bool:
    """Whether a document waits, came as a file of characters, and nobody has corrected it."""
    is_text = Path(document.file_name or "x.").suffix.lower() in CHARACTERS
    corrected = any(event.step == DocumentStep.CORRECTED for event in history.events)
    return document.state == DocumentState.RECEIVED and is_text and not corrected


def undo(document_id: int, *, who: str, sequence: int | None = None) -> int:
    """Take back the last correction that stands; returns the new sequence. Raises WrongState if there is none,
    ChangedMeanwhile if it is not the one that the page with this sequence showed."""
    return _move(document_id, DocumentStep.UNDONE, who, sequence)


def redo(document_id: int, *, who: str, sequence: int | None = None) -> int:
    """Restore the correction last undone; raises as ``undo`` does."""
    return _move(document_id, DocumentStep.REDONE, who, sequence)


def _move(document_id, step, who, sequence):
    who = signature(who)
    with one_transaction():
        document, stored = opened(document_id, sequence)
        refuse_stale(stored.history, sequence)
        head = _where_to(stored.history, step)
        _show(document, stored, draft_at(stored, head))
        return record(document, step, who, head=head)


def _where_to(history, step):
    if step == DocumentStep.UNDONE:
        if not history.head:
            raise WrongState("没有可以撤销的更正，内容和读出来的一样。")
        return history.before(history.head)
    if history.to_redo is None:
        raise WrongState("没有可以恢复的更正（撤销之后又做了新的更正，或者没有撤销过）。")
    return history.to_redo


def opened(document_id, sequence):
    """The locked document with its reading, if it may be corrected and the page is one of ours."""
    document = locked(document_id)
    if document.state == DocumentState.DISCARDED:
        raise WrongState("这份文件已经作废，不能再改；如需使用，请重新导入。")
    stored = stored_reading(document_id)
    if stored is None:
        raise WrongState("这份文件由表格导入，没有保存读取结果，不能在这里更正；请改好表格后重新载入。")
    if sequence is not None and not 0 <= sequence <= stored.history.number:
        raise WrongState("这一页已经过期，没有改动任何内容；请刷新页面后再改。")
    return document, stored


def refuse_stale(history: History, sequence: int | None) -> None:
    """Raise ChangedMeanwhile if the draft is not the one that the page with this sequence showed."""
    if sequence is not None and history.head_at(sequence) != history.head:
        raise ChangedMeanwhile(history.events[-1].who)


def _show(document, stored, changed):
    """Let the list say of the document what its draft says; the ledger's own facts wait for publication."""
    values = counts_in(changed, stored.findings)
    if document.state == DocumentState.RECEIVED:
        values |= changed.facts
    for name, value in values.items():
        setattr(document, name, value)


def _steps_of(stored: PlainReading, number):
    """The corrections that touched a task or one it was made of."""
    now, touched, steps = draft_of(stored.findings), {}, stored.history.steps()
    for correction in stored.history.standing(stored.history.head):
        changed = apply(now, steps[correction - 1].edit, stored.text)
        touched |= _touched(now, changed, touched, correction)
        now = changed
    return tuple(steps[correction - 1] for correction in sorted(touched.get(number, ())))


def _touched(before, after, touched, correction):
    """By number of each task that a correction changed: every correction that it goes back to."""
    old = {task.id: task for task in before.tasks}
    new = {task.id: task for task in after.tasks}
    changed = [task for task in old.values() if new.get(task.id) is not task]
    found = {}
    for task in new.values():
        if old.get(task.id) is task:
            continue
        parents = [one.id for one in changed if one.id == task.id or (_is_kin(one, task) and one.id not in new)]
        parents = parents or [one.id for one in changed if _is_kin(one, task)]
        found[task.id] = {correction}.union(*(touched.get(parent, ()) for parent in parents))
    return found


def _is_kin(one, other):
    return bool(set(one.sources) & set(other.sources))


def _cleaned(edit):
    """An edit from outside, its texts fit to be kept."""
    if not isinstance(edit, dict) or not isinstance(edit.get("kind"), str):
        raise WrongEdit("不认识的修改，请刷新页面后再试。")
    return _lines(edit)


def _lines(value):
    if isinstance(value, dict):
        return {line(name): _lines(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_lines(item) for item in value]
    return line(value) if isinstance(value, str) else value
