"""What an agency is asked in a cycle and what it has answered so far, as its template and a returned workbook need it.

What is asked for here is confined by the sheet, whose it is being settled before.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from tracker.reporting.content import Content
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Measure, PolicyDocument, Task
from tracker.storage.queries.rows import TaskRow, rows_of
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reports import Draft, Filing, ReportVersion
from tracker.storage.sight import seeing_everything
from tracker.storage.workbooks import WorkbookChange, WorkbookImport
from tracker.vocabulary.reporting import STANDING, Duty, Owing, ReportState

AT_ONCE = 500
SHOWN = STANDING | {ReportState.RETURNED, ReportState.TO_SIGN_AGAIN}
"""The states in which the office knows what was sent; what was taken back is the agency's again."""


@dataclass(frozen=True)
class Asked:
    """A row an agency owes: its task, and what stands on it, a draft before what was sent.

    ``unsent`` is who wrote the draft and when, where it says something else than what was sent.
    """

    row: ExpectedReport
    task: TaskRow
    content: Content
    draft_version: int
    unsent: tuple[str, datetime] | None = None

    @property
    def version(self) -> int:
        """A number that grows with every change of what stands."""
        return self.draft_version + self.row.version_number


@dataclass(frozen=True)
class Addressed:
    """A sheet with its cycle and agency."""

    filing: Filing
    cycle: Cycle
    agency: RegisteredAgency


@seeing_everything()
def addressed(sheet_id: int) -> Addressed | None:
    """A sheet, whosever it is; None where there is none."""
    statement = (
        select(Filing, Cycle, RegisteredAgency)
        .join(Cycle, Cycle.id == Filing.cycle_id)
        .join(RegisteredAgency, RegisteredAgency.id == Filing.agency_id)
    )
    found = db.session.execute(statement.where(Filing.id == sheet_id)).first()
    return found and Addressed(*found)


def sheet_of(cycle_id: int, agency_id: str) -> int | None:
    """The sheet of an agency in a cycle."""
    return db.session.scalar(select(Filing.id).where(Filing.cycle_id == cycle_id, Filing.agency_id == agency_id))


@seeing_everything()
def dues_of(filing: Filing) -> dict[Duty, tuple[date, date]]:
    """By what the sheet's agency owes: the first and the last day by which it is due."""
    row = ExpectedReport
    statement = select(row.duty, func.min(row.by_on), func.max(row.by_on)).group_by(row.duty)
    own = (row.cycle_id == filing.cycle_id, row.agency_id == filing.agency_id, row.owing == Owing.OWED)
    return {duty: (first, last) for duty, first, last in db.session.execute(statement.where(*own))}


@seeing_everything()
def asked_of(filing: Filing, *, drafts: bool = True) -> list[Asked]:
    """What the sheet's agency owes, in the order of the sheet; without drafts as the office sees it: what was sent."""
    row, version = ExpectedReport, ReportVersion
    latest = (version.expected_id == row.id) & (version.number == row.version_number)
    statement = (
        select(row, version.content, Draft.content, Draft.version, Draft.who, Draft.at)
        .join(Task, Task.id == row.task_id)
        .join(Task.measure)
        .join(Measure.document)
        .outerjoin(Draft, Draft.expected_id == row.id)
        .outerjoin(version, latest)
        .where(row.cycle_id == filing.cycle_id, row.agency_id == filing.agency_id, row.owing == Owing.OWED)
        .order_by(row.duty.desc(), PolicyDocument.position, Measure.position, Task.ordinal)
        .execution_options(populate_existing=True)
    )
    found = db.session.execute(statement).all()
    tasks = _tasks([each[0].task_id for each in found])
    return [
        Asked(each, tasks[each.task_id], _content(draft or sent), number or 0, _unsent(draft, sent, by))
        if drafts
        else Asked(each, tasks[each.task_id], _content(sent if each.state in SHOWN else None), 0)
        for each, sent, draft, number, *by in found
    ]


def _unsent(draft, sent, by):
    return tuple(by) if draft and _content(draft) != _content(sent) else None


def _content(text):
    return Content.of_json(text) if text else Content()


def _tasks(ids: Collection[int]):
    batches = (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
    return {row.id: row for batch in batches for row in rows_of(list(dict.fromkeys(batch)))}


def import_of(filing_id: int, import_id: int, *, update: bool = False) -> WorkbookImport | None:
    """A workbook that was sent for a sheet; None where there is none."""
    statement = select(WorkbookImport).where(WorkbookImport.id == import_id, WorkbookImport.filing_id == filing_id)
    statement = statement.with_for_update() if update else statement
    return db.session.scalar(statement.execution_options(populate_existing=True))


def imports_of(filing_id: int) -> tuple[WorkbookImport, ...]:
    """The workbooks that were sent for a sheet, the newest first."""
    statement = select(WorkbookImport).where(WorkbookImport.filing_id == filing_id)
    return tuple(db.session.scalars(statement.order_by(WorkbookImport.id.desc()).limit(50)))


def changes_of(import_id: int) -> tuple[WorkbookChange, ...]:
    """The reports a file changed, in the order of its rows."""
    statement = select(WorkbookChange).where(WorkbookChange.import_id == import_id)
    return tuple(db.session.scalars(statement.order_by(WorkbookChange.number)))
