"""Which column of a workbook of others is which: the fields of the page, and what was chosen on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.operations.importing_foreign import Foreign
from tracker.workbooks.foreign_columns import CAPTIONS


@dataclass(frozen=True)
class Field:
    """One of our columns, the column chosen for it, and why that."""

    name: str
    label: str
    chosen: int | None
    why: str


def column_fields(found: Foreign, typed: Mapping[str, str]) -> list[Field]:
    """Our columns, each with what was chosen, else with what its caption says without doubt."""
    return [_field(name, label, found.proposal, typed) for name, (label, *_) in CAPTIONS.items()]


def _field(name, label, proposal, typed):
    sure, doubtful = proposal.columns.get(name), proposal.doubtful.get(name, ())
    chosen = sure.column if sure and sure.sureness == "same" else None
    if "columns" in typed:
        chosen = _number(typed.get(f"column {name}"))
    return Field(name, label, chosen, sure.why if sure else "".join(one.why for one in doubtful))


def matched(form: Mapping[str, str]) -> dict[str, Any]:
    """What a form says: ``columns`` by our names, or ``rows``: the task of each."""
    if "columns" in form:
        chosen = {name: _number(form.get(f"column {name}")) for name in CAPTIONS}
        return {"columns": {name: column for name, column in chosen.items() if column}}
    rows = {name.removeprefix("task "): key for name, key in form.items() if name.startswith("task ")}
    return {"rows": {number: key for text, key in rows.items() if (number := _number(text))}}


def _number(text):
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 8 else None
