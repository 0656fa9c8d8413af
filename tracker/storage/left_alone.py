"""What the registry proposes for an open cycle and the office leaves as it stands."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.columns import Moment
from tracker.storage.cycles import cycle_key
from tracker.storage.database import db


class LeftAlone(db.Model):
    """维持不变: a proposal that is not taken in this cycle, with its reason; listed until the cycle is locked.

    ``key`` is the proposal's own, so that another one about the same row is asked about anew. With ``printed`` it is a
    duty that ``agency`` goes on carrying though it is no more, without it a row of the frozen list.
    """

    __tablename__ = "left_alone"
    __table_args__ = (UniqueConstraint("cycle_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = cycle_key()
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"), index=True)
    agency: Mapped[str]
    printed: Mapped[str | None]
    key: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)
    who: Mapped[str]
    account_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment)
