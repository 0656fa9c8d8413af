"""Snapshots as pages and comparisons need them, and what a new one is made of besides the ledger."""

import json

from sqlalchemy import func, select

from tracker.storage.cycles import Cycle
from tracker.storage.database import db
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reports import Filing, Receipt
from tracker.storage.snapshots import Snapshot


def cover_texts(cycle_id: int) -> tuple[tuple[str, dict[str, str]], ...]:
    """(agency, its cover text by part) as it came with the last receipt, where it says anything."""
    newest = select(func.max(Receipt.id)).join(Filing, Filing.id == Receipt.filing_id)
    newest = newest.where(Filing.cycle_id == cycle_id).group_by(Receipt.filing_id)
    statement = (
        select(RegisteredAgency.name, Receipt.cover)
        .join(Filing, Filing.id == Receipt.filing_id)
        .join(RegisteredAgency, RegisteredAgency.id == Filing.agency_id)
        .where(Receipt.id.in_(newest))
        .order_by(Filing.id)
    )
    found = ((agency, json.loads(cover)) for agency, cover in db.session.execute(statement))
    return tuple((agency, said) for agency, said in found if any(text.strip() for text in said.values()))


def snapshots_of(cycle_id: int) -> tuple[Snapshot, ...]:
    """A cycle's snapshots, the latest first."""
    statement = select(Snapshot).where(Snapshot.cycle_id == cycle_id).order_by(Snapshot.number.desc())
    return tuple(db.session.scalars(statement))


def snapshot_of(cycle_id: int, number: int) -> Snapshot | None:
    """A snapshot of a cycle by its number."""
    return db.session.scalar(select(Snapshot).where(Snapshot.cycle_id == cycle_id, Snapshot.number == number))


def last_of_earlier_cycles(cycle: Cycle) -> tuple[tuple[Cycle, Snapshot], ...]:
    """Of every earlier cycle of the same leading group that has one, its last snapshot; the latest cycle first."""
    newest = select(func.max(Snapshot.id)).group_by(Snapshot.cycle_id)
    statement = (
        select(Cycle, Snapshot)
        .join(Snapshot, Snapshot.cycle_id == Cycle.id)
        .where(Snapshot.id.in_(newest), Cycle.group_id == cycle.group_id, Cycle.due_on < cycle.due_on)
        .order_by(Cycle.due_on.desc())
    )
    return tuple(map(tuple, db.session.execute(statement)))
