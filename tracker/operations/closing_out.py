"""How a task stands by the office's word: set for a reason, closed out (办结), reopened. The last word holds."""

from collections.abc import Collection

from sqlalchemy import select

from tracker import clock
from tracker.errors import NotThere, NotYours, WrongState
from tracker.operations.actors import Acting, is_office_of
from tracker.operations.messages import To, notify
from tracker.operations.rows import cycle_for, needed_reason
from tracker.operations.transactions import one_transaction
from tracker.reporting.entering import may_close_out
from tracker.storage.cycles import Cycle, CycleTask, ExpectedReport, TaskFact
from tracker.storage.database import db
from tracker.storage.queries.progress import last_facts, standing_of
from tracker.storage.queries.reports import task_labels
from tracker.vocabulary.messages import MessageKind
from tracker.vocabulary.reporting import STANDING, CycleState, Owing, Progress

STILL_OWED = "任务已由办公室办结，以后各期不再下达；本期已经下达的仍应报送，确实不用报的请与办公室联系。"
GOES_ON = "任务的办结已由办公室撤销，以后各期照常下达；本期已经下达的仍应报送。"


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
    """The same of several tasks, all or none; of several the refusal names the one that stands in the way.

    Who has yet to report on one in an open cycle is told: what was asked already is still owed.
    """
    reason = needed_reason("办结", reason)
    with one_transaction():
        for task_id in sorted(set(task_ids)):
            _task(cycle_id, task_id, by, "办结")
        facts, found = last_facts(task_ids), standing_of(cycle_id, task_ids)
        closed = [task_id for task_id in sorted(set(task_ids)) if not _is_closed(facts.get(task_id))]
        for task_id in closed:
            _close(cycle_id, task_id, found[task_id], len(set(task_ids)), reason, by)
        _tell_who_owes(closed, f"{STILL_OWED}办结的理由：{reason}", by)


def _is_closed(fact):
    return fact is not None and fact.closed_out


def _close(cycle_id, task_id, found, chosen, reason, by):
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
        if _is_closed(fact):
            _tell_who_owes([task_id], f"{GOES_ON}撤销的理由：{reason}", by)


def _tell_who_owes(task_ids, text, by):
    """Tell every agency with a row of these tasks that is not reported in an open cycle."""
    row = ExpectedReport
    statement = select(row).join(Cycle, Cycle.id == row.cycle_id).where(row.task_id.in_(task_ids), row.owing == Owing.OWED)
    statement = statement.where(Cycle.state == CycleState.OPEN, Cycle.group_id == by.group_id, row.state.not_in(STANDING))
    for each in db.session.scalars(statement.order_by(row.id)):
        notify(MessageKind.REMINDED, To(agency_id=each.agency_id), by=by, cycle_id=each.cycle_id, row=each, text=text)


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
