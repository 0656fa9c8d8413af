"""Tables of what only the office knows: contact persons, members it named for a task, duties it handed over."""

import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.columns import Moment
from tracker.storage.database import db

ONE_SCOPE = "(document_id IS NULL) <> (task_id IS NULL)"


class AgencyContact(db.Model):
    """联系人: a person to call in a body of the registry."""

    __tablename__ = "agency_contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency: Mapped[str] = mapped_column(ForeignKey("registered_agency.id"), index=True)
    name: Mapped[str]
    post: Mapped[str]
    telephone: Mapped[str]
    email: Mapped[str]
    note: Mapped[str] = mapped_column(Text)


class NamedMember(db.Model):
    """指定成员: a body that a collective means in one task, or in all tasks of one document, instead of its usual members."""

    __tablename__ = "named_member"
    __table_args__ = (
        UniqueConstraint("collective", "task_id", "agency"),
        UniqueConstraint("collective", "document_id", "agency"),
        CheckConstraint(ONE_SCOPE, name="one_scope"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    collective: Mapped[str] = mapped_column(ForeignKey("collective.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"), index=True)
    agency: Mapped[str] = mapped_column(ForeignKey("registered_agency.id"), index=True)
    basis: Mapped[str] = mapped_column(Text)


class Handover(db.Model):
    """交接: the office's decision who carries on a duty of a task that its bearer no longer carries.

    ``from_agency`` had it by the name ``printed``, itself or as a member of ``collective``; from ``since`` on it is
    ``to_agency``'s, or nobody's. What a reporting cycle expects of the one it then expects of the other.
    """

    __tablename__ = "handover"
    __table_args__ = (UniqueConstraint("task_id", "printed", "from_agency", "to_agency"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"))
    printed: Mapped[str]
    collective: Mapped[str | None] = mapped_column(ForeignKey("collective.id"), index=True)
    from_agency: Mapped[str] = mapped_column(ForeignKey("registered_agency.id"), index=True)
    to_agency: Mapped[str | None] = mapped_column(ForeignKey("registered_agency.id"), index=True)
    since: Mapped[datetime.date]
    share: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    who: Mapped[str]
    at: Mapped[datetime.datetime] = mapped_column(Moment)


class RegistryRelease(db.Model):
    """登记的发行版: the registry as it last came with the program, to tell what the office changed of it since."""

    __tablename__ = "registry_release"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime.datetime] = mapped_column(Moment)
    content: Mapped[str] = mapped_column(Text)


class RegistryUpload(db.Model):
    """登记文件: a workbook or archive that was sent to be looked through before it is taken over."""

    __tablename__ = "registry_upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    file_name: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    who: Mapped[str]
    at: Mapped[datetime.datetime] = mapped_column(Moment)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("registry_event.id"), index=True)
