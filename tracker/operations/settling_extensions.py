"""延期申请 that have nothing left to ask, because their rows got as much time without them: settled with what gave it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import select

from tracker import clock
from tracker.operations.actors import Acting
from tracker.operations.messages import tell
from tracker.reporting.transitions import AGENCY
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.extensions import Extension
from tracker.vocabulary.messages import MessageKind
from tracker.vocabulary.reporting import Duty, ExtensionState


def settle_moved(cycle: Cycle, moved: Mapping[Duty, date], reason: str, *, by: Acting, at: datetime) -> None:
    """The requests of a cycle that a move of its due dates meets, by what is due when now; their agencies are told.

    They are settled at the moment of the move, which tells them from requests that somebody granted.
    """
    for duty, due in moved.items():
        said = f"{duty.label}截止日改为 {due:%Y-%m-%d}，不早于申请的日子，不用再决定；请按本期的截止日报送：{reason}"
        of_duty = ExpectedReport.cycle_id == cycle.id, ExpectedReport.duty == duty
        for row in _settle(of_duty, due, said, by, at):
            tell(AGENCY, MessageKind.EXTENSION_DECIDED, row, cycle, None, by=by, at=at, text=said)


def settle_extended(row_ids: Collection[int], until: date, reason: str, *, by: Acting) -> None:
    """The requests on rows that the office gave as much time of its own accord, of which it tells by itself."""
    said = f"办公室已延期至 {until:%Y-%m-%d}，不早于申请的日子：{reason}"
    _settle([ExpectedReport.id.in_(row_ids)], until, said, by, clock.now())


def _settle(of_rows, until, said, by, at):
    statement = select(Extension, ExpectedReport).join(ExpectedReport, ExpectedReport.id == Extension.expected_id)
    asked = Extension.state == ExtensionState.ASKED, Extension.wanted <= until
    statement = statement.where(*of_rows, *asked).order_by(Extension.id).with_for_update(of=Extension)
    found = db.session.execute(statement).all()
    for extension, _ in found:
        extension.state, extension.granted_to, extension.decision = ExtensionState.GRANTED, until, said
        extension.decided_by, extension.decided_at = by.name, at
    return [row for _, row in found]
