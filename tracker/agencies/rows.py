"""The registry as plain rows, each table with the columns of its CSV file in ``data/``.

A period is half open: ``valid_from`` is the first day, ``valid_to`` the first day no longer; an empty date is unknown
or still to come. Rows are compared without their line number and kept in one order, so that two registries are equal
when they say the same.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table; ``line`` is where it stands in its file, the header being line 1, or None."""

    basis: str = ""
    verified: str = ""
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Jurisdiction(Row):
    """地区: a code of GB/T 2260, or a local code for a zone that has none; ``parent`` is a code or empty."""

    code: str
    name: str
    short: str = ""
    level: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Agency(Row):
    """单位: ``jurisdiction`` is a code, ``name`` the complete name (广州市商务局), ``kind`` a word of ``kinds``."""

    id: str
    jurisdiction: str
    name: str
    short: str = ""
    kind: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def in_force(self, on: date) -> bool:
        return in_period(self.valid_from, self.valid_to, on)


@dataclass(frozen=True, slots=True)
class Alias(Row):
    """Another name of an agency or collective, complete (广州空港委) or with its level (市工信局)."""

    agency: str
    name: str


@dataclass(frozen=True, slots=True)
class Change(Row):
    """机构沿革: on ``date`` the duties of one agency pass to another; ``share`` says which, where it is not all of them.

    ``kind`` is a value of ``succession.ChangeKind``. What is abolished without a successor has an empty ``successor``.
    """

    predecessor: str
    successor: str
    kind: str
    date: date
    share: str = ""


@dataclass(frozen=True, slots=True)
class Collective(Row):
    """集合单位: an ``open`` one has no members until the office names them; ``defined_by`` is a document's stem."""

    id: str
    jurisdiction: str
    name: str
    open: bool = False
    defined_by: str = ""


@dataclass(frozen=True, slots=True)
class Membership(Row):
    """One agency in a collective for a time."""

    collective: str
    agency: str
    valid_from: date | None = None
    valid_to: date | None = None


TABLES: dict[str, type[Row]] = {
    "jurisdictions": Jurisdiction,
    "agencies": Agency,
    "aliases": Alias,
    "successions": Change,
    "collectives": Collective,
    "collective_members": Membership,
}
"""Table → the class of its rows, whose fields are the table's columns."""


@dataclass(frozen=True)
class Rows:
    """A whole registry; every table is a tuple in a fixed order."""

    jurisdictions: tuple[Jurisdiction, ...] = ()
    agencies: tuple[Agency, ...] = ()
    aliases: tuple[Alias, ...] = ()
    successions: tuple[Change, ...] = ()
    collectives: tuple[Collective, ...] = ()
    collective_members: tuple[Membership, ...] = ()

    def __post_init__(self):
        for table in TABLES:
            object.__setattr__(self, table, tuple(sorted(getattr(self, table), key=_order)))

    @classmethod
    def of(cls, **tables: Iterable[Mapping[str, Any]]) -> Self:
        """Rows from mappings of column → value, table by table. ValueError for a date or yes/no that is none."""
        return cls(
            **{table: tuple(row_of(table, values) for values in given) for table, given in tables.items()},
        )


def _order(row):
    return tuple(str(getattr(row, name)) for name in columns_of(type(row)))


def columns_of(kind: type[Row]) -> list[str]:
    """The columns of a class of rows, those of its own before basis and verified."""
    names = [each.name for each in fields(kind) if each.name != "line"]
    return [name for name in names if name not in ("basis", "verified")] + ["basis", "verified"]


def row_of(table: str, values: Mapping[str, Any]) -> Row:
    """A row from a mapping as a CSV or a database gives it; columns the table does not have are left out."""
    kind = TABLES[table]
    given = {name: value_of(name, values[name]) for name in columns_of(kind) if values.get(name) is not None}
    return kind(**given, line=values.get("line"))


DATES = frozenset({"valid_from", "valid_to", "date"})
DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?)?[月日]?(?: 0?0:00(?::00)?)?")
"""A date as papers and spreadsheets write it; a spreadsheet's day may drag midnight behind it."""
YES = {
    "yes": True,
    "true": True,
    "是": True,
    "1": True,
    "no": False,
    "false": False,
    "否": False,
    "0": False,
    "": False,
}


def value_of(column: str, value: Any) -> Any:
    """A cell as the row holds it: a date, a truth value or a stripped text. ValueError when it cannot be."""
    if column in DATES:
        return value if isinstance(value, date) else a_date(str(value).strip())
    if column == "open":
        return value if isinstance(value, bool) else _truth(str(value).strip().lower())
    return str(value).strip()


def a_date(text: str) -> date | None:
    """``2019-01-09``, ``2019/1/9`` and ``2019年1月9日`` → that day; ``2019-01`` and ``2019`` → their first day; empty → None.

    ValueError otherwise.
    """
    if not text:
        return None
    if not (match := DAY.fullmatch(text)):
        raise ValueError(text)
    year, month, day = match.groups(default="1")
    return date(int(year), int(month), int(day))


def _truth(text):
    if text not in YES:
        raise ValueError(text)
    return YES[text]


def in_period(first: date | None, end: date | None, on: date) -> bool:
    """Whether a day lies in ``[first, end)``; an empty end is open."""
    return (first is None or first <= on) and (end is None or on < end)
