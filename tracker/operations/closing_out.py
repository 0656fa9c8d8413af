"""How a task stands by the office's word: set for a reason, closed out (办结), reopened. The last word holds."""

from collections.abc import Collection

from sqlalchemy import select

from tracker import clock
from tracker.errors import NotThere, NotYours, WrongState
from tracker.operations.actors import Acting, is_office_of
from tracker.operations.rows import cycle_for, needed_reason
from tracker.operations.transactions import one_transaction
from tracker.reporting.entering import may_close_out
from tracker.storage.cycles import CycleTask, TaskFact
from tracker.storage.database import db
from tracker.storage.queries.progress import last_facts, standing_of
from tracker.storage.queries.reports import task_labels
from tracker.vocabulary.reporting import Progress


def set_progress(
    cycle_id: int, task_id: int, progress: Progress, *, reason: str, by: Acting, percent: int | None = None
) -> None:
    """Set how a task stands, for a reason; a dated fact that comes before what agencies reported."""
    reason = needed_reason("认定完成状态", reason)
    if percent is not None and not 0 <= percent <= 100:
        raise WrongState("完成率应在 0 到 100 之间。")
    with one_transaction():
        _task(cycle_id, task_id, by, "认定完成状态")
        _add(cycle_id, task_id, by, reason, progress=progress, percent=percent)


def close_out(cycle_id: int, task_id: int, *, reason: str, by: Acting) -> None:
    """办结: a finished task stays out of later cycles. Closed out already: nothing is done."""
    close_out_all(cycle_id, [task_id], reason=reason, by=by)


def close_out_all(cycle_id: int, task_ids: Collection[int], *, reason: str, by: Acting) -> None:
    """The same of several tasks, all or none; of several the refusal names the one that stands in the way."""
    reason = needed_reason("办结", reason)
    with one_transaction():
        for task_id in sorted(set(task_ids)):
            _task(cycle_id, task_id, by, "办结")
        facts, found = last_facts(task_ids), standing_of(cycle_id, task_ids)
        for task_id in sorted(set(task_ids)):
            _close(cycle_id, task_id, facts.get(task_id), found[task_id], len(set(task_ids)), reason, by)


def _close(cycle_id, task_id, fact, found, chosen, reason, by):
    if fact is not None and fact.closed_out:
        return
    if why_not := may_close_out(found.progress, accepted=found.is_settled):
        named = f"“{task_labels([task_id])[task_id]}”：{why_not}选中的 {chosen} 项都没有办结。"
        raise WrongState(named if chosen > 1 else why_not)
    _add(cycle_id, task_id, by, reason, closed_out=True, progress=found.progress)


def reopen(cycle_id: int, task_id: int, *, reason: str, by: Acting) -> None:
    """Take a close-out, or what the office set, back; not closed out: nothing is done."""
    reason = needed_reason("撤销办结", reason)
    with one_transaction():
        _task(cycle_id, task_id, by, "撤销办结")
        fact = last_fact(task_id)
        if fact is not None and (fact.closed_out or fact.progress is not None):
            _add(cycle_id, task_id, by, reason)


def last_fact(task_id: int) -> TaskFact | None:
    """What the office said last of a task."""
    return db.session.scalar(select(TaskFact).where(TaskFact.task_id == task_id).order_by(TaskFact.id.desc()).limit(1))


def _task(cycle_id, task_id, by, doing):
    cycle = cycle_for(cycle_id)
    if not is_office_of(by, cycle.group_id):
        raise NotYours(doing)
    task = db.session.get(CycleTask, (cycle_id, task_id), with_for_update=True, populate_existing=True)
    if task is None:
        raise NotThere("本期的这项任务")


def _add(cycle_id, task_id, by, reason, *, closed_out=False, progress=None, percent=None):
    said = {"closed_out": closed_out, "progress": progress, "percent": percent, "reason": reason}
    db.session.add(TaskFact(task_id=task_id, cycle_id=cycle_id, who=by.name, at=clock.now(), **said))
