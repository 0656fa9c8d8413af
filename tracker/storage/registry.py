"""Tables of the registry of agencies: places, bodies, their other names, their succession, and collectives.

A row says on what it rests (``basis``) and whether that was verified. Periods are half open, as in ``tracker.agencies``.
"""

import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.columns import Moment
from tracker.storage.database import db

ONE_BODY = "(registered_id IS NULL) <> (collective_id IS NULL)"
IN_ORDER = "valid_from < valid_to"


class Grounded:
    """What every row of the registry says of itself."""

    basis: Mapped[str] = mapped_column(Text)
    verified: Mapped[str] = mapped_column(String(20))


class Jurisdiction(Grounded, db.Model):
    """地区: a code of GB/T 2260 or a local one; no ``parent`` stands above the provinces."""

    __tablename__ = "jurisdiction"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    short: Mapped[str]
    level: Mapped[str]
    parent: Mapped[str | None] = mapped_column(ForeignKey("jurisdiction.code"), index=True)


class RegisteredAgency(Grounded, db.Model):
    """单位: a body of the registry, by the id of its file; without a jurisdiction it is one of the centre."""

    __tablename__ = "registered_agency"
    __table_args__ = (CheckConstraint(IN_ORDER, name="period"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    jurisdiction: Mapped[str | None] = mapped_column(ForeignKey("jurisdiction.code"), index=True)
    name: Mapped[str]
    short: Mapped[str]
    kind: Mapped[str]
    valid_from: Mapped[datetime.date | None]
    valid_to: Mapped[datetime.date | None]


class Collective(Grounded, db.Model):
    """集合单位: a name that stands for several bodies; the office still has to name those of an ``open`` one."""

    __tablename__ = "collective"

    id: Mapped[str] = mapped_column(primary_key=True)
    jurisdiction: Mapped[str | None] = mapped_column(ForeignKey("jurisdiction.code"), index=True)
    name: Mapped[str]
    open: Mapped[bool]
    defined_by: Mapped[str]


class AgencyAlias(Grounded, db.Model):
    """别名: another name of a body or of a collective."""

    __tablename__ = "agency_alias"
    __table_args__ = (
        UniqueConstraint("registered_id", "name"),
        UniqueConstraint("collective_id", "name"),
        CheckConstraint(ONE_BODY, name="one_body"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registered_id: Mapped[str | None] = mapped_column(ForeignKey("registered_agency.id"))
    collective_id: Mapped[str | None] = mapped_column(ForeignKey("collective.id"))
    name: Mapped[str]


class Succession(Grounded, db.Model):
    """机构沿革: who carries a body's duties on from ``date``; nobody where it was abolished."""

    __tablename__ = "succession"
    __table_args__ = (UniqueConstraint("predecessor", "successor", "date"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    predecessor: Mapped[str] = mapped_column(ForeignKey("registered_agency.id"))
    successor: Mapped[str | None] = mapped_column(ForeignKey("registered_agency.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    date: Mapped[datetime.date]
    share: Mapped[str] = mapped_column(Text)


class CollectiveMember(Grounded, db.Model):
    """成员: a body in a collective for a time."""

    __tablename__ = "collective_member"
    __table_args__ = (
        UniqueConstraint("collective", "agency", "valid_from"),
        CheckConstraint(IN_ORDER, name="period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    collective: Mapped[str] = mapped_column(ForeignKey("collective.id"))
    agency: Mapped[str] = mapped_column(ForeignKey("registered_agency.id"), index=True)
    valid_from: Mapped[datetime.date | None]
    valid_to: Mapped[datetime.date | None]


class ConfirmedName(db.Model):
    """确认: whom a name printed in a jurisdiction's documents of a time means, as a person decided once for good."""

    __tablename__ = "confirmed_name"
    __table_args__ = (
        Index(None, "jurisdiction", "name"),
        CheckConstraint(ONE_BODY, name="one_body"),
        CheckConstraint(IN_ORDER, name="period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    jurisdiction: Mapped[str]
    name: Mapped[str]
    registered_id: Mapped[str | None] = mapped_column(ForeignKey("registered_agency.id"), index=True)
    collective_id: Mapped[str | None] = mapped_column(ForeignKey("collective.id"), index=True)
    who: Mapped[str]
    at: Mapped[datetime.datetime] = mapped_column(Moment)
    valid_from: Mapped[datetime.date | None]
    valid_to: Mapped[datetime.date | None]
