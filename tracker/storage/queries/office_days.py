"""The office's own list of working days."""

from datetime import date

from sqlalchemy import select

from tracker.storage.cycles import OfficeDay
from tracker.storage.database import db


def days_of(year: int) -> tuple[OfficeDay, ...]:
    """The days of a year that are on the list, in order."""
    within = OfficeDay.day.between(date(year, 1, 1), date(year, 12, 31))
    return tuple(db.session.scalars(select(OfficeDay).where(within).order_by(OfficeDay.day)))
