"""What reporting cycles hold on to: tasks and bodies that somebody reports on, whoever asks."""

from collections.abc import Collection

from sqlalchemy import select, union

from tracker.storage.cycles import AddedRow, ConditionalTask, CycleTask, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Measure, PolicyDocument, Task
from tracker.storage.people import Account, LeadingGroup
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reports import Filing
from tracker.storage.sight import seeing_everything


def _held_tasks():
    return union(select(CycleTask.task_id), select(ExpectedReport.task_id), select(ConditionalTask.task_id))


@seeing_everything()
def held_numbers(document_id: int) -> set[int]:
    """The draft numbers of a document's tasks that stand in a cycle."""
    statement = select(Task.draft_number).join(Task.measure)
    return set(db.session.scalars(statement.where(Measure.document_id == document_id, Task.id.in_(_held_tasks()))))


@seeing_everything()
def held_documents(stems: Collection[str]) -> list[str]:
    """Those of these documents of which a task stands in a cycle."""
    statement = select(PolicyDocument.stem).join(PolicyDocument.measures).join(Measure.tasks)
    statement = statement.where(PolicyDocument.stem.in_(stems), Task.id.in_(_held_tasks())).distinct()
    return sorted(db.session.scalars(statement))


@seeing_everything()
def held_bodies() -> dict[str, str]:
    """The registered bodies that have a sheet or consolidate in a cycle, or were added to one, by id, with their names."""
    in_cycles = (Filing.agency_id, ExpectedReport.agency_id, CycleTask.consolidator_id, AddedRow.agency_id)
    owing = union(*map(select, in_cycles))
    statement = select(RegisteredAgency.id, RegisteredAgency.name).where(RegisteredAgency.id.in_(owing))
    return dict(map(tuple, db.session.execute(statement)))


@seeing_everything()
def bodies_with_people() -> dict[str, str]:
    """The registered bodies that accounts belong to, or that are a leading group's office, by id, with their names."""
    staffed = union(select(Account.agency_id), select(LeadingGroup.office_id))
    statement = select(RegisteredAgency.id, RegisteredAgency.name).where(RegisteredAgency.id.in_(staffed))
    return dict(map(tuple, db.session.execute(statement)))
