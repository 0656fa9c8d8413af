"""The office's own rows about bodies of the registry, as plain values that can be written down and put back."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from sqlalchemy import Date, inspect, or_, select

from tracker.errors import WrongState
from tracker.storage.columns import Moment
from tracker.storage.database import db
from tracker.storage.registry import ConfirmedName
from tracker.storage.registry_office import AgencyContact, Handover, NamedMember

TABLES = {model.__tablename__: model for model in (ConfirmedName, AgencyContact, NamedMember, Handover)}
BODIES = {
    "confirmed_name": ("registered_id", "collective_id"),
    "agency_contact": ("agency",),
    "named_member": ("collective", "agency"),
    "handover": ("collective", "from_agency", "to_agency"),
}
"""The columns that name a body of the registry."""


@dataclass(frozen=True)
class OfficeMove:
    """A row of one of these tables before and after, as JSON keeps it; None where there is none."""

    table: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def reverse(self) -> Self:
        return OfficeMove(self.table, self.after, self.before)

    @property
    def bodies(self) -> frozenset[str]:
        rows = [row for row in (self.before, self.after) if row]
        return frozenset(row[name] for row in rows for name in BODIES[self.table] if row.get(name))


def office_rows(table: str, *where) -> list[dict[str, Any]]:
    """Rows of a table, by id."""
    model = TABLES[table]
    columns = [getattr(model, name) for name in _names(model)]
    found = db.session.execute(select(*columns).where(*where).order_by(model.id))
    return [_plain(row._mapping) for row in found]


def rows_about(bodies: Collection[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every (table, row) that speaks of one of these bodies, in one statement for each table."""
    for table, names in BODIES.items():
        columns = [getattr(TABLES[table], name) for name in names]
        yield from ((table, row) for row in office_rows(table, or_(*(column.in_(bodies) for column in columns))))


def complete(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row as it was kept, with the columns its table did not have then."""
    return dict.fromkeys(_names(TABLES[table])) | row


def carry_out(moves: Iterable[OfficeMove]) -> list[OfficeMove]:
    """Write each row's new state; returns the moves with the ids of new rows.

    WrongState when a row is not there as it was.
    """
    db.session.flush()
    return [_carry_out(move) for move in moves]


def _carry_out(move):
    model = TABLES[move.table]
    if move.before is None:
        row = model(**_typed(model, move.after))
        db.session.add(row)
        db.session.flush()
        return OfficeMove(move.table, None, move.after | {"id": row.id})
    if office_rows(move.table, model.id == move.before["id"]) != [complete(move.table, move.before)]:
        raise WrongState("涉及的内容后来又改过，没有改动；请刷新页面，核对后再做。")
    row = db.session.get(model, move.before["id"])
    if move.after is None:
        db.session.delete(row)
    else:
        for name, value in _typed(model, move.after).items():
            setattr(row, name, value)
    db.session.flush()
    return move


def _names(model):
    return [column.key for column in inspect(model).column_attrs]


def _plain(row):
    return {name: value.isoformat() if isinstance(value, date | datetime) else value for name, value in row.items()}


def _typed(model, values):
    columns = inspect(model).columns
    return {name: _value(columns[name].type, value) for name, value in values.items()}


def _value(kind, value):
    if value is None or not isinstance(kind, Moment | Date):
        return value
    return (datetime if isinstance(kind, Moment) else date).fromisoformat(value)
