"""Who also gets the reports of some tasks of a cycle, by a condition of a rule; and what such an agency gets to read."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, literal, select

from tracker.agencies.succession import Succession
from tracker.reporting.content import Content
from tracker.storage.cycles import ConditionalRecipient, ConditionalTask, Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Measure, PolicyDocument, Task
from tracker.storage.queries.cycles import among_its_tasks, rules_of
from tracker.storage.queries.labels import opening, task_label
from tracker.storage.queries.registry import naming
from tracker.storage.queries.rows import siblings
from tracker.storage.registering import stored_registry
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reports import ReportVersion
from tracker.storage.sight import seeing_everything
from tracker.vocabulary.reporting import STANDING, CycleState, Duty, Owing


@dataclass(frozen=True)
class Condition:
    """A condition that a document's rule says, its sentence, and who is to get the reports it is about."""

    condition: str
    recipients: tuple[str, ...]
    sentence: str
    document: str


@dataclass(frozen=True)
class BodyToday:
    """Who is today what a document calls by a ``printed`` name: itself, its followers, or nobody."""

    printed: str
    names: tuple[str, ...]
    is_former: bool = False

    @property
    def sure(self) -> str | None:
        """The only one that may be meant."""
        return self.names[0] if len(self.names) == 1 else None


@dataclass(frozen=True)
class Recipient:
    """Who also gets the reports of some tasks, as the office confirmed."""

    id: int
    condition: str
    recipient: str
    agency_id: str | None
    who: str
    at: datetime
    tasks: tuple[int, ...]


@dataclass(frozen=True)
class Received:
    """A report that stands, as another recipient reads it."""

    row_id: int
    cycle: str
    condition: str
    agency: str
    label: str
    title: str
    at: datetime
    content: Content


def conditions_of(document_ids: Sequence[int]) -> tuple[Condition, ...]:
    """The conditions that the rules of documents say; in one statement."""
    return tuple(
        Condition(condition, recipients, rule.sentence, rule.document)
        for rule in rules_of(document_ids)
        for condition, recipients in rule.conditional
    )


def called_today(name: str, document: str, on: date) -> str:
    """What a name's body is called on a day, as ``document`` prints the name; the name itself where that is not sure."""
    return body_today(name, document, on).sure or name


@seeing_everything()
def body_today(name: str, document: str, on: date) -> BodyToday:
    """Who is on a day what ``document`` calls by a name."""
    title = PolicyDocument.title
    printed = func.length(title) > 0, literal(document).startswith(literal("《") + title + literal("》"))
    of_document = select(PolicyDocument.jurisdiction, PolicyDocument.issued_on).where(*printed).limit(1)
    return body_called(name, on, *(db.session.execute(of_document).first() or (None,)))


def body_called(name: str, on: date, place: str | None, printed_on: date | None = None) -> BodyToday:
    """Who is on a day what a place's documents call, or once called, by a name."""
    found = naming().resolve(name, place, printed_on).agency
    if found is None:
        return BodyToday(name, (name,))
    if found.in_force(on):
        return BodyToday(name, (found.name,))
    rows = stored_registry("agencies", "successions")
    heirs = {heir.agency for heir in Succession(rows).successors_on(found.id, on)}
    return BodyToday(name, tuple(each.name for each in rows.agencies if each.id in heirs), is_former=True)


def recipients_in(cycle_id: int) -> tuple[Recipient, ...]:
    """Who was confirmed for a cycle, with the tasks; in one statement."""
    statement = select(ConditionalRecipient, ConditionalTask.task_id).outerjoin(
        ConditionalTask, ConditionalTask.recipient_id == ConditionalRecipient.id
    )
    statement = statement.where(ConditionalRecipient.cycle_id == cycle_id)
    rows = db.session.execute(statement.order_by(ConditionalRecipient.id, ConditionalTask.task_id)).all()
    tasks, found = defaultdict(list), {}
    for each, task_id in rows:
        found[each.id] = each
        tasks[each.id].append(task_id)
    return tuple(
        Recipient(id_, each.condition, each.recipient, each.agency_id, each.who, each.at, tuple(tasks[id_]))
        for id_, each in found.items()
    )


def tasks_called(cycle_id: int) -> dict[int, str]:
    """The tasks a cycle asks about, or would ask about, by id, with what they are called."""
    columns = (Task.id, Task.ordinal, Task.text, Measure.path, Measure.heading, siblings().label("siblings"))
    rows = db.session.execute(among_its_tasks(select(*columns), cycle_id))
    return {
        row.id: f"{task_label(row.path, row.ordinal, row.siblings)} {row.heading or opening(row.text)}".strip()
        for row in rows
    }


@seeing_everything()
def received_by(agency_id: str) -> tuple[Received, ...]:
    """The reports that stand of the tasks whose reports an agency also gets, the latest first; in one statement."""
    latest = (ReportVersion.expected_id == ExpectedReport.id) & (ReportVersion.number == ExpectedReport.version_number)
    task = (Task.ordinal, Task.text, Measure.path, Measure.heading, siblings().label("siblings"))
    said = (ExpectedReport.id, ExpectedReport.received_at, ReportVersion.content)
    statement = (
        select(*said, *task, Cycle.name, ConditionalRecipient.condition, RegisteredAgency.name.label("agency"))
        .join(ConditionalTask, ConditionalTask.recipient_id == ConditionalRecipient.id)
        .join(Cycle, Cycle.id == ConditionalRecipient.cycle_id)
        .join(
            ExpectedReport,
            (ExpectedReport.task_id == ConditionalTask.task_id) & (ExpectedReport.cycle_id == Cycle.id),
        )
        .join(ReportVersion, latest)
        .join(RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id)
        .join(Task, Task.id == ExpectedReport.task_id)
        .join(Task.measure)
        .where(ConditionalRecipient.agency_id == agency_id, Cycle.state != CycleState.PREPARED)
        .where(ExpectedReport.duty == Duty.REPORT, ExpectedReport.owing == Owing.OWED)
        .where(ExpectedReport.state.in_(STANDING))
    )
    return tuple(_received(row) for row in db.session.execute(statement.order_by(ExpectedReport.received_at.desc())))


def _received(row):
    return Received(
        row.id,
        row.name,
        row.condition,
        row.agency,
        task_label(row.path, row.ordinal, row.siblings),
        row.heading or opening(row.text),
        row.received_at,
        Content.of(json.loads(row.content)),
    )
