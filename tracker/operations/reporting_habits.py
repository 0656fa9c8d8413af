"""What holds for every cycle: which agencies have their papers signed off, and which days the office works."""

from datetime import date

from tracker import clock
from tracker.errors import NotThere, NotYours
from tracker.operations.actors import APPROVER, OFFICE, Acting, writes_for
from tracker.operations.rows import needed_reason
from tracker.operations.transactions import one_transaction
from tracker.storage.cycles import OfficeDay, SignOff
from tracker.storage.database import db
from tracker.storage.queries.people import has_approver


def want_sign_off(agency_id: str, wanted: bool, *, by: Acting) -> None:
    """审签: whether an agency's papers leave only with its approver's signature; its approver says so.

    Where nobody is left who could sign, whoever fills in may end it, or nothing would ever leave.
    """
    if not writes_for(by, agency_id):
        raise NotThere("这个单位")
    if APPROVER not in by.roles and (wanted or has_approver(agency_id)):
        raise NotYours("设置审签", "本单位的审签人")
    with one_transaction():
        stored = db.session.get(SignOff, agency_id, with_for_update=True)
        if wanted and stored is None:
            db.session.add(SignOff(agency_id=agency_id, who=by.name, at=clock.now()))
        elif not wanted and stored is not None:
            db.session.delete(stored)


def set_working_day(day: date, works: bool, *, basis: str, by: Acting) -> None:
    """Say that a day is, or is not, a working day, and on what that rests; it comes before the yearly notices."""
    if OFFICE not in by.roles:
        raise NotYours("设置工作日")
    basis = needed_reason("设置工作日", basis)
    with one_transaction():
        db.session.merge(OfficeDay(day=day, works=works, basis=basis, who=by.name, at=clock.now()))
