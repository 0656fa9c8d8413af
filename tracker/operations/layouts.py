"""台账的栏目: the columns an office chose and ordered, kept under a name."""

import json
from collections.abc import Sequence

from sqlalchemy import select

from tracker import clock
from tracker.errors import Lacking, NotThere, NotYours
from tracker.operations.actors import OFFICE, Acting
from tracker.operations.transactions import one_transaction
from tracker.operations.words import line
from tracker.storage.database import db
from tracker.storage.workbooks import LedgerLayout
from tracker.workbooks.columns import LEDGER, Column, chosen

LONGEST_NAME = 40


def keep_layout(name: str, captions: Sequence[str], *, by: Acting) -> int:
    """Keep a layout under a name, in place of one of that name; returns its id. Raises BadLayout, Lacking, NotYours."""
    group_id, name = _group(by), line(name)[:LONGEST_NAME]
    if not name:
        raise Lacking("保存", ["名称"])
    chosen(captions)
    with one_transaction():
        layout = db.session.scalar(
            select(LedgerLayout).where(LedgerLayout.group_id == group_id, LedgerLayout.name == name)
        ) or LedgerLayout(group_id=group_id, name=name)
        layout.captions, layout.who, layout.at = json.dumps(list(captions), ensure_ascii=False), by.name, clock.now()
        db.session.add(layout)
        db.session.flush()
        return layout.id


def drop_layout(layout_id: int, *, by: Acting) -> None:
    """Forget a layout. Raises NotThere."""
    group_id = _group(by)
    with one_transaction():
        db.session.delete(_layout(layout_id, group_id))


def columns_of(layout_id: int | None, group_id: int | None) -> Sequence[Column]:
    """The columns of a layout of a group; all of them where none is asked for. Raises NotThere."""
    return chosen(json.loads(_layout(layout_id, group_id).captions)) if layout_id else LEDGER


def layouts_of(group_id: int | None) -> tuple[tuple[int, str, tuple[str, ...]], ...]:
    """The layouts of a group: id, name, captions."""
    statement = select(LedgerLayout).where(LedgerLayout.group_id == group_id).order_by(LedgerLayout.name)
    return tuple((each.id, each.name, tuple(json.loads(each.captions))) for each in db.session.scalars(statement))


def _layout(layout_id, group_id):
    found = db.session.get(LedgerLayout, layout_id)
    if found is None or found.group_id != group_id:
        raise NotThere("这种栏目")
    return found


def _group(by):
    if OFFICE not in by.roles or by.group_id is None:
        raise NotYours("设定台账的栏目")
    return by.group_id
