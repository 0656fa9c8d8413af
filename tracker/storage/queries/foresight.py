"""预测: what will be missing, what waits for what is late, and whether the office itself is quick enough."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import literal, select

from tracker.reporting.before import Before
from tracker.reporting.blocking import Blocker, blockers
from tracker.reporting.curve import Curve
from tracker.reporting.due_dates import WorkingDays, left_until
from tracker.reporting.forecast import Forecast, Given, forecast
from tracker.reporting.glance import Heap, count
from tracker.reporting.owing import Debtor, debtors
from tracker.reporting.pace import LONG, SHORT, Pace, window
from tracker.reporting.queueing import Queue, queue
from tracker.reporting.rates import Rate
from tracker.storage.cycles import Cycle, CycleGate
from tracker.storage.database import db
from tracker.storage.queries.arrivals import asked_later, course_before, courses, recent_arrivals, reviewed
from tracker.storage.queries.blocking import held_up, late_parts
from tracker.storage.queries.glance import heaps
from tracker.storage.queries.year import Gate, in_order
from tracker.vocabulary.reporting import IN_REVIEW, CycleState, Duty, GateKind


@dataclass(frozen=True)
class Outlook:
    """What an open cycle comes to at this pace; ``held_up`` reports wait for late contributions.

    ``before`` is what had come by duty in the cycle before, as long before its due date.
    """

    forecasts: Mapping[Duty, Forecast]
    queue: Queue
    held_up: int
    before: Mapping[Duty, tuple[str, Rate]]


@dataclass(frozen=True)
class Foresight:
    """Everything the page of foresight shows; ``outlook`` is None once the cycle is locked."""

    cycle: Cycle
    others: tuple[Cycle, ...]
    outlook: Outlook | None
    curves: Mapping[Duty, Curve]
    debtors: tuple[Debtor, ...]
    blockers: tuple[Blocker, ...]


def opened(cycles: Collection[Cycle], on: date) -> list[Cycle]:
    """Those that are open or locked, the one to look at first: open ones before locked ones, the nearest due first."""
    found = [cycle for cycle in cycles if cycle.state is not CycleState.PREPARED]
    return sorted(found, key=lambda cycle: (cycle.state is not CycleState.OPEN, abs((cycle.due_on - on).days)))


def cycles_of(group_id: int) -> Sequence[Cycle]:
    """The cycles of a group, the latest due first."""
    statement = select(Cycle).where(Cycle.group_id == group_id).order_by(Cycle.due_on.desc(), Cycle.id)
    return db.session.scalars(statement).all()


def cycles_with_gates(group_id: int) -> tuple[list[Cycle], dict[int, tuple[Gate, ...]]]:
    """The same with the dates on the way of each by its id; in one statement."""
    statement = select(Cycle, CycleGate.kind, CycleGate.day).where(Cycle.group_id == group_id)
    statement = statement.outerjoin(CycleGate, CycleGate.cycle_id == Cycle.id).order_by(Cycle.due_on.desc(), Cycle.id)
    found: dict[Cycle, list[Gate]] = {}
    for cycle, kind, day in db.session.execute(statement):
        found.setdefault(cycle, []).extend([Gate(kind, day)] if kind else [])
    return list(found), {cycle.id: in_order(gates) for cycle, gates in found.items()}


def foresight(group_id: int, on: date, days: WorkingDays, wanted: int | None = None) -> Foresight | None:
    """The foresight of a group's office on the cycle wanted or the one due next; None while none was ever opened."""
    cycles, gates = cycles_with_gates(group_id)
    seen = opened(cycles, on)
    cycle = next((each for each in seen if each.id == wanted), seen[0] if seen else None)
    if cycle is None:
        return None
    found, others = heaps([cycle], on), tuple(each for each in seen if each is not cycle)
    earlier = course_before(cycles, cycle, on)
    drawn = curves(cycle, earlier, on, days)
    if cycle.state is CycleState.LOCKED:
        return Foresight(cycle, others, None, drawn, (), ())
    return Foresight(
        cycle,
        others,
        outlook(cycle, earlier, found, gates[cycle.id], on, days),
        drawn,
        debtors(found, cycle.opened_on, asked_later(cycle), on),
        blockers(late_parts(cycle, on), on, days),
    )


def curve(group_id: int, on: date, days: WorkingDays, cycle_id: int, duty: Duty) -> Curve | None:
    """One curve alone; None for a cycle that is none of the group's or was not opened."""
    cycles = cycles_of(group_id)
    cycle = next((each for each in opened(cycles, on) if each.id == cycle_id), None)
    return cycle and curves(cycle, course_before(cycles, cycle, on), on, days)[duty]


def curves(cycle: Cycle, earlier: Mapping[Duty, Before], on: date, days: WorkingDays) -> dict[Duty, Curve]:
    """By duty, beside the cycle before; in one statement."""
    is_over = cycle.state is CycleState.LOCKED
    return {
        duty: Curve(cycle.opened_on, each.due, each.owed, each.came, on, days, earlier.get(duty), is_over)
        for duty, each in courses(cycle, on).items()
    }


def outlook(
    cycle: Cycle,
    earlier: Mapping[Duty, Before],
    found: Sequence[Heap],
    gates: Sequence[Gate],
    on: date,
    days: WorkingDays,
) -> Outlook:
    """What an open cycle comes to; ``found`` are its heaps, ``earlier`` the cycle before. In two statements."""
    within = window(cycle.opened_on, on, days, LONG) or window(cycle.opened_on, on, days, SHORT)
    recent = recent_arrivals(cycle, within) if within else {duty: {} for duty in Duty}
    short = window(cycle.opened_on, on, days, SHORT)
    waiting, number = _scalars(cycle, short, on)
    reports = [heap for heap in found if heap.duty is Duty.REPORT]
    due = {Duty.REPORT: cycle.due_on} | {Duty.CONTRIBUTION: _gate(gates, GateKind.CONTRIBUTIONS) or cycle.due_on}
    return Outlook(
        forecasts={
            duty: forecast(_given(duty, cycle, found, recent[duty], earlier.get(duty)), on, days) for duty in Duty
        },
        queue=_queue(cycle, reports, gates, short and Pace(short, number), on, days),
        held_up=waiting,
        before={
            duty: (each.name, each.standing(left_until(due[duty], on, days).days)) for duty, each in earlier.items()
        },
    )


def _scalars(cycle, within, on):
    """How many reports wait for late contributions, and how many were reviewed lately; in one statement."""
    count_of = reviewed(cycle, within) if within else literal(0)
    return db.session.execute(select(held_up(cycle, on), count_of)).one()


def _given(duty, cycle, found, recent, before: Before | None):
    came = sum(recent.values(), Counter())
    agencies = {agency: each.total() for agency, each in recent.items()}
    own = tuple(heap for heap in found if heap.duty is duty)
    return Given(duty, cycle.opened_on, own, came, agencies, before)


def _queue(cycle, reports, gates, pace, on, days):
    whole, gate = count(reports), _gate(gates, GateKind.SIGN_OFF)
    return queue(
        waiting=sum(heap.count for heap in reports if heap.state in IN_REVIEW),
        to_come=whole.missing,
        gate=left_until(gate, on, days) if gate else None,
        due=left_until(cycle.due_on, on, days),
        pace=pace,
    )


def _gate(gates, kind):
    return next((gate.day for gate in gates if gate.kind is kind), None)
