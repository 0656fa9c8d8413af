"""The table of what was done to the registry; rows are only ever added."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.columns import Moment, word
from tracker.storage.database import db
from tracker.vocabulary import RegistryStep


class RegistryEvent(db.Model):
    """经过: one change of the registry, written in its transaction.

    ``changes`` is JSON: every row before and after. ``undoes`` is the event it takes back; none is taken back twice.
    """

    __tablename__ = "registry_event"
    __table_args__ = (UniqueConstraint("undoes"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    step: Mapped[RegistryStep] = mapped_column(word(RegistryStep))
    who: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str | None] = mapped_column(Text)
    changes: Mapped[str] = mapped_column(Text)
    undoes: Mapped[int | None] = mapped_column(ForeignKey("registry_event.id"))


class RegistryEventBody(db.Model):
    """A body that an event speaks of, by an id that may since be gone."""

    __tablename__ = "registry_event_body"

    event_id: Mapped[int] = mapped_column(ForeignKey("registry_event.id"), primary_key=True)
    body: Mapped[str] = mapped_column(primary_key=True, index=True)
