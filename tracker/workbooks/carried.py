"""Sheets as plain values and back, for the way between the process that reads a file and the one that asked."""

from collections.abc import Sequence
from typing import Any

from tracker.workbooks.grids import Failed, Formula, Grid, Number, Value

NUMBER, FORMULA, FAILED = "n", "f", "x"


def as_plain(sheets: Sequence[Grid]) -> list[dict[str, Any]]:
    """Sheets as JSON can hold them; a cell of text is that text."""
    return [
        {
            "title": sheet.title,
            "hidden": sheet.hidden,
            "rows": [[row, [[column, _plain(value)] for column, value in cells.items()]] for row, cells in sheet.rows.items()],
            "merged": sheet.merged,
            "beside": sheet.beside,
        }
        for sheet in sheets
    ]  # fmt: skip


def of_plain(values: Sequence[dict[str, Any]]) -> list[Grid]:
    """The sheets ``as_plain`` was given."""
    return [
        Grid(
            sheet["title"],
            sheet["hidden"],
            {row: {column: _value(value) for column, value in cells} for row, cells in sheet["rows"]},
            [tuple(each) for each in sheet["merged"]],
            tuple(sheet.get("beside", ())),  # one kept by an earlier release does not say
        )
        for sheet in values
    ]


def _plain(value: Value):
    if isinstance(value, Number):
        return [NUMBER, value.value, value.percent]
    if isinstance(value, Formula | Failed):
        return [FORMULA if isinstance(value, Formula) else FAILED, value.shown]
    return value


def _value(plain) -> Value:
    if isinstance(plain, str):
        return plain
    kind, *parts = plain
    return {NUMBER: Number, FORMULA: Formula, FAILED: Failed}[kind](*parts)
