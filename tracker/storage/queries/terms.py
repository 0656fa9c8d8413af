"""Until when rows that were returned may come again."""

from datetime import date

from sqlalchemy import ScalarSelect, select

from tracker.reporting.due_dates import still_asked
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.reports import ReportStep
from tracker.vocabulary.reporting import SENT_BACK, Action


def last_term() -> ScalarSelect:
    """The term of the last return of a row that has not come again, as a column beside it; None where it has none."""
    row, step = ExpectedReport, ReportStep.__table__.c  # the table itself: whoever sees a row sees until when it is asked for
    returned = (step.expected_id == row.id, step.action == Action.RETURN, row.state.in_(SENT_BACK))
    return select(step.term).where(*returned).order_by(step.number.desc()).limit(1).correlate(row).scalar_subquery()


def term_of(row: ExpectedReport, found: date | None, cycle: Cycle) -> date | None:
    """That term as it still holds for a row of a cycle."""
    return still_asked(found, row.by_on, cycle.locked_at)
