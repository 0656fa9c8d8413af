"""台账的栏目: the columns an office chose and ordered, kept under a name."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.operations import named
from tracker.operations.actors import Acting
from tracker.storage.workbooks import LedgerLayout
from tracker.workbooks.columns import LEDGER, Column, chosen

DOING = "设定台账的栏目"


@dataclass(frozen=True)
class Layout:
    """A layout as it was kept."""

    id: int
    name: str
    captions: tuple[str, ...]


def keep_layout(name: str, captions: Sequence[str], *, by: Acting) -> int:
    """Keep a layout under a name, in place of one of that name; returns its id. Raises BadLayout, Lacking, NotYours."""
    chosen(captions)
    return named.keep(LedgerLayout, name, by=by, doing=DOING, captions=json.dumps(list(captions), ensure_ascii=False))


def drop_layout(layout_id: int, *, by: Acting) -> None:
    """Forget a layout. Raises NotThere."""
    named.drop(LedgerLayout, layout_id, by=by, doing=DOING)


def columns_of(
    layout_id: int | None, group_id: int | None, usual: Sequence[Column] = LEDGER
) -> Sequence[Column]:
    """The columns of a layout of a group; the usual ones where none is asked for. Raises NotThere."""
    return chosen(json.loads(named.one_of(LedgerLayout, layout_id, group_id).captions)) if layout_id else usual


def layouts_of(group_id: int | None) -> tuple[Layout, ...]:
    """The layouts of a group."""
    kept = named.all_of(LedgerLayout, group_id)
    return tuple(Layout(each.id, each.name, tuple(json.loads(each.captions))) for each in kept)
