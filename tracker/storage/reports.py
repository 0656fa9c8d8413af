"""Tables of what agencies say: their sheet for a cycle, drafts, versions that never change, what happened, receipts."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.columns import Moment, word
from tracker.storage.cycles import ExpectedReport, agency_key, cycle_key
from tracker.storage.database import db
from tracker.vocabulary.reporting import Action, ReportState


def row_key(**more):
    return mapped_column(ForeignKey(ExpectedReport.id), **more)


class Filing(db.Model):
    """报送单: an agency's sheet for a cycle, with its cover text; ``version`` grows with each saving of that."""

    __tablename__ = "filing"
    __table_args__ = (UniqueConstraint("cycle_id", "agency_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = cycle_key()
    agency_id: Mapped[str] = agency_key(index=True)
    acknowledged_at: Mapped[datetime | None] = mapped_column(Moment)
    acknowledged_by: Mapped[str | None]
    overview: Mapped[str] = mapped_column(Text, default="")
    practice: Mapped[str] = mapped_column(Text, default="")
    problems: Mapped[str] = mapped_column(Text, default="")
    next_step: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)


class Draft(db.Model):
    """草稿: what an agency has written on a row and not sent; ``version`` grows with each saving.

    ``without`` is why it does not wait for co-units that have not sent their part.
    """

    __tablename__ = "draft"

    expected_id: Mapped[int] = row_key(primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int]
    who: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)
    without: Mapped[str] = mapped_column(Text, default="", server_default="")


class Receipt(db.Model):
    """回执: one submission; ``key`` is what the sender named it by, so that sending it twice is sending it once.

    ``lines`` is the JSON of what it lists, ``sha256`` the check code over all of it.
    """

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("filing_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    filing_id: Mapped[int] = mapped_column(ForeignKey(Filing.id))
    key: Mapped[str] = mapped_column(String(64))
    number: Mapped[str | None] = mapped_column(String(20), unique=True)
    received_at: Mapped[datetime] = mapped_column(Moment)
    who: Mapped[str]
    account_id: Mapped[int | None]
    cover: Mapped[str] = mapped_column(Text)
    lines: Mapped[str] = mapped_column(Text, default="[]")
    sha256: Mapped[str] = mapped_column(String(64), default="")


class ReportVersion(db.Model):
    """报告: what an agency said on one row, numbered from 1; never changed once it is written.

    ``source`` is the letter a report was entered from by the office (代录), ``without`` why it went on without co-units.
    """

    __tablename__ = "report_version"
    __table_args__ = (
        UniqueConstraint("expected_id", "number"),
        CheckConstraint("number > 0", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    expected_id: Mapped[int] = row_key()
    number: Mapped[int]
    receipt_id: Mapped[int | None] = mapped_column(ForeignKey(Receipt.id), index=True)
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    summary: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str | None]
    source_on: Mapped[date | None]
    without: Mapped[str | None] = mapped_column(Text)
    who: Mapped[str]
    account_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment)


class GoneWithout(db.Model):
    """不等: a contribution a report went on without."""

    __tablename__ = "gone_without"

    version_id: Mapped[int] = mapped_column(ForeignKey(ReportVersion.id), primary_key=True)
    expected_id: Mapped[int] = row_key(primary_key=True, index=True)


REVIEWING = text("action IN ('accept', 'return')")
"""That a step is a review; written out, so that a database knows its index by it."""


class ReportStep(db.Model):
    """经过: one thing done to a row, numbered from 1; rows are only ever added. ``term`` is a return's."""

    __tablename__ = "report_step"
    __table_args__ = (
        UniqueConstraint("expected_id", "number"),
        Index("ix_report_step_reviewing", "at", sqlite_where=REVIEWING, postgresql_where=REVIEWING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    expected_id: Mapped[int] = row_key()
    number: Mapped[int]
    action: Mapped[Action] = mapped_column(word(Action))
    before: Mapped[ReportState] = mapped_column(word(ReportState, "before"))
    after: Mapped[ReportState] = mapped_column(word(ReportState, "after"))
    at: Mapped[datetime] = mapped_column(Moment)
    who: Mapped[str]
    account_id: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(Text)
    term: Mapped[date | None]
    version_number: Mapped[int | None]


class Nudge(db.Model):
    """催一下: a consolidator reminded a co-unit of what it owes."""

    __tablename__ = "nudge"

    id: Mapped[int] = mapped_column(primary_key=True)
    expected_id: Mapped[int] = row_key(index=True)
    text: Mapped[str] = mapped_column(Text)
    who: Mapped[str]
    account_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment)


class Attachment(db.Model):
    """佐证: a file of a row, or of a sheet (盖章扫描件) where ``expected_id`` is None; kept under its own hash.

    One that was taken out (``removed_at``) stays where an earlier version had it.
    """

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    filing_id: Mapped[int] = mapped_column(ForeignKey(Filing.id), index=True)
    expected_id: Mapped[int | None] = row_key(index=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    who: Mapped[str]
    account_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    removed_by: Mapped[str | None]


class VersionAttachment(db.Model):
    """The files a version was sent with."""

    __tablename__ = "version_attachment"

    version_id: Mapped[int] = mapped_column(ForeignKey(ReportVersion.id), primary_key=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey(Attachment.id), primary_key=True, index=True)
