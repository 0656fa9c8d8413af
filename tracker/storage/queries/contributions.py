"""The contributions to a task as its consolidator sees them: who owes what since when, and what it says once it was sent."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from tracker.reporting.content import Content
from tracker.reporting.rollups import Member, Rollup, rollups
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.queries.lights import lighting_on
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reports import Attachment, Nudge, ReportVersion, VersionAttachment
from tracker.vocabulary.reporting import IN_REVIEW, STANDING, Duty, Light, Owing, ReportState


@dataclass(frozen=True)
class Part:
    """A co-unit's contribution: what it says only once it was sent; ``nudged_at`` is when it was last reminded."""

    row: ExpectedReport
    agency: str
    content: Content | None
    light: Light | None
    files: tuple[Attachment, ...] = ()
    nudged_at: datetime | None = None
    nudges: int = 0

    @property
    def can_be_taken(self) -> bool:
        return self.row.state in IN_REVIEW and self.row.owing is Owing.OWED

    @property
    def is_taken(self) -> bool:
        return self.row.state is ReportState.TAKEN_OVER

    @property
    def can_be_returned(self) -> bool:
        return self.row.state is ReportState.SUBMITTED and self.row.owing is Owing.OWED

    @property
    def can_be_undone(self) -> bool:
        return self.row.state in (ReportState.TAKEN_OVER, ReportState.RETURNED)

    @property
    def is_unasked(self) -> bool:
        return self.row.owing is Owing.UNASKED

    @property
    def is_missing(self) -> bool:
        return self.row.owing is Owing.OWED and self.row.state not in STANDING


@dataclass(frozen=True)
class Parts:
    """All contributions to a task; those still missing first."""

    each: tuple[Part, ...]

    @property
    def owed(self) -> int:
        return sum(not part.is_unasked for part in self.each)

    @property
    def standing(self) -> int:
        return sum(not part.is_unasked and not part.is_missing for part in self.each)

    @property
    def ready(self) -> int:
        return sum(part.can_be_taken for part in self.each)

    @property
    def missing(self) -> int:
        return sum(part.is_missing for part in self.each)

    @property
    def unasked(self) -> int:
        return sum(part.is_unasked for part in self.each)

    @property
    def rollups(self) -> tuple[Rollup, ...]:
        owed = (part for part in self.each if not part.is_unasked)
        return rollups(Member(part.row.printed, not part.is_missing) for part in owed)


def parts_of(cycle: Cycle, task_id: int, on: date) -> Parts:
    """The contributions to a task of a cycle, for whoever consolidates it; in two statements."""
    latest = (ReportVersion.expected_id == ExpectedReport.id) & (ReportVersion.number == ExpectedReport.version_number)
    nudges = select(func.count()).where(Nudge.expected_id == ExpectedReport.id).scalar_subquery()
    nudged = select(func.max(Nudge.at)).where(Nudge.expected_id == ExpectedReport.id).scalar_subquery()
    statement = (
        select(ExpectedReport, RegisteredAgency.name, ReportVersion.id, ReportVersion.content, nudged, nudges)
        .join(RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id)
        .outerjoin(ReportVersion, latest & ExpectedReport.state.in_(STANDING))
        .where(
            ExpectedReport.cycle_id == cycle.id,
            ExpectedReport.task_id == task_id,
            ExpectedReport.duty == Duty.CONTRIBUTION,
            ExpectedReport.owing != Owing.WITHDRAWN,
        )
    )
    rows = db.session.execute(statement.order_by(ExpectedReport.id)).all()
    files = _files([row[2] for row in rows if row[2]])
    return Parts(tuple(sorted((_part(cycle, on, files, *row) for row in rows), key=lambda part: not part.is_missing)))


def _part(cycle, on, files, row, name, version_id, content, nudged_at, nudges):
    said = Content.of_json(content) if content else None
    return Part(
        row, name, said, lighting_on(on).filing(row, cycle), tuple(files.get(version_id, ())), nudged_at, nudges
    )


def _files(version_ids):
    if not version_ids:
        return {}
    statement = select(VersionAttachment.version_id, Attachment).join(
        Attachment, Attachment.id == VersionAttachment.attachment_id
    )
    found = defaultdict(list)
    for version_id, attachment in db.session.execute(
        statement.where(VersionAttachment.version_id.in_(version_ids)).order_by(Attachment.id)
    ):
        found[version_id].append(attachment)
    return found
