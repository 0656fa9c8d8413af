"""The table of agencies."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.database import db


class Agency(db.Model):
    """单位: a body within a jurisdiction; the same name in two jurisdictions is two agencies."""

    __tablename__ = "agency"
    __table_args__ = (UniqueConstraint("jurisdiction", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    jurisdiction: Mapped[str]
    name: Mapped[str]
