"""The registry as the views need it, read once for each state of the data, and who stands in a task."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from tracker import clock
from tracker.agencies.carrying import Carrying
from tracker.agencies.rows import Agency as RegisteredAgency
from tracker.agencies.standpoint import TODAY, Standpoint
from tracker.storage.agencies import Agency
from tracker.storage.database import db
from tracker.storage.documents import Assignment
from tracker.storage.keeping import kept_for_all
from tracker.storage.queries.filters import LARGEST_ID
from tracker.storage.queries.labels import full_name, is_collective
from tracker.storage.registering import stored_registry


@dataclass(frozen=True, slots=True)
class Node:
    """Whoever stands in a task: a registered agency, a collective, or a printed name nobody knows.

    ``key`` is the id of the first two and the number of the last; ``name`` is how documents print it, ``full`` stands
    alone. ``place`` is its jurisdiction's name.
    """

    key: str
    name: str
    full: str
    place: str
    kind: str = ""
    is_collective: bool = False
    is_known: bool = True
    is_former: bool = False


def carrying() -> Carrying:
    """The registry, in one statement where it is kept."""
    return kept_for_all(lambda: Carrying(stored_registry()), "registry")


def nodes(keys: Iterable[str], registry: Carrying) -> dict[str, Node]:
    """Who these are, in one statement, or in none where all are registered."""
    found, printed = {}, []
    for key in keys:
        if (body := registry.body(key)) is not None:
            found[key] = node_of(body, registry)
        elif _is_number(key):
            printed.append(int(key))
    if printed:
        statement = select(Agency.id, Agency.jurisdiction, Agency.name).where(Agency.id.in_(printed))
        found |= {str(row.id): _printed(row) for row in db.session.execute(statement)}
    return found


def node_of(body, registry: Carrying) -> Node:
    place = registry.place(body)
    if isinstance(body, RegisteredAgency):
        former = registry.is_former(body.id, clock.today())
        return Node(body.id, body.short or body.name, body.name, place, body.kind, is_former=former)
    return Node(body.id, body.name, full_name(place, body.name), place, is_collective=True)


def told_apart(found: Iterable[Node]) -> dict[str, str]:
    """Key → its name, in full where several have one name."""
    found = list(found)
    bearers = Counter(node.name for node in found)
    return {node.key: node.full if bearers[node.name] > 1 else node.name for node in found}


def _is_number(key):
    return key.isascii() and key.isdecimal() and len(key) <= 10 and int(key) <= LARGEST_ID


def keys_of(registered: str | None, collective: str | None, agency_id: int, bearers) -> tuple[str, ...]:
    """Whoever stands for a unit of a task, on the day of ``bearers``."""
    if registered is not None:
        return tuple(heir.agency for heir in bearers.of[registered])
    return (collective or str(agency_id),)


def stands_for(key: str, duty, on: Standpoint | None) -> ColumnElement[bool]:
    """The condition that an assignment (``duty``) is the duty of a body, a collective or a printed name.

    Without a standpoint a body is meant as it is printed, and with all that it carries today.
    """
    registry = carrying()
    if key in registry.agencies:
        days = {(on or TODAY).day(clock.today()), *([None] if on is None else [])}
        sources = {source for day in days for source in registry.on(day).sources.get(key, ())}
        return duty.registered_id.in_(sources)
    if key in registry.collectives.by_id:
        return duty.collective_id == key
    return _is_printed(int(key), duty) if _is_number(key) else false()


def _is_printed(agency_id, duty):
    """As far as nobody knows the name; one that is known everywhere is still found by its number."""
    unknown = (duty.agency_id == agency_id, duty.registered_id.is_(None), duty.collective_id.is_(None))
    other = aliased(Assignment)
    anywhere = (other.agency_id == agency_id, other.registered_id.is_(None), other.collective_id.is_(None))
    return or_(and_(*unknown), and_(duty.agency_id == agency_id, ~exists().where(*anywhere)))


def has_through_collective(key: str, duty, document, on: Standpoint | None) -> ColumnElement[bool]:
    """The condition that an assignment (``duty``) in a ``document`` is a collective's to which an agency belongs.

    As printed is on the document's own day; a document without one is taken as of today.
    """
    registry, today = carrying(), clock.today()
    day = (on or TODAY).day(today)
    if day is not None:
        return duty.collective_id.in_([each.id for each in registry.collectives_of(key, day)])
    issued = func.coalesce(document.issued_on, today)
    periods = [each for each in registry.rows.collective_members if each.agency == key]
    return or_(false(), *(and_(duty.collective_id == each.collective, *_within(issued, each)) for each in periods))


def _within(issued, period):
    if period.valid_from:
        yield issued >= period.valid_from
    if period.valid_to:
        yield issued < period.valid_to


def _printed(row) -> Node:
    full = full_name(row.jurisdiction, row.name)
    return Node(str(row.id), row.name, full, row.jurisdiction, is_collective=is_collective(row.name), is_known=False)


def members_on(registry: Carrying, collective: str, issued_on: date | None, day: date | None) -> Iterable[str]:
    """Who carries a collective's duties from a document of that day, looked at on ``day`` (None: on its own)."""
    own = issued_on or clock.today()
    if day is None:
        return registry.collectives.members_on(collective, own)
    return registry.members(collective, day)
