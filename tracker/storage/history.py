"""The table of what persons did to documents; rows are only ever added."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.columns import Moment, word
from tracker.storage.database import db
from tracker.vocabulary import DocumentStep


class DocumentEvent(db.Model):
    """经过: one thing a person did to a document, numbered from 1.

    Corrections form a tree, so that undoing loses nothing: a correction's ``edit`` (JSON) was made ``after`` the one with
    that number, 0 being the reading. ``head`` is the correction that stood last once this was done. ``summary`` says in words what a correction did, as the
    clauses were called then; ``other_id`` is the other document where one replaced it or stands beside it.
    """

    __tablename__ = "document_event"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    number: Mapped[int]
    step: Mapped[DocumentStep] = mapped_column(word(DocumentStep))
    who: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str | None]
    edit: Mapped[str | None] = mapped_column(Text)
    after: Mapped[int | None]
    head: Mapped[int]
    summary: Mapped[str | None] = mapped_column(Text)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="SET NULL"), index=True)
