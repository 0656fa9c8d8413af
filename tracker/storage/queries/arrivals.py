"""When the papers of a cycle came and were reviewed, by day of the offices' clock."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import String, func, select

from tracker.reporting.before import Before
from tracker.reporting.due_dates import ONE_DAY, day_of, end_of, start_of
from tracker.reporting.pace import Window
from tracker.storage.columns import Moment, listed
from tracker.storage.cycles import ADDING, Adjustment, Cycle, CycleGate, ExpectedReport
from tracker.storage.database import db
from tracker.storage.keeping import kept
from tracker.storage.queries.expected import OWED
from tracker.storage.reports import REVIEWING, ReportStep
from tracker.storage.tallies import ArrivalTally, RowTally
from tracker.storage.together import read_together
from tracker.vocabulary.reporting import STANDING, CycleState, Duty, GateKind, Owing

STANDS = ExpectedReport.state.in_(STANDING)


@dataclass(frozen=True)
class Course:
    """One duty of a cycle: when it is due, how much is owed, and by day what was received of what stands."""

    due: date
    owed: int
    came: Mapping[date, int]


def courses(cycle: Cycle, until: date) -> dict[Duty, Course]:
    """How an opened cycle went until a day, by duty; in one statement over the lines in which rows are counted."""
    found = read_together({"came": _came(cycle, until), "owed": _owed(cycle), "gate": _gate(cycle)})
    came: dict[Duty, Counter] = {duty: Counter() for duty in Duty}
    for duty, day, count in found["came"]:
        came[duty][day] = count
    owed, gates = dict(found["owed"]), [day for (day,) in found["gate"]]
    due = {Duty.REPORT: cycle.due_on, Duty.CONTRIBUTION: gates[0] if gates else cycle.due_on}
    return {duty: Course(due[duty], owed.get(duty, 0), +came[duty]) for duty in Duty}


def course_before(cycles: Collection[Cycle], cycle: Cycle, on: date) -> dict[Duty, Before]:
    """How the cycle due before this one went, by duty, where anything was owed; {} if there is none among these.

    That of a locked one is kept for a day: nothing comes any more.
    """
    earlier = [each for each in cycles if each.due_on < cycle.due_on and each.state is not CycleState.PREPARED]
    last = max(earlier, key=lambda each: (each.due_on, each.id), default=None)
    if last is None:
        return {}
    if last.state is not CycleState.LOCKED:
        return _before(last, max(last.due_on, on))
    over = max(last.due_on, day_of(last.locked_at))
    return kept(lambda: _before(last, over), "course", last.id, last.version, last.locked_at, on)


def _before(cycle, until):
    found = courses(cycle, until)
    return {duty: Before(cycle.name, each.due, each.owed, each.came) for duty, each in found.items() if each.owed}


def recent_arrivals(cycle: Cycle, within: Window) -> dict[Duty, dict[str, Counter]]:
    """By duty, agency and day: what was received within these days of what stands; in one statement."""
    days = _days(within.since, within.until)
    statement = select(days.c.duty, days.c.begins, ExpectedReport.agency_id, func.count())
    statement = statement.join_from(days, ExpectedReport, (ExpectedReport.cycle_id == cycle.id) & _all(_on(days)))
    found: dict[Duty, dict[str, Counter]] = {duty: defaultdict(Counter) for duty in Duty}
    by = (days.c.duty, days.c.begins, ExpectedReport.agency_id)
    for duty, begins, agency, count in db.session.execute(statement.where(OWED, STANDS, *_whole(within)).group_by(*by)):
        found[Duty(duty)][agency][day_of(begins)] = count
    return found


def _whole(within):
    """All days at once: PostgreSQL finds no index by a list of them, SQLite a worse one by this."""
    if db.engine.dialect.name == "sqlite":
        return ()
    return ExpectedReport.received_at >= start_of(within.since), ExpectedReport.received_at < end_of(within.until)


def reviewed(cycle: Cycle, within: Window):
    """How many reports were accepted or returned within these days, as a number to select."""
    on = (ReportStep.at >= start_of(within.since), ReportStep.at < end_of(within.until), REVIEWING)
    here = (ExpectedReport.cycle_id == cycle.id, ExpectedReport.duty == Duty.REPORT)
    of_report = select(ExpectedReport.id).where(ExpectedReport.id == ReportStep.expected_id, *here).exists()
    return select(func.count()).select_from(ReportStep).where(*on, of_report).scalar_subquery()


def asked_later(cycle: Cycle) -> dict[tuple[str, Duty], list[date]]:
    """By agency and duty: on which days rows that are not reported were asked for after the opening."""
    last = func.max(Adjustment.at, type_=Moment())
    statement = select(ExpectedReport.agency_id, ExpectedReport.duty, last)
    statement = statement.join(Adjustment, Adjustment.expected_id == ExpectedReport.id)
    statement = statement.where(Adjustment.cycle_id == cycle.id, Adjustment.kind.in_(ADDING), OWED, ~STANDS)
    by = (ExpectedReport.id, ExpectedReport.agency_id, ExpectedReport.duty)
    found = defaultdict(list)
    for agency, duty, at in db.session.execute(statement.group_by(*by)):
        found[agency, duty].append(day_of(at))
    return found


def _came(cycle, until):
    counts = select(ArrivalTally.duty, ArrivalTally.day, func.sum(ArrivalTally.count).label("count"))
    counts = counts.where(ArrivalTally.cycle_id == cycle.id, ArrivalTally.day.between(cycle.opened_on, until))
    return counts.group_by(ArrivalTally.duty, ArrivalTally.day)


def _owed(cycle):
    counts = select(RowTally.duty, func.sum(RowTally.count).label("count"))
    return counts.where(RowTally.cycle_id == cycle.id, RowTally.owing == Owing.OWED).group_by(RowTally.duty)


def _gate(cycle):
    return select(CycleGate.day).where(CycleGate.cycle_id == cycle.id, CycleGate.kind == GateKind.CONTRIBUTIONS)


def _days(since, until):
    """A table of days, once for each duty, with the moments they begin and are over."""
    span = [since + ONE_DAY * step for step in range((until - since).days + 1)]
    named = {"duty": String(20), "begins": Moment(), "over": Moment()}
    rows = [(str(duty), start_of(day), end_of(day)) for duty in Duty for day in span]
    return listed(named, rows, name="days", on_server=db.engine.dialect.name != "sqlite")


def _on(days):
    received = ExpectedReport.received_at
    return (ExpectedReport.duty == days.c.duty, received >= days.c.begins, received < days.c.over)


def _all(conditions):
    first, *others = conditions
    for each in others:
        first &= each
    return first
