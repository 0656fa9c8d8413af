"""The workbench: how much there is, by document, by jurisdiction and by role, and what should be looked at."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select

from tracker.storage.agencies import Agency
from tracker.storage.database import db
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.storage.queries.choices import AgencyName
from tracker.storage.queries.conditions import in_scope
from tracker.storage.queries.rows import DOCUMENT_COLUMNS, DocumentName
from tracker.storage.queries.standing import STANDING
from tracker.vocabulary import DocumentState, Origin, Role, Scope, Standing

LEADS_SHOWN = 8


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
    """An agency and on how many tasks of issued documents it leads and supports."""

    agency: AgencyName
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

    @property
    def expired(self) -> tuple[DocumentLine, ...]:
        """The issued documents that are no longer in force."""
        return tuple(line for line in self.documents if line.is_expired and line.name.counts)


def desk(today: date) -> Desk:
    """The workbench on a day, in seven statements."""
    documents = _documents(today)
    agencies = _agencies_by_standing()
    issued = [line for line in documents if line.name.counts]
    drafts = [line for line in documents if line.name.is_draft]
    return Desk(
        documents=documents,
        issued=_sum(issued, agencies[None, Standing.ISSUED]),
        drafts=_sum(drafts, agencies[None, Standing.DRAFT]),
        jurisdictions=_jurisdictions(documents, agencies),
        agencies_by_role=_agencies_by_role(),
        leads=_leads(),
        by_origin=_by_origin(),
    )


def _documents(today):
    measures = func.count(Measure.id.distinct())
    columns = (*DOCUMENT_COLUMNS, PolicyDocument.issued_on, PolicyDocument.valid_until, measures, func.count(Task.id))
    statement = select(*columns).outerjoin(PolicyDocument.measures).outerjoin(Measure.tasks)
    statement = statement.where(PolicyDocument.state == DocumentState.PUBLISHED)
    statement = statement.group_by(PolicyDocument.id).order_by(PolicyDocument.position)
    by_role, agencies = _roles_of_documents()
    return tuple(
        DocumentLine(
            DocumentName(*row[:6]),
            *row[6:],
            agencies=agencies[row.id],
            by_role=by_role[row.id],
            is_expired=row.valid_until is not None and row.valid_until < today,
        )
        for row in db.session.execute(statement)
    )


def _roles_of_documents():
    """By document: tasks per role, and agencies."""
    role = select(Measure.document_id, Assignment.role, func.count(Assignment.task_id.distinct()))
    agency = select(Measure.document_id, func.count(Assignment.agency_id.distinct()))
    roles = role.join(Assignment.task).join(Task.measure).group_by(Measure.document_id, Assignment.role)
    agencies = agency.join(Task.measure).join(Task.assignments).group_by(Measure.document_id)
    by_role = defaultdict(Counter)
    for document_id, name, tasks in db.session.execute(roles):
        by_role[document_id][name] = tasks
    return by_role, Counter(dict(db.session.execute(agencies).all()))


def _agencies_by_standing():
    """How many agencies stand in documents of a standing, by (the agency's jurisdiction or None for all, standing)."""
    statement = select(Agency.jurisdiction, STANDING, Agency.id).distinct().select_from(PolicyDocument)
    statement = statement.join(PolicyDocument.measures).join(Measure.tasks).join(Task.assignments)
    statement = statement.join(Assignment.agency)
    seen = defaultdict(set)
    for jurisdiction, standing, agency_id in db.session.execute(statement):
        seen[jurisdiction, standing].add(agency_id)
        seen[None, standing].add(agency_id)
    return Counter({key: len(agencies) for key, agencies in seen.items()})


def _jurisdictions(documents, agencies):
    found = {}
    for name in dict.fromkeys(line.name.jurisdiction for line in documents if line.name.jurisdiction):
        lines = [line for line in documents if line.name.jurisdiction == name]
        found[name] = {
            Scope.ISSUED: _sum([x for x in lines if x.name.counts], agencies[name, Standing.ISSUED]),
            Scope.DRAFT: _sum([x for x in lines if x.name.is_draft], agencies[name, Standing.DRAFT]),
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


def _agencies_by_role():
    statement = _assignments(Assignment.role, func.count(Assignment.agency_id.distinct()))
    return Counter(dict(db.session.execute(statement.group_by(Assignment.role)).all()))


def _leads():
    tasks = func.count(Assignment.task_id.distinct())
    lead, support = (tasks.filter(Assignment.role == role) for role in (Role.LEAD, Role.SUPPORT))
    statement = _assignments(Agency.id, Agency.jurisdiction, Agency.name, lead, support).join(Assignment.agency)
    statement = statement.group_by(Agency.id).having(lead > 0).order_by(lead.desc(), support.desc(), Agency.id)
    rows = db.session.execute(statement.limit(LEADS_SHOWN))
    return tuple(LeadLine(AgencyName(*row[:3]), *row[3:]) for row in rows)


def _assignments(*columns):
    """A select over the assignments of issued documents."""
    statement = select(*columns).select_from(Assignment).join(Assignment.task).join(Task.measure)
    return statement.join(Measure.document).where(*in_scope(Scope.ISSUED))


def _by_origin():
    statement = select(Task.origin, STANDING, func.count()).join(Task.measure).join(Measure.document)
    found = {origin: {Scope.ISSUED: 0, Scope.DRAFT: 0} for origin in Origin}
    for origin, standing, tasks in db.session.execute(statement.group_by(Task.origin, STANDING)):
        if standing != Standing.REPLACED:
            found[origin][Scope(standing)] = tasks
    return found
