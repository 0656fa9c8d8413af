"""What stands on rows and sheets: drafts, versions, files, who still owes a contribution, how rows are named."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from tracker.reporting.content import Content
from tracker.storage.cycles import ConditionalRecipient, ConditionalTask, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Measure, Task
from tracker.storage.queries.labels import opening, task_label
from tracker.storage.queries.rows import siblings
from tracker.storage.queries.year import registered
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reports import Attachment, Draft, ReportVersion
from tracker.vocabulary.reporting import STANDING, Duty, Owing


def drafts_of(row_ids: Collection[int]) -> dict[int, Draft]:
    """By row: what is written on it and not sent; to be called with the rows locked where it is changed."""
    statement = select(Draft).where(Draft.expected_id.in_(row_ids)).execution_options(populate_existing=True)
    return {draft.expected_id: draft for draft in db.session.scalars(statement)}


def content_of(row: ExpectedReport) -> Content:
    """What a row's latest version says; an empty content where nothing was sent."""
    statement = select(ReportVersion.content).where(
        ReportVersion.expected_id == row.id, ReportVersion.number == row.version_number
    )
    text = db.session.scalar(statement)
    return Content.of_json(text) if text else Content()


def attachments_of(row_ids: Collection[int]) -> dict[int, list[Attachment]]:
    """By row: the files that were not taken out, in the order they were added."""
    statement = select(Attachment).where(Attachment.expected_id.in_(row_ids), Attachment.removed_at.is_(None))
    found = defaultdict(list)
    for attachment in db.session.scalars(statement.order_by(Attachment.id)):
        found[attachment.expected_id].append(attachment)
    return dict(found)


def missing_contributions(cycle_id: int, task_ids: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    """By task: the rows of co-units that owe a contribution and have none standing, with the agencies' names."""
    statement = select(ExpectedReport.task_id, ExpectedReport.id, RegisteredAgency.name)
    statement = statement.join(RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id).where(
        ExpectedReport.cycle_id == cycle_id,
        ExpectedReport.task_id.in_(list(task_ids)),
        ExpectedReport.duty == Duty.CONTRIBUTION,
        ExpectedReport.owing == Owing.OWED,
        ExpectedReport.state.not_in(STANDING),
    )
    found = defaultdict(list)
    for task_id, row_id, name in db.session.execute(statement.order_by(ExpectedReport.id)):
        found[task_id].append((row_id, name))
    return dict(found)


def task_labels(task_ids: Collection[int]) -> dict[int, str]:
    """By task: its printed numbers and what its measure is called: ``一（三）③ 引进龙头企业``."""
    columns = (Task.id, Task.ordinal, Task.text, Measure.path, Measure.heading, siblings().label("siblings"))
    statement = select(*columns).join(Task.measure).where(Task.id.in_(task_ids))
    return {
        row.id: f"{task_label(row.path, row.ordinal, row.siblings)} {row.heading or opening(row.text)}".strip()
        for row in db.session.execute(statement)
    }


def agency_names(agency_ids: Collection[str]) -> dict[str, str]:
    """The registered names of agencies."""
    return {agency.id: agency.name for agency in registered(agency_ids).values()} if agency_ids else {}


def conditional_recipients(cycle_id: int, task_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """By task: who also gets its reports."""
    statement = select(ConditionalTask.task_id, ConditionalRecipient.recipient).join(
        ConditionalRecipient, ConditionalRecipient.id == ConditionalTask.recipient_id
    )
    statement = statement.where(ConditionalRecipient.cycle_id == cycle_id, ConditionalTask.task_id.in_(task_ids))
    found = defaultdict(list)
    for task_id, recipient in db.session.execute(statement.order_by(ConditionalRecipient.id)):
        found[task_id].append(recipient)
    return {task_id: tuple(names) for task_id, names in found.items()}


def own_report(contribution_ids: Collection[int], agency_id: str) -> list[int]:
    """The rows on which an agency reports itself on the tasks of these contributions."""
    contribution = aliased(ExpectedReport)
    statement = select(ExpectedReport.id).join(
        contribution,
        (contribution.task_id == ExpectedReport.task_id) & (contribution.cycle_id == ExpectedReport.cycle_id),
    )
    own = (ExpectedReport.agency_id == agency_id, ExpectedReport.duty == Duty.REPORT)
    return list(db.session.scalars(statement.where(contribution.id.in_(contribution_ids), *own).distinct()))


def contribution_texts(cycle_id: int, task_id: int) -> list[tuple[int, str, Content]]:
    """The contributions of a task that stand: row, agency's name, what it says."""
    statement = (
        select(ExpectedReport.id, RegisteredAgency.name, ReportVersion.content)
        .join(RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id)
        .join(ReportVersion, ReportVersion.expected_id == ExpectedReport.id)
        .where(
            ExpectedReport.cycle_id == cycle_id,
            ExpectedReport.task_id == task_id,
            ExpectedReport.duty == Duty.CONTRIBUTION,
            ExpectedReport.state.in_(STANDING),
            ReportVersion.number == ExpectedReport.version_number,
        )
    )
    rows = db.session.execute(statement.order_by(ExpectedReport.id))
    return [(row_id, name, Content.of_json(content)) for row_id, name, content in rows]


def count_of(table, *conditions) -> int:
    """How many rows of a table there are."""
    return db.session.scalar(select(func.count()).select_from(table).where(*conditions))
