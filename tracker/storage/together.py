"""Several small tables read in one statement: a page waits for each statement it sends, and hardly for so few rows."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, Enum, Select, String, cast, func, literal, select, union_all
from sqlalchemy.types import TypeEngine

from tracker.storage.columns import Moment
from tracker.storage.database import db


def read_together(selects: Mapping[str, Select]) -> dict[str, list[tuple]]:
    """The rows of each select, in no order; numbers, words, days, moments and truths come back as they would alone."""
    whole = {name: each.subquery() for name, each in selects.items()}
    packed = (select(literal(name).label("name"), _packed(each.c).label("rows")) for name, each in whole.items())
    found = dict(db.session.execute(union_all(*packed)).all())
    return {name: _read([column.type for column in each.c], found[name]) for name, each in whole.items()}


def _packed(columns):
    """All rows in one value, column by column: a row for each of thousands would take longer to fetch than to find, and
    PostgreSQL longer to pack row by row, for it looks up anew each time how a value is written."""
    if db.engine.dialect.name == "postgresql":
        return cast(func.json_build_array(*map(func.json_agg, columns)), String)
    return func.json_array(*map(func.json_group_array, columns), type_=String)


def _read(kinds, packed):
    columns = zip(map(_reader, kinds), json.loads(packed), strict=True)
    return list(zip(*(values or () if read is None else _as_read(values, read) for read, values in columns), strict=True))


def _as_read(values, read):
    return [None if value is None else read(value) for value in values or ()]


def _reader(kind: TypeEngine) -> Callable[[Any], Any] | None:
    """What makes of a value as JSON has it what a row would have; None where it is the same."""
    if isinstance(kind, Moment):
        return lambda value: kind.process_result_value(datetime.fromisoformat(value), None)
    if isinstance(kind, Enum):
        return kind.enum_class
    return next((made for plain, made in ((Date, date.fromisoformat), (Boolean, bool)) if isinstance(kind, plain)), None)
