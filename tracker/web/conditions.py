"""The conditions of a list as words on its page, each with the address of the list without it."""

from dataclasses import dataclass, replace

from flask import request, url_for

from tracker.storage.queries.choices import LABELS, Choices
from tracker.storage.queries.filters import AgencyFilter, TaskFilter
from tracker.vocabulary import Scope

Filter = TaskFilter | AgencyFilter
OF_GRAPH = ("document", "jurisdiction", "scope", "on")


@dataclass(frozen=True)
class Condition:
    """One condition: ``角色：牵头``; ``exists`` is False for a value that nothing in the database has."""

    name: str
    label: str
    value: str
    exists: bool
    without: str

    @property
    def complaint(self) -> str:
        """The sentence for a value that does not exist: ``没有“院长”这个角色``."""
        return f"没有“{self.value}”这个{self.label}"


@dataclass(frozen=True)
class Tab:
    """A scope beside how many rows the same conditions find in it."""

    label: str
    count: int
    address: str
    is_chosen: bool


def wanted_of_graph() -> TaskFilter:
    """The conditions of an address that graph and diagnosis know."""
    return TaskFilter.parse({name: request.args[name] for name in OF_GRAPH if name in request.args})


def conditions(wanted: Filter, choices: Choices, endpoint: str) -> tuple[Condition, ...]:
    """Every condition in words."""
    found = []
    for name, value in wanted.conditions.items():
        label, words = LABELS[name], choices.in_words(name, value)
        address = url_for(endpoint, **_without(wanted, name).address)
        found.append(Condition(name, label, words or value, words is not None, address))
    return tuple(found)


def tabs(wanted: Filter, in_scope: dict[Scope, int], endpoint: str) -> tuple[Tab, ...]:
    """Issued documents, drafts, both: the same conditions in each."""
    return tuple(
        Tab(
            label=scope.label,
            count=in_scope[scope],
            address=url_for(endpoint, **_first_page(replace(wanted, scope=scope)).address),
            is_chosen=scope == wanted.documents_in_scope,
        )
        for scope in Scope
    )


def _without(wanted, name):
    rest = tuple(pair for pair in wanted.unknown if pair[0] != name)
    return _first_page(replace(wanted, **{name: None}, unknown=rest))


def _first_page(wanted):
    return wanted.first_page if isinstance(wanted, TaskFilter) else wanted
