"""Tables of who works with the tracker: leading groups, accounts and what they may, sign-ins and what they left unsent."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.columns import Moment, word
from tracker.storage.database import db
from tracker.storage.registry import RegisteredAgency
from tracker.vocabulary import AccountRole, AttemptOutcome

SECRET = {"secret": True}
"""Marks a column whose value is never written down anywhere else."""
KEPT_FOR = timedelta(days=7)
"""How long a form waits that came after the sign-in was over."""


class LeadingGroup(db.Model):
    """领导小组: owns documents and has an office; ``jurisdiction`` is the name its documents carry."""

    __tablename__ = "leading_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    jurisdiction: Mapped[str] = mapped_column(unique=True)
    superior_id: Mapped[int | None] = mapped_column(ForeignKey("leading_group.id"), index=True)
    office_id: Mapped[str | None] = mapped_column(ForeignKey(RegisteredAgency.id, ondelete="SET NULL"), index=True)


class Account(db.Model):
    """账号: a person who may sign in, of a leading group or of an agency; administrators belong to neither.

    A first password (``must_change``) opens one sign-in before ``first_until``; then there is none until one is chosen.
    Failures before ``unlocked_at`` do not count.
    """

    __tablename__ = "account"
    __table_args__ = (CheckConstraint("group_id IS NULL OR agency_id IS NULL", name="one_body"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str]
    group_id: Mapped[int | None] = mapped_column(ForeignKey(LeadingGroup.id), index=True)
    agency_id: Mapped[str | None] = mapped_column(ForeignKey(RegisteredAgency.id), index=True)
    password_hash: Mapped[str | None] = mapped_column(Text, info=SECRET)
    password_at: Mapped[datetime | None] = mapped_column(Moment)
    must_change: Mapped[bool] = mapped_column(default=True)
    first_until: Mapped[datetime | None] = mapped_column(Moment)
    unlocked_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)
    disabled_at: Mapped[datetime | None] = mapped_column(Moment)
    is_demonstration: Mapped[bool] = mapped_column(default=False)


class Grant(db.Model):
    """授权: a role an account has."""

    __tablename__ = "account_role"

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), primary_key=True)
    role: Mapped[AccountRole] = mapped_column(word(AccountRole), primary_key=True)


class PastPassword(db.Model):
    """用过的密码: none of an account's last ones is chosen again."""

    __tablename__ = "past_password"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), index=True)
    password_hash: Mapped[str] = mapped_column(Text, info=SECRET)
    at: Mapped[datetime] = mapped_column(Moment)


class SignIn(db.Model):
    """登录: one browser of one account, known by a token of which only the digest is kept; over once it has ended."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), index=True)
    token: Mapped[str] = mapped_column(String(64), unique=True, info=SECRET)
    started_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    source: Mapped[str]


class KnownDevice(db.Model):
    """认得的设备: a browser from which an account has signed in; strangers' failures do not lock it out."""

    __tablename__ = "known_device"
    __table_args__ = (UniqueConstraint("account_id", "token"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"))
    token: Mapped[str] = mapped_column(String(64), info=SECRET)
    seen_at: Mapped[datetime] = mapped_column(Moment)


class Attempt(db.Model):
    """登录尝试: written before the password is looked at, so that many at once are counted too.

    ``login`` is as typed, whether there is such an account or not; ``device_id`` that of a known device of it.
    """

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_source_at", "source", "at"),
        Index("ix_sign_in_attempt_login_at", "login", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    source: Mapped[str]
    login: Mapped[str] = mapped_column(String(64))
    device_id: Mapped[int | None]
    outcome: Mapped[AttemptOutcome] = mapped_column(word(AttemptOutcome))


class KeptForm(db.Model):
    """没有交上的内容: what a person sent after the sign-in was over, offered at the next one."""

    __tablename__ = "kept_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    path: Mapped[str] = mapped_column(Text)
    fields: Mapped[str] = mapped_column(Text, info=SECRET)
    had_files: Mapped[bool] = mapped_column(default=False)
