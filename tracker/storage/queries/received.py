"""另报本单位的报告: what an agency gets to read besides its own, as the office confirmed a condition of a rule."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select, union_all

from tracker.reporting.content import Content
from tracker.storage.cycles import ConditionalRecipient, ConditionalTask, Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Measure, Task
from tracker.storage.queries.labels import opening, task_label
from tracker.storage.queries.rows import siblings
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reports import ReportVersion
from tracker.storage.sight import seeing_everything
from tracker.vocabulary.reporting import STANDING, CycleState, Duty, Owing

RECEIVED_A_PAGE = 50
LATEST = (ExpectedReport.received_at.desc(), ExpectedReport.id.desc(), ConditionalRecipient.id)


@dataclass(frozen=True)
class Received:
    """A report that stands, as another recipient reads it."""

    row_id: int
    cycle: str
    condition: str
    agency: str
    label: str
    title: str
    at: datetime
    content: Content


@dataclass(frozen=True)
class ReceivedPage:
    """A page of these reports, the latest first, and how many there are in all."""

    lines: tuple[Received, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class AlsoTold:
    """Of how many tasks of open cycles another recipient reads the reports, and how many of these stand by now."""

    tasks: int
    reports: int


@seeing_everything()
def received_by(agency_id: str) -> tuple[Received, ...]:
    """The reports that stand of the tasks whose reports an agency also gets, the latest first; in one statement."""
    return tuple(map(_received, db.session.execute(_what_they_say(agency_id).order_by(*LATEST))))


@seeing_everything()
def received_page(agency_id: str, page: int = 1) -> ReceivedPage:
    """A page of them; one too far is the last. Which they are is asked first, then what they say; in four statements. Where
    there are none no more is asked: PostgreSQL thinks longer about many tables if nothing is looked for."""
    cycles = _cycles_read_by(agency_id)
    total = db.session.scalar(_that_stand(agency_id, func.count()).where(ExpectedReport.cycle_id.in_(cycles))) if cycles else 0
    if not total:
        return ReceivedPage((), 0, 1, 1)
    pages = -(-total // RECEIVED_A_PAGE)
    page = min(page, pages)
    places = {each: place for place, each in enumerate(_which(agency_id, cycles, page))}
    statement = _what_they_say(agency_id).where(ExpectedReport.id.in_({row_id for row_id, _ in places}))
    found = [(row, places.get((row.id, row.recipient_id))) for row in db.session.execute(statement)]
    shown = sorted(((place, row) for row, place in found if place is not None), key=lambda pair: pair[0])
    return ReceivedPage(tuple(_received(row) for _, row in shown), total, page, pages)


def _cycles_read_by(agency_id):
    statement = select(ConditionalRecipient.cycle_id).distinct().where(ConditionalRecipient.agency_id == agency_id)
    return db.session.scalars(statement).all()


def _which(agency_id, cycles, page):
    """The rows of a page with the conditions they are read by: the last of each cycle, and of these the last of all."""
    columns = (ExpectedReport.id, ConditionalRecipient.id.label("recipient_id"), ExpectedReport.received_at)
    parts = [
        _that_stand(agency_id, *columns)
        .where(ExpectedReport.cycle_id == cycle, ExpectedReport.received_at.is_not(None))
        .order_by(*LATEST)
        .limit(page * RECEIVED_A_PAGE)
        .subquery()
        for cycle in cycles
    ]
    found = union_all(*(select(part) for part in parts)).subquery()
    last = (found.c.received_at.desc(), found.c.id.desc(), found.c.recipient_id)
    statement = select(found.c.id, found.c.recipient_id).order_by(*last)
    statement = statement.limit(RECEIVED_A_PAGE).offset((page - 1) * RECEIVED_A_PAGE)
    return map(tuple, db.session.execute(statement))


@seeing_everything()
def also_told(agency_id: str) -> AlsoTold | None:
    """How much of the open cycles an agency also gets to read, None: nothing; in one statement."""
    row = (ExpectedReport.task_id == ConditionalTask.task_id) & (ExpectedReport.cycle_id == ConditionalRecipient.cycle_id)
    row &= (ExpectedReport.duty == Duty.REPORT) & (ExpectedReport.owing == Owing.OWED)
    stands = ExpectedReport.state.in_(STANDING)
    statement = (
        select(func.count(ConditionalTask.task_id.distinct()), func.count(case((stands, 1))))
        .select_from(ConditionalRecipient)
        .join(ConditionalTask, ConditionalTask.recipient_id == ConditionalRecipient.id)
        .join(Cycle, Cycle.id == ConditionalRecipient.cycle_id)
        .outerjoin(ExpectedReport, row)
        .where(ConditionalRecipient.agency_id == agency_id, Cycle.state == CycleState.OPEN)
    )
    tasks, reports = db.session.execute(statement).one()
    return AlsoTold(tasks, reports) if tasks else None


def _that_stand(agency_id, *columns):
    statement = select(*columns).select_from(ConditionalRecipient)
    statement = statement.join(ConditionalTask, ConditionalTask.recipient_id == ConditionalRecipient.id)
    statement = statement.join(Cycle, Cycle.id == ConditionalRecipient.cycle_id)
    row = (ExpectedReport.task_id == ConditionalTask.task_id) & (ExpectedReport.cycle_id == Cycle.id)
    statement = statement.join(ExpectedReport, row).where(ConditionalRecipient.agency_id == agency_id)
    owed = (ExpectedReport.duty == Duty.REPORT, ExpectedReport.owing == Owing.OWED, ExpectedReport.state.in_(STANDING))
    return statement.where(Cycle.state != CycleState.PREPARED, *owed)


def _what_they_say(agency_id):
    latest = (ReportVersion.expected_id == ExpectedReport.id) & (ReportVersion.number == ExpectedReport.version_number)
    task = (Task.ordinal, Task.text, Measure.path, Measure.heading, siblings().label("siblings"))
    said = (ExpectedReport.id, ExpectedReport.received_at, ReportVersion.content, Cycle.name)
    whose = (ConditionalRecipient.id.label("recipient_id"), ConditionalRecipient.condition, RegisteredAgency.name.label("agency"))
    statement = _that_stand(agency_id, *said, *task, *whose).join(ReportVersion, latest)
    statement = statement.join(RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id)
    return statement.join(Task, Task.id == ExpectedReport.task_id).join(Task.measure)


def _received(row):
    return Received(
        row.id,
        row.name,
        row.condition,
        row.agency,
        task_label(row.path, row.ordinal, row.siblings),
        row.heading or opening(row.text),
        row.received_at,
        Content.of(json.loads(row.content)),
    )
