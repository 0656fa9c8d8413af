"""Tables of reminding: what was said to an agency about which rows, its numbered papers, and the e-mails that carry it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.columns import Moment, word
from tracker.storage.cycles import Cycle, ExpectedReport, agency_key
from tracker.storage.database import db
from tracker.storage.people import LeadingGroup
from tracker.vocabulary.reminders import LetterState, Step


class Reminder(db.Model):
    """催办: one step towards one agency in one cycle; ``automatic`` where the day asked for it and not the office.

    ``term`` is until when it gives time, ``addressee`` whom a paper names. One series counts the papers of a group in a
    ``year``; a voided paper keeps its ``number`` and is a step no more.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("group_id", "year", "number"),
        Index("ix_reminder_cycle_id_agency_id", "cycle_id", "agency_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey(Cycle.id))
    group_id: Mapped[int] = mapped_column(ForeignKey(LeadingGroup.id))
    agency_id: Mapped[str] = agency_key(index=True)
    addressee: Mapped[str]
    step: Mapped[Step] = mapped_column(word(Step))
    automatic: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    term: Mapped[date | None]
    year: Mapped[int | None]
    number: Mapped[int | None]
    who: Mapped[str]
    account_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment)
    voided_at: Mapped[datetime | None] = mapped_column(Moment)
    voided_by: Mapped[str | None]
    voided_why: Mapped[str | None]


class ReminderRow(db.Model):
    """A row a reminder is about, as it stood: its due date then, the gate it was at, how many working days late.

    A row is reminded of by itself once at each gate before and after one due date.
    """

    __tablename__ = "reminder_row"
    __table_args__ = (UniqueConstraint("expected_id", "due_on", "gate"),)

    reminder_id: Mapped[int] = mapped_column(ForeignKey(Reminder.id), primary_key=True)
    expected_id: Mapped[int] = mapped_column(ForeignKey(ExpectedReport.id), primary_key=True, index=True)
    due_on: Mapped[date]
    gate: Mapped[int | None]
    days_late: Mapped[int]


class RemindingDay(db.Model):
    """提醒的日子: how many days after a due date a group has its agencies reminded, negative before it, as it chose itself.

    A group without any is reminded on the usual days.
    """

    __tablename__ = "reminding_day"

    group_id: Mapped[int] = mapped_column(ForeignKey(LeadingGroup.id, ondelete="CASCADE"), primary_key=True)
    days: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    who: Mapped[str]
    account_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment)


class Letter(db.Model):
    """邮件: the outbox; a reminder to one address, and what became of it. ``answer`` is the mail server's."""

    __tablename__ = "letter"
    __table_args__ = (UniqueConstraint("reminder_id", "address"), Index("ix_letter_state", "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    reminder_id: Mapped[int] = mapped_column(ForeignKey(Reminder.id))
    name: Mapped[str]
    address: Mapped[str] = mapped_column(String(100))
    state: Mapped[LetterState] = mapped_column(word(LetterState))
    tried_at: Mapped[datetime | None] = mapped_column(Moment)
    answer: Mapped[str] = mapped_column(Text, default="")
