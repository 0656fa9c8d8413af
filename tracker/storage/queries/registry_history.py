"""What was done to the registry, event by event, as sentences; to one body or by one kind of step."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from tracker.agencies.captions import sentence
from tracker.agencies.exchanges import Move, read_back
from tracker.agencies.rows import TABLES
from tracker.storage.database import db
from tracker.storage.office_rows import OfficeMove
from tracker.storage.queries.carrying import carrying
from tracker.storage.registry_history import RegistryEvent, RegistryEventBody
from tracker.vocabulary import RegistryStep

MOST = 200
"""Sentences of one event; an import of a whole registry has thousands."""
LATELY = 100
"""Events of one list."""
SAID = {
    "confirmed_name": "“{name}”（{jurisdiction}）指 {registered_id}{collective_id}",
    "agency_contact": "联系人 {name}",
    "named_member": "{collective} 的指定成员 {agency}",
    "handover": "“{printed}”的交接 {from_agency} → {to_agency}",
}
BODIES = ("registered_id", "collective_id", "collective", "agency", "from_agency", "to_agency")
OFFICE_COLUMNS = ("registered_id", "collective_id", "to_agency")


@dataclass(frozen=True)
class RegistryLine:
    """One event: what was done, by whom, and what that changed; ``more`` is how many sentences are left out.

    ``undone_by`` is the event that took it back.
    """

    id: int
    step: RegistryStep
    who: str
    at: datetime
    reason: str | None
    sentences: tuple[str, ...]
    more: int
    undoes: int | None
    undone_by: int | None

    @property
    def can_be_undone(self) -> bool:
        return bool(self.sentences) and self.undone_by is None and self.step != RegistryStep.UNDONE


def history_of_body(body_id: str) -> tuple[RegistryLine, ...]:
    """What was done to an agency or collective, the last first, in one statement where the registry is kept."""
    own = select(RegistryEventBody.event_id).where(RegistryEventBody.body == body_id)
    return _lines(RegistryEvent.id.in_(own), about=body_id)


def history_of_step(step: RegistryStep | None = None) -> tuple[RegistryLine, ...]:
    """What was done lately, of one kind or of any, the last first, in one statement; the first filling is left out."""
    return _lines(RegistryEvent.changes != "[]" if step is None else RegistryEvent.step == step)


def told(move: Move | OfficeMove) -> str:
    """What a move does, as a sentence; no telephone number is in it."""
    if isinstance(move, Move):
        return sentence(move)
    return _office_sentence(move.table, move.before, move.after)


def _lines(where, about: str | None = None):
    undoing = aliased(RegistryEvent)
    statement = select(RegistryEvent, undoing.id).outerjoin(undoing, undoing.undoes == RegistryEvent.id)
    found = db.session.execute(statement.where(where).order_by(RegistryEvent.id.desc()).limit(LATELY))
    called = _called()
    return tuple(_line(event, undone_by, about, called) for event, undone_by in found)


def _called() -> Mapping[str, str]:
    """What agencies and collectives are called today, by id."""
    registry = carrying()
    return {each.id: each.name for each in (*registry.rows.agencies, *registry.rows.collectives)}


def _line(event, undone_by, about, called):
    kept = [each for each in json.loads(event.changes) if about is None or _speaks_of(each, about)]
    said = tuple(_sentence(each, called) for each in kept[:MOST])
    own = (event.id, event.step, event.who, event.at, event.reason)
    return RegistryLine(*own, said, max(0, len(kept) - MOST), event.undoes, undone_by)


def _speaks_of(kept: Mapping[str, Any], body: str) -> bool:
    return any(row and body in row.values() for row in (kept["before"], kept["after"]))


def _sentence(kept: Mapping[str, Any], called: Mapping[str, str]) -> str:
    if kept["table"] in TABLES:
        return sentence(read_back([kept])[0], called)
    return _office_sentence(kept["table"], *(row and _with_names(row, called) for row in (kept["before"], kept["after"])))


def _with_names(row, called):
    return row | {name: called.get(row[name], row[name]) for name in BODIES if row.get(name)}


def _office_sentence(table, *rows) -> str:
    before, after = (row and _said(table, row) for row in rows)
    if before is None:
        return f"新增 {after}"
    if after is None:
        return f"删去 {before}"
    return f"修改 {after}" if before == after else f"{before}，改为 {after}"


def _said(table, row):
    empty = {name: "" for name in OFFICE_COLUMNS if row.get(name) is None}
    return SAID[table].format(**row | empty)
