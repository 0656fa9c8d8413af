"""保存的视图: conditions on the ledger that an office keeps under a name."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.columns import Moment
from tracker.storage.database import db
from tracker.storage.people import LeadingGroup


class SavedView(db.Model):
    """A view; ``address`` is the JSON of its conditions, order and standpoint by their names in an address."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("group_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey(LeadingGroup.id))
    name: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(Text)
    who: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)
