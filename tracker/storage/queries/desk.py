"""The workbench: how much there is, by document, by jurisdiction and by role, and what should be looked at."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from tracker.agencies.standpoint import TODAY, Standpoint
from tracker.storage.keeping import DUTIES, kept
from tracker.storage.queries.asking import EVERYWHERE, tasks_asked
from tracker.storage.queries.carrying import Node, carrying, node_of
from tracker.storage.queries.filters import NOWHERE
from tracker.storage.queries.loads import all_loads
from tracker.storage.queries.rows import DocumentName
from tracker.storage.queries.seen import documents_seen
from tracker.vocabulary import Origin, Role, Scope, Standing

LEADS_SHOWN = 8
CARRYING = (Role.LEAD, Role.RESPONSIBLE)


@dataclass(frozen=True)
class DocumentLine:
    """A document and what is in it; ``by_role`` counts the tasks that have a unit in that role.

    It is expired when its last day of validity has passed.
    """

    name: DocumentName
    issued_on: date | None
    valid_until: date | None
    measures: int
    tasks: int
    agencies: int
    by_role: dict[Role, int]
    is_expired: bool


@dataclass(frozen=True)
class Totals:
    """The sums over some documents; agencies of several documents count once.

    A jurisdiction's documents are those it issued, its agencies those that are its own.
    """

    documents: int = 0
    measures: int = 0
    tasks: int = 0
    agencies: int = 0
    by_role: dict[Role, int] = field(default_factory=Counter)


@dataclass(frozen=True)
class LeadLine:
    """A body and on how many tasks of issued documents it leads and supports."""

    body: Node
    lead: int
    support: int


@dataclass(frozen=True)
class Desk:
    """Everything the workbench shows; drafts stand apart from the totals."""

    documents: tuple[DocumentLine, ...]
    issued: Totals
    drafts: Totals
    jurisdictions: dict[str, dict[Scope, Totals]]
    agencies_by_role: dict[Role, int]
    leads: tuple[LeadLine, ...]
    by_origin: dict[Origin, dict[Scope, int]]
    uncarried: dict[Scope, int]
    """Tasks without a lead and without anybody responsible."""

    @property
    def expired(self) -> tuple[DocumentLine, ...]:
        """The issued documents that are no longer in force."""
        return tuple(line for line in self.documents if line.is_expired and line.name.counts)


def desk(today: date, on: Standpoint = TODAY) -> Desk:
    """The workbench on a day, its agencies seen from a standpoint; in four statements where it is kept."""
    counted = all_loads(on)
    return kept(lambda: _desk(today, counted), "desk", today, on, of=DUTIES)


def _desk(today, counted):
    seen = tasks_asked(EVERYWHERE)
    documents = _documents(today, counted.bodies_of, {each.id: each for each in seen})
    issued = [line for line in documents if line.name.counts]
    drafts = [line for line in documents if line.name.is_draft]
    bodies = {scope: [_place(key, found) for key in found.bodies] for scope, found in counted.in_scope.items()}
    return Desk(
        documents=documents,
        issued=_sum(issued, len(bodies[Scope.ISSUED])),
        drafts=_sum(drafts, len(bodies[Scope.DRAFT])),
        jurisdictions=_jurisdictions(documents, {scope: Counter(places) for scope, places in bodies.items()}),
        agencies_by_role=_agencies_by_role(counted.in_scope[Scope.ISSUED]),
        leads=_leads(counted.in_scope[Scope.ISSUED]),
        by_origin=_by_origin(seen),
        uncarried=_uncarried(seen),
    )


def _place(key, found):
    return found.nodes[key].place if key in found.nodes else node_of(carrying().agencies[key], carrying()).place


def _documents(today, bodies_of, seen):
    return tuple(
        _line(each, today, bodies_of.get(each.name.id, 0), seen.get(each.name.id))
        for each in documents_seen()
        if each.is_published
    )


def _line(document, today, agencies, seen):
    return DocumentLine(
        document.name,
        document.issued_on,
        document.valid_until,
        measures=seen.measures if seen else 0,
        tasks=len(seen.tasks) if seen else 0,
        agencies=agencies,
        by_role=_by_role(seen.tasks if seen else ()),
        is_expired=document.valid_until is not None and document.valid_until < today,
    )


def _by_role(tasks):
    """Tasks per role."""
    return Counter(role for task in tasks for role in {who.role for who in task.who})


def _jurisdictions(documents, bodies):
    found = {}
    names = dict.fromkeys(line.name.jurisdiction or "" for line in documents)
    for name in sorted(names, key=lambda name: not name):
        lines = [line for line in documents if (line.name.jurisdiction or "") == name]
        found[name or NOWHERE] = {
            Scope.ISSUED: _sum([x for x in lines if x.name.counts], bodies[Scope.ISSUED][name]),
            Scope.DRAFT: _sum([x for x in lines if x.name.is_draft], bodies[Scope.DRAFT][name]),
        }
    return found


def _sum(lines, agencies):
    return Totals(
        documents=len(lines),
        measures=sum(line.measures for line in lines),
        tasks=sum(line.tasks for line in lines),
        agencies=agencies,
        by_role=sum((line.by_role for line in lines), Counter()),
    )


def _agencies_by_role(found):
    return {role: sum(getattr(load, role) > 0 for load in found.loads.values()) for role in Role}


def _leads(found):
    leads = ((key, load) for key, load in found.loads.items() if load.lead)
    first = sorted(leads, key=lambda each: (-each[1].lead, -each[1].support, each[0]))[:LEADS_SHOWN]
    return tuple(LeadLine(found.nodes[key], load.lead, load.support) for key, load in first)


def _by_origin(seen):
    found = {origin: {Scope.ISSUED: 0, Scope.DRAFT: 0} for origin in Origin}
    for document in seen:
        if document.standing != Standing.REPLACED:
            for origin, tasks in Counter(task.origin for task in document.tasks).items():
                found[Origin(origin)][Scope(document.standing)] += tasks
    return found


def _uncarried(seen):
    found = Counter()
    for document in seen:
        found[document.standing] += sum(all(who.role not in CARRYING for who in task.who) for task in document.tasks)
    return {scope: found[Standing(scope)] for scope in (Scope.ISSUED, Scope.DRAFT)}
