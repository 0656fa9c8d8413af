"""What a cycle could be: the documents that may enter, the due date their rules propose, and who else gets reports."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select

from tracker import clock
from tracker.errors import Lacking, NotThere, NotYours, Unchosen
from tracker.operations.actors import OFFICE, Acting, is_office_of
from tracker.operations.rows import cycle_for, refuse_locked, working_days
from tracker.operations.transactions import one_transaction
from tracker.operations.words import LONGEST_REASON, line
from tracker.reporting.due_dates import DueDay, Gate, due_day, gates
from tracker.reporting.entering import Entry, Proposal, proposed_due, usual_name, usual_period, year_to_set_up
from tracker.storage.cycles import ConditionalRecipient, ConditionalTask, Cycle
from tracker.storage.database import db
from tracker.storage.queries.cycles import Entering, candidates, rules_of, task_ids_of
from tracker.storage.queries.recipients import BodyToday, body_today, tasks_proposed


@dataclass(frozen=True)
class YearProposed:
    """A year's cycle as it is proposed: nothing is stored yet."""

    name: str
    period: tuple[date, date]
    documents: tuple[Entering, ...]
    due: Proposal
    due_day: DueDay
    gates: tuple[Gate, ...]
    holidays_known: bool
    recipients: tuple[BodyToday, ...]
    """Whom the rule names, as they are called today."""


def year_to_propose(*, by: Acting) -> int:
    """The year that an office sets up next: this one, or the first after it without a cycle where it has one or is over
    by the due date its documents propose. Raises NotYours."""
    own = select(Cycle.name, Cycle.period_from, Cycle.period_to).where(Cycle.group_id == by.group_id)
    known = [(name, (first, last)) for name, first, last in db.session.execute(own)]
    today = clock.today()
    found = year_to_set_up(known, today.year)
    if found == today.year and propose_year(found, by=by).due.due < today:
        return year_to_set_up(known, today.year + 1)
    return found


def propose_year(
    year: int, *, by: Acting, period: tuple[date, date] | None = None, chosen: Collection[int] | None = None
) -> YearProposed:
    """What the office of a group would open for a year, or for another period, from its documents and their rules.

    ``chosen`` are the documents it would be on, None: those that enter by themselves. Raises NotYours.
    """
    if OFFICE not in by.roles or by.group_id is None:
        raise NotYours("设立报送周期")
    period, days = period or usual_period(year), working_days()
    found = candidates(by.group_id, period)
    issued = [id_ for id_, each in found.items() if each.verdict.entry is not Entry.BARRED]
    if chosen is None:
        chosen = [id_ for id_ in issued if found[id_].verdict.entry is Entry.ENTERS]
    due = proposed_due(year, rules_of(issued, chosen), period[1])
    return YearProposed(
        usual_name(year),
        period,
        tuple(found.values()),
        due,
        due_day(due.due, days),
        gates(due.due, days),
        days.is_announced(due.due),
        tuple(body_today(name, due.document, clock.today()) for name in due.recipients),
    )


def proposed_recipient_tasks(cycle_id: int, condition: str, *, by: Acting) -> tuple[int, ...]:
    """The tasks of a cycle that a condition's words stand in, for the office to confirm."""
    cycle = cycle_for(cycle_id)
    if not is_office_of(by, cycle.group_id):
        raise NotYours("确定另报单位")
    return tuple(sorted(tasks_proposed(cycle.id, [condition])[condition]))


def drop_recipient(cycle_id: int, recipient_id: int, *, by: Acting) -> None:
    """Nobody else gets these reports from now on; receipts that name the recipient stay as they are.

    Raises NotThere, NotYours, and WrongState where the cycle is locked.
    """
    with one_transaction():
        cycle = cycle_for(cycle_id, update=True)
        if not is_office_of(by, cycle.group_id):
            raise NotYours("取消另报单位")
        refuse_locked(cycle, "取消另报单位")
        found = db.session.get(ConditionalRecipient, recipient_id)
        if found is None or found.cycle_id != cycle.id:
            raise NotThere("这个另报单位")
        db.session.execute(delete(ConditionalTask).where(ConditionalTask.recipient_id == recipient_id))
        db.session.delete(found)


def confirm_recipient(
    cycle_id: int,
    condition: str,
    recipient: str,
    task_ids: Collection[int],
    *,
    by: Acting,
    agency_id: str | None = None,
) -> int:
    """Another recipient of the reports of these tasks, by a condition of the rule; returns its id.

    Raises Lacking, NotThere, NotYours, and WrongState where the cycle is locked.
    """
    condition, recipient = line(condition)[:LONGEST_REASON], line(recipient)
    if not recipient:
        raise Lacking("确定另报单位", ["另报单位"])
    if not task_ids:
        raise Unchosen("确定另报单位", ["涉及的任务"])
    with one_transaction():
        cycle = cycle_for(cycle_id, update=True)
        if not is_office_of(by, cycle.group_id):
            raise NotYours("确定另报单位")
        refuse_locked(cycle, "确定另报单位")
        if set(task_ids) - set(task_ids_of(cycle.id)):
            raise NotThere("本期的这项任务")
        who = {"who": by.name, "at": clock.now()}
        found = ConditionalRecipient(
            cycle_id=cycle.id, condition=condition, recipient=recipient, agency_id=agency_id, **who
        )
        db.session.add(found)
        db.session.flush()
        db.session.add_all(ConditionalTask(recipient_id=found.id, task_id=task_id) for task_id in sorted(task_ids))
        return found.id
