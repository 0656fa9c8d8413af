"""Tables of due dates that are not what they were: asked for by an agency, or moved for everybody."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.columns import Moment, word
from tracker.storage.cycles import ExpectedReport, cycle_key
from tracker.storage.database import db
from tracker.vocabulary.reporting import Duty, ExtensionState


class Extension(db.Model):
    """延期: an agency asks for more time on a row, with a reason; until the office decides, the due date stands."""

    __tablename__ = "extension"
    __table_args__ = (CheckConstraint("(state = 'granted') = (granted_to IS NOT NULL)", name="granted"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    expected_id: Mapped[int] = mapped_column(ForeignKey(ExpectedReport.id), index=True)
    state: Mapped[ExtensionState] = mapped_column(word(ExtensionState), default=ExtensionState.ASKED)
    wanted: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    who: Mapped[str]
    account_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment)
    granted_to: Mapped[date | None]
    decision: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None] = mapped_column(Moment)


class DueMove(db.Model):
    """改期: the office moved a due date of a whole cycle, that of reports or of contributions, and why; listed for ever."""

    __tablename__ = "due_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = cycle_key(index=True)
    before: Mapped[date]
    after: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    who: Mapped[str]
    account_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment)
    duty: Mapped[Duty] = mapped_column(word(Duty), default=Duty.REPORT, server_default="report")
