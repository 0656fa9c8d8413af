"""Letting the frozen list of an open cycle follow the registry, row by row as the office confirms, each with its reason."""

from collections.abc import Collection, Sequence
from datetime import date

from tracker import clock
from tracker.errors import WrongState
from tracker.operations.actors import Acting, is_office_of
from tracker.operations.adjusting import add_expected, refuse_others, refuse_past, refuse_too_late, withdraw_held
from tracker.operations.consolidating import consolidate_anew
from tracker.operations.cycles import due_days
from tracker.operations.noting import note, place
from tracker.operations.passing_on import pass_on
from tracker.operations.registry_handing_over import Choice, hand_over
from tracker.operations.rows import Held, cycle_for, hold, needed_reason, settle
from tracker.operations.transactions import one_transaction
from tracker.reporting.denominator import effect
from tracker.reporting.due_dates import effective_due
from tracker.reporting.expected import DUTIES
from tracker.reporting.shifting import Shift, tasks_in
from tracker.storage.cycles import Cycle
from tracker.storage.queries.left_alone import left_alone
from tracker.storage.queries.shifting import open_cycles, shifts_of
from tracker.vocabulary.reporting import Adjusting, Owing

DOING = "按登记调整应报"


def follow(cycle_id: int, keys: Collection[str], *, reason: str, by: Acting, until: date | None = None) -> int:
    """Let these rows be as the registry has them today (``Shift.key``); returns how many, all or none.

    Those that come when their date has passed have until ``until``, else they are overdue at once, as they were before.
    Raises WrongState for one that no longer differs so and for a day that is over, NotYours, Lacking without a reason.
    """
    reason = needed_reason(DOING, reason)
    if until is not None:
        refuse_past(until)
    with one_transaction():
        cycle = cycle_for(cycle_id, update=True)
        refuse_others(cycle, by, DOING)
        if until is not None:
            refuse_too_late(until, cycle)
        found = {shift.key: shift for shift in shifts_of(cycle, clock.today(), tasks_in(keys))}
        if missing := set(keys) - found.keys():
            raise WrongState(
                f"名单在您打开之后变了：有 {len(missing)} 行已经调整，或不再需要调整；请刷新页面后再确认。"
            )
        came = _carry_out(cycle, [found[key] for key in dict.fromkeys(keys)], reason, by)
        if until is not None and came:
            _give_time(hold(came, cycle), until, reason, by)
        return len(set(keys))


def follow_tasks(task_ids: Collection[int], *, reason: str, by: Acting) -> int:
    """The same for all rows of these tasks, in every open cycle of the office's own, that nothing reported speaks against and that are not left alone."""
    changed = 0
    with one_transaction():
        for cycle_id in [cycle.id for cycle in open_cycles([by.group_id])]:
            cycle = cycle_for(cycle_id, update=True)
            if is_office_of(by, cycle.group_id):
                rows = shifts_of(cycle, clock.today(), task_ids)
                left = {each.key for each in left_alone([cycle_id])}
                rows = [shift for shift in rows if not shift.is_settled and shift.key not in left]
                _carry_out(cycle, rows, reason, by)
                changed += len(rows)
    return changed


def hand_over_and_follow(choices: Sequence[Choice], *, who: str, basis: str, reason: str, by: Acting) -> None:
    """Confirm who carries duties on, and let the rows of their tasks follow; both or neither. Raises as ``hand_over``."""
    with one_transaction():
        hand_over(choices, who=who, basis=basis)
        follow_tasks({choice.task_id for choice in choices}, reason=reason, by=by)


def _give_time(held: Collection[Held], until: date, reason: str, by: Acting):
    for each in held:
        row = each.row
        if row.owing is Owing.OWED and effective_due(row.due_on, row.extended_to) < min(clock.today(), until):
            row.extended_to = until
            note(each.cycle, row, Adjusting.EXTENDED, f"延期至 {until:%Y-%m-%d}：{reason}", by)
    settle(held)


def _carry_out(cycle: Cycle, found: Collection[Shift], reason: str, by: Acting) -> set[int]:
    """Change the list so; returns the rows that came."""
    if not found:
        return set()
    ids = [shift.row.id for shift in found if shift.row]
    held = {each.row.id: each for each in hold(ids, cycle)} if ids else {}
    gone, came = set(), set()
    for shift in found:
        if shift.wanted is None:
            withdraw_held(held[shift.row.id], reason, by, by_registry=True)
            gone.add(shift.row.id)
        elif shift.row is None or shift.row.owing is Owing.WITHDRAWN:
            came.add(_add(cycle, shift.wanted, reason, by))
        else:
            _change_duty(held[shift.row.id], shift.wanted, reason, by)
            came.add(shift.row.id)
    pass_on(cycle, gone, came, by)
    consolidate_anew(cycle, {shift.task for shift in found}, reason, by)
    cycle.version += 1
    return came


def _add(cycle, wanted, reason, by):
    more = {"printed": wanted.printed, "owing": wanted.owing, "by_registry": True}
    return add_expected(cycle, wanted.task, wanted.agency, wanted.role, reason, by, **more).id


def _change_duty(held, wanted, reason, by):
    """The same paper is another's: the lead's instead of a co-unit's, or the other way, with that one's due date."""
    row, role, before = held.row, wanted.role, place(held.row)
    row.role, row.duty, row.due_on = role, DUTIES[role], due_days(held.cycle)[DUTIES[role]]
    row.printed = "；".join(wanted.printed)
    made = effect(before, place(row))
    note(held.cycle, row, Adjusting.ADDED, f"改为{role.label}报送：{reason}", by, by_registry=True, made=made)
    settle([held])
