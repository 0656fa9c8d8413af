"""工作日: the office's own list of days that are, or are not, working days; it comes before the yearly notices."""

from datetime import date, timedelta

from tracker import clock
from tracker.errors import NotThere, NotYours, WrongState
from tracker.operations.actors import OFFICE, Acting
from tracker.operations.rows import judge_late_anew, needed_reason
from tracker.operations.transactions import one_transaction
from tracker.storage.cycles import OfficeDay
from tracker.storage.database import db, queue_up

LONGEST_STRETCH = 31


def name_days(first: date, last: date, *, works: bool, basis: str, by: Acting) -> None:
    """Say of every day from one to another that it is a working day, or none, and on what that rests."""
    basis = needed_reason("登记工作日", basis)
    if not timedelta(0) <= last - first < timedelta(LONGEST_STRETCH):
        raise WrongState(f"从 {first} 到 {last} 不是一段不超过 {LONGEST_STRETCH} 天的日子；没有登记，请改正日期。")
    with one_transaction():
        _refuse_others(by)
        queue_up(db.session.connection(), "days")
        for step in range((last - first).days + 1):
            day = first + timedelta(days=step)
            db.session.merge(OfficeDay(day=day, works=works, basis=basis, who=by.name, at=clock.now()))
        judge_late_anew()


def drop_day(day: date, *, by: Acting) -> None:
    """Take a day off the list, so that the yearly notice or the week decides again."""
    with one_transaction():
        _refuse_others(by)
        queue_up(db.session.connection(), "days")
        found = db.session.get(OfficeDay, day)
        if found is None:
            raise NotThere(f"{day:%Y-%m-%d} 的登记")
        db.session.delete(found)
        judge_late_anew()


def _refuse_others(by):
    if OFFICE not in by.roles:
        raise NotYours("登记工作日", who="领导小组办公室")
