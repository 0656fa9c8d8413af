"""Who stands in which task, as the rows the responsibility graph is made of."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select

from tracker.graph.network import Duty
from tracker.storage.agencies import Agency
from tracker.storage.database import db
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.storage.queries.conditions import conditions_of, in_scope
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.labels import full_name, is_collective, opening, task_label
from tracker.storage.queries.rows import siblings


def duties(wanted: TaskFilter) -> Iterator[Duty]:
    """Every agency's role in every task asked for, in the order of the documents, in one statement.

    An agency is named in full (广州市市场监管局) where another jurisdiction has one of the same name among them.
    """
    if wanted.unknown:
        return
    rows = db.session.execute(_statement(wanted)).all()
    bearers = Counter(name for name, _ in {(row.name, row.jurisdiction) for row in rows})
    for row in rows:
        yield Duty(
            task_id=row.task_id,
            task_label=_label(row),
            document_id=row.document_id,
            agency_id=row.agency_id,
            agency=full_name(row.jurisdiction, row.name) if bearers[row.name] > 1 else row.name,
            role=row.role,
            collective=is_collective(row.name),
        )


def _statement(wanted):
    task = (Task.id.label("task_id"), Task.ordinal, Task.text, siblings().label("siblings"))
    measure = (Measure.document_id, Measure.path, Measure.heading)
    agency = (Agency.id.label("agency_id"), Agency.name, Agency.jurisdiction, Assignment.role)
    return (
        select(*task, *measure, *agency)
        .select_from(Assignment)
        .join(Assignment.agency)
        .join(Assignment.task)
        .join(Task.measure)
        .join(Measure.document)
        .where(*conditions_of(wanted), *in_scope(wanted.documents_in_scope))
        .order_by(PolicyDocument.position, Measure.position, Task.ordinal, Assignment.position)
    )


def _label(row):
    return f"{task_label(row.path, row.ordinal, row.siblings)} {row.heading or opening(row.text)}"
