"""What an office keeps for itself under a name: one of a name, to be replaced, and to be forgotten."""

from typing import Any

from sqlalchemy import select

from tracker import clock
from tracker.errors import Lacking, NotThere, NotYours
from tracker.operations.actors import OFFICE, Acting
from tracker.operations.transactions import one_transaction
from tracker.operations.words import fitting
from tracker.storage.database import db
from tracker.storage.people import LeadingGroup

LONGEST_NAME = 40


def keep(table: type, name: str, *, by: Acting, doing: str, **values: Any) -> int:
    """Keep these values under a name, in place of what has it; returns their id. Raises Lacking, NotYours, TooLong."""
    group_id, name = _group(by, doing), fitting(name, LONGEST_NAME, "名称", "name")
    if not name:
        raise Lacking("保存", ["名称"])
    with one_transaction():
        db.session.execute(select(LeadingGroup.id).where(LeadingGroup.id == group_id).with_for_update(key_share=True))
        one = db.session.scalar(select(table).where(table.group_id == group_id, table.name == name))
        one = one or table(group_id=group_id, name=name)
        for field, value in values.items():
            setattr(one, field, value)
        one.who, one.at = by.name, clock.now()
        db.session.add(one)
        db.session.flush()
        return one.id


def drop(table: type, id_: int, *, by: Acting, doing: str) -> None:
    """Forget it. Raises NotThere, NotYours."""
    group_id = _group(by, doing)
    with one_transaction():
        db.session.delete(one_of(table, id_, group_id, update=True))


def one_of(table: type, id_: int, group_id: int | None, *, update: bool = False) -> Any:
    """One of a group's; raises NotThere."""
    found = db.session.get(table, id_, with_for_update=update or None)
    if found is None or found.group_id != group_id:
        raise NotThere("保存的这一种")
    return found


def all_of(table: type, group_id: int | None) -> tuple:
    """All of a group's, by name."""
    return tuple(db.session.scalars(select(table).where(table.group_id == group_id).order_by(table.name)))


def _group(by, doing):
    if OFFICE not in by.roles or by.group_id is None:
        raise NotYours(doing)
    return by.group_id
