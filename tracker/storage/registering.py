"""The registry between its tables and plain rows: read whole, written whole, in a counted number of statements."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, delete, func, insert, select, update

from tracker import clock
from tracker.agencies.exchanges import as_written, carried_out, difference, read_back
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
from tracker.storage.registry_office import RegistryRelease

KEPT = {
    "jurisdictions": Jurisdiction,
    "agencies": RegisteredAgency,
    "collectives": Collective,
    "aliases": AgencyAlias,
    "successions": Succession,
    "collective_members": CollectiveMember,
}
KEYS = {"jurisdictions": "code", "agencies": "id", "collectives": "id"}
"""The tables whose rows others point to, and by what; in the others a changed row is another row."""
AT_ONCE = 500
"""Rows that one statement deletes by id."""
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


def selects_of_registry() -> dict[str, Select]:
    """By table of the registry: what reads it whole."""
    return {table: _select(table) for table in TABLES}


def registry_of(found: Mapping[str, Iterable[Sequence]]) -> Rows:
    """The registry from what these selects found, in whatever order."""
    return Rows(**{table: tuple(_rows(table, found[table])) for table in TABLES})


def has_registry() -> bool:
    """Whether any agency is registered."""
    return db.session.scalar(select(RegisteredAgency.id).limit(1)) is not None


def write_registry(wanted: Rows, meanwhile: Callable[[], None] = lambda: None) -> Written:
    """Let the tables say what these checked rows say; what is the same stays untouched.

    An agency or collective that is no longer there is forgotten by the assignments that meant it. ``meanwhile`` is
    called when everything new is there and nothing is gone yet; IntegrityError when the office's own rows still speak
    of a body that goes.
    """
    stored = stored_registry()
    changed = [table for table in TABLES if getattr(stored, table) != getattr(wanted, table)]
    loose = [table for table in changed if table not in KEYS]
    for table in loose:
        _take_out(table, set(getattr(wanted, table)))
    keyed = [table for table in KEYS if table in changed]
    counts = [_write_keyed(table, getattr(stored, table), _parents_first(table, wanted)) for table in keyed]
    for table in loose:
        there = set(getattr(stored, table))
        _write(insert(KEPT[table]), _values(table, [row for row in getattr(wanted, table) if row not in there], wanted))
        counts.append(_difference(getattr(stored, table), getattr(wanted, table), lambda row: row))
    meanwhile()
    for table in reversed(keyed):
        _remove(table, getattr(stored, table), getattr(wanted, table))
    db.session.expire_all()
    return Written(*map(sum, zip(*((each.added, each.changed, each.removed) for each in counts), strict=True)))


def last_release() -> Rows | None:
    """The registry that last came with the program; None if that was not kept."""
    found = db.session.scalar(select(RegistryRelease.content).order_by(RegistryRelease.id.desc()).limit(1))
    return None if found is None else carried_out(Rows(), read_back(json.loads(found)))


def keep_release(rows: Rows) -> None:
    """Remember the registry that came with the program, instead of the one before."""
    content = json.dumps(as_written(difference(Rows(), rows)), ensure_ascii=False)
    if db.session.scalar(select(RegistryRelease.content)) != content:
        db.session.execute(delete(RegistryRelease))
        db.session.execute(insert(RegistryRelease).values(at=clock.now(), content=content))


def _stored(table):
    return _rows(table, db.session.execute(_select(table)))


def _select(table):
    return select(*(_column(table, name).label(name) for name in columns_of(TABLES[table])))


def _rows(table, found):
    names = columns_of(TABLES[table])
    return (_row(table, names, values) for values in found)


def _row(table, names, values):
    given = zip(names, values, strict=True)
    return TABLES[table](**{name: "" if value is None and name not in DATES else value for name, value in given})


def _take_out(table, wanted):
    """Delete the rows of a table that are not wanted."""
    names = columns_of(TABLES[table])
    found = db.session.execute(select(KEPT[table].id, *(_column(table, name) for name in names)))
    gone = [row_id for row_id, *values in found if _row(table, names, values) not in wanted]
    for first in range(0, len(gone), AT_ONCE):
        db.session.execute(delete(KEPT[table]).where(KEPT[table].id.in_(gone[first : first + AT_ONCE])))


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
