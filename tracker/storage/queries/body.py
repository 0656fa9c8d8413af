"""One body: its names, its line through time, its tasks by whatever way they came to it, and its partners."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from tracker import clock
from tracker.agencies.rows import Agency as RegisteredAgency
from tracker.agencies.rows import Alias, Change, Collective, Membership
from tracker.agencies.standpoint import Standpoint
from tracker.agencies.succession import Heir, Period
from tracker.graph.load import Load
from tracker.storage.columns import is_never
from tracker.storage.database import db
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.storage.queries.agencies import by_role
from tracker.storage.queries.basis import basis
from tracker.storage.queries.bearing import Bearers, has_through_collective, stands_for
from tracker.storage.queries.carrying import Node, carrying, node_of, nodes
from tracker.storage.queries.conditions import tasks_with_their_document
from tracker.storage.queries.loads import loads, standings
from tracker.storage.queries.rows import TaskRow, rows_of
from tracker.storage.queries.standing import STANDING
from tracker.vocabulary import Recognition, Role, Scope

TASKS_SHOWN = 50
THROUGH = "through"


@dataclass(frozen=True)
class PrintedName:
    """A name under which documents print a body, on how many tasks; ``by_person`` if a person said whom it means."""

    name: str
    jurisdiction: str
    tasks: int
    by_person: bool


@dataclass(frozen=True)
class Share:
    """A task of a body and how it came to it: under which printed name, by which changes, through which collective.

    ``is_decided`` says that the office decided so about this very task.
    """

    row: TaskRow
    printed: str
    changes: tuple[Change, ...] = ()
    collective: str | None = None
    is_decided: bool = False


@dataclass(frozen=True)
class Partner:
    """Another body and on how many tasks: ``supports`` where it supports this one, ``carries`` the other way."""

    body: Node
    supports: int
    carries: int


@dataclass(frozen=True)
class Line:
    """A body's line: everybody in it, in order of time, what happened, and who follows the body today."""

    periods: tuple[Period, ...]
    changes: tuple[Change, ...]
    followers: tuple[Heir, ...]
    names: Mapping[str, Node]
    today: date

    @property
    def has_history(self) -> bool:
        return bool(self.changes) or any(period.end for period in self.periods)


@dataclass(frozen=True)
class BodyView:
    """A body seen from a standpoint, in a scope.

    ``load`` counts its tasks by role and ``through`` those it has as a member; ``tasks`` are the first ``TASKS_SHOWN``
    of each (``through`` under that word). ``registered`` is its row in the registry, None for a printed name.
    """

    body: Node
    registered: RegisteredAgency | Collective | None
    on: Standpoint
    scope: Scope
    in_scope: dict[Scope, int]
    load: dict[Role, int]
    through: int
    tasks: Mapping[Role | str, tuple[Share, ...]]
    partners: tuple[Partner, ...]
    aliases: tuple[Alias, ...]
    printed: tuple[PrintedName, ...]
    line: Line | None
    collectives: tuple[Collective, ...]
    members: tuple[tuple[Node, Membership], ...]


def body_view(key: str, on: Standpoint, scope: Scope | None = None) -> BodyView | None:
    """A body by its key; None if there is none. Without a scope: issued documents, or all where it has none in those."""
    registry = carrying()
    found = nodes([key], registry)
    if key not in found:
        return None
    registered, today = registry.body(key), clock.today()
    by_scope = loads(on)
    in_scope = {one: _tasks_in(by_scope[one], key) for one in Scope}
    scope = scope or (Scope.ISSUED if in_scope[Scope.ISSUED] else Scope.ALL)
    own, day = by_scope[scope], on.day(today)
    is_agency = isinstance(registered, RegisteredAgency)
    return BodyView(
        body=found[key],
        registered=registered,
        on=on,
        scope=scope,
        in_scope=in_scope,
        load=by_role(own.loads.get(key, Load())),
        through=own.through.get(key, 0),
        tasks=_shares(key, on, scope, registry),
        partners=_partners(key, own),
        aliases=registry.aliases(key),
        printed=_printed_names(key, registered),
        line=_line(key, registry, today) if is_agency else None,
        collectives=registry.collectives_of(key, day or today) if is_agency else (),
        members=() if is_agency or registered is None else tuple(_members(key, registry, day or today)),
    )


def bodies_of_name(agency_id: int) -> tuple[str, ...]:
    """The keys of those whom a printed name means in one document or another; its own number as far as nobody knows."""
    key = (Assignment.registered_id, Assignment.collective_id)
    statement = select(*key, func.count()).where(Assignment.agency_id == agency_id).group_by(*key)
    rows = db.session.execute(statement.order_by(func.count().desc()))
    return tuple(registered or collective or str(agency_id) for registered, collective, _ in rows)


def _tasks_in(found, key):
    return found.any_role.get(key, 0) or found.through.get(key, 0)


def _shares(key, on, scope, registry):
    bearers = Bearers(on.day(clock.today()))
    own = _assigned(stands_for(key, Assignment, on), scope)
    through = _assigned(has_through_collective(key, Assignment, PolicyDocument, on), scope)
    chosen = {role: _first(row for row in own if row.role == role) for role in Role} | {THROUGH: _first(through)}
    rows = {row.id: row for row in rows_of(sorted({task for found in chosen.values() for task in found}))}
    return {
        kind: tuple(_share(key, rows[task], row, bearers, registry) for task, row in found.items())
        for kind, found in chosen.items()
    }


def _first(assigned):
    found = {}
    for row in assigned:
        if len(found) == TASKS_SHOWN:
            break
        found.setdefault(row.id, row)
    return found


def _share(key, row, assigned, bearers, registry):
    heirs = bearers.heirs(assigned.assignment, assigned.registered_id, assigned.collective_id, assigned.issued_on)
    heir = next((each for each in heirs if each.agency == key), None)
    collective = registry.collectives.by_id.get(assigned.collective_id)
    return Share(
        row,
        basis().printed[assigned.agency_id][1],
        heir.changes if heir else (),
        collective and collective.name,
        bearers.is_decided(assigned.assignment),
    )


def _assigned(condition, scope):
    if is_never(condition):
        return []
    meant = (Assignment.id.label("assignment"), Assignment.registered_id, Assignment.collective_id, Assignment.agency_id)
    columns = (Task.id, Assignment.role, *meant, PolicyDocument.issued_on)
    statement = tasks_with_their_document(*columns, STANDING).join(Task.assignments)
    order = (PolicyDocument.position, Measure.position, Task.ordinal, Assignment.position)
    rows = db.session.execute(statement.where(condition).order_by(*order))
    return [row for row in rows if row.standing in standings(scope)]


def _partners(key, found) -> tuple[Partner, ...]:
    supports = {other: tasks for (lead, other), tasks in found.links.items() if lead == key}
    carries = {other: tasks for (other, support), tasks in found.links.items() if support == key}
    partners = [
        Partner(found.nodes[other], supports.get(other, 0), carries.get(other, 0)) for other in supports | carries
    ]
    return tuple(sorted(partners, key=lambda p: (-p.supports - p.carries, p.body.name, p.body.key)))


def _printed_names(key, registered) -> tuple[PrintedName, ...]:
    if registered is None:
        return ()
    meant = or_(Assignment.registered_id == key, Assignment.collective_id == key)
    by_person = func.count().filter(Assignment.recognition == Recognition.CONFIRMED)
    counts = (func.count(Assignment.task_id.distinct()), by_person, func.count())
    statement = select(Assignment.agency_id, *counts).where(meant).group_by(Assignment.agency_id)
    named = [(basis().printed[id_], *counts) for id_, *counts in db.session.execute(statement)]
    return tuple(
        PrintedName(name, jurisdiction, tasks, bool(confirmed))
        for (jurisdiction, name), tasks, confirmed, times in sorted(named, key=lambda row: (-row[3], row[0][1]))
    )


def _line(key, registry, today) -> Line:
    periods, changes = registry.succession.lineage(key), registry.changes(key)
    names = {period.agency: node_of(registry.agencies[period.agency], registry) for period in periods}
    return Line(periods, changes, registry.followers(key, today), names, today)


def _members(key, registry, day) -> Iterator[tuple[Node, Membership]]:
    standing = set(registry.collectives.members_on(key, day))
    for each in registry.rows.collective_members:
        if each.collective == key and each.agency in standing:
            yield node_of(registry.agencies[each.agency], registry), each
