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
    packed = func.json_build_array if db.engine.dialect.name == "postgresql" else func.json_array
    rows = union_all(
        *(select(literal(name).label("name"), cast(packed(*each.c), String).label("row")) for name, each in whole.items())
    )
    found: dict[str, list[tuple]] = {name: [] for name in selects}
    readers = {name: [_reader(column.type) for column in each.c] for name, each in whole.items()}
    for name, row in db.session.execute(rows):
        values = zip(readers[name], json.loads(row), strict=True)
        found[name].append(tuple(value if read is None or value is None else read(value) for read, value in values))
    return found


def _reader(kind: TypeEngine) -> Callable[[Any], Any] | None:
    """What makes of a value as JSON has it what a row would have; None where it is the same."""
    if isinstance(kind, Moment):
        return lambda value: kind.process_result_value(datetime.fromisoformat(value), None)
    if isinstance(kind, Enum):
        return kind.enum_class
    return next((made for plain, made in ((Date, date.fromisoformat), (Boolean, bool)) if isinstance(kind, plain)), None)
