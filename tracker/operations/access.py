"""Who may do what: one table of role × action × owner, in data/rights.csv, asked by every page."""

import csv
import datetime
from collections.abc import Collection
from dataclasses import replace
from enum import StrEnum
from functools import cache

from tracker.settings import shipped
from tracker.storage.confining import sees_every
from tracker.storage.keeping import DUTIES, kept
from tracker.storage.queries.basis import basis
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.decided import singled
from tracker.storage.queries.people import Browser
from tracker.storage.sight import NOTHING, Sight
from tracker.vocabulary import OF_AN_AGENCY, AccountRole

ANYONE, ACCOUNT = "anyone", "account"
"""Columns of the table beside the roles: whoever asks, and whoever is signed in, even without a role yet."""


class Owner(StrEnum):
    """Whose things an action may concern: one's own, whatever one sees, or things that are nobody's."""

    OWN = "own"
    SEE = "see"
    ALL = "all"


@cache
def rights() -> dict[str, dict[str, Owner]]:
    """Action (a page's endpoint) → role, or ``anyone`` or ``account``, → whose things."""
    with (shipped("data") / "rights.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    roles = (ANYONE, ACCOUNT, *AccountRole)
    return {row["endpoint"]: {role: Owner(row[role]) for role in roles if row[role]} for row in rows}


@cache
def actions() -> dict[str, str]:
    """Action → what it does, in Chinese."""
    with (shipped("data") / "rights.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["endpoint"]: row["does"] for row in csv.DictReader(file)}


def right(roles: Collection[AccountRole] | None, action: str) -> Owner | None:
    """Whose things somebody of these roles may do it to, the widest where several say so; None if it is not for them.
    An account may have no roles yet; where nobody is signed in, they are None."""
    given, asking = rights().get(action, {}), () if roles is None else (ACCOUNT, *roles)
    found = {given[role] for role in (ANYONE, *asking) if role in given}
    return next((owner for owner in (Owner.ALL, Owner.SEE, Owner.OWN) if owner in found), None)


def sight_of(browser: Browser, today: datetime.date) -> Sight:
    """What a person sees: an office its group's documents and the published ones of groups beneath, a superior only
    what is published, an agency the tasks on which it stands, itself or in a collective, for itself or a predecessor, or
    because the office decided so."""
    person = browser.person
    if person.agency_id and OF_AN_AGENCY & person.roles:
        return kept(lambda: _sight_of_agency(person.agency_id, today), "sight", person.agency_id, today, of=DUTIES)
    if person.group_id is None:
        return NOTHING
    own, under = frozenset([person.group_id]), basis().beneath(person.group_id)
    if AccountRole.OFFICE in person.roles:
        return _whole(Sight(owns=own, reads=under, orphans=basis().is_top(person.group_id)))
    return _whole(Sight(reads=own | under)) if AccountRole.SUPERIOR in person.roles else NOTHING


def _whole(sight):
    """The same sight, without a condition where nothing is hidden: a condition on tasks costs more than the rest.

    What waits to be confirmed is hidden from a superior, and has no tasks yet.
    """
    owners = basis().owners
    with_tasks = [owner for *owner, has_tasks in owners if has_tasks]
    every_document = sees_every(sight, (owner for *owner, _ in owners))
    return replace(sight, every_document=every_document, every_task=sees_every(sight, with_tasks))


def _sight_of_agency(agency, today):
    registry, days = carrying(), (today, None)
    bodies = {source for day in days for source in registry.on(day).sources.get(agency, ())}
    return Sight(
        bodies=frozenset(bodies),
        collectives=frozenset(each.id for body in bodies for each in registry.collectives.of(body, today)),
        decided=frozenset(singled(today).heirs),
        given=frozenset().union(*(singled(day).given_to(agency) for day in days)),
    )
