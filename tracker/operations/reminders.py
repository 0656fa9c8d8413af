"""Reminding: what the day asks for by itself, and the steps the office takes; each agency's in one transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from tracker import clock
from tracker.errors import NotThere, NotYours, Unchosen, WrongState
from tracker.operations.actors import Acting, Actor, is_office_of
from tracker.operations.letters import write_letters
from tracker.operations.messages import To, notify
from tracker.operations.rows import cycle_for, hold, needed_reason, working_days
from tracker.operations.transactions import one_transaction
from tracker.operations.words import fitting
from tracker.reporting.due_dates import inclusive, start_of
from tracker.reporting.escalation import Late, may_follow, refuse_term, refuse_unfit, why_not
from tracker.reporting.reminders import URGED, Gates, digest, planned
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db, queue_up
from tracker.storage.people import LeadingGroup
from tracker.storage.queries.reminding import Asked, chosen_gates, on_the_ladder, row_ids_missing, unreported
from tracker.storage.queries.treatments import treatments
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reminders import Reminder, ReminderRow
from tracker.vocabulary.messages import MessageKind
from tracker.vocabulary.reminders import PAPERS, Step, paper_number
from tracker.vocabulary.reporting import CycleState

SYSTEM = Actor(None, "系统", frozenset())
LONGEST_TEXT = 1000
KINDS = {
    Step.REMIND: MessageKind.REMINDED,
    Step.URGE: MessageKind.URGED,
    Step.SUPERVISE: MessageKind.SUPERVISED,
    Step.REQUEST: MessageKind.REQUESTED,
}


@dataclass(frozen=True)
class Reminded:
    """What a run said: to how many agencies, about how many rows."""

    agencies: int = 0
    rows: int = 0


@dataclass(frozen=True)
class Saying:
    """What is said to one agency or to several, and by whom."""

    cycle: Cycle
    step: Step
    text: str
    term: date | None
    by: Acting
    mailed: bool


def remind(*, mailed: bool = False) -> Reminded:
    """Remind every agency that owes something at a gate today, once; what was missed is caught up in one digest.

    ``mailed`` says that there is a mail server, so that letters are put into the outbox.
    """
    on = clock.today()
    chosen = defaultdict(lambda: URGED, chosen_gates())
    horizon = on + timedelta(days=max(gates.first for gates in (URGED, *chosen.values())))
    asked = unreported(due_by=horizon)
    candidates = [each for each in asked if planned(each.rows, on, {each.agency_id: chosen[each.group_id]})]
    gates = _gates_of(candidates, chosen)
    db.session.rollback()
    found = [_remind(each, on, gates[each.group_id, each.agency_id], mailed) for each in candidates]
    return Reminded(sum(bool(rows) for rows in found), sum(found))


def _gates_of(candidates: Iterable[Asked], chosen: Mapping[int, Gates]) -> dict[tuple[int, str], Gates]:
    agencies: dict[int, set[str]] = {}
    for each in candidates:
        agencies.setdefault(each.group_id, set()).add(each.agency_id)
    return {
        (group, agency): chosen[group].until_due if treated.is_asked else chosen[group]
        for group, ids in agencies.items()
        for agency, treated in treatments(group, ids).items()
    }


def _remind(asked: Asked, on: date, gates: Gates, mailed: bool) -> int:
    """Remind one agency, if it is to be reminded still now that nobody else does; returns of how many rows."""
    with one_transaction():
        queue_up(db.session.connection(), "remind")
        cycle = cycle_for(asked.cycle_id)
        hold([row.row for row in asked.rows], cycle)
        owed = [row for each in unreported(cycle_id=cycle.id, agency_id=asked.agency_id) for row in each.rows]
        at_gate = planned(owed, on, {asked.agency_id: gates}).get(asked.agency_id, {})
        if at_gate:
            saying = Saying(cycle, Step.REMIND, digest(owed, on), None, SYSTEM, mailed)
            _say(saying, asked.agency_id, {row.row: row.due for row in owed if row.row in at_gate}, gates=at_gate)
        return len(at_gate)


def press(
    cycle_id: int,
    agency_ids: Collection[str],
    step: Step,
    *,
    by: Acting,
    text: str = "",
    term: date | None = None,
    mailed: bool = False,
) -> list[int]:
    """Take a step towards each of these agencies, for the rows whose turn it is; returns the reminders.

    Papers are numbered. Raises NotYours, Lacking, NotThere, and WrongState naming the agencies for which it is not the
    time yet: then nothing is sent to anybody.
    """
    if not agency_ids:
        raise Unchosen(step.label, ["要发给哪些单位"])
    now, said = clock.now(), fitting(text, LONGEST_TEXT, "补充说明", "text")
    refuse_term(step, term, now.date())
    with one_transaction():
        cycle = _of_office(cycle_id, by, step.label)
        ladder = _held_ladder(cycle, agency_ids)
        chosen = _chosen(step, ladder, now.date())
        if step is Step.REMIND:
            refuse_unfit(step, _reminded_already(cycle.id, chosen, now.date()))
        first = _next_number(cycle.group_id, now.year) if step in PAPERS else None
        saying = Saying(cycle, step, said, term, by, mailed)
        return [
            _say(saying, agency, rows, number=None if first is None else first + place)
            for place, (agency, rows) in enumerate(chosen.items())
        ]


def _of_office(cycle_id, by, doing) -> Cycle:
    cycle = cycle_for(cycle_id)
    if not is_office_of(by, cycle.group_id):
        raise NotYours(doing)
    if cycle.state is not CycleState.OPEN:
        raise WrongState(f"这个周期现在是“{cycle.state.label}”，不能{doing}。")
    return cycle


def _held_ladder(cycle: Cycle, agency_ids: Collection[str]) -> dict[str, dict[int, Late]]:
    """Where the rows of these agencies stand, now that nobody else moves them."""
    treated = treatments(cycle.group_id, _known(agency_ids))
    if ids := row_ids_missing(cycle.id, treated):
        hold(ids, cycle)
    return on_the_ladder(cycle.id, treated)


def _known(agency_ids):
    known = db.session.scalars(select(RegisteredAgency.id).where(RegisteredAgency.id.in_(agency_ids))).all()
    if len(known) != len(set(agency_ids)):
        raise NotThere("这个单位")
    return sorted(known, key=list(agency_ids).index)


def _chosen(step: Step, ladder: Mapping[str, Mapping[int, Late]], on: date) -> dict[str, dict[int, date]]:
    """By agency: the rows whose turn it is, with their due dates; raises WrongState if one agency has none."""
    chosen, refused = {}, []
    for agency, rows in ladder.items():
        found = {row: late.due for row, late in rows.items() if may_follow(step, late, on)}
        if found:
            chosen[agency] = found
        else:
            refused.append((_name(agency), _reason(step, rows, on)))
    refuse_unfit(step, refused)
    return chosen


def _reminded_already(cycle_id, agency_ids, on: date) -> list[tuple[str, str]]:
    """The agencies that were reminded by the office today."""
    own = (Reminder.cycle_id == cycle_id, Reminder.step == Step.REMIND, ~Reminder.automatic)
    statement = select(Reminder.agency_id, Reminder.who).where(*own, Reminder.at >= start_of(on))
    return [(_name(id_), f"{who}今天已经提醒过") for id_, who in db.session.execute(statement) if id_ in agency_ids]


def _reason(step, rows, on):
    """Why none of an agency's rows is to be pressed for: that of the row that has come furthest."""
    if not rows:
        return "已经没有未报的"
    return why_not(step, max(rows.values(), key=lambda late: (late.reached is not None, -late.due.toordinal())), on)


def _say(saying: Saying, agency_id: str, rows: Mapping[int, date], *, gates=None, number=None) -> int:
    """Write a reminder of these rows, tell the agency, and put its letters into the outbox."""
    now, cycle, by = clock.now(), saying.cycle, saying.by
    reminder = Reminder(
        cycle_id=cycle.id,
        group_id=cycle.group_id,
        agency_id=agency_id,
        addressee=_name(agency_id),
        step=saying.step,
        automatic=gates is not None,
        text=saying.text,
        term=saying.term,
        year=None if number is None else now.year,
        number=number,
        who=by.name,
        account_id=by.id,
        at=now,
    )
    db.session.add(reminder)
    db.session.flush()
    _write_rows(reminder, rows, gates or {})
    for row in rows:
        told = db.session.get(ExpectedReport, row)
        notify(KINDS[saying.step], To(agency_id), by=by, cycle_id=cycle.id, row=told, text=_said(reminder), at=now)
    if saying.mailed:
        write_letters(reminder)
    return reminder.id


def _said(reminder):
    """What a message says: ``督查〔2026〕3号，请于 2026-12-18（含当日）前报送。…``."""
    if reminder.number is None:
        return reminder.text
    number = paper_number(reminder.step, reminder.year, reminder.number)
    return f"{number}，请于 {inclusive(reminder.term)}前报送。{reminder.text}"


def _write_rows(reminder, rows, gates):
    days, on = working_days(), reminder.at.date()
    db.session.add_all(
        ReminderRow(
            reminder_id=reminder.id,
            expected_id=row,
            due_on=due,
            gate=gates.get(row),
            days_late=days.between(due, on),
        )
        for row, due in rows.items()
    )


def _next_number(group_id: int, year: int) -> int:
    """The next of the group's series, which nobody else takes until the transaction ends: no gap, none twice."""
    db.session.scalar(select(LeadingGroup.id).where(LeadingGroup.id == group_id).with_for_update(key_share=True))
    statement = select(func.max(Reminder.number)).where(Reminder.group_id == group_id, Reminder.year == year)
    return (db.session.scalar(statement) or 0) + 1


def void(reminder_id: int, *, reason: str, by: Acting) -> None:
    """作废: a paper that should not have been sent; it keeps its number, and is a step no more."""
    reason = needed_reason("作废", reason)
    with one_transaction():
        statement = select(Reminder).where(Reminder.id == reminder_id).with_for_update()
        reminder = db.session.scalar(statement.execution_options(populate_existing=True))
        if reminder is None or not is_office_of(by, reminder.group_id):
            raise NotThere("这份文书")
        if reminder.number is None:
            raise WrongState("提醒不是编号的文书，不用作废。")
        if reminder.voided_at is not None:
            raise WrongState(f"这份文书已由{reminder.voided_by}作废，没有再改动；请刷新页面。")
        reminder.voided_at, reminder.voided_by, reminder.voided_why = clock.now(), by.name, reason


def _name(agency_id):
    return db.session.get(RegisteredAgency, agency_id).name
