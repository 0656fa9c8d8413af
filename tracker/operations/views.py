"""保存的视图: conditions on the ledger an office keeps under a name, to be looked at and exported again."""

import json
from dataclasses import dataclass

from tracker.errors import WrongState
from tracker.operations import named
from tracker.operations.actors import Acting
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.views import SavedView

DOING = "保存台账的视图"
MOST = 30
"""More views than these are not told apart on a page."""


@dataclass(frozen=True)
class View:
    """A view as it was kept."""

    id: int
    name: str
    wanted: TaskFilter


def keep_view(name: str, wanted: TaskFilter, *, by: Acting) -> int:
    """Keep a view, in place of one of that name; returns its id. Raises Lacking, WrongState, NotYours."""
    address = wanted.first_page.address
    if not address:
        raise WrongState("没有筛选条件，不用保存；请先设好条件，再保存视图。")
    others = [view for view in views_of(by.group_id) if view.name != name]
    if len(others) >= MOST:
        raise WrongState(f"已经保存了 {MOST} 个视图，没有再保存；请先删去不用的。")
    return named.keep(SavedView, name, by=by, doing=DOING, address=json.dumps(address, ensure_ascii=False))


def drop_view(view_id: int, *, by: Acting) -> None:
    """Forget a view. Raises NotThere, NotYours."""
    named.drop(SavedView, view_id, by=by, doing=DOING)


def views_of(group_id: int | None) -> tuple[View, ...]:
    """The views of a group."""
    return tuple(
        View(each.id, each.name, TaskFilter.parse(json.loads(each.address)))
        for each in named.all_of(SavedView, group_id)
    )
