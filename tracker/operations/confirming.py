"""Confirming a reading: what was read, what persons corrected, and how it stands; corrections one by one, undone, redone."""

from collections import defaultdict
from dataclasses import dataclass

from tracker.errors import ChangedMeanwhile, WrongState
from tracker.extraction.confirming.checks import Finding, open_findings
from tracker.extraction.confirming.draft import Draft, DraftTask, WrongEdit, draft_of
from tracker.extraction.confirming.edits import apply
from tracker.extraction.findings import ReportingRule
from tracker.operations.conflicts import refuse_overwriting
from tracker.operations.drafting import counts_in, draft_at
from tracker.operations.recording import record
from tracker.operations.transactions import locked, one_transaction
from tracker.operations.words import line, signature
from tracker.storage.queries.documents import DocumentLine, PlainReading, StoredReading, reading_of_task, stored_reading
from tracker.storage.queries.histories import History, Step
from tracker.vocabulary import DocumentState, DocumentStep


@dataclass(frozen=True)
class TaskChange:
    """A task that persons changed: as it was read (None if they added it), as it stands (None if they removed it).

    ``steps`` are the corrections that touched it, oldest first.
    """

    number: int
    read: DraftTask | None
    now: DraftTask | None
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Confirmation:
    """A document as it is confirmed. ``draft`` is how it stands, ``as_read`` how it was read, ``text`` what offsets count.

    ``open`` lists what must be decided first, then what should be looked at. ``changes`` are by the task's number.
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

    @property
    def must(self) -> tuple[Finding, ...]:
        """What keeps it from being published unless the office says why."""
        return tuple(item for item in self.open if item.must)


def draft(document_id: int) -> Confirmation | None:
    """A document as it is confirmed; None if there is none, or none whose reading is kept. Writes nothing."""
    stored = stored_reading(document_id)
    if stored is None:
        return None
    history, steps = stored.history, stored.history.steps()
    as_read, now, touched = _walk(stored, steps)
    undone_next, redone_next = history.head or None, history.to_redo
    return Confirmation(
        document=stored.document,
        text=stored.text,
        draft=now,
        as_read=as_read,
        open=tuple(open_findings(now, stored.findings.diagnostics, stored.text)),
        changes=_changes(as_read, now, touched),
        steps=steps,
        rules=stored.findings.reporting_rules,
        sequence=history.number,
        can_undo=undone_next is not None,
        can_redo=redone_next is not None,
        to_undo=steps[undone_next - 1] if undone_next else None,
        to_redo=steps[redone_next - 1] if redone_next else None,
    )


def task_change(task_id: int) -> TaskChange | None:
    """What was read and what stands now of a task of the ledger; None if nobody changed it."""
    stored = reading_of_task(task_id)
    if stored is None:
        return None
    as_read, now, touched = _walk(stored, stored.history.steps())
    return _changes(as_read, now, touched).get(stored.number)


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
        return record(document, DocumentStep.CORRECTED, who, edit=edit)


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
    values = counts_in(changed, stored.findings, stored.text)
    if document.state == DocumentState.RECEIVED:
        values |= changed.facts
    for name, value in values.items():
        setattr(document, name, value)


def _walk(stored: StoredReading | PlainReading, steps):
    """The draft as read, as it stands, and by task the corrections that touched it."""
    as_read = now = draft_of(stored.findings)
    touched = defaultdict(list)
    for number in stored.history.standing(stored.history.head):
        step = steps[number - 1]
        changed = apply(now, step.edit, stored.text)
        for task in _different(now, changed):
            touched[task].append(step)
        now = changed
    return as_read, now, touched


def _different(before, after):
    """Numbers of the tasks that are not the same in two drafts."""
    old, new = _by_number(before), _by_number(after)
    return [number for number in old | new if old.get(number) is not new.get(number)]


def _changes(as_read, now, touched):
    read, stand = _by_number(as_read), _by_number(now)
    return {
        number: TaskChange(number, read.get(number), stand.get(number), tuple(steps))
        for number, steps in sorted(touched.items())
        if read.get(number) != stand.get(number)
    }


def _by_number(draft):
    return {task.id: task for task in draft.tasks}


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
