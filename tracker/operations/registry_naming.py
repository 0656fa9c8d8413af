"""Deciding whom a printed name means, once for good, and taking that back."""

import json
from collections.abc import Callable

from sqlalchemy import select

from tracker import clock
from tracker.agencies.rows import Rows
from tracker.errors import NotRegistered, WrongState
from tracker.operations.registry_changes import Changed, Wanted, change, undo
from tracker.operations.words import signature
from tracker.storage.agencies import Agency
from tracker.storage.database import db
from tracker.storage.office_rows import TABLES, OfficeMove, office_rows
from tracker.storage.registry import ConfirmedName
from tracker.storage.registry_history import RegistryEvent
from tracker.vocabulary import RegistryStep

TABLE = ConfirmedName.__tablename__


def confirm_name(agency_id: int, body_id: str, *, who: str) -> int:
    """Decide once for good whom a printed name means: an agency or a collective of the registry.

    Returns at how many assignments that changed. Raises NotRegistered for an unknown name or body, Unsigned.
    """
    who = signature(who)

    def make(rows: Rows) -> Wanted:
        return Wanted(rows, (confirmation(agency_id, body_id, rows, who=who),))

    return change(RegistryStep.CONFIRMED, make, who=who).recognised


def confirmation(agency_id: int, body_id: str, rows: Rows, *, who: str) -> OfficeMove:
    """The row that says whom a printed name means in this registry, with the one it replaces."""
    printed = db.session.get(Agency, agency_id)
    is_agency = any(each.id == body_id for each in rows.agencies)
    if printed is None or not (is_agency or any(each.id == body_id for each in rows.collectives)):
        raise NotRegistered(body_id if printed else agency_id)
    table = TABLES[TABLE]
    own = (table.jurisdiction == printed.jurisdiction, table.name == printed.name)
    before = next(iter(office_rows(TABLE, *own)), None)
    after = {
        "jurisdiction": printed.jurisdiction,
        "name": printed.name,
        "registered_id": body_id if is_agency else None,
        "collective_id": None if is_agency else body_id,
        "who": who,
        "at": clock.now().isoformat(),
    }
    return OfficeMove(TABLE, before, after if before is None else {"id": before["id"]} | after)


def withdraw_name(confirmed_id: int, *, who: str) -> Changed:
    """Take back what was last decided about a printed name; what was decided before it holds again.

    Raises WrongState if nothing is decided about it any more.
    """
    who = signature(who)
    row = next(iter(office_rows(TABLE, TABLES[TABLE].id == confirmed_id)), None)
    if row is None:
        raise WrongState("这个名称的确认已经撤销过了，没有再改；请刷新页面查看。")
    if (event := _event_of(row)) is not None:
        db.session.rollback()
        return undo(event, who=who)
    return change(RegistryStep.UNDONE, _without(row), who=who)


def _without(row) -> Callable[[Rows], Wanted]:
    return lambda rows: Wanted(rows, (OfficeMove(TABLE, row, None),))


def _event_of(row) -> int | None:
    """The event after which a row stands as it does, where that can be taken back."""
    confirmed = select(RegistryEvent).where(RegistryEvent.step == RegistryStep.CONFIRMED)
    undone = select(RegistryEvent.undoes).where(RegistryEvent.undoes.is_not(None))
    for event in db.session.scalars(confirmed.where(RegistryEvent.id.not_in(undone)).order_by(RegistryEvent.id.desc())):
        if any(each["table"] == TABLE and each["after"] == row for each in json.loads(event.changes)):
            return event.id
    return None
