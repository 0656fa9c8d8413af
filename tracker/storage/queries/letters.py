"""What letters are made of: the reminders that wait, with the rows that are still owed now."""

from collections.abc import Collection

from sqlalchemy import select

from tracker.reporting.letters import Still
from tracker.reporting.reminders import Owed
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Measure, Task
from tracker.storage.queries.labels import opening, task_label
from tracker.storage.queries.reminding import MISSING
from tracker.storage.queries.rows import siblings
from tracker.storage.reminders import Reminder, ReminderRow
from tracker.vocabulary.reporting import CycleState


def still_said(reminder_ids: Collection[int]) -> list[Still]:
    """These reminders as far as something of them is still owed in an open cycle; voided ones say nothing."""
    rows = {}
    for reminder_id, row, task in _rows_of(reminder_ids):
        rows.setdefault(reminder_id, []).append((row, task))
    statement = select(Reminder, Cycle.name).join(Cycle, Cycle.id == Reminder.cycle_id)
    statement = statement.where(Reminder.id.in_(rows), Reminder.voided_at.is_(None)).order_by(Reminder.id)
    return [_still(reminder, cycle, rows[reminder.id]) for reminder, cycle in db.session.execute(statement)]


def _rows_of(reminder_ids):
    task = (Task.ordinal, Task.text, Measure.path, Measure.heading, siblings().label("siblings"))
    row = (ExpectedReport.id, ExpectedReport.agency_id, ExpectedReport.duty, ExpectedReport.by_on, Cycle.opened_on)
    statement = (
        select(ReminderRow.reminder_id, *row, *task)
        .join(ExpectedReport, ExpectedReport.id == ReminderRow.expected_id)
        .join(Cycle, Cycle.id == ExpectedReport.cycle_id)
        .join(Task, Task.id == ExpectedReport.task_id)
        .join(Task.measure)
        .where(ReminderRow.reminder_id.in_(reminder_ids), MISSING, Cycle.state == CycleState.OPEN)
    )
    for reminder_id, id_, agency, duty, due, opened, *named in db.session.execute(
        statement.order_by(ExpectedReport.id)
    ):
        yield reminder_id, Owed(id_, agency, duty, due, opened), _name(*named)


def _name(ordinal, text, path, heading, of_measure):
    return f"{task_label(path, ordinal, of_measure)} {heading or opening(text)}".strip()


def _still(reminder, cycle, rows):
    return Still(
        step=reminder.step,
        cycle=cycle,
        addressee=reminder.addressee,
        rows=tuple(row for row, _ in rows),
        tasks=tuple(task for _, task in rows),
        text="" if reminder.automatic else reminder.text,
        term=reminder.term,
        year=reminder.year,
        number=reminder.number,
    )
