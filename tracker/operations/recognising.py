"""Whom printed names mean: asked of the registry for whole documents; what a person decided comes first."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select, update

from tracker import clock
from tracker.agencies.confirmed import Confirmed, ConfirmedNames
from tracker.agencies.resolution import Registry
from tracker.agencies.rows import Rows
from tracker.storage.agencies import Agency
from tracker.storage.database import db
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.storage.history import DocumentEvent
from tracker.storage.people import LeadingGroup
from tracker.storage.queries.recipients import BodyToday, body_called
from tracker.storage.queries.registry import naming
from tracker.storage.registering import stored_registry
from tracker.storage.registry import ConfirmedName
from tracker.storage.registry_office import NamedMember
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

    A name is asked for in its jurisdiction on its document's day, or where it has none on the day it was taken in
    (``units_of`` says where that decided); what a person confirmed for documents of such a day comes first. To be called within a transaction; it
    sends as many statements for one document as for all.
    """
    db.session.flush()
    units = db.session.execute(_units(document_ids)).all()
    if not units:
        return 0
    registry, confirmed = Registry(stored_registry()), confirmed_names()
    taken_in = days_taken_in()
    names = {unit.id: (*unit[1:3], unit.issued_on or taken_in.get(unit.document_id)) for unit in units}
    meant = {name: _decided(confirmed, registry, *name) or _meant(registry, *name) for name in set(names.values())}
    named = _Named(registry.rows)
    found = [(unit, named.settled(meant[names[unit.id]], unit.task_id, unit.document_id)) for unit in units]
    rows = [{"id": unit.id} | now._asdict() for unit, now in found if Meant(*unit[4:7]) != now]
    if rows:
        db.session.execute(update(Assignment), rows)
    return len(rows)


def days_taken_in() -> dict[int, date]:
    """Document without a date → the day it was taken in, as far as that is known."""
    taken_in = select(DocumentEvent.document_id, func.min(DocumentEvent.at)).join(
        PolicyDocument, PolicyDocument.id == DocumentEvent.document_id
    )
    statement = taken_in.where(PolicyDocument.issued_on.is_(None)).group_by(DocumentEvent.document_id)
    return {document: at.date() for document, at in db.session.execute(statement)}


@seeing_everything()
def meant_today(name: str, group_id: int) -> str | None:
    """The body in force today that a name means where a group's documents print it (市财政局); None if that is not sure."""
    place = db.session.scalar(select(LeadingGroup.jurisdiction).where(LeadingGroup.id == group_id))
    registry, on = naming(), clock.today()
    found = _decided(confirmed_names(), registry, place, name, on) or _meant(registry, place, name, on)
    body = registry.agencies.get(found.registered_id)
    return body.id if body and body.in_force(on) else None


@seeing_everything()
def former_body(name: str, group_id: int) -> BodyToday | None:
    """Who carries on today for a body that is gone, as a group's documents once called it; None where it was never there."""
    place = db.session.scalar(select(LeadingGroup.jurisdiction).where(LeadingGroup.id == group_id))
    found = body_called(name, clock.today(), place)
    return found if found.is_former else None


@seeing_everything()
def days_asked_about(printed: int) -> list[date]:
    """The days of the documents for which a name is asked about or, where none is, of all it stands in."""
    own = (Assignment.recognition, PolicyDocument.issued_on, PolicyDocument.id)
    statement = select(*own).join(Assignment.task).join(Task.measure).join(Measure.document)
    found = db.session.execute(statement.where(Assignment.agency_id == printed).distinct()).all()
    waiting = [row for row in found if row.recognition == Recognition.CANDIDATE] or found
    taken_in = days_taken_in()
    days = (row.issued_on or taken_in.get(row.id) for row in waiting)
    return sorted({day for day in days if day})


def confirmed_names() -> ConfirmedNames:
    """Whom persons said that printed names mean, and in documents of which days."""
    own = (ConfirmedName.jurisdiction, ConfirmedName.name, ConfirmedName.registered_id, ConfirmedName.collective_id)
    period = (ConfirmedName.valid_from, ConfirmedName.valid_to)
    rows = db.session.execute(select(*own, *period).order_by(ConfirmedName.at, ConfirmedName.id))
    return ConfirmedNames(Confirmed(*row) for row in rows)


def _units(document_ids):
    key = (Agency.jurisdiction, Agency.name, PolicyDocument.issued_on)
    known = (Assignment.registered_id, Assignment.collective_id, Assignment.recognition)
    statement = select(Assignment.id, *key, *known, Assignment.task_id, PolicyDocument.id.label("document_id"))
    statement = statement.join(Assignment.agency).join(Assignment.task).join(Task.measure).join(Measure.document)
    return statement if document_ids is None else statement.where(PolicyDocument.id.in_(document_ids))


class _Named:
    """Of which open collectives the office has named members: as a rule, for a document, or for a task."""

    def __init__(self, rows: Rows):
        self.always = {each.collective for each in rows.collective_members if each.valid_to is None}
        own = (NamedMember.collective, NamedMember.task_id, NamedMember.document_id)
        self.sometimes = {tuple(row) for row in db.session.execute(select(*own).distinct())}

    def settled(self, meant: Meant, task_id: int, document_id: int) -> Meant:
        if meant.recognition != Recognition.OPEN:
            return meant
        collective = meant.collective_id
        scopes = {(collective, task_id, None), (collective, None, document_id)}
        is_named = collective in self.always or not scopes.isdisjoint(self.sometimes)
        return meant._replace(recognition=Recognition.RESOLVED) if is_named else meant


def _decided(confirmed, registry, jurisdiction, name, on) -> Meant | None:
    """What a person decided; not for a body that is known since to have ended before, where the name is another's."""
    found = confirmed.get(jurisdiction, name, on)
    if found is None:
        return None
    body = registry.agencies.get(found.registered_id)
    if body and on and body.valid_to and found.valid_to is None and body.valid_to <= on:
        now = registry.resolve(name, jurisdiction, on)
        if now.agency is not None and now.in_force:
            return None
    return Meant(found.registered_id, found.collective_id, Recognition.CONFIRMED)


def _meant(registry, jurisdiction, name, on) -> Meant:
    found = registry.resolve(name, jurisdiction, on)
    if found.agency is not None:
        return Meant(found.agency.id, None, Recognition.RESOLVED)
    if found.collective is not None:
        state = Recognition.OPEN if found.collective.open else Recognition.RESOLVED
        return Meant(None, found.collective.id, state)
    return Meant()
