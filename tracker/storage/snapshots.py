"""Tables of what is frozen of a cycle: snapshots and their files, only ever added."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.storage.columns import Moment, word
from tracker.storage.cycles import Cycle
from tracker.storage.database import db
from tracker.vocabulary.reporting import SnapshotPart


class Snapshot(db.Model):
    """存档: a locked cycle as it stood at a moment, numbered from 1 in its cycle."""

    __tablename__ = "snapshot"
    __table_args__ = (UniqueConstraint("cycle_id", "number"), CheckConstraint("number > 0", name="number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey(Cycle.id))
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    who: Mapped[str]
    account_id: Mapped[int | None]
    files: Mapped[list["SnapshotFile"]] = relationship(order_by="SnapshotFile.part", lazy="selectin")


class SnapshotFile(db.Model):
    """A file of a snapshot, kept under its hash."""

    __tablename__ = "snapshot_file"

    snapshot_id: Mapped[int] = mapped_column(ForeignKey(Snapshot.id), primary_key=True)
    part: Mapped[SnapshotPart] = mapped_column(word(SnapshotPart), primary_key=True)
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
