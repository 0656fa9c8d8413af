"""Those who report on a task beside its consolidator, as it reads them: what stands of theirs, and who has not reported."""

from dataclasses import dataclass

from sqlalchemy import select

from tracker.reporting.content import Content
from tracker.storage.cycles import ExpectedReport
from tracker.storage.database import db
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reports import ReportVersion
from tracker.vocabulary import Role
from tracker.vocabulary.reporting import STANDING, Duty, Owing, ReportState


@dataclass(frozen=True)
class Fellow:
    """Another lead or responsible of the task; ``content`` None while nothing of its stands."""

    agency: str
    role: Role
    state: ReportState
    content: Content | None


def fellows_of(row: ExpectedReport) -> tuple[Fellow, ...]:
    """Who else owes a report on the task of a consolidator's row, those who reported first; in one statement."""
    stands = (ReportVersion.expected_id == ExpectedReport.id) & (ReportVersion.number == ExpectedReport.version_number)
    statement = (
        select(RegisteredAgency.name, ExpectedReport.role, ExpectedReport.state, ReportVersion.content)
        .join(RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id)
        .outerjoin(ReportVersion, stands & ExpectedReport.state.in_(STANDING))
        .where(
            ExpectedReport.cycle_id == row.cycle_id,
            ExpectedReport.task_id == row.task_id,
            ExpectedReport.duty == Duty.REPORT,
            ExpectedReport.owing == Owing.OWED,
            ExpectedReport.id != row.id,
        )
    )
    rows = db.session.execute(statement.order_by(ExpectedReport.id))
    found = [Fellow(*who, Content.of_json(text) if text else None) for *who, text in rows]
    return tuple(sorted(found, key=lambda each: each.content is None))
