"""Kinds of columns, and conditions on them, that SQLite and PostgreSQL take alike."""

from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, DateTime, Enum, bindparam
from sqlalchemy.types import TypeDecorator

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
