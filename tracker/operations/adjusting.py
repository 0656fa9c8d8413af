"""Changing the frozen list: every row added, withdrawn or put back has its reason, and objections are decided."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, select

from tracker import clock
from tracker.errors import Lacking, NotThere, NotYours, Unchosen, WrongState
from tracker.operations.actors import Acting, is_office_of, writes_for
from tracker.operations.consolidating import consolidate_anew, give_back
from tracker.operations.cycles import due_days, row_values
from tracker.operations.messages import tell
from tracker.operations.noting import note, place
from tracker.operations.rows import (
    Held,
    cycle_for,
    hold,
    needed_reason,
    refuse_locked,
    settle,
    settle_rows,
    working_days,
)
from tracker.operations.settling_extensions import settle_extended
from tracker.operations.transactions import one_transaction
from tracker.operations.words import reason_given
from tracker.reporting.denominator import effect
from tracker.reporting.due_dates import day_of, latest_extension
from tracker.reporting.expected import DUTIES
from tracker.reporting.objecting import Objectable, why_no_objection
from tracker.reporting.transitions import AGENCY
from tracker.storage.cycles import ADDING, Adjustment, Cycle, CycleTask, ExpectedReport, Objection
from tracker.storage.database import db
from tracker.storage.queries.called import rows_called
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reports import Filing
from tracker.vocabulary import Role
from tracker.vocabulary.messages import MessageKind
from tracker.vocabulary.reporting import EDITABLE, Adjusting, CycleState, ObjectionState, Owing, Party

NAMED = 3
"""So many rows are named in a refusal of many."""


def withdraw_rows(row_ids: Collection[int], *, reason: str, by: Acting) -> None:
    """These are no longer owed; what was written stays. Withdrawn already: nothing is done."""
    reason = needed_reason("撤销应报", reason)
    with one_transaction():
        held = _held_by_office(row_ids, by, "撤销应报")
        for each in held:
            withdraw_held(each, reason, by)
        consolidate_anew(held[0].cycle, {each.row.task_id for each in held}, reason, by)


def withdraw_held(
    held: Held, reason: str, by: Acting, told: MessageKind | None = None, *, by_registry: bool = False
) -> None:
    """The same of a locked row, within a transaction."""
    if held.row.owing is not Owing.WITHDRAWN:
        before, held.row.owing = place(held.row), Owing.WITHDRAWN
        made = effect(before, place(held.row))
        note(held.cycle, held.row, Adjusting.WITHDRAWN, reason, by, told, by_registry=by_registry, made=made)


def reinstate_rows(row_ids: Collection[int], *, reason: str, by: Acting) -> None:
    """What was withdrawn is owed again; the papers stand where they stood, and who consolidated does so again."""
    reason = needed_reason("恢复应报", reason)
    with one_transaction():
        found = _held_by_office(row_ids, by, "恢复应报")
        again = [held.row for held in found if held.row.owing is not Owing.OWED]
        for row in again:
            before, row.owing = place(row), Owing.OWED
            note(found[0].cycle, row, Adjusting.REINSTATED, reason, by, made=effect(before, place(row)))
        give_back(found[0].cycle, again, reason, by)


def add_row(cycle_id: int, task_id: int, agency_id: str, role: Role, *, reason: str, by: Acting) -> int:
    """Another agency owes on a task of the cycle from now on; returns the row. One that was withdrawn is put back, in
    the role that is asked now, and consolidates again if it did; raises WrongState where what it sent in another stands
    in the way."""
    reason = needed_reason("增加应报", reason)
    with one_transaction():
        cycle = cycle_for(cycle_id, update=True)
        refuse_others(cycle, by, "增加应报")
        row = add_expected(cycle, task_id, agency_id, role, reason, by)
        give_back(cycle, [row], reason, by)
        return row.id


def add_expected(
    cycle: Cycle,
    task_id: int,
    agency_id: str,
    role: Role,
    reason: str,
    by: Acting,
    *,
    printed: Sequence[str] = (),
    owing: Owing = Owing.OWED,
    by_registry: bool = False,
) -> ExpectedReport:
    """The same row in a cycle that is locked, within a transaction; ``printed`` are the names it stands under there."""
    if role not in DUTIES:
        raise WrongState("指导单位不应报；请选牵头、负责或配合。")
    if db.session.get(CycleTask, (cycle.id, task_id)) is None:
        raise NotThere("本期的这项任务")
    agency = db.session.get(RegisteredAgency, agency_id)
    if agency is None:
        raise NotThere("这个单位")
    key = (ExpectedReport.cycle_id == cycle.id, ExpectedReport.task_id == task_id)
    row = db.session.scalar(select(ExpectedReport).where(*key, ExpectedReport.agency_id == agency_id).with_for_update())
    if row is not None and row.owing is Owing.OWED:
        raise WrongState(f"{agency.name}本期在这项任务上已经应报；不用再增加。")
    if row is None:
        due = due_days(cycle)
        values = row_values(cycle, task_id, agency_id, role, DUTIES[role], printed or (agency.name,), owing, due)
        row = ExpectedReport(**values)
        db.session.add(row)
        db.session.flush()
        made = effect(None, place(row))
        note(cycle, row, Adjusting.ADDED, reason, by, by_registry=by_registry, made=made)
    else:
        before, is_other = place(row), row.role is not role
        if is_other:
            _refuse_sent(row, role, agency.name)
            _become(row, role, printed, due_days(cycle))
        row.owing = owing
        made, said = effect(before, place(row)), f"改为{role.label}报送：{reason}" if is_other else reason
        note(cycle, row, Adjusting.REINSTATED, said, by, by_registry=by_registry, made=made)
    if db.session.scalar(select(Filing.id).where(Filing.cycle_id == cycle.id, Filing.agency_id == agency_id)) is None:
        db.session.add(Filing(cycle_id=cycle.id, agency_id=agency_id))
    return row


def _refuse_sent(row, role, name):
    """Raise WrongState where a paper that was sent as one duty would count as another."""
    if row.duty is not DUTIES[role] and row.state not in EDITABLE:
        raise WrongState(
            f"{name}在撤销以前已经作为“{row.role.label}”单位报过这项任务（{row.state.label}），不能改为“{role.label}”；"
            f"请在应报清单的“已撤销”里按原来的角色恢复。没有改动任何内容。"
        )


def _become(row, role, printed, due):
    """The same paper is another's, with that one's due date."""
    row.role, row.duty, row.due_on = role, DUTIES[role], due[DUTIES[role]]
    row.printed = "；".join(printed) or row.printed
    settle_rows([row])


def extend(row_ids: Collection[int], *, until: date, reason: str, by: Acting) -> None:
    """延期: these rows are on time until a later day; both days stay shown. Requests for no more than that are granted."""
    reason = needed_reason("延期", reason)
    refuse_past(until)
    with one_transaction():
        held = _held_by_office(row_ids, by, "延期")
        for each in held:
            refuse_too_late(until, each.cycle)
            if until <= each.row.due_on:
                raise WrongState(f"延期到 {until:%Y-%m-%d} 不晚于原截止日 {each.row.due_on:%Y-%m-%d}；请选更晚的日期。")
        _refuse_shorter(held, until)
        for each in held:
            shortened = _is_longer(each.row, until) and f"原来延期至 {each.row.extended_to:%Y-%m-%d}，改为"
            each.row.extended_to = until
            note(each.cycle, each.row, Adjusting.EXTENDED, f"{shortened or ''}延期至 {until:%Y-%m-%d}：{reason}", by)
        settle_extended(row_ids, until, reason, by=by)
        settle(held)


def _refuse_shorter(held, until):
    """Raise WrongState where some of several rows were given more time before: what was promised is not taken back unsaid.

    A row that is chosen by itself is meant: a day that was mistyped must be put right.
    """
    longer = {each.row.id: each.row.extended_to for each in held if _is_longer(each.row, until)}
    if not longer or len(held) == 1:
        return
    first = sorted(longer, key=longer.get, reverse=True)[:NAMED]
    called = rows_called(first)
    which = "、".join(f"{called[each]}（{longer[each]:%Y-%m-%d}）" for each in first)
    raise WrongState(
        f"选中的 {len(held)} 行里有 {len(longer)} 行已经延期到更晚的日子：{which}{'等' if len(longer) > NAMED else ''}，"
        f"不能反而提前到 {until:%Y-%m-%d}，选中的行都没有改动；"
        f"请选 {max(longer.values()):%Y-%m-%d} 或更晚的日期，或者不选已经延期的行；要把延期改短，请一次只选一行。"
    )


def _is_longer(row, until):
    return row.extended_to is not None and row.extended_to > until


def refuse_past(until: date) -> None:
    """Raise WrongState for an extension that would have ended before it is given."""
    if until < clock.today():
        raise WrongState(
            f"延期到 {until:%Y-%m-%d} 已经过去，没有延期；请选今天（{clock.today():%Y-%m-%d}）或以后的日期。"
        )


def refuse_too_late(until: date, cycle: Cycle) -> None:
    """Raise WrongState for an extension that reaches further than any of a cycle may."""
    if until > (latest := latest_extension(cycle.due_on)):
        raise WrongState(
            f"延期到 {until:%Y-%m-%d} 太晚，没有延期；最晚到本期截止日的一年以后，请选 {latest:%Y-%m-%d} 或更早的日期。"
        )


def object_to(row_id: int, *, reason: str, proposed: str, by: Acting) -> int:
    """异议: say that a row is not one's duty, and whose it is; returns the objection. The duty stands until decided."""
    reason, proposed = needed_reason("提出异议", reason), reason_given(proposed, "认为应承担的单位", "proposed")
    with one_transaction():
        (held,) = hold([row_id])
        row, cycle = held.row, held.cycle
        if not writes_for(by, row.agency_id):
            raise NotThere
        _refuse_no_objection(row, cycle)
        who = {"who": by.name, "at": clock.now()}
        objection = Objection(expected_id=row.id, state=ObjectionState.RAISED, reason=reason, proposed=proposed, **who)
        db.session.add(objection)
        db.session.flush()
        tell({Party.OFFICE}, MessageKind.OBJECTED, row, cycle, None, by=by, text=reason)
        return objection.id


def _refuse_no_objection(row, cycle):
    added = select(func.max(Adjustment.at)).where(Adjustment.expected_id == row.id, Adjustment.kind.in_(ADDING))
    added_at = db.session.scalar(added)
    since = max(filter(None, (cycle.opened_on, added_at and day_of(added_at))), default=None)
    found = Objectable(row.state, row.owing, cycle.state, since, _standing_objection(row.id) is not None)
    if why_not := why_no_objection(found, clock.now().date(), working_days()):
        raise WrongState(why_not)


def _standing_objection(row_id):
    statement = select(Objection).where(Objection.expected_id == row_id, Objection.state == ObjectionState.RAISED)
    return db.session.scalar(statement)


def take_objection_back(objection_id: int, *, by: Acting) -> None:
    """The agency takes its objection back."""
    with one_transaction():
        objection, held = _raised(objection_id)
        if not writes_for(by, held.row.agency_id):
            raise NotThere("这条异议")
        refuse_locked(held.cycle, "收回异议")
        objection.state, objection.decided_by, objection.decided_at = ObjectionState.TAKEN_BACK, by.name, clock.now()


def decide(
    objection_id: int,
    decision: ObjectionState,
    *,
    reason: str,
    by: Acting,
    to_agency: str | None = None,
) -> int | None:
    """Keep the duty, withdraw it, or give it to another agency (returns that row), as logged adjustments."""
    reason = needed_reason("决定异议", reason)
    with one_transaction():
        objection, held = _raised(objection_id, update=True)
        refuse_others(held.cycle, by, "决定异议")
        if decision not in (ObjectionState.KEPT, ObjectionState.CHANGED, ObjectionState.WITHDRAWN):
            raise Unchosen("决定异议", ["决定"])
        if decision is ObjectionState.CHANGED:
            _refuse_heir(held.row, to_agency)
        heir = _name_of(to_agency) if decision is ObjectionState.CHANGED else None
        objection.state, objection.decision = decision, f"由{heir}承担；{reason}" if heir else reason
        objection.decided_by, objection.decided_at = by.name, clock.now()
        said = f"{decision.label}{f'给{heir}' if heir else ''}：{reason}"
        if decision is ObjectionState.KEPT:
            tell(AGENCY, MessageKind.DECIDED, held.row, held.cycle, None, by=by, text=said)
            return None
        withdraw_held(held, said, by, told=MessageKind.DECIDED)
        row, heir_row, heirs = held.row, None, {}
        if decision is ObjectionState.CHANGED:
            heir_row = add_expected(held.cycle, row.task_id, to_agency, row.role, reason, by).id
            heirs = {row.task_id: to_agency}
        consolidate_anew(held.cycle, {row.task_id}, reason, by, heirs)
        return heir_row


def _refuse_heir(row, agency_id):
    """Raise Lacking or WrongState where a duty cannot be given to an agency: it is its own, or one it has already."""
    if not agency_id:
        raise Lacking("改派", ["改派给哪个单位"])
    if agency_id == row.agency_id:
        raise WrongState("改派给的就是提出异议的单位；仍由它报，请选“维持职责”。没有改动任何内容。")
    own = (ExpectedReport.cycle_id == row.cycle_id, ExpectedReport.task_id == row.task_id)
    owed = (ExpectedReport.agency_id == agency_id, ExpectedReport.owing == Owing.OWED)
    if db.session.scalar(select(ExpectedReport.id).where(*own, *owed)) is not None:
        raise WrongState(
            f"{_name_of(agency_id)}本期在这项任务上已经应报，不能再改派给它；提出异议的单位不用报的，请选“撤销职责”，"
            "仍要报的选“维持职责”，或改派给别的单位。没有改动任何内容。"
        )


def _name_of(agency_id):
    return db.session.scalar(select(RegisteredAgency.name).where(RegisteredAgency.id == agency_id))


def _raised(objection_id, *, update=False):
    row_id = db.session.scalar(select(Objection.expected_id).where(Objection.id == objection_id))
    if row_id is None:
        raise NotThere("这条异议")
    cycle_id = db.session.scalar(select(ExpectedReport.cycle_id).where(ExpectedReport.id == row_id))
    (held,) = hold([row_id], cycle_for(cycle_id, update=update))
    objection = db.session.get(Objection, objection_id, with_for_update=True, populate_existing=True)
    if objection.state is not ObjectionState.RAISED:
        raise WrongState(f"这条异议已经处理（{objection.state.label}），没有再改动；请刷新页面。")
    return objection, held


def _held_by_office(row_ids, by, doing):
    held = hold(row_ids)
    refuse_others(held[0].cycle, by, doing)
    return held


def refuse_others(cycle: Cycle, by: Acting, doing: str) -> None:
    """Raise NotYours or WrongState where somebody may not change the list of a cycle now."""
    if not is_office_of(by, cycle.group_id):
        raise NotYours(doing)
    if cycle.state is not CycleState.OPEN:
        raise WrongState(f"这个周期现在是“{cycle.state.label}”，不能{doing}。")
