"""提醒的日子: on how many days before and after a due date a group has its agencies reminded."""

from collections.abc import Collection

from sqlalchemy import delete

from tracker import clock
from tracker.errors import NotYours, WrongState
from tracker.operations.actors import OFFICE, Acting
from tracker.operations.transactions import one_transaction
from tracker.reporting.reminders import MOST_DAYS
from tracker.storage.database import db
from tracker.storage.reminders import RemindingDay


def choose_days(before: Collection[int], after: Collection[int], *, by: Acting) -> None:
    """Let the own group's agencies be reminded so many days before and after the due date, from the next run on."""
    days = {-each for each in before} | set(after)
    if not before:
        raise WrongState("到期前至少要提醒一次；没有改动，请写上到期前几天。")
    if len(days) > MOST_DAYS:
        raise WrongState(f"一共写了 {len(days)} 天，最多 {MOST_DAYS} 天；没有改动，请减少几天。")
    with one_transaction():
        _forget(by)
        who = {"who": by.name, "account_id": by.id, "at": clock.now()}
        db.session.add_all(RemindingDay(group_id=by.group_id, days=each, **who) for each in sorted(days))


def back_to_usual(*, by: Acting) -> None:
    """Take the own choice back."""
    with one_transaction():
        _forget(by)


def _forget(by):
    if OFFICE not in by.roles or by.group_id is None:
        raise NotYours("定提醒的日子", who="领导小组办公室")
    db.session.execute(delete(RemindingDay).where(RemindingDay.group_id == by.group_id))
