"""One expected row at a time: it is locked, the move is looked up, the step is written, and what follows from it.

Every change of a row's state goes through ``take``; nothing else writes it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from tracker import clock
from tracker.errors import Lacking, NotThere, Overtaken, WrongState, WrongTerm
from tracker.operations.actors import Acting, Belonging, parties
from tracker.operations.messages import tell
from tracker.operations.words import reason_given
from tracker.reporting.due_dates import LONGEST_TERM, WorkingDays, day_of, effective_due, inclusive
from tracker.reporting.messages import hears, kind_of
from tracker.reporting.receiving import SENDING, Bounds, Step, standing
from tracker.reporting.transitions import MOVES, REVIEWING, Circumstances, Need, move, refuse_lacking
from tracker.storage.cycles import Cycle, CycleTask, ExpectedReport, SignOff
from tracker.storage.database import db
from tracker.storage.queries.basis import basis
from tracker.storage.queries.called import row_called
from tracker.storage.reports import ReportStep
from tracker.vocabulary.reporting import Action, CycleState, Party


@dataclass(frozen=True)
class Given:
    """What an action brings with it."""

    reason: str | None = None
    summary: str | None = None
    source: str | None = None
    term: date | None = None
    version_number: int | None = None


NOTHING = Given()


@dataclass(frozen=True)
class Held:
    """A locked row with what decides about it."""

    row: ExpectedReport
    cycle: Cycle
    consolidator_id: str | None
    sign_off: bool

    @property
    def belonging(self) -> Belonging:
        return Belonging(self.cycle.group_id, self.row.agency_id, self.row.duty, self.consolidator_id)

    def circumstances(self, now: datetime) -> Circumstances:
        return Circumstances(
            duty=self.row.duty,
            state=self.row.state,
            owing=self.row.owing,
            before=self.row.before,
            sign_off=self.sign_off,
            past_due=day_of(now) > effective_due(self.row.due_on, self.row.extended_to),
            locked=self.cycle.state is CycleState.LOCKED,
        )


def cycle_for(cycle_id: int, *, update: bool = False) -> Cycle:
    """A cycle that nobody locks or changes until the transaction ends; raises NotThere."""
    statement = select(Cycle).where(Cycle.id == cycle_id).with_for_update(read=not update)
    cycle = db.session.scalar(statement.execution_options(populate_existing=True))
    if cycle is None:
        raise NotThere("这个报送周期")
    return cycle


def refuse_locked(cycle: Cycle, doing: str) -> None:
    """Raise WrongState where a cycle takes nothing any more."""
    if cycle.state is CycleState.LOCKED:
        raise WrongState(f"本期已经锁定，不能再{doing}；如确需更改，请联系领导小组办公室解除锁定。")


def hold(row_ids: Collection[int], cycle: Cycle | None = None) -> list[Held]:
    """The rows as they stand now, in the order of their ids; nobody else changes them until the transaction ends.

    Raises NotThere if one of them is not there, or not of this cycle.
    """
    if cycle is None:
        cycle = cycle_for(_cycle_of(row_ids))
    statement = select(ExpectedReport).where(ExpectedReport.id.in_(row_ids), ExpectedReport.cycle_id == cycle.id)
    statement = statement.order_by(ExpectedReport.id).with_for_update()
    rows = db.session.scalars(statement.execution_options(populate_existing=True)).all()
    if len(rows) != len(set(row_ids)) or not rows:
        raise NotThere
    consolidators = _consolidators(cycle.id, {row.task_id for row in rows})
    signing = signing_agencies({row.agency_id for row in rows})
    return [Held(row, cycle, consolidators.get(row.task_id), row.agency_id in signing) for row in rows]


def _cycle_of(row_ids):
    found = db.session.scalars(select(ExpectedReport.cycle_id).distinct().where(ExpectedReport.id.in_(row_ids))).all()
    if len(found) != 1:
        raise NotThere
    return found[0]


def _consolidators(cycle_id, task_ids):
    statement = select(CycleTask.task_id, CycleTask.consolidator_id)
    rows = db.session.execute(statement.where(CycleTask.cycle_id == cycle_id, CycleTask.task_id.in_(task_ids)))
    return dict(map(tuple, rows))


def signing_agencies(agency_ids: Collection[str]) -> set[str]:
    """Those of these agencies that want their approver's signature."""
    return set(db.session.scalars(select(SignOff.agency_id).where(SignOff.agency_id.in_(agency_ids))))


def party_for(action: Action, by: Acting, held: Held) -> Party:
    """As whom somebody does this to a row; raises NotThere where the row is not there for them."""
    found = parties(by, held.belonging)
    if not found:
        raise NotThere
    listed = MOVES.get((held.row.duty, held.row.state, action))
    return next((party for party in found if listed and party in listed.parties), found[0])


def take(held: Held, action: Action, by: Acting, now: datetime, given: Given = NOTHING) -> ReportStep:
    """Do this to a locked row, write it down and tell the other side. Raises WrongState, Lacking, NotThere; nothing is
    changed then."""
    here = held.circumstances(now)
    after = move(action, party_for(action, by, held), here)
    needed = {Need.REASON: given.reason, Need.SUMMARY: given.summary, Need.SOURCE: given.source, Need.TERM: given.term}
    refuse_lacking(action, here, needed)
    row, reason = held.row, reason_given(given.reason)
    row.step_number += 1
    step = ReportStep(
        expected_id=row.id,
        number=row.step_number,
        action=action,
        before=row.state,
        after=after,
        at=now,
        who=by.name,
        account_id=by.id,
        reason=reason or None,
        term=_term(given.term, here, now) if action is Action.RETURN else None,
        version_number=given.version_number,
    )
    db.session.add(step)
    if action in REVIEWING:
        row.before = row.state
    elif action in SENDING - {Action.COMPLETE} or action is Action.UNDO:
        row.before = None
    row.state = after
    if told := hears(row.duty, action):
        tell(told, kind_of(action), row, held.cycle, held.consolidator_id, by=by, at=now, text=_said(step, given))
    return step


def take_all(held: Sequence[Held], action: Action, by: Acting, given: Given = NOTHING) -> None:
    """The same to several locked rows, all or none; of several the refusal names the one that stands in the way."""
    now = clock.now()
    for each in held:
        try:
            take(each, action, by, now, given)
        except WrongState as refusal:
            if len(held) == 1 or isinstance(refusal, WrongTerm):
                raise
            called, untouched = row_called(each.row.id), f"选中的 {len(held)} 份都没有动。"
            if isinstance(refusal, Overtaken):
                raise Overtaken(f"{called}：{refusal.what}", refusal.look, after=untouched) from None
            raise WrongState(f"{called}：{refusal}{untouched}") from None


def _said(step, given):
    """What a message says besides its sentence: the reason, the term of a return, the letter of a report entered."""
    term = step.term and f"请于 {inclusive(step.term)}前重新报送。"
    source = given.source and f"来函：{given.source}"
    return "　".join(filter(None, [step.reason, term, source]))


def _term(term, here, now):
    if not here.past_due or term is None:
        return None
    if term < day_of(now):
        raise WrongTerm(term, " 已经过去，不能用；请选今天或以后的日期。")
    if term > (latest := day_of(now) + LONGEST_TERM):
        raise WrongTerm(term, f" 太远，没有退回；最多给 {LONGEST_TERM.days} 天，请选 {latest} 或更早的日期。")
    return term


def settle(held: Iterable[Held]) -> None:
    """Write at each row what follows from its history: when it was received, and whether that was on time."""
    settle_rows([each.row for each in held])


def settle_rows(rows: Sequence[ExpectedReport]) -> None:
    """The same for rows nobody else changes until the transaction ends."""
    db.session.flush()
    steps = steps_of([row.id for row in rows])
    days = working_days()
    for row in rows:
        found = standing(steps.get(row.id, ()), Bounds(row.due_on, row.extended_to), days)
        row.received_at, row.by_on = found.received, found.by
        row.on_time, row.on_time_originally = found.on_time, found.on_time_originally
        row.days_late, row.ever_returned = found.days_late, found.ever_returned


def judge_late_anew() -> None:
    """Count the working days late of all open cycles by the list as it is now; whether something is late stays.

    A locked cycle is as it was locked until it is opened again.
    """
    db.session.flush()
    row = ExpectedReport
    late = select(row).join(Cycle, Cycle.id == row.cycle_id).where(Cycle.state == CycleState.OPEN)
    late = late.where(row.received_at.is_not(None), ~row.on_time).order_by(row.id)
    settle_rows(db.session.scalars(late.with_for_update(of=row)).all())


def steps_of(row_ids: Sequence[int]) -> dict[int, list[Step]]:
    """By row: what happened to it, in order."""
    columns = (ReportStep.expected_id, ReportStep.action, ReportStep.at, ReportStep.term)
    statement = select(*columns).where(ReportStep.expected_id.in_(row_ids))
    found: dict[int, list[Step]] = {}
    for row_id, action, at, term in db.session.execute(statement.order_by(ReportStep.expected_id, ReportStep.number)):
        found.setdefault(row_id, []).append(Step(action, at, term))
    return found


def working_days() -> WorkingDays:
    """The working days, with the office's own list."""
    return WorkingDays(basis().days)


def needed_reason(doing: str, reason: str | None) -> str:
    """A reason on one line; raises Lacking, TooLong."""
    if not (given := reason_given(reason)):
        raise Lacking(doing, ["理由"])
    return given
