"""What opening a cycle would ask, in numbers and agency by agency, with what the office set for it before."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter

from sqlalchemy import select

from tracker.reporting.expected import Added, Expected, expected, without_rows
from tracker.reporting.planned import Planned, in_numbers
from tracker.storage.aliases import alias
from tracker.storage.cycles import AddedRow, Cycle, CycleDocument, CycleGate, NotIssued
from tracker.storage.keeping import OPEN_DUTIES, kept
from tracker.storage.queries.additions import OF_ADDED, AddedLine, in_their_order, with_additions
from tracker.storage.queries.cycles import open_tasks_of
from tracker.storage.queries.owing import as_owed, with_units
from tracker.storage.queries.year import Gate, in_order
from tracker.storage.together import read_together
from tracker.vocabulary.reporting import CycleState


@dataclass(frozen=True)
class LeftOut:
    """本期不下达: a printed name or a row that is left out, with its reason, by whom and when."""

    key: str
    printed: str
    reason: str
    who: str
    at: datetime


@dataclass(frozen=True)
class Settled:
    """What the office set for a cycle before it opens; what was left out stays listed afterwards."""

    documents: tuple[int, ...]
    gates: tuple[Gate, ...]
    left_out: tuple[LeftOut, ...]
    added: tuple[AddedLine, ...] = ()
    asked_already: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """By document the cycles of its group, open, that ask about it for a period that overlaps."""

    @property
    def keys(self) -> frozenset[str]:
        """What is left out is named by these."""
        return frozenset(each.key for each in self.left_out)

    @property
    def rows_added(self) -> tuple[Added, ...]:
        return tuple(each.row for each in self.added)


def settled_in(cycle_id: int) -> Settled:
    """All of it, what was left out or added in the order in which it was; in one statement."""
    left_out = select(NotIssued.key, NotIssued.printed, NotIssued.reason, NotIssued.who, NotIssued.at)
    found = read_together(
        {
            "documents": select(CycleDocument.document_id).where(CycleDocument.cycle_id == cycle_id),
            "gates": select(CycleGate.kind, CycleGate.day).where(CycleGate.cycle_id == cycle_id),
            "left out": left_out.where(NotIssued.cycle_id == cycle_id),
            "added": select(*OF_ADDED).where(AddedRow.cycle_id == cycle_id),
            "asked already": _asked_already(cycle_id),
        }
    )
    return Settled(
        tuple(sorted(id_ for (id_,) in found["documents"])),
        in_order(Gate(*row) for row in found["gates"]),
        tuple(sorted((LeftOut(*row) for row in found["left out"]), key=lambda each: (each.at, each.key))),
        in_their_order(found["added"]),
        {id_: tuple(name for _, name in each) for id_, each in groupby(sorted(found["asked already"]), itemgetter(0))},
    )


def _asked_already(cycle_id):
    own, asks = alias(Cycle, "planned"), alias(CycleDocument, "planned")
    same = (Cycle.group_id == own.c.group_id) & (Cycle.id != own.c.id)
    overlaps = (Cycle.period_from <= own.c.period_to) & (own.c.period_from <= Cycle.period_to)
    documents = select(asks.c.document_id).where(asks.c.cycle_id == cycle_id)
    statement = select(CycleDocument.document_id, Cycle.name).join(Cycle, Cycle.id == CycleDocument.cycle_id)
    statement = statement.join(own, same & overlaps).where(own.c.id == cycle_id)
    return statement.where(Cycle.state == CycleState.OPEN, CycleDocument.document_id.in_(documents))


def planned(cycle: Cycle, settled: Settled, on: date) -> Planned:
    """What a cycle would ask if it opened on a day; in two statements, in none where it is kept.

    It is made of documents, registry and decisions, of which tasks are closed out, and of what is set for the cycle.
    """

    def make():
        tasks = with_additions(as_owed(open_tasks_of(settled.documents), on), settled.rows_added, on)
        return in_numbers(tasks, cycle.supports, settled.keys)

    made_of = (settled.documents, settled.keys, settled.rows_added, cycle.supports, on)
    return kept(make, "planned", cycle.id, *made_of, of=OPEN_DUTIES)


def planned_for(cycle: Cycle, settled: Settled, agency: str, tasks: Collection[int], on: date) -> tuple[Expected, ...]:
    """What an agency would owe on these tasks, in their order; in one statement."""
    asked = without_rows(with_additions(with_units(tasks, on), settled.rows_added, on), settled.keys)
    return tuple(row for row in expected(asked, cycle.supports) if row.agency == agency)
