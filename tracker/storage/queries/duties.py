"""Who stands in which task, as the rows the responsibility graph is made of."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select

from tracker.graph.network import Duty
from tracker.storage.agencies import Agency
from tracker.storage.database import db
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.storage.queries.conditions import conditions_of, in_scope, tasks_with_their_document
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.labels import full_name, is_collective, opening, task_label
from tracker.storage.queries.rows import siblings


def duties(wanted: TaskFilter) -> Iterator[Duty]:
    """Every agency's role in every task asked for, in the order of the documents, in three statements.

    An agency is named in full (广州市市场监管局) where another jurisdiction has one of the same name among them.
    """
    if wanted.unknown:
        return
    rows = _rows(wanted, Assignment.task_id, Assignment.agency_id, Assignment.role)
    tasks, names = _tasks(wanted), _names({row.agency_id for row in rows})
    collective = {agency_id for agency_id, name in names.items() if is_collective(name)}
    for task_id, agency_id, role in rows:
        label, document_id = tasks[task_id]
        yield Duty(task_id, label, document_id, agency_id, names[agency_id], role, agency_id in collective)


def _rows(wanted, *columns):
    statement = tasks_with_their_document(*columns).join(Task.assignments)
    statement = statement.where(*conditions_of(wanted), *in_scope(wanted.documents_in_scope))
    order = (PolicyDocument.position, Measure.position, Task.ordinal, Assignment.position)
    return db.session.execute(statement.order_by(*order)).all()


def _tasks(wanted):
    """Task id → its label with its title, and its document."""
    measure = (Measure.document_id, Measure.path, Measure.heading)
    columns = (Task.id, Task.ordinal, Task.text, siblings().label("siblings"), *measure)
    statement = tasks_with_their_document(*columns)
    statement = statement.where(*conditions_of(wanted), *in_scope(wanted.documents_in_scope))
    return {row.id: (_label(row), row.document_id) for row in db.session.execute(statement)}


def _label(row):
    return f"{task_label(row.path, row.ordinal, row.siblings)} {row.heading or opening(row.text)}"


def _names(agency_ids):
    """Agency id → its name, in full if it has a namesake among them."""
    found = db.session.execute(
        select(Agency.id, Agency.jurisdiction, Agency.name).where(Agency.id.in_(agency_ids))
    ).all()
    bearers = Counter(row.name for row in found)
    return {row.id: full_name(row.jurisdiction, row.name) if bearers[row.name] > 1 else row.name for row in found}
