"""Leading groups: those that travel with the program, and to which of them a document belongs."""

import csv

from sqlalchemy import select

from tracker.agencies.places import Places
from tracker.operations.transactions import one_transaction
from tracker.settings import shipped
from tracker.storage.database import db, take_turn
from tracker.storage.documents import PolicyDocument
from tracker.storage.people import LeadingGroup
from tracker.storage.registering import stored_registry
from tracker.storage.registry import RegisteredAgency


def fill_empty_groups() -> int:
    """Store the groups of data/leading_groups.csv if there is none yet; returns how many were stored."""
    with one_transaction():
        take_turn(db.session.connection())
        if db.session.scalar(select(LeadingGroup.id).limit(1)) is not None:
            return 0
        rows = _rows()
        for row in rows:
            db.session.add(_group(row))
            db.session.flush()
        return len(rows)


def hand_out_documents() -> int:
    """Give every document of no group to that of its jurisdiction, or of the nearest above; returns how many.

    To be called within a transaction. A document of an unknown jurisdiction stays with none.
    """
    orphans = db.session.scalars(select(PolicyDocument).where(PolicyDocument.leading_group_id.is_(None))).all()
    groups = dict(db.session.execute(select(LeadingGroup.jurisdiction, LeadingGroup.id)).all())
    if not orphans or not groups:
        return 0
    places = Places(stored_registry("jurisdictions").jurisdictions)
    for document in orphans:
        document.leading_group_id = _nearest(document.jurisdiction, groups, places)
    return sum(document.leading_group_id is not None for document in orphans)


def _rows():
    with (shipped("data") / "leading_groups.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _group(row):
    above = select(LeadingGroup.id).where(LeadingGroup.jurisdiction == row["superior"])
    office = db.session.get(RegisteredAgency, row["office"])
    return LeadingGroup(
        name=row["name"],
        jurisdiction=row["jurisdiction"],
        superior_id=db.session.scalar(above),
        office_id=office and office.id,
    )


def _nearest(jurisdiction, groups, places):
    if jurisdiction in groups:
        return groups[jurisdiction]
    place = places.find(jurisdiction)
    above = places.chain(place.code) if place else ()
    return next((groups[each.name] for each in above if each.name in groups), None)
