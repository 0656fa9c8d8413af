"""Tables of what the office sets about the lights: thresholds from a day on, and lights decided by a person."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.columns import Moment, word
from tracker.storage.cycles import ExpectedReport, cycle_key
from tracker.storage.database import db
from tracker.storage.documents import Task
from tracker.vocabulary.reporting import Colour, LightKind


class LightThresholds(db.Model):
    """亮灯标准: the thresholds of a cycle's lights from a day on, until others begin; before the first, the cycle's own."""

    __tablename__ = "light_thresholds"
    __table_args__ = (
        CheckConstraint("soon_days >= 0 AND 0 < slow_points AND slow_points <= behind_points", name="order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = cycle_key(index=True)
    since: Mapped[date]
    soon_days: Mapped[int]
    slow_points: Mapped[int]
    behind_points: Mapped[int]
    reason: Mapped[str]
    who: Mapped[str]
    account_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment)


class LightOverride(db.Model):
    """人工调整: what a person decided a row's 填报灯 or a task's 进度灯 to be, both days included; the last word holds.

    Without a colour the one before is taken back.
    """

    __tablename__ = "light_override"
    __table_args__ = (
        CheckConstraint("(expected_id IS NULL) <> (task_id IS NULL)", name="one_light"),
        CheckConstraint("(colour IS NULL) = (until IS NULL)", name="has_end"),
        CheckConstraint("until IS NULL OR since <= until", name="period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LightKind] = mapped_column(word(LightKind))
    cycle_id: Mapped[int] = cycle_key(index=True)
    expected_id: Mapped[int | None] = mapped_column(ForeignKey(ExpectedReport.id), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey(Task.id), index=True)
    colour: Mapped[Colour | None] = mapped_column(word(Colour))
    since: Mapped[date]
    until: Mapped[date | None]
    reason: Mapped[str]
    who: Mapped[str]
    account_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment)
