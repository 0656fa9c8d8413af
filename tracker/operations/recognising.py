"""Whom printed names mean: asked of the registry for whole documents, and decided by a person where it does not know."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select, update

from tracker import clock
from tracker.agencies.resolution import Registry
from tracker.errors import NotRegistered
from tracker.operations.transactions import one_transaction
from tracker.operations.words import signature
from tracker.storage.agencies import Agency
from tracker.storage.database import db, take_turn
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.storage.registering import stored_registry
from tracker.storage.registry import Collective, ConfirmedName, RegisteredAgency
from tracker.storage.sight import seeing_everything
from tracker.vocabulary import Recognition


class Meant(NamedTuple):
    """Whom a printed name means, as an assignment keeps it."""

    registered_id: str | None = None
    collective_id: str | None = None
    recognition: Recognition = Recognition.CANDIDATE


@seeing_everything()
def recognise(document_ids: Collection[int] | None = None) -> int:
    """Write at every assignment of these documents, or of all, whom it means; returns at how many that changed.

    A name is asked for in its jurisdiction on its document's day; what a person confirmed comes first. To be called
    within a transaction; it sends as many statements for one document as for all.
    """
    db.session.flush()
    units = db.session.execute(_units(document_ids)).all()
    if not units:
        return 0
    registry, confirmed = Registry(stored_registry()), confirmed_names()
    printed = {unit[1:4] for unit in units}
    meant = {name: confirmed.get(name[:2]) or _meant(registry, *name) for name in printed}
    rows = [{"id": unit.id} | meant[unit[1:4]]._asdict() for unit in units if Meant(*unit[4:]) != meant[unit[1:4]]]
    if rows:
        db.session.execute(update(Assignment), rows)
    return len(rows)


def confirm_name(agency_id: int, body_id: str, *, who: str) -> int:
    """Decide once for good whom a printed name means: an agency or a collective of the registry.

    Returns at how many assignments that changed. Raises NotRegistered for an unknown name or body, Unsigned.
    """
    who = signature(who)
    with one_transaction():
        take_turn(db.session.connection())
        printed = db.session.get(Agency, agency_id)
        body = db.session.get(RegisteredAgency, body_id) or db.session.get(Collective, body_id)
        if printed is None or body is None:
            raise NotRegistered(body_id if printed else agency_id)
        own = (ConfirmedName.jurisdiction == printed.jurisdiction, ConfirmedName.name == printed.name)
        name = db.session.scalar(select(ConfirmedName).where(*own))
        if name is None:
            name = ConfirmedName(jurisdiction=printed.jurisdiction, name=printed.name)
            db.session.add(name)
        name.registered_id = body_id if isinstance(body, RegisteredAgency) else None
        name.collective_id = body_id if isinstance(body, Collective) else None
        name.who, name.at = who, clock.now()
        return recognise()


def confirmed_names() -> dict[tuple[str, str], Meant]:
    """(jurisdiction, printed name) → whom a person said it means."""
    own = (ConfirmedName.jurisdiction, ConfirmedName.name, ConfirmedName.registered_id, ConfirmedName.collective_id)
    rows = db.session.execute(select(*own))
    return {(row.jurisdiction, row.name): Meant(*row[2:], Recognition.CONFIRMED) for row in rows}


def _units(document_ids):
    key = (Agency.jurisdiction, Agency.name, PolicyDocument.issued_on)
    statement = select(Assignment.id, *key, Assignment.registered_id, Assignment.collective_id, Assignment.recognition)
    statement = statement.join(Assignment.agency).join(Assignment.task).join(Task.measure).join(Measure.document)
    return statement if document_ids is None else statement.where(PolicyDocument.id.in_(document_ids))


def _meant(registry, jurisdiction, name, on) -> Meant:
    found = registry.resolve(name, jurisdiction, on)
    if found.agency is not None:
        return Meant(found.agency.id, None, Recognition.RESOLVED)
    if found.collective is not None:
        state = Recognition.OPEN if found.collective.open else Recognition.RESOLVED
        return Meant(None, found.collective.id, state)
    return Meant()
