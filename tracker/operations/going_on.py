"""Where a report stood when its duty passed on, its heir goes on: returns that are to be answered, the clock, more time.

The rates are the same after as before: what had been returned still has been.
"""

from sqlalchemy import select

from tracker import clock
from tracker.operations.actors import Acting
from tracker.operations.noting import note
from tracker.operations.rows import Held, settle
from tracker.reporting.receiving import KEPT, REVIEWS, without_undone
from tracker.storage.database import db
from tracker.storage.reports import ReportStep
from tracker.vocabulary.reporting import SENT_BACK, STANDING, Action, Adjusting, ReportState

STEP = ("action", "before", "after", "at", "reason", "term")


def go_on(gone: Held, heir: Held, name: str, by: Acting) -> None:
    """Let an heir that has nothing behind it go on from where the row of ``name`` stood; within a transaction."""
    if heir.row.step_number or heir.row.duty is not gone.row.duty:
        return
    if gone.row.extended_to and not heir.row.extended_to:
        heir.row.extended_to = gone.row.extended_to
        note(heir.cycle, heir.row, Adjusting.EXTENDED, f"延期至 {gone.row.extended_to:%Y-%m-%d}：承接原{name}的延期", by)
    if gone.row.ever_returned:
        _answer(gone, heir, name, by)
    settle([heir])


def _answer(gone, heir, name, by):
    """What had been returned is to be answered by the heir; what stood again at the other is none of its own."""
    steps = select(ReportStep).where(ReportStep.expected_id == gone.row.id).order_by(ReportStep.number)
    counted = without_undone(step for step in db.session.scalars(steps) if step.action in KEPT)
    for step in counted:
        who = step.who if step.action in REVIEWS else f"{step.who}（原{name}）"
        _add(heir, who=who, **{column: getattr(step, column) for column in STEP})
    if gone.row.state in STANDING:
        taken = {"action": Action.WITHDRAW, "before": gone.row.state, "after": ReportState.DRAFT}
        _add(heir, who=by.name, at=clock.now(), reason=f"职责由原{name}转来，须重新报送", **taken)
    if gone.row.state in SENT_BACK:
        heir.row.state = ReportState.RETURNED


def _add(heir, **step):
    heir.row.step_number += 1
    db.session.add(ReportStep(expected_id=heir.row.id, number=heir.row.step_number, **step))
