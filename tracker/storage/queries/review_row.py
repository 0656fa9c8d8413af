"""One report as its reviewer sees it: what was sent, what changed, what stands beside it. Drafts are never among it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from tracker import clock
from tracker.reporting.content import Content
from tracker.reporting.due_dates import effective_due
from tracker.reporting.hints import Hint
from tracker.reporting.shown import INTERNAL, Sending, versions_shown
from tracker.reporting.transitions import Circumstances
from tracker.reporting.transitions import may as may_do
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Measure, PolicyDocument, Task
from tracker.storage.queries.compared import Compared, hints_of, last_of
from tracker.storage.queries.labels import opening, task_label
from tracker.storage.queries.lights import TaskLights, lighting_on, lights_in
from tracker.storage.queries.rows import siblings
from tracker.storage.queries.said_before import Earlier
from tracker.storage.queries.terms import last_term, term_of
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reports import Attachment, ReportStep, ReportVersion, VersionAttachment
from tracker.vocabulary.reporting import IN_REVIEW, STANDING, Action, CycleState, Duty, Light, Owing, Party


@dataclass(frozen=True)
class Sent:
    """A version with what it says and the files it came with."""

    version: ReportVersion
    content: Content
    files: tuple[Attachment, ...]


@dataclass(frozen=True)
class Part:
    """What a co-unit owes on the task; ``content`` is None until it was sent, ``at`` when that was."""

    row_id: int
    agency: str
    state: str
    content: Content | None
    at: datetime | None


@dataclass(frozen=True)
class Reviewed:
    """A row under review; ``now`` is its last version that was sent, ``before`` the one before that; ``term`` is until when
    its return asks for it again."""

    row: ExpectedReport
    cycle: Cycle
    agency: str
    label: str
    title: str
    text: str
    deadline: str | None
    document: str
    now: Sent | None
    before: Sent | None
    steps: tuple[ReportStep, ...]
    parts: tuple[Part, ...]
    hints: tuple[Hint, ...]
    last: Earlier | None
    may: tuple[Action, ...]
    past_due: bool
    term: date | None
    light: Light | None
    task: TaskLights


def review_of(row_id: int, group_id: int) -> Reviewed | None:
    """A report row of a cycle of the group that is open; None if there is none. In at most eight statements."""
    found = db.session.execute(_statement().where(ExpectedReport.id == row_id, *_own(group_id))).one_or_none()
    if found is None:
        return None
    row, cycle = found.ExpectedReport, found.Cycle
    steps = tuple(db.session.scalars(_of(ReportStep, row_id).order_by(ReportStep.number)))
    sent = _sent(row_id, versions_shown(Sending(step.action, step.version_number) for step in steps))
    now = sent[-1] if sent else None
    comparing = [Compared(row, now.version.id, now.content, found.text, found.deadline, cycle)] if now else []
    last = last_of(comparing) if comparing else {}
    is_past = clock.today() > effective_due(row.due_on, row.extended_to)
    lighting = lighting_on(clock.today())
    return Reviewed(
        row=row,
        cycle=cycle,
        agency=found.agency,
        label=task_label(found.path, found.ordinal, found.siblings),
        title=found.heading or opening(found.text),
        text=found.text,
        deadline=found.deadline,
        document=found.number or found.document_title or found.stem,
        now=now,
        before=sent[-2] if len(sent) > 1 else None,
        steps=tuple(step for step in steps if step.action not in INTERNAL),
        parts=_parts(row),
        hints=_hints(comparing, last, now) if row.state in IN_REVIEW else (),
        last=last.get(row.id),
        may=may_do(Party.OFFICE, _circumstances(row, cycle, is_past)),
        past_due=is_past,
        term=term_of(row, found.term, cycle),
        light=lighting.filing(row, cycle),
        task=lights_in([(cycle, row.task_id)], lighting)[cycle.id, row.task_id],
    )


def _hints(comparing, last, now):
    return hints_of(comparing, last, {now.version.id: len(now.files)})[comparing[0].row.id]


def _circumstances(row, cycle, is_past):
    locked = cycle.state is CycleState.LOCKED
    return Circumstances(row.duty, row.state, row.owing, row.before, past_due=is_past, locked=locked)


def _statement():
    task = (Task.ordinal, Task.text, Task.deadline, Measure.path, Measure.heading, siblings().label("siblings"))
    document = (PolicyDocument.number, PolicyDocument.title.label("document_title"), PolicyDocument.stem)
    named = (RegisteredAgency.name.label("agency"), last_term().label("term"))
    statement = select(ExpectedReport, Cycle, *named, *task, *document)
    statement = statement.join(Cycle, Cycle.id == ExpectedReport.cycle_id)
    statement = statement.join(RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id)
    return statement.join(Task, Task.id == ExpectedReport.task_id).join(Task.measure).join(Measure.document)


def _own(group_id):
    opened = (Cycle.group_id == group_id, Cycle.state != CycleState.PREPARED)
    return (*opened, ExpectedReport.duty == Duty.REPORT)


def _of(table, row_id):
    return select(table).where(table.expected_id == row_id)


def _sent(row_id, numbers):
    """The last two of these versions, in order."""
    wanted = numbers[-2:]
    if not wanted:
        return ()
    statement = select(ReportVersion, Attachment).where(ReportVersion.expected_id == row_id)
    statement = statement.outerjoin(VersionAttachment, VersionAttachment.version_id == ReportVersion.id)
    statement = statement.outerjoin(Attachment, Attachment.id == VersionAttachment.attachment_id)
    found = defaultdict(list)
    statement = statement.where(ReportVersion.number.in_(wanted)).order_by(ReportVersion.number, Attachment.id)
    for version, file in db.session.execute(statement):
        found[version] += [file] if file else []
    return tuple(Sent(each, Content.of_json(each.content), tuple(files)) for each, files in found.items())


def _parts(row):
    """The co-units of the row's task; what they say once it stands."""
    latest = (ReportVersion.expected_id == ExpectedReport.id) & (ReportVersion.number == ExpectedReport.version_number)
    statement = (
        select(ExpectedReport, RegisteredAgency.name, ReportVersion)
        .join(RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id)
        .outerjoin(ReportVersion, latest)
        .where(ExpectedReport.cycle_id == row.cycle_id, ExpectedReport.task_id == row.task_id)
        .where(ExpectedReport.duty == Duty.CONTRIBUTION, ExpectedReport.owing == Owing.OWED)
    )
    return tuple(_part(*found) for found in db.session.execute(statement.order_by(ExpectedReport.id)))


def _part(row, agency, version):
    if row.state in STANDING and version is not None:
        return Part(row.id, agency, row.state.label, Content.of_json(version.content), version.at)
    return Part(row.id, agency, "未报", None, None)
