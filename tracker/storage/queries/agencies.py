"""Agencies: the list with everybody's load, and one agency with its tasks and those it works with."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import func, select

from tracker.storage.agencies import Agency
from tracker.storage.database import db
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.storage.queries.choices import AgencyName
from tracker.storage.queries.conditions import has_unit, in_scope, is_carried_by, tasks_with_their_document
from tracker.storage.queries.filters import AgencyFilter
from tracker.storage.queries.rows import TaskRow, rows_of
from tracker.storage.queries.standing import STANDING
from tracker.vocabulary import Role, Scope, Standing

TASKS_SHOWN = 50


@dataclass(frozen=True)
class AgencyLine:
    """An agency and on how many tasks it stands in each role."""

    agency: AgencyName
    load: dict[Role, int]


@dataclass(frozen=True)
class AgencyList:
    """The agencies asked for, by jurisdiction; ``in_scope`` counts them for issued documents, drafts and both.

    ``heaviest`` is the largest sum of one agency's loads.
    """

    groups: tuple[tuple[str, tuple[AgencyLine, ...]], ...]
    total: int
    heaviest: int
    in_scope: dict[Scope, int]


@dataclass(frozen=True)
class Partner:
    """Another agency and on how many tasks: ``supports`` where it supports this one, ``carries`` the other way."""

    agency: AgencyName
    supports: int
    carries: int


@dataclass(frozen=True)
class AgencyView:
    """An agency, its tasks role by role (the first ``TASKS_SHOWN`` of ``load[role]``) and its partners, in a scope."""

    agency: AgencyName
    scope: Scope
    in_scope: dict[Scope, int]
    load: dict[Role, int]
    tasks: dict[Role, tuple[TaskRow, ...]]
    partners: tuple[Partner, ...]


def agency_list(wanted: AgencyFilter) -> AgencyList:
    """The agencies a filter asks for, in one statement."""
    loads = {} if wanted.unknown else _loads(wanted)
    lines = {scope: _lines(loads, scope, wanted.role) for scope in Scope}
    chosen = sorted(lines[wanted.documents_in_scope], key=lambda line: _place(line, wanted.sort))
    groups = groupby(chosen, key=lambda line: line.agency.jurisdiction)
    return AgencyList(
        tuple((jurisdiction, tuple(group)) for jurisdiction, group in groups),
        len(chosen),
        max((sum(line.load.values()) for line in chosen), default=0),
        {scope: len(found) for scope, found in lines.items()},
    )


def agency_view(agency_id: int, scope: Scope | None = None) -> AgencyView | None:
    """An agency by id, in seven statements; None if there is none.

    Without a scope: issued documents, or all where the agency has no task in those.
    """
    found = db.session.execute(select(Agency.id, Agency.jurisdiction, Agency.name).where(Agency.id == agency_id))
    if (row := found.one_or_none()) is None:
        return None
    duties = _duties_of(agency_id)
    in_each = {one: {task for task, _, standing in duties if standing in standings(one)} for one in Scope}
    scope = scope or (Scope.ISSUED if in_each[Scope.ISSUED] else Scope.ALL)
    by_role = {role: _tasks_in_role(duties, role, scope) for role in Role}
    rows = {task.id: task for task in rows_of(sorted({i for ids in by_role.values() for i in ids[:TASKS_SHOWN]}))}
    return AgencyView(
        agency=AgencyName(*row),
        scope=scope,
        in_scope={one: len(tasks) for one, tasks in in_each.items()},
        load={role: len(ids) for role, ids in by_role.items()},
        tasks={role: tuple(rows[i] for i in ids[:TASKS_SHOWN]) for role, ids in by_role.items()},
        partners=_partners(agency_id, scope),
    )


def standings(scope: Scope) -> set[Standing]:
    """How the documents of a scope stand."""
    return set(Standing) if scope == Scope.ALL else {Standing(scope)}


def _loads(wanted):
    """(agency, standing) → role → tasks."""
    agency = (Agency.id, Agency.jurisdiction, Agency.name)
    statement = tasks_with_their_document(*agency, STANDING, Assignment.role, func.count(Task.id.distinct()))
    statement = statement.join(Task.assignments).join(Assignment.agency)
    conditions = [
        wanted.jurisdiction and Agency.jurisdiction == wanted.jurisdiction,
        wanted.document and PolicyDocument.stem == wanted.document,
        wanted.q and Agency.name.icontains(wanted.q, autoescape=True),
    ]
    statement = statement.where(*(c for c in conditions if c is not None and c != ""))
    loads = defaultdict(dict)
    for *named, standing, role, tasks in db.session.execute(statement.group_by(*agency, STANDING, Assignment.role)):
        loads[AgencyName(*named), standing][role] = tasks
    return loads


def _lines(loads, scope, role):
    found = defaultdict(lambda: dict.fromkeys(Role, 0))
    for (agency, standing), by_role in loads.items():
        if standing in standings(scope):
            for one, tasks in by_role.items():
                found[agency][one] += tasks
    return [AgencyLine(agency, load) for agency, load in found.items() if role is None or load[role]]


def _place(line, sort):
    """Its place in the list: by jurisdiction, then the heaviest in the role asked for, or by name."""
    agency = line.agency
    if sort == "name":
        return (agency.jurisdiction, agency.name)
    return (agency.jurisdiction, -line.load[sort], *(-tasks for tasks in line.load.values()), agency.name)


def _duties_of(agency_id):
    statement = tasks_with_their_document(Task.id, Assignment.role, STANDING).join(Task.assignments)
    statement = statement.where(Assignment.agency_id == agency_id)
    order = (PolicyDocument.position, Measure.position, Task.ordinal)
    return db.session.execute(statement.order_by(*order)).all()


def _tasks_in_role(duties, role, scope):
    found = (task for task, one, standing in duties if one == role and standing in standings(scope))
    return list(dict.fromkeys(found))


def _partners(agency_id, scope) -> tuple[Partner, ...]:
    supports = _meetings(scope, Assignment.role == Role.SUPPORT, is_carried_by(agency_id))
    carries = _meetings(scope, is_carried_by(Assignment.agency_id), has_unit(agency_id, Role.SUPPORT))
    both = {agency: (supports.get(agency, 0), carries.get(agency, 0)) for agency in supports | carries}
    partners = [Partner(agency, *counts) for agency, counts in both.items() if agency.id != agency_id]
    return tuple(sorted(partners, key=lambda p: (-p.supports - p.carries, p.agency.name)))


def _meetings(scope, *conditions) -> dict[AgencyName, int]:
    """Agency → tasks, over the assignments that meet the conditions."""
    agency = (Agency.id, Agency.jurisdiction, Agency.name)
    statement = tasks_with_their_document(*agency, func.count(Task.id.distinct()))
    statement = statement.join(Task.assignments).join(Assignment.agency).where(*conditions, *in_scope(scope))
    return {AgencyName(*row[:3]): row[3] for row in db.session.execute(statement.group_by(*agency))}
