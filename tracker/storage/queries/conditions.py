"""A TaskFilter in SQL. Every select it is used in joins task, measure and document."""

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import aliased

from tracker.agencies.standpoint import Standpoint
from tracker.storage.agencies import Agency
from tracker.storage.columns import is_never
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.storage.queries.bearing import has_through_collective, stands_for
from tracker.storage.queries.filters import NOWHERE, TaskFilter
from tracker.storage.queries.standing import STANDING
from tracker.storage.queries.words import holding
from tracker.vocabulary import Missing, Role, Scope, Standing


def tasks_with_their_document(*columns):
    """A select over tasks, each beside its measure and document."""
    return select(*columns).select_from(Task).join(Task.measure).join(Measure.document)


def in_scope(scope: Scope) -> list:
    """The condition that a document stands as the scope asks: issued, draft, or anyhow."""
    return [] if scope == Scope.ALL else [Standing(scope) == STANDING]


def conditions_of(wanted: TaskFilter) -> list:
    """Every condition but the scope. The caller answers for ``wanted.unknown``, which no condition can express."""
    of_document = [
        wanted.document and PolicyDocument.stem == wanted.document,
        wanted.jurisdiction and is_of(PolicyDocument.jurisdiction, wanted.jurisdiction),
    ]
    return [*_given(of_document), *conditions_of_task(wanted), *(each.has(Task.id) for each in holding(wanted.q))]


def conditions_of_task(wanted: TaskFilter) -> list:
    """Those on a task alone, its words and lights apart: how it is printed, and who stands in it."""
    found = [
        wanted.origin and Task.origin == wanted.origin,
        (wanted.agency or wanted.role) and has_unit(wanted.agency, wanted.role, wanted.on),
        wanted.carrier and is_carried_by(wanted.carrier, wanted.on),
        wanted.supporter and has_unit(wanted.supporter, Role.SUPPORT, wanted.on),
        wanted.member and has_member(wanted.member, wanted.on),
        wanted.missing == Missing.CARRIER and is_carried_by_nobody(),
    ]
    return _given(found)


def _given(conditions):
    return [each for each in conditions if each is not None and each is not False and each != ""]


def is_of(column, jurisdiction: str) -> object:
    """A document or an agency is of a jurisdiction, or of none."""
    return func.coalesce(column, "") == "" if jurisdiction == NOWHERE else column == jurisdiction


def is_carried_by_nobody() -> object:
    """Nobody leads the task and nobody is responsible for it."""
    duty = aliased(Assignment)
    return ~exists().where(duty.task_id == Task.id, duty.role.in_([Role.LEAD, Role.RESPONSIBLE]))


def has_unit(key: str | None, role: Role | None, on: Standpoint | None = None) -> object:
    """A body (None for any), as it is seen from a standpoint, stands in the task in the role (None for any).

    The tasks of one body are looked up by its index; asked of each task in turn, 150,000 duties cost 0.2 s.
    """
    duty = aliased(Assignment)
    in_role = [duty.role == role] if role is not None else []
    if key is not None:
        stands = stands_for(key, duty, on)
        return stands if is_never(stands) else Task.id.in_(select(duty.task_id).where(stands, *in_role))
    return exists().where(duty.task_id == Task.id, *in_role)


def is_carried_by(key: str, on: Standpoint | None = None) -> object:
    """The body leads the task, or is responsible for one that nobody leads."""
    leads = has_unit(key, Role.LEAD, on)
    return leads if is_never(leads) else or_(leads, has_unit(key, Role.RESPONSIBLE, on) & ~has_unit(None, Role.LEAD))


def has_member(key: str, on: Standpoint | None = None) -> object:
    """An agency has the task through a collective."""
    duty, task, measure, document = map(aliased, (Assignment, Task, Measure, PolicyDocument))
    belongs = has_through_collective(key, duty, document, on)
    if is_never(belongs):
        return belongs
    statement = select(duty.task_id).join(task, duty.task_id == task.id).join(measure, task.measure_id == measure.id)
    return Task.id.in_(statement.join(document, measure.document_id == document.id).where(belongs))


def ordering(wanted: TaskFilter) -> list:
    """Document by document, then as asked, then as printed."""
    key = {
        "title": func.coalesce(Measure.heading, Task.text),
        "lead": _first_unit(),
        "units": _number_of_units(),
        "deadline": Task.deadline_on,
    }.get(wanted.sort)
    printed = [Measure.position, Task.ordinal]
    if key is None:
        return [PolicyDocument.position, *([c.desc() for c in printed] if wanted.descending else printed)]
    return [PolicyDocument.position, key.is_(None), key.desc() if wanted.descending else key, *printed]


def _first_unit():
    return (
        select(Agency.name)
        .join(Assignment, Assignment.agency_id == Agency.id)
        .where(Assignment.task_id == Task.id, Assignment.role.in_([Role.LEAD, Role.RESPONSIBLE]))
        .order_by(Assignment.role != Role.LEAD, Assignment.position)
        .limit(1)
        .scalar_subquery()
    )


def _number_of_units():
    return select(func.count()).where(Assignment.task_id == Task.id).scalar_subquery()
