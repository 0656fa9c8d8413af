"""Deciding whom a printed name means, once for good, and taking that back."""

import json
from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from tracker import clock
from tracker.agencies.confirmed import period_of
from tracker.agencies.rows import Agency as RegisteredAgency
from tracker.agencies.rows import Rows, in_period
from tracker.errors import NotRegistered, WrongState
from tracker.operations.recognising import days_asked_about
from tracker.operations.registry_changes import Changed, Wanted, change, undo
from tracker.operations.words import signature
from tracker.storage.agencies import Agency
from tracker.storage.database import db
from tracker.storage.office_rows import TABLES, OfficeMove, complete, office_rows
from tracker.storage.registry import ConfirmedName
from tracker.storage.registry_history import RegistryEvent
from tracker.vocabulary import RegistryStep

TABLE = ConfirmedName.__tablename__


def confirm_name(agency_id: int, body_id: str, *, who: str) -> int:
    """Decide once for good whom a printed name means: an agency or a collective of the registry.

    An agency with a first or a last day is meant in documents of its time, and in those that are decided about now:
    in others the name may be another's, and is asked about again. Returns at how many assignments that changed. Raises NotRegistered for an unknown name or body, Unsigned.
    """
    who = signature(who)

    def make(rows: Rows) -> Wanted:
        return Wanted(rows, confirmations(agency_id, body_id, rows, who=who))

    return change(RegistryStep.CONFIRMED, make, who=who).recognised


def confirmations(agency_id: int, body_id: str, rows: Rows, *, who: str) -> tuple[OfficeMove, ...]:
    """The row that says whom a printed name means in this registry, instead of those that said so for the same days."""
    printed = db.session.get(Agency, agency_id)
    body = next((each for each in (*rows.agencies, *rows.collectives) if each.id == body_id), None)
    if printed is None or body is None:
        raise NotRegistered(body_id if printed else agency_id)
    table, is_agency = TABLES[TABLE], isinstance(body, RegisteredAgency)
    standing = office_rows(TABLE, table.jurisdiction == printed.jurisdiction, table.name == printed.name)
    days = days_asked_about(printed.id)
    replaced = [row for row in standing if any(in_period(*_period(row), day) for day in days) or not days]
    others = [_period(row) for row in standing if row not in replaced]
    own = (body.valid_from, body.valid_to) if is_agency else (None, None)
    first, end = period_of(own, days, others)
    after = {
        "jurisdiction": printed.jurisdiction,
        "name": printed.name,
        "registered_id": body_id if is_agency else None,
        "collective_id": None if is_agency else body_id,
        "valid_from": first and first.isoformat(),
        "valid_to": end and end.isoformat(),
        "who": who,
        "at": clock.now().isoformat(),
    }
    before, *more = replaced or [None]
    made = OfficeMove(TABLE, before, after if before is None else {"id": before["id"]} | after)
    return made, *(OfficeMove(TABLE, row, None) for row in more)


def _period(row):
    return tuple(date.fromisoformat(row[name]) if row[name] else None for name in ("valid_from", "valid_to"))


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
        made = (each["after"] for each in json.loads(event.changes) if each["table"] == TABLE and each["after"])
        if any(complete(TABLE, after) == row for after in made):
            return event.id
    return None
