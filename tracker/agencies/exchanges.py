"""What differs between two registries, row by row; how it is written down, carried out, and taken back."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.agencies.rows import TABLES, Row, Rows, columns_of, row_of
from tracker.errors import WrongState

KEYS = {
    "jurisdictions": ("code",),
    "agencies": ("id",),
    "aliases": ("agency", "name"),
    "successions": ("predecessor", "successor"),
    "collectives": ("id",),
    "collective_members": ("collective", "agency"),
}
"""By which columns a row of one registry is found again in another; the next one of the same key is another row."""
BODIES = {
    "agencies": ("id",),
    "aliases": ("agency",),
    "successions": ("predecessor", "successor"),
    "collectives": ("id",),
    "collective_members": ("collective", "agency"),
}
"""The columns that name an agency or collective."""


@dataclass(frozen=True, slots=True)
class Move:
    """A row before and after; None where there is none."""

    table: str
    before: Row | None
    after: Row | None

    @property
    def row(self) -> Row:
        """The row as it stands, or as it was."""
        return self.after or self.before

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns in which a changed row differs."""
        if self.before is None or self.after is None:
            return ()
        return tuple(
            name for name in columns_of(type(self.after)) if getattr(self.before, name) != getattr(self.after, name)
        )

    @property
    def bodies(self) -> frozenset[str]:
        """The ids of the agencies and collectives it speaks of."""
        rows = [row for row in (self.before, self.after) if row is not None]
        return frozenset(getattr(row, name) for row in rows for name in BODIES.get(self.table, ())) - {""}


def keyed(table: str, rows: Iterable[Row]) -> dict[tuple, Row]:
    """Rows by their key; of several with one key the first, second … stand apart."""
    found, met = {}, Counter()
    for row in rows:
        key = tuple(getattr(row, name) for name in KEYS[table])
        found[*key, met[key]] = row
        met[key] += 1
    return found


def difference(before: Rows, after: Rows) -> tuple[Move, ...]:
    """Every row that is new, gone or different, table by table in the order of their keys."""
    return tuple(move for table in TABLES for move in _table_moves(table, before, after))


def _table_moves(table, before, after) -> Iterator[Move]:
    if getattr(before, table) == getattr(after, table):
        return
    old, new = keyed(table, getattr(before, table)), keyed(table, getattr(after, table))
    for key in sorted(old.keys() | new.keys(), key=str):
        if old.get(key) != new.get(key):
            yield Move(table, old.get(key), new.get(key))


def carried_out(rows: Rows, moves: Iterable[Move]) -> Rows:
    """The rows after these moves. WrongState when a row that is to change is not there as it was."""
    return exchanged(rows, [(move.table, move.before, move.after) for move in moves])


def taken_back(rows: Rows, moves: Iterable[Move]) -> Rows:
    """The rows before these moves. WrongState when a row that moved was changed since."""
    return exchanged(rows, [(move.table, move.after, move.before) for move in reversed(tuple(moves))])


def exchanged(rows: Rows, exchanges: Iterable[tuple[str, Row | None, Row | None]]) -> Rows:
    """The rows with the old of each (table, old, new) taken out and the new put in."""
    tables = {table: list(getattr(rows, table)) for table in TABLES}
    for table, old, new in exchanges:
        if old is not None:
            if old not in tables[table]:
                raise WrongState("涉及的内容后来又改过，不能自动撤销；请在单位页面逐项更正。")
            tables[table].remove(old)
        if new is not None:
            tables[table].append(new)
    return Rows(**{table: tuple(kept) for table, kept in tables.items()})


def written(row: Row | None) -> dict[str, Any] | None:
    """A row as JSON keeps it: dates in ISO, nothing that is empty."""
    if row is None:
        return None
    values = {name: getattr(row, name) for name in columns_of(type(row))}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items() if value}


def as_written(moves: Iterable[Move]) -> list[dict[str, Any]]:
    """Moves as JSON keeps them."""
    return [{"table": move.table, "before": written(move.before), "after": written(move.after)} for move in moves]


def read_back(kept: Iterable[Mapping[str, Any]]) -> tuple[Move, ...]:
    """Moves from what ``as_written`` gave."""
    return tuple(
        Move(each["table"], _row(each["table"], each["before"]), _row(each["table"], each["after"])) for each in kept
    )


EMPTY = {"jurisdictions": ("code", "name"), "agencies": ("id", "jurisdiction", "name"), "aliases": ("agency", "name")}
EMPTY |= {"successions": ("predecessor", "successor", "kind"), "collectives": ("id", "jurisdiction", "name")}
EMPTY |= {"collective_members": ("collective", "agency")}


def _row(table, values):
    return None if values is None else row_of(table, dict.fromkeys(EMPTY[table], "") | values)


@dataclass(frozen=True, slots=True)
class Clash:
    """A row that both sides changed since, and not alike; ``ours`` is the one that stays."""

    table: str
    base: Row | None
    ours: Row | None
    theirs: Row | None

    @property
    def row(self) -> Row:
        return self.ours or self.theirs or self.base


def joined(base: Rows, ours: Rows, theirs: Rows) -> tuple[Rows, tuple[Clash, ...]]:
    """Our registry with what theirs changed since the common ``base``, and the rows that both changed, which stay ours."""
    tables, clashes = {}, []
    for table in TABLES:
        own, old, other = (keyed(table, getattr(rows, table)) for rows in (ours, base, theirs))
        kept = dict(own)
        for key in other.keys() | old.keys():
            was, is_ours, is_theirs = old.get(key), own.get(key), other.get(key)
            if is_theirs in (was, is_ours):
                continue
            if is_ours != was:
                clashes.append(Clash(table, was, is_ours, is_theirs))
            elif is_theirs is None:
                del kept[key]
            else:
                kept[key] = is_theirs
        tables[table] = tuple(kept.values())
    return Rows(**tables), tuple(sorted(clashes, key=lambda each: (list(TABLES).index(each.table), str(each.row))))
