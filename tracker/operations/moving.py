"""改期: a due date of an open cycle is moved for everybody; what was received is judged anew by it."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import case, select, update

from tracker import clock
from tracker.errors import NotYours, WrongState
from tracker.operations.actors import Acting, is_office_of
from tracker.operations.cycles import due_days, refuse_stale
from tracker.operations.messages import tell_agencies
from tracker.operations.moving_gates import gates_of, move_with_gates, put_gates
from tracker.operations.rows import cycle_for, needed_reason, settle_rows
from tracker.operations.settling_extensions import settle_moved
from tracker.operations.transactions import one_transaction
from tracker.reporting.due_dates import latest_extension
from tracker.storage.cycles import Cycle, CycleTask, ExpectedReport
from tracker.storage.database import db
from tracker.storage.extensions import DueMove
from tracker.storage.reports import Filing
from tracker.vocabulary.messages import MessageKind
from tracker.vocabulary.reporting import CycleState, Duty, GateKind, Owing

AT_ONCE = 1000


def move_due(
    cycle_id: int,
    due_on: date,
    *,
    reason: str,
    by: Acting,
    duty: Duty = Duty.REPORT,
    version: int | None = None,
    replacing: bool = False,
) -> None:
    """Move the day of an open cycle by which reports are due, or contributions alone.

    With the reports' day the gates are planned back anew, none earlier by a later day; a co-units' gate that would be past
    stays. An extension that reaches further stays; a request for no more than that is settled. Raises WrongState where the
    cycle is not that of the page any more, and GatesReplaced for gates set by hand that move, unless one is ``replacing`` them.
    """
    reason = needed_reason("改截止日", reason)
    with one_transaction():
        cycle = cycle_for(cycle_id, update=True)
        before = due_days(cycle)
        _refuse(cycle, by, version)
        _refuse_day(duty, due_on, before)
        _put(cycle, duty, due_on, replacing)
        cycle.version += 1
        after = due_days(cycle)
        moved = [each for each in Duty if before[each] != after[each]]
        who = {"reason": reason, "who": by.name, "account_id": by.id, "at": clock.now()}
        for each in moved:
            db.session.add(DueMove(cycle_id=cycle.id, duty=each, before=before[each], after=after[each], **who))
        _carry_over(cycle, {each: after[each] for each in moved})
        settle_moved(cycle, {each: after[each] for each in moved}, reason, by=by, at=who["at"])
        agencies, text = _concerned(cycle, duty), f"{_told(duty, before, after)}：{reason}"
        tell_agencies(MessageKind.DUE_MOVED, agencies, by=by, cycle_id=cycle.id, text=text)


def _refuse(cycle, by, version):
    if not is_office_of(by, cycle.group_id):
        raise NotYours("改截止日")
    if cycle.state is not CycleState.OPEN:
        raise WrongState(f"这个周期现在是“{cycle.state.label}”，不能改截止日。")
    refuse_stale(cycle, version, "截止日没有改；请刷新页面，核对后再改")


def _refuse_day(duty, due_on, before):
    what, last = f"{duty.label}截止日", before[Duty.REPORT]
    if due_on == before[duty]:
        raise WrongState(f"{what}已经是 {due_on:%Y-%m-%d}，没有改动。")
    if due_on < clock.today():
        raise WrongState(f"{due_on:%Y-%m-%d} 已经过去，{what}没有改；请选今天或以后的日期。")
    if due_on > (latest := latest_extension(before[duty])):
        raise WrongState(
            f"{due_on:%Y-%m-%d} 太晚，{what}没有改；一次最多推迟一年，请选 {latest:%Y-%m-%d} 或更早的日期。"
        )
    if duty is Duty.CONTRIBUTION and due_on > last:
        raise WrongState(
            f"{what} {due_on:%Y-%m-%d} 在报告截止日 {last:%Y-%m-%d} 之后，没有改；请选不晚于报告截止日的日期，或者先改报告截止日。"
        )


def _put(cycle: Cycle, duty: Duty, due_on: date, replacing: bool):
    """Put the day where it is to be; no gate that comes after the co-units' lies before it."""
    if duty is Duty.REPORT:
        move_with_gates(cycle, due_on, replacing=replacing, on=clock.today())
    else:
        days = {kind: max(day, due_on) for kind, day in gates_of(cycle).items()}
        put_gates(cycle, days | {GateKind.CONTRIBUTIONS: due_on})


def _concerned(cycle: Cycle, duty: Duty):
    """With a sheet in the cycle; of contributions those that owe one, and those that consolidate them."""
    if duty is Duty.REPORT:
        return db.session.scalars(select(Filing.agency_id).where(Filing.cycle_id == cycle.id)).all()
    row = ExpectedReport
    owed = row.cycle_id == cycle.id, row.duty == Duty.CONTRIBUTION, row.owing == Owing.OWED
    named = CycleTask.cycle_id == cycle.id, CycleTask.consolidator_id.is_not(None)
    waited_for = CycleTask.task_id.in_(select(row.task_id).where(*owed))
    consolidators = select(CycleTask.consolidator_id).where(*named, waited_for)
    return db.session.scalars(select(row.agency_id).where(*owed).union(consolidators)).all()


def _told(duty, before, after):
    report, part = after[Duty.REPORT], after[Duty.CONTRIBUTION]
    if duty is Duty.REPORT:
        return f"报告改为 {report:%Y-%m-%d}，配合情况截止 {part:%Y-%m-%d}"
    return f"配合情况截止日由 {before[duty]:%Y-%m-%d} 改为 {part:%Y-%m-%d}，报告截止日 {report:%Y-%m-%d} 不变"


def _carry_over(cycle: Cycle, moved: Mapping[Duty, date]):
    """Give every row whose day was moved the new one; what has a history is judged anew."""
    row = ExpectedReport
    for duty, due in moved.items():
        until = case((row.extended_to > due, row.extended_to), else_=due)
        statement = update(row).where(row.cycle_id == cycle.id, row.duty == duty).values(due_on=due, by_on=until)
        db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.expire_all()
    with_history = select(row.id).where(row.cycle_id == cycle.id, row.duty.in_(moved), row.step_number > 0)
    ids = list(db.session.scalars(with_history.order_by(row.id)))
    for start in range(0, len(ids), AT_ONCE):
        some = select(row).where(row.id.in_(ids[start : start + AT_ONCE])).order_by(row.id).with_for_update()
        settle_rows(db.session.scalars(some).all())
