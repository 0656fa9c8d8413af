"""Tables of the audit: what was done, and the chain that seals it. Rows are only ever added, until they are purged."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.columns import Moment, word
from tracker.storage.database import db
from tracker.vocabulary import AuditOutcome, AuditResult

MISTAKEN = ("400 ", "401 ", "409 ", "413 ")
"""How the detail of an event begins whose form was filled in wrongly, or came too late."""
REFUSED = text("result = 'refused'")


class AuditEvent(db.Model):
    """审计记录: who did what to what, when, from where, with what result; ``before`` and ``after`` are JSON.

    It points to nothing, so that it stays true whatever becomes of what it names.
    """

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_refused", "at", "id", sqlite_where=REFUSED, postgresql_where=REFUSED),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    account_id: Mapped[int | None] = mapped_column(index=True)
    who: Mapped[str]
    roles: Mapped[str]
    source: Mapped[str]
    action: Mapped[str] = mapped_column(String(80), index=True)
    object: Mapped[str] = mapped_column(String(200), index=True)
    result: Mapped[AuditResult] = mapped_column(word(AuditResult))
    detail: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)

    @property
    def outcome(self) -> AuditOutcome:
        """What became of it."""
        is_mistaken = self.result is AuditResult.REFUSED and self.detail.startswith(MISTAKEN)
        return AuditOutcome.UNDONE if is_mistaken else AuditOutcome(self.result)


class AuditSeal(db.Model):
    """封印: an event's place in the chain; ``digest`` is of the event and of the digest before it.

    Without an event it is the last of those that were purged, from which the chain goes on.
    """

    __tablename__ = "audit_seal"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[int | None] = mapped_column(ForeignKey(AuditEvent.id), unique=True)
    digest: Mapped[str] = mapped_column(String(64))
