"""The reporting cycles as pages show them: the list of cycles, who owes how much, the rows behind each number."""

from collections.abc import Collection, Iterable
from dataclasses import astuple, dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, null, or_, select
from sqlalchemy.orm import aliased

from tracker.reporting.rates import Tally
from tracker.storage.cycles import (
    Cycle,
    CycleDocument,
    CycleTask,
)
from tracker.storage.database import db
from tracker.storage.documents import Measure, PolicyDocument, Task
from tracker.storage.people import LeadingGroup
from tracker.storage.queries.labels import opening, task_label
from tracker.storage.queries.rows import siblings
from tracker.storage.queries.tallying import counts, how_many
from tracker.storage.registry import Collective, RegisteredAgency
from tracker.storage.reports import Filing
from tracker.storage.tallies import RowTally
from tracker.vocabulary import DocumentState
from tracker.vocabulary.reporting import (
    FINAL,
    IN_REVIEW,
    STANDING,
    Duty,
    GateKind,
    Owing,
)

MOST_TO_CHOOSE = 500
"""Tasks a page offers to choose from."""


@dataclass(frozen=True)
class CycleLine:
    """A cycle in the list: its counts are of what is owed."""

    cycle: Cycle
    group: str
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
    """A document of a cycle; ``reason`` where it needed one to enter, ``newer`` is the version that replaced it."""

    id: int
    title: str
    number: str | None
    reason: str | None
    newer_id: int | None = None
    newer: str | None = None

    @property
    def is_to_decide(self) -> bool:
        """Whether it was replaced and nobody has said why the cycle goes on by it."""
        return self.newer_id is not None and not self.reason


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

    @property
    def owed(self) -> int:
        """What it owes of either duty."""
        return self.reports.owed + self.contributions.owed

    @property
    def submitted(self) -> int:
        """How much of that stands."""
        return self.reports.submitted + self.contributions.submitted


def cycle_lines() -> tuple[CycleLine, ...]:
    """Every cycle one may see, the latest due first, in three statements."""
    named = select(Cycle, LeadingGroup.name).join(LeadingGroup, LeadingGroup.id == Cycle.group_id)
    cycles = db.session.execute(named.order_by(Cycle.due_on.desc(), Cycle.id.desc())).all()
    documents = dict(map(tuple, db.session.execute(_count_by_cycle(CycleDocument.cycle_id))))
    stands = {
        row[0]: row[1:]
        for row in db.session.execute(
            select(
                RowTally.cycle_id,
                func.sum(RowTally.count),
                how_many(RowTally.state.in_(STANDING)),
                how_many(RowTally.state.in_(FINAL)),
            )
            .where(RowTally.owing == Owing.OWED)
            .group_by(RowTally.cycle_id)
        )
    }
    return tuple(
        CycleLine(cycle, group, documents.get(cycle.id, 0), *stands.get(cycle.id, (0, 0, 0))) for cycle, group in cycles
    )


def cycle_of(cycle_id: int) -> Cycle | None:
    """A cycle one may see; None if there is none of this number."""
    return db.session.scalar(select(Cycle).where(Cycle.id == cycle_id))


def in_order(gates: Iterable[Gate]) -> tuple[Gate, ...]:
    """Dates on the way as they follow one another."""
    order = list(GateKind)
    return tuple(sorted(gates, key=lambda gate: order.index(gate.kind)))


def documents_in(cycle_id: int) -> tuple[Included, ...]:
    """The documents of a cycle, in the order of the list of documents."""
    return documents_and(cycle_id, select(null()))[0]


def documents_and(cycle_id: int, beside: Select) -> tuple[tuple[Included, ...], object]:
    """The same, and the one value that another select finds; in one statement."""
    newer = aliased(PolicyDocument)
    name = func.coalesce(PolicyDocument.title, PolicyDocument.stem)
    newer_name = func.coalesce(newer.title, newer.stem)
    columns = (PolicyDocument.id, name, PolicyDocument.number, CycleDocument.reason, newer.id, newer_name)
    statement = select(*columns, beside.scalar_subquery()).join(
        CycleDocument, CycleDocument.document_id == PolicyDocument.id
    )
    replaced = (newer.supersedes_id == PolicyDocument.id) & (newer.state == DocumentState.PUBLISHED)
    statement = statement.outerjoin(newer, replaced)
    statement = statement.where(CycleDocument.cycle_id == cycle_id).order_by(PolicyDocument.position)
    rows = db.session.execute(statement).all()
    return tuple(Included(*values) for *values, _ in rows), rows[0][-1] if rows else None


def agency_lines(cycle_id: int) -> tuple[AgencyLine, ...]:
    """Every agency that owes something in a cycle, those that owe most first; in one statement."""
    named, found = {}, {}
    for name, kind, acknowledged_at, id_, duty, *tally, waiting in db.session.execute(_tallies_by_agency(cycle_id)):
        named[id_] = (name, kind, acknowledged_at)
        found[id_, duty] = (Tally(*tally), waiting)
    lines = [
        AgencyLine(
            id_,
            name,
            kind,
            found.get((id_, Duty.REPORT), (Tally(), 0))[0],
            found.get((id_, Duty.CONTRIBUTION), (Tally(), 0))[0],
            found.get((id_, Duty.REPORT), (Tally(), 0))[1],
            acknowledged_at,
        )
        for id_, (name, kind, acknowledged_at) in named.items()
    ]
    return tuple(sorted(lines, key=lambda line: (-line.reports.owed, -line.contributions.owed, line.name)))


def totals(lines: Iterable[AgencyLine]) -> dict[Duty, Tally]:
    """By duty: the counts of all agencies together."""
    lines = tuple(lines)
    return {
        Duty.REPORT: _total(line.reports for line in lines),
        Duty.CONTRIBUTION: _total(line.contributions for line in lines),
    }


def _total(tallies):
    return Tally(*map(sum, zip(*map(astuple, tallies), strict=True)))


def _tallies_by_agency(cycle_id):
    waiting = how_many(RowTally.state.in_(IN_REVIEW))
    statement = select(RowTally.agency_id, RowTally.duty, *counts(), waiting)
    statement = statement.where(RowTally.cycle_id == cycle_id, RowTally.owing == Owing.OWED)
    counted = statement.group_by(RowTally.agency_id, RowTally.duty).having(func.sum(RowTally.count) > 0).subquery()
    own = (Filing.agency_id == RegisteredAgency.id) & (Filing.cycle_id == cycle_id)
    return (
        select(RegisteredAgency.name, RegisteredAgency.kind, Filing.acknowledged_at, counted)
        .join(counted, counted.c.agency_id == RegisteredAgency.id)
        .outerjoin(Filing, own)
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
    """The tasks of an open cycle with what they are called, to choose from; () where they are more than one looks through."""
    columns, asked = (Task.id, Task.ordinal, Task.text, Measure.path, Measure.heading), aliased(CycleTask)
    statement = (
        select(*columns, siblings().label("siblings")).join(Task.measure).join(CycleTask, CycleTask.task_id == Task.id)
    )
    statement = statement.join(PolicyDocument, PolicyDocument.id == Measure.document_id)
    total = select(func.count()).select_from(asked).where(asked.cycle_id == cycle_id).scalar_subquery()
    statement = statement.where(CycleTask.cycle_id == cycle_id, total <= MOST_TO_CHOOSE)
    statement = statement.order_by(PolicyDocument.position, Measure.position, Task.ordinal)
    rows = db.session.execute(statement)
    return tuple(
        (row.id, f"{task_label(row.path, row.ordinal, row.siblings)} {row.heading or opening(row.text)}".strip())
        for row in rows
    )


def _count_by_cycle(column):
    return select(column, func.count()).group_by(column)
