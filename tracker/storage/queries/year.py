"""The reporting cycles as pages show them: the list of cycles, who owes how much, the rows behind each number."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, or_, select

from tracker.reporting.due_dates import day_of
from tracker.reporting.lights import Filed, Light, Thresholds, filing_light
from tracker.reporting.rates import Tally
from tracker.storage.cycles import (
    Adjustment,
    Cycle,
    CycleDocument,
    CycleGate,
    CycleTask,
    ExpectedReport,
    NotIssued,
    Objection,
)
from tracker.storage.database import db
from tracker.storage.documents import Measure, PolicyDocument, Task
from tracker.storage.queries.labels import opening, task_label
from tracker.storage.queries.rows import siblings
from tracker.storage.registry import Collective, RegisteredAgency
from tracker.storage.reports import Filing
from tracker.vocabulary import Role
from tracker.vocabulary.reporting import (
    IN_REVIEW,
    STANDING,
    Adjusting,
    Duty,
    GateKind,
    ObjectionState,
    Owing,
    ReportState,
)

PAGE_SIZE = 50


@dataclass(frozen=True)
class CycleLine:
    """A cycle in the list: its counts are of what is owed."""

    cycle: Cycle
    documents: int
    owed: int
    standing: int
    accepted: int


@dataclass(frozen=True)
class Gate:
    """A date on the way to the due date."""

    kind: GateKind
    day: date


@dataclass(frozen=True)
class Included:
    """A document of a cycle; ``reason`` where it needed one to enter."""

    id: int
    title: str
    number: str | None
    reason: str | None


@dataclass(frozen=True)
class AgencyLine:
    """An agency of a cycle: what it owes and how much of that stands, by duty, and when it acknowledged."""

    id: str
    name: str
    kind: str
    reports: Tally
    contributions: Tally
    waiting: int
    acknowledged_at: datetime | None


@dataclass(frozen=True)
class RowFilter:
    """The conditions on the rows of a cycle; None is no condition. ``stage`` is one of ``STAGES``."""

    agency: str | None = None
    task: int | None = None
    document: int | None = None
    duty: Duty | None = None
    stage: str | None = None
    page: int = 1

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> "RowFilter":
        """From the values of an address; what makes no sense is no condition."""
        return cls(
            agency=values.get("agency") or None,
            task=_number(values.get("task")),
            document=_number(values.get("document")),
            duty=Duty(values["duty"]) if values.get("duty") in set(Duty) else None,
            stage=values.get("stage") if values.get("stage") in STAGES else None,
            page=_number(values.get("page")) or 1,
        )

    @property
    def address(self) -> dict[str, str]:
        """The arguments of an address that asks for the same, the page apart."""
        asked = {
            "agency": self.agency,
            "task": self.task,
            "document": self.document,
            "duty": self.duty,
            "stage": self.stage,
        }
        return {name: str(value) for name, value in asked.items() if value is not None}


LARGEST = 2**31 - 1


def _number(text):
    return int(text) if text and text.isascii() and text.isdigit() and 0 < int(text[:12]) <= LARGEST else None


FINAL = (ReportState.ACCEPTED, ReportState.TAKEN_OVER)
SENT_BACK = (ReportState.RETURNED, ReportState.TO_SIGN_AGAIN)
OWED = ExpectedReport.owing == Owing.OWED
STAGES = {
    "owed": ("应报", OWED),
    "missing": ("未报", OWED & ExpectedReport.state.not_in(STANDING)),
    "standing": ("已报", OWED & ExpectedReport.state.in_(STANDING)),
    "review": ("待审核", OWED & ExpectedReport.state.in_(IN_REVIEW)),
    "accepted": ("审核通过", OWED & ExpectedReport.state.in_(FINAL)),
    "returned": ("已退回", OWED & ExpectedReport.state.in_(SENT_BACK)),
    "on_time": ("按时", OWED & ExpectedReport.state.in_(STANDING) & ExpectedReport.on_time),
    "on_time_originally": (
        "按原截止日按时",
        OWED & ExpectedReport.state.in_(STANDING) & ExpectedReport.on_time_originally,
    ),
    "late": ("迟报", OWED & ExpectedReport.state.in_(STANDING) & ~ExpectedReport.on_time),
    "first_pass": ("一次通过", OWED & ExpectedReport.state.in_(FINAL) & ~ExpectedReport.ever_returned),
    "ever_returned": ("曾被退回", OWED & ExpectedReport.ever_returned),
    "unasked": ("待要求", ExpectedReport.owing == Owing.UNASKED),
    "withdrawn": ("已撤销", ExpectedReport.owing == Owing.WITHDRAWN),
}
"""The lists of a cycle's rows, each with its name and its condition."""


@dataclass(frozen=True)
class RowLine:
    """One expected row as a list shows it."""

    id: int
    agency_id: str
    agency: str
    kind: str
    task_id: int
    label: str
    title: str
    role: Role
    duty: Duty
    printed: str
    owing: Owing
    state: ReportState
    due_on: date
    extended_to: date | None
    received_at: datetime | None
    on_time: bool
    light: Light | None


@dataclass(frozen=True)
class Rows:
    """A page of rows, how many there are in each list, and the page's place."""

    lines: tuple[RowLine, ...]
    counts: Mapping[str, int]
    page: int
    pages: int


@dataclass(frozen=True)
class AdjustmentLine:
    """A change of the frozen list."""

    at: datetime
    who: str
    kind: Adjusting
    reason: str
    agency: str
    task_id: int
    title: str


@dataclass(frozen=True)
class ObjectionLine:
    """An objection with the row it is about."""

    id: int
    row_id: int
    state: ObjectionState
    agency: str
    task_id: int
    title: str
    role: Role
    reason: str
    proposed: str
    who: str
    at: datetime
    decision: str | None


def cycle_lines() -> tuple[CycleLine, ...]:
    """Every cycle one may see, the latest due first, in three statements."""
    cycles = db.session.scalars(select(Cycle).order_by(Cycle.due_on.desc(), Cycle.id.desc())).all()
    documents = dict(map(tuple, db.session.execute(_count_by_cycle(CycleDocument.cycle_id))))
    counts = {
        row[0]: row[1:]
        for row in db.session.execute(
            select(
                ExpectedReport.cycle_id,
                func.count(),
                _sum(ExpectedReport.state.in_(STANDING)),
                _sum(ExpectedReport.state.in_(FINAL)),
            )
            .where(OWED)
            .group_by(ExpectedReport.cycle_id)
        )
    }
    return tuple(CycleLine(each, documents.get(each.id, 0), *counts.get(each.id, (0, 0, 0))) for each in cycles)


def cycle_of(cycle_id: int) -> Cycle | None:
    """A cycle one may see; None if there is none of this number."""
    return db.session.scalar(select(Cycle).where(Cycle.id == cycle_id))


def gates_of(cycle_id: int) -> tuple[Gate, ...]:
    """The dates on the way, in their order."""
    found = db.session.execute(select(CycleGate.kind, CycleGate.day).where(CycleGate.cycle_id == cycle_id))
    order = list(GateKind)
    return tuple(sorted((Gate(*row) for row in found), key=lambda gate: order.index(gate.kind)))


def documents_in(cycle_id: int) -> tuple[Included, ...]:
    """The documents of a cycle, in the order of the list of documents."""
    columns = (PolicyDocument.id, PolicyDocument.title, PolicyDocument.stem, PolicyDocument.number)
    statement = select(*columns, CycleDocument.reason).join(
        CycleDocument, CycleDocument.document_id == PolicyDocument.id
    )
    statement = statement.where(CycleDocument.cycle_id == cycle_id).order_by(PolicyDocument.position)
    return tuple(
        Included(id_, title or stem, number, reason)
        for id_, title, stem, number, reason in db.session.execute(statement)
    )


def left_out_of(cycle_id: int) -> tuple[NotIssued, ...]:
    """The printed names left out of a cycle, with their reasons."""
    statement = select(NotIssued).where(NotIssued.cycle_id == cycle_id).order_by(NotIssued.at)
    return tuple(db.session.scalars(statement))


def agency_lines(cycle_id: int) -> tuple[AgencyLine, ...]:
    """Every agency that owes something in a cycle, those that owe most first; in three statements."""
    counts = _tallies_by_agency(cycle_id)
    statement = select(Filing.agency_id, Filing.acknowledged_at).where(Filing.cycle_id == cycle_id)
    acknowledged = dict(map(tuple, db.session.execute(statement)))
    names = db.session.execute(
        select(RegisteredAgency.id, RegisteredAgency.name, RegisteredAgency.kind).where(
            RegisteredAgency.id.in_({agency for agency, _ in counts})
        )
    )
    lines = [
        AgencyLine(
            id_,
            name,
            kind,
            counts.get((id_, Duty.REPORT), (Tally(), 0))[0],
            counts.get((id_, Duty.CONTRIBUTION), (Tally(), 0))[0],
            counts.get((id_, Duty.REPORT), (Tally(), 0))[1],
            acknowledged.get(id_),
        )
        for id_, name, kind in names
    ]
    return tuple(sorted(lines, key=lambda line: (-line.reports.owed, -line.contributions.owed, line.name)))


def _tallies_by_agency(cycle_id):
    stands = ExpectedReport.state.in_(STANDING)
    accepted = ExpectedReport.state.in_(FINAL)
    late = stands & ~ExpectedReport.on_time
    statement = select(
        ExpectedReport.agency_id,
        ExpectedReport.duty,
        func.count(),
        _sum(stands),
        _sum(stands & ExpectedReport.on_time),
        _sum(stands & ExpectedReport.on_time_originally),
        _sum(accepted),
        _sum(accepted & ~ExpectedReport.ever_returned),
        _sum(ExpectedReport.ever_returned),
        _sum(late),
        func.coalesce(func.sum(case((late, ExpectedReport.days_late), else_=0)), 0),
        _sum(ExpectedReport.state.in_(IN_REVIEW)),
    )
    rows = db.session.execute(
        statement.where(ExpectedReport.cycle_id == cycle_id, OWED).group_by(
            ExpectedReport.agency_id, ExpectedReport.duty
        )
    )
    return {(agency, duty): (Tally(*counts), waiting) for agency, duty, *counts, waiting in rows}


def row_list(cycle: Cycle, wanted: RowFilter, today: date) -> Rows:
    """A page of the rows that are asked for, with how many each list has under the other conditions; in three statements."""
    conditions = [ExpectedReport.cycle_id == cycle.id, *_conditions(wanted)]
    named = [_sum(condition).label(name) for name, (_, condition) in STAGES.items()]
    counts = db.session.execute(select(*named).where(*conditions)).one()._asdict()
    stage = wanted.stage or "owed"
    total = counts[stage]
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(wanted.page, pages)
    statement = _rows().where(*conditions, STAGES[stage][1])
    statement = statement.order_by(RegisteredAgency.name, ExpectedReport.duty.desc(), ExpectedReport.id)
    found = db.session.execute(statement.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    return Rows(tuple(_row(each, cycle, today) for each in found), counts, page, pages)


def _conditions(wanted):
    if wanted.agency:
        yield ExpectedReport.agency_id == wanted.agency
    if wanted.task:
        yield ExpectedReport.task_id == wanted.task
    if wanted.document:
        tasks = select(Task.id).join(Task.measure).where(Measure.document_id == wanted.document)
        yield ExpectedReport.task_id.in_(tasks)
    if wanted.duty:
        yield ExpectedReport.duty == wanted.duty


def _rows():
    agency = (RegisteredAgency.name.label("agency"), RegisteredAgency.kind)
    task = (Task.ordinal, Task.text, Measure.path, Measure.heading, siblings().label("siblings"))
    statement = select(ExpectedReport, *agency, *task).join(
        RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id
    )
    return statement.join(Task, Task.id == ExpectedReport.task_id).join(Task.measure)


def _row(found, cycle, today):
    row = found.ExpectedReport
    return RowLine(
        row.id,
        row.agency_id,
        found.agency,
        found.kind,
        row.task_id,
        task_label(found.path, found.ordinal, found.siblings),
        found.heading or opening(found.text),
        row.role,
        row.duty,
        row.printed,
        row.owing,
        row.state,
        row.due_on,
        row.extended_to,
        row.received_at,
        row.on_time,
        filing_light(filed(row, cycle), today, thresholds(cycle)) if row.owing is Owing.OWED else None,
    )


def filed(row: ExpectedReport, cycle: Cycle) -> Filed:
    """What the 填报灯 of a stored row is made of."""
    received = day_of(row.received_at) if row.received_at and row.state in STANDING else None
    returned = row.state in SENT_BACK
    return Filed(cycle.opened_on, row.by_on, received, row.on_time, returned, row.owing is Owing.WITHDRAWN)


def thresholds(cycle: Cycle) -> Thresholds:
    """The thresholds of the lights in a cycle."""
    return Thresholds(cycle.soon_days, cycle.slow_points, cycle.behind_points)


def adjustment_lines(cycle_id: int) -> tuple[AdjustmentLine, ...]:
    """Every change of the frozen list, the latest first."""
    task = (ExpectedReport.task_id, Task.text, Measure.heading)
    statement = select(Adjustment, RegisteredAgency.name, *task).join(
        ExpectedReport, ExpectedReport.id == Adjustment.expected_id
    )
    statement = statement.join(RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id)
    statement = statement.join(Task, Task.id == ExpectedReport.task_id).join(Task.measure)
    rows = db.session.execute(statement.where(Adjustment.cycle_id == cycle_id).order_by(Adjustment.id.desc()))
    return tuple(
        AdjustmentLine(each.at, each.who, each.kind, each.reason, agency, task_id, heading or opening(text))
        for each, agency, task_id, text, heading in rows
    )


def objection_lines(cycle_id: int) -> tuple[ObjectionLine, ...]:
    """The objections of a cycle, those to be decided first."""
    task = (ExpectedReport.task_id, ExpectedReport.role, Task.text, Measure.heading)
    statement = select(Objection, RegisteredAgency.name, *task).join(
        ExpectedReport, ExpectedReport.id == Objection.expected_id
    )
    statement = statement.join(RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id)
    statement = statement.join(Task, Task.id == ExpectedReport.task_id).join(Task.measure)
    undecided_first = case((Objection.state == ObjectionState.RAISED, 0), else_=1)
    rows = db.session.execute(
        statement.where(ExpectedReport.cycle_id == cycle_id).order_by(undecided_first, Objection.id.desc())
    )
    return tuple(
        ObjectionLine(
            each.id,
            each.expected_id,
            each.state,
            agency,
            task_id,
            heading or opening(text),
            role,
            each.reason,
            each.proposed,
            each.who,
            each.at,
            each.decision,
        )
        for each, agency, task_id, role, text, heading in rows
    )


def registered(agency_ids: Collection[str]) -> dict[str, RegisteredAgency]:
    """Bodies of the registry by id."""
    statement = select(RegisteredAgency).where(RegisteredAgency.id.in_(agency_ids))
    return {agency.id: agency for agency in db.session.scalars(statement)}


def bodies_named(name: str, on: date) -> tuple[RegisteredAgency, ...]:
    """The bodies of the registry in force on a day that bear a name, full or short."""
    bears = or_(RegisteredAgency.name == name, RegisteredAgency.short == name)
    begun = or_(RegisteredAgency.valid_from.is_(None), RegisteredAgency.valid_from <= on)
    lasts = or_(RegisteredAgency.valid_to.is_(None), RegisteredAgency.valid_to > on)
    return tuple(db.session.scalars(select(RegisteredAgency).where(bears, begun, lasts)))


def collectives_named(ids: Collection[str]) -> dict[str, Collective]:
    """Collectives of the registry by id; what is none is left out."""
    return {each.id: each for each in db.session.scalars(select(Collective).where(Collective.id.in_(ids)))}


def tasks_in(cycle_id: int) -> tuple[tuple[int, str], ...]:
    """The tasks of an open cycle with what they are called, to choose from."""
    columns = (Task.id, Task.ordinal, Task.text, Measure.path, Measure.heading, siblings().label("siblings"))
    statement = select(*columns).join(Task.measure).join(CycleTask, CycleTask.task_id == Task.id)
    statement = statement.join(PolicyDocument, PolicyDocument.id == Measure.document_id)
    statement = statement.where(CycleTask.cycle_id == cycle_id)
    rows = db.session.execute(statement.order_by(PolicyDocument.position, Measure.position, Task.ordinal))
    return tuple(
        (row.id, f"{task_label(row.path, row.ordinal, row.siblings)} {row.heading or opening(row.text)}".strip())
        for row in rows
    )


def _count_by_cycle(column):
    return select(column, func.count()).group_by(column)


def _sum(condition):
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
