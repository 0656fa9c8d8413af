"""Kinds of columns, and conditions on them, that SQLite and PostgreSQL take alike."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import (
    CTE,
    ColumnElement,
    DateTime,
    Enum,
    False_,
    String,
    bindparam,
    cast,
    func,
    literal,
    select,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine

from tracker.clock import CHINA


def word(vocabulary, name=None):
    """A column type that stores an enum's value as text, checked by the database, on SQLite and PostgreSQL alike.

    ``name`` tells the check apart where a table has two columns of one vocabulary.
    """
    return Enum(
        vocabulary,
        native_enum=False,
        length=20,
        values_callable=lambda words: [str(member) for member in words],
        create_constraint=True,
        name=name or vocabulary.__name__.lower(),
    )


class Moment(TypeDecorator):
    """A point in time, stored in UTC without a zone, given back as the offices' clock shows it."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect):
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value, dialect):
        return value and value.replace(tzinfo=UTC).astimezone(CHINA)


def among(column, ids: Collection[int]) -> ColumnElement[bool]:
    """``column IN (...)`` however many there are: written out, for a database takes only so many parameters."""
    return column.in_(bindparam(None, sorted(ids), expanding=True, literal_execute=True))


def is_never(condition: object) -> bool:
    """Whether nothing can meet a condition, told before a database is asked: PostgreSQL takes long to find it out."""
    return isinstance(condition, False_)


def joined_ids(column) -> ColumnElement[str | None]:
    """The numbers of all rows of a group as one text, None: no row; a row for each of thousands would take longer to fetch."""
    return func.aggregate_strings(cast(column, String), ",")


def ids_in(joined: str | None) -> list[int]:
    """The numbers in such a text."""
    return [int(each) for each in joined.split(",")] if joined else []


@dataclass(frozen=True)
class Chosen:
    """Some of many rows: these, or where they are fewer, all but these."""

    ids: frozenset[int]
    are_out: bool = False

    @classmethod
    def of(cls, ids: Set[int], everything: Set[int]) -> "Chosen":
        """Those of all there are, told by the fewer."""
        if 2 * len(ids) <= len(everything):
            return cls(frozenset(ids))
        return cls(frozenset(everything - ids), are_out=True)

    def has(self, column: ColumnElement) -> ColumnElement[bool]:
        """The condition that a row is one of them."""
        return ~among(column, self.ids) if self.are_out else among(column, self.ids)

    def holds(self, id_: int) -> bool:
        """Whether a row is one of them."""
        return (id_ in self.ids) is not self.are_out


def listed(named: Mapping[str, TypeEngine], rows: Iterable[Sequence], *, name: str, on_server: bool) -> CTE:
    """Rows of words and moments as a table of a select. They go as one value, so that the statement is put together
    once, however many there are; a list of VALUES would be written out anew each time."""
    sent = json.dumps([[_plain(each) for each in row] for row in rows])
    if on_server:
        table = func.jsonb_array_elements(cast(literal(sent, String()), JSONB)).table_valued("value", name="listed")
        taken = [
            cast(func.jsonb_extract_path_text(table.c.value, f"{at}"), kind) for at, kind in enumerate(named.values())
        ]
    else:
        table = func.json_each(sent).table_valued("value", name="listed")
        taken = [
            type_coerce(func.json_extract(table.c.value, f"$[{at}]"), kind) for at, kind in enumerate(named.values())
        ]
    columns = [each.label(word) for word, each in zip(named, taken, strict=True)]
    return select(*columns).cte(name).prefix_with("MATERIALIZED")


def _plain(value):
    """A moment as both databases write one."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    return value
