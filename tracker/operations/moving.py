"""改期: the due date of an open cycle is moved for everybody; what was received is judged anew by it."""

from datetime import date

from sqlalchemy import case, select, update

from tracker import clock
from tracker.errors import NotYours, WrongState
from tracker.operations.actors import Acting, is_office_of
from tracker.operations.cycles import due_days, plan_gates
from tracker.operations.messages import tell_agencies
from tracker.operations.rows import cycle_for, needed_reason, settle_rows
from tracker.operations.transactions import one_transaction
from tracker.storage.cycles import Cycle, CycleGate, ExpectedReport
from tracker.storage.database import db
from tracker.storage.extensions import DueMove
from tracker.storage.reports import Filing
from tracker.vocabulary.messages import MessageKind
from tracker.vocabulary.reporting import CycleState, Duty, GateKind

AT_ONCE = 1000


def move_due(cycle_id: int, due_on: date, *, reason: str, by: Acting, version: int | None = None) -> None:
    """Move the due date of an open cycle. Gates are planned back anew; a co-units' gate that would be past stays.

    An extension that reaches further stays. Raises WrongState where the cycle is not that of the page any more.
    """
    reason = needed_reason("改截止日", reason)
    with one_transaction():
        cycle = cycle_for(cycle_id, update=True)
        _refuse(cycle, due_on, by, version)
        who = {"who": by.name, "account_id": by.id, "at": clock.now()}
        db.session.add(DueMove(cycle_id=cycle.id, before=cycle.due_on, after=due_on, reason=reason, **who))
        cycle.due_on = due_on
        cycle.version += 1
        _plan(cycle)
        _carry_over(cycle)
        agencies = db.session.scalars(select(Filing.agency_id).where(Filing.cycle_id == cycle.id)).all()
        parts = due_days(cycle)[Duty.CONTRIBUTION]
        text = f"报告改为 {due_on:%Y-%m-%d}，配合情况截止 {parts:%Y-%m-%d}：{reason}"
        tell_agencies(MessageKind.DUE_MOVED, agencies, by=by, cycle_id=cycle.id, text=text)


def _refuse(cycle, due_on, by, version):
    if not is_office_of(by, cycle.group_id):
        raise NotYours("改截止日")
    if cycle.state is not CycleState.OPEN:
        raise WrongState(f"这个周期现在是“{cycle.state.label}”，不能改截止日。")
    if version is not None and version != cycle.version:
        raise WrongState("您打开页面之后，这个周期有改动，截止日没有改；请刷新页面，核对后再改。")
    if due_on == cycle.due_on:
        raise WrongState(f"截止日已经是 {due_on:%Y-%m-%d}，没有改动。")
    if due_on < clock.today():
        raise WrongState(f"{due_on:%Y-%m-%d} 已经过去，截止日没有改；请选今天或以后的日期。")


def _plan(cycle: Cycle):
    key = (CycleGate.cycle_id == cycle.id, CycleGate.kind == GateKind.CONTRIBUTIONS)
    before = db.session.scalar(select(CycleGate.day).where(*key))
    plan_gates(cycle)
    db.session.flush()
    planned = db.session.get(CycleGate, (cycle.id, GateKind.CONTRIBUTIONS))
    if before is not None and planned.day < clock.today():
        planned.day = min(before, cycle.due_on)
    db.session.flush()


def _carry_over(cycle: Cycle):
    """Give every row its new due date; what has a history is judged anew."""
    row = ExpectedReport
    for duty, due in due_days(cycle).items():
        until = case((row.extended_to > due, row.extended_to), else_=due)
        statement = update(row).where(row.cycle_id == cycle.id, row.duty == duty).values(due_on=due, by_on=until)
        db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.expire_all()
    with_history = select(row.id).where(row.cycle_id == cycle.id, row.step_number > 0).order_by(row.id)
    ids = list(db.session.scalars(with_history))
    for start in range(0, len(ids), AT_ONCE):
        some = select(row).where(row.id.in_(ids[start : start + AT_ONCE])).order_by(row.id).with_for_update()
        settle_rows(db.session.scalars(some).all())
