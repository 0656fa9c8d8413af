"""Who does something: an account with its name, roles and body, and as what a row of a cycle sees it.

Operations take an actor as the keyword ``by``; any value with these names will do.
"""

from dataclasses import dataclass
from typing import Protocol

from tracker.vocabulary.reporting import Duty, Party

OFFICE, REPORTER, APPROVER = "office", "reporter", "approver"


class Acting(Protocol):
    """What operations need to know of whoever acts."""

    @property
    def id(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    @property
    def roles(self) -> frozenset[str]: ...
    @property
    def agency_id(self) -> str | None: ...
    @property
    def group_id(self) -> int | None: ...


@dataclass(frozen=True)
class Actor:
    """An account, of an agency or of a leading group."""

    id: int | None
    name: str
    roles: frozenset[str]
    agency_id: str | None = None
    group_id: int | None = None


def is_office_of(by: Acting, group_id: int) -> bool:
    """Whether somebody belongs to the office of a leading group."""
    return OFFICE in by.roles and by.group_id == group_id


def writes_for(by: Acting, agency_id: str) -> bool:
    """Whether somebody fills in or signs for an agency."""
    return by.agency_id == agency_id and bool({REPORTER, APPROVER} & by.roles)


@dataclass(frozen=True)
class Belonging:
    """Whose a row is: its cycle's group, the agency that owes it, and the task's consolidator (None: the office)."""

    group_id: int
    agency_id: str
    duty: Duty
    consolidator_id: str | None


def parties(by: Acting, row: Belonging) -> tuple[Party, ...]:
    """As what somebody may meet a row; empty: it is not there for them."""
    office = is_office_of(by, row.group_id)
    own = writes_for(by, row.agency_id)
    collects = row.consolidator_id is not None and writes_for(by, row.consolidator_id)
    found = (
        (Party.APPROVER, own and APPROVER in by.roles),
        (Party.REPORTER, own and REPORTER in by.roles),
        (Party.CONSOLIDATOR, row.duty is Duty.CONTRIBUTION and (collects or (office and row.consolidator_id is None))),
        (Party.OFFICE, office),
    )
    return tuple(party for party, is_so in found if is_so)
