"""The heads of a list's columns, by which it is sorted, and the way from page to page."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from flask import url_for

from tracker.storage.queries.filters import TaskFilter

COLUMNS = (
    ("order", "条款号"),
    ("title", "任务"),
    ("lead", "牵头单位"),
    (None, "责任单位"),
    ("units", "配合单位"),
    ("deadline", "时限"),
)


@dataclass(frozen=True)
class Column:
    """A column's head; ``direction`` is how the list is sorted by it, ``address`` sorts by it, or the other way."""

    name: str | None
    label: str
    direction: str | None = None
    address: str | None = None


@dataclass(frozen=True)
class Pager:
    """Where one is in a list of several pages; an address is None where there is nothing further."""

    page: int
    pages: int
    before: str | None
    after: str | None

    @classmethod
    def of(cls, page: int, pages: int, address: Callable[[int], str]) -> "Pager":
        """With the addresses of the page before and after, as ``address`` gives that of a page."""
        before = address(page - 1) if page > 1 else None
        return cls(page, pages, before, address(page + 1) if page < pages else None)


def columns(wanted: TaskFilter) -> tuple[Column, ...]:
    """The heads of the ledger's columns."""
    return tuple(_column(wanted, name, label) for name, label in COLUMNS)


def pager(wanted: TaskFilter, page: int, pages: int) -> Pager:
    """Links to the page before and after."""
    return Pager.of(page, pages, partial(_page, wanted))


def _column(wanted, name, label):
    if name is None:
        return Column(name, label)
    chosen = name == wanted.sort
    turned = replace(wanted, sort=name, descending=chosen and not wanted.descending, page=1)
    direction = ("descending" if wanted.descending else "ascending") if chosen else None
    return Column(name, label, direction, url_for("tasks.index", **turned.address))


def _page(wanted, page):
    return url_for("tasks.index", **replace(wanted, page=page).address)
