"""The registry between its tables and plain rows: read whole, written whole, in a counted number of statements."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from tracker.agencies.places import Places
from tracker.agencies.rows import DATES, TABLES, Row, Rows, columns_of
from tracker.storage.database import db
from tracker.storage.registry import (
    AgencyAlias,
    Collective,
    CollectiveMember,
    Jurisdiction,
    RegisteredAgency,
    Succession,
)

KEPT = {
    "jurisdictions": Jurisdiction,
    "agencies": RegisteredAgency,
    "collectives": Collective,
    "aliases": AgencyAlias,
    "successions": Succession,
    "collective_members": CollectiveMember,
}
KEYS = {"jurisdictions": "code", "agencies": "id", "collectives": "id"}
"""The tables whose rows others point to, and by what; the rows of the others are written anew when one changes."""
REFERENCES = frozenset({"parent", "jurisdiction", "successor"})
"""Columns that are empty in a row, and NULL in a table, where they point to nothing."""


@dataclass(frozen=True)
class Written:
    """How many rows of a registry were added, changed and taken out."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    def __bool__(self):
        return bool(self.added or self.changed or self.removed)


def stored_registry(*tables: str) -> Rows:
    """The registry as it is stored, or only the tables named; one statement for each."""
    return Rows(**{table: tuple(_stored(table)) for table in tables or TABLES})


def has_registry() -> bool:
    """Whether any agency is registered."""
    return db.session.scalar(select(RegisteredAgency.id).limit(1)) is not None


def write_registry(wanted: Rows) -> Written:
    """Let the tables say what these checked rows say; what is the same stays untouched.

    An agency or collective that is no longer there is forgotten by the assignments that meant it. IntegrityError when
    a person had confirmed a name to mean it.
    """
    stored = stored_registry()
    changed = [table for table in TABLES if getattr(stored, table) != getattr(wanted, table)]
    loose = [table for table in changed if table not in KEYS]
    for table in loose:
        db.session.execute(delete(KEPT[table]))
    keyed = [table for table in KEYS if table in changed]
    counts = [_write_keyed(table, getattr(stored, table), _parents_first(table, wanted)) for table in keyed]
    for table in loose:
        _write(insert(KEPT[table]), _values(table, getattr(wanted, table), wanted))
        counts.append(_difference(getattr(stored, table), getattr(wanted, table), lambda row: row))
    for table in reversed(keyed):
        _remove(table, getattr(stored, table), getattr(wanted, table))
    db.session.expire_all()
    return Written(*map(sum, zip(*((each.added, each.changed, each.removed) for each in counts), strict=True)))


def _stored(table):
    kind = TABLES[table]
    names = columns_of(kind)
    for values in db.session.execute(select(*(_column(table, name) for name in names))):
        given = zip(names, values, strict=True)
        yield kind(**{name: "" if value is None and name not in DATES else value for name, value in given})


def _column(table, name) -> ColumnElement:
    if (table, name) == ("aliases", "agency"):
        return func.coalesce(AgencyAlias.registered_id, AgencyAlias.collective_id)
    return getattr(KEPT[table], name)


def _parents_first(table, wanted) -> Sequence[Row]:
    if table != "jurisdictions":
        return getattr(wanted, table)
    places = Places(wanted.jurisdictions)
    return sorted(wanted.jurisdictions, key=lambda place: len(places.chain(place.code)))


def _write_keyed(table, stored, wanted):
    key = KEYS[table]
    before = {getattr(row, key): row for row in stored}
    new = [row for row in wanted if getattr(row, key) not in before]
    others = [row for row in wanted if before.get(getattr(row, key), row) != row]
    _write(insert(KEPT[table]), _values(table, new))
    _write(update(KEPT[table]), _values(table, others))
    return _difference(stored, wanted, lambda row: getattr(row, key))


def _difference(stored, wanted, key: Callable) -> Written:
    before, after = {key(row): row for row in stored}, {key(row): row for row in wanted}
    changed = sum(before[each] != after[each] for each in before.keys() & after.keys())
    return Written(len(after.keys() - before.keys()), changed, len(before.keys() - after.keys()))


def _remove(table, stored, wanted):
    key = KEYS[table]
    if gone := {getattr(row, key) for row in stored} - {getattr(row, key) for row in wanted}:
        db.session.execute(delete(KEPT[table]).where(getattr(KEPT[table], key).in_(gone)))


def _values(table, rows, wanted: Rows | None = None):
    names = columns_of(TABLES[table])
    collectives = {each.id for each in wanted.collectives} if table == "aliases" else set()
    for row in rows:
        values = {name: getattr(row, name) for name in names}
        values |= {name: values[name] or None for name in REFERENCES & values.keys()}
        if table == "aliases":
            body = values.pop("agency")
            known, other = ("collective_id", "registered_id")[:: 1 if body in collectives else -1]
            values |= {known: body, other: None}
        yield values


def _write(statement, rows):
    if rows := list(rows):
        db.session.execute(statement, rows)
