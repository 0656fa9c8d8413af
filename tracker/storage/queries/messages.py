"""Messages to whoever asks: the list, and what one is about. Whose they are the session's eyes see."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from tracker.reporting.messages import sentence
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Measure, Task
from tracker.storage.messages import Message, MessageReading, MessageRow
from tracker.storage.people import Account
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.labels import opening, task_label
from tracker.storage.queries.people import Browser, Person, is_for, was_read
from tracker.storage.queries.rows import siblings
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reminders import Reminder
from tracker.storage.sight import current_sight, seeing_everything
from tracker.vocabulary.messages import MessageKind
from tracker.vocabulary.reporting import Duty

PAGE_SIZE = 30


@dataclass(frozen=True)
class Line:
    """A message as a page shows it."""

    id: int
    kind: MessageKind
    sentence: str
    text: str
    who: str
    at: datetime
    is_read: bool
    formerly: str | None = None
    """The body it was for, where that is another whose duties passed on."""


@dataclass(frozen=True)
class Messages:
    """A page of messages, the newest first, and how many there are and are not read."""

    lines: tuple[Line, ...]
    total: int
    unread: int
    page: int
    pages: int


@dataclass(frozen=True)
class About:
    """What a message is about: its cycle, its first row if it has one, and the numbered paper it tells of."""

    kind: MessageKind
    cycle_id: int | None
    rows: int
    row: ExpectedReport | None
    paper_id: int | None = None


def unread_ids(by) -> list[int]:
    """The messages somebody has not read."""
    return list(db.session.scalars(select(Message.id).where(*_for(by), ~_read(by))))


def _for(person):
    return is_for(Message, person.id, person.roles)


def _read(person):
    since = select(Account.created_at).where(Account.id == person.id).scalar_subquery()
    return was_read(Message, MessageReading, person.id, since)


def unread_count(browser: Browser) -> int:
    """How many of the messages that ``message_list`` has somebody has not read.

    It is known from the sign-in; only for a body to which duties of others passed on, who reads what those were told, it is asked for.
    """
    person = browser.person
    if current_sight().bodies <= {person.agency_id}:
        return browser.unread
    return db.session.scalar(select(func.count()).select_from(Message).where(*_for(person), ~_read(person)))


def message_list(person: Person, *, unread_only: bool = False, page: int = 1, size: int = PAGE_SIZE) -> Messages:
    """A page of somebody's messages, in three statements."""
    conditions = tuple(_for(person))
    counts = select(func.count(), func.count().filter(~_read(person))).select_from(Message).where(*conditions)
    total, unread = db.session.execute(counts).one()
    pages = max(1, -(-(unread if unread_only else total) // size))
    page = min(page, pages)
    statement = select(Message, _read(person).label("is_read"), Cycle.name).outerjoin(
        Cycle, Cycle.id == Message.cycle_id
    )
    statement = statement.where(*conditions, *([~_read(person)] if unread_only else []))
    statement = statement.order_by(Message.at.desc(), Message.id.desc()).limit(size).offset((page - 1) * size)
    found = db.session.execute(statement).all()
    rows = _rows_of([message.id for message, *_ in found])
    lines = (
        replace(_line(message, bool(is_read), cycle or "", rows.get(message.id)), formerly=_formerly(message, person))
        for message, is_read, cycle in found
    )
    return Messages(tuple(lines), total, unread, page, pages)


def _formerly(message, person):
    if message.agency_id in (None, person.agency_id):
        return None
    return carrying().agencies[message.agency_id].name


def _line(message, is_read, cycle, rows):
    about = {} if rows is None else rows
    said = sentence(message.kind, cycle=cycle, **about)
    return Line(message.id, message.kind, said, message.text, message.who, message.at, is_read)


@seeing_everything()
def _rows_of(message_ids: Collection[int]) -> dict[int, dict]:
    """By message: what its sentence says of its rows; whoever is told of a row may know its name."""
    first, counted = aliased(MessageRow), aliased(MessageRow)
    count = select(func.count()).where(counted.message_id == first.message_id).scalar_subquery()
    least = select(func.min(counted.expected_id)).where(counted.message_id == first.message_id).scalar_subquery()
    task = (Task.ordinal, Task.text, Measure.path, Measure.heading, siblings().label("siblings"))
    statement = (
        select(first.message_id, count.label("rows"), ExpectedReport.duty, RegisteredAgency.name, *task)
        .join(ExpectedReport, ExpectedReport.id == first.expected_id)
        .join(RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id)
        .join(Task, Task.id == ExpectedReport.task_id)
        .join(Task.measure)
        .where(first.message_id.in_(message_ids), first.expected_id == least)
    )
    found = defaultdict(dict)
    for row in db.session.execute(statement):
        label = f"{task_label(row.path, row.ordinal, row.siblings)} {row.heading or opening(row.text)}".strip()
        found[row.message_id] = {"tasks": (label,), "count": row.rows, "duty": Duty(row.duty), "agency": row.name}
    return dict(found)


def about(message_id: int) -> About | None:
    """What a message is about; None where there is none for whoever asks."""
    message = db.session.scalar(select(Message).where(Message.id == message_id))
    if message is None:
        return None
    with seeing_everything():
        paper_id = db.session.scalar(_paper_of(message))
        rows = select(ExpectedReport).join(MessageRow, MessageRow.expected_id == ExpectedReport.id)
        found = db.session.scalars(rows.where(MessageRow.message_id == message_id).order_by(ExpectedReport.id)).all()
    return About(message.kind, message.cycle_id, len(found), found[0] if found else None, paper_id)


def _paper_of(message):
    """The paper that was written when its agency was told of it."""
    own = (Reminder.cycle_id == message.cycle_id, Reminder.agency_id == message.agency_id)
    return select(Reminder.id).where(*own, Reminder.at == message.at, Reminder.number.is_not(None)).limit(1)
