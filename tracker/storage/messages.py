"""Tables of what somebody is told: a message to an agency or to a group's office, the rows it is about, who has read it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.storage.columns import Moment, word
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.people import Account, LeadingGroup
from tracker.storage.registry import RegisteredAgency
from tracker.vocabulary import AccountRole
from tracker.vocabulary.messages import MessageKind


class Message(db.Model):
    """消息: what was done, told to the other side in the transaction that did it; to everybody of the body it is for.

    ``role`` where only those of one role are told; ``text`` is the reason or what else is to be said; ``account_id``
    did it and need not be told.
    """

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint("(agency_id IS NULL) <> (group_id IS NULL)", name="one_body"),
        Index("ix_message_agency_id_at", "agency_id", "at"),
        Index("ix_message_group_id_at", "group_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[MessageKind] = mapped_column(word(MessageKind))
    agency_id: Mapped[str | None] = mapped_column(ForeignKey(RegisteredAgency.id, ondelete="CASCADE"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey(LeadingGroup.id, ondelete="CASCADE"))
    role: Mapped[AccountRole | None] = mapped_column(word(AccountRole, "role"))
    cycle_id: Mapped[int | None] = mapped_column(ForeignKey(Cycle.id, ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text, default="")
    who: Mapped[str]
    account_id: Mapped[int | None]
    rows: Mapped[list["MessageRow"]] = relationship(lazy="raise", order_by="MessageRow.expected_id")


class MessageRow(db.Model):
    """A row a message is about."""

    __tablename__ = "message_row"

    message_id: Mapped[int] = mapped_column(ForeignKey(Message.id, ondelete="CASCADE"), primary_key=True)
    expected_id: Mapped[int] = mapped_column(
        ForeignKey(ExpectedReport.id, ondelete="CASCADE"), primary_key=True, index=True
    )


class MessageReading(db.Model):
    """已读: who has read a message."""

    __tablename__ = "message_reading"

    message_id: Mapped[int] = mapped_column(ForeignKey(Message.id, ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(Moment)
