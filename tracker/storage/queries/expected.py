"""The rows behind each number of a cycle: who owes what, how its paper stands, and its 填报灯."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select

from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Measure, Task
from tracker.storage.queries.carrying import agencies_of
from tracker.storage.queries.labels import opening, task_label
from tracker.storage.queries.lights import SENT_BACK, Lighting, TaskLights, lighting_on, lights_in
from tracker.storage.queries.rows import siblings
from tracker.storage.registry import RegisteredAgency
from tracker.vocabulary import Role
from tracker.vocabulary.reporting import IN_REVIEW, STANDING, Duty, Light, Owing, ReportState

PAGE_SIZE = 50
MOST_AGENCIES = 50


@dataclass(frozen=True)
class RowFilter:
    """The conditions on the rows of a cycle; None is no condition. ``stage`` is one of ``STAGES``.

    ``agency`` may be several ids with commas between them, ``city`` is a code, "0" for the centre.
    ``due_from`` and ``due_to`` are the first and the last day on which a row is due, with its extension or term.
    """

    agency: str | None = None
    task: int | None = None
    document: int | None = None
    city: str | None = None
    duty: Duty | None = None
    stage: str | None = None
    due_from: date | None = None
    due_to: date | None = None
    page: int = 1

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> "RowFilter":
        """From the values of an address; what makes no sense is no condition."""
        return cls(
            agency=values.get("agency") or None,
            task=_number(values.get("task")),
            document=_number(values.get("document")),
            city=values.get("city") or None,
            duty=Duty(values["duty"]) if values.get("duty") in set(Duty) else None,
            stage=values.get("stage") if values.get("stage") in STAGES else None,
            due_from=_day(values.get("due_from")),
            due_to=_day(values.get("due_to")),
            page=_number(values.get("page")) or 1,
        )

    @property
    def address(self) -> dict[str, str]:
        """The arguments of an address that asks for the same, the page apart."""
        asked = {
            "agency": self.agency,
            "task": self.task,
            "document": self.document,
            "city": self.city,
            "duty": self.duty,
            "stage": self.stage,
            "due_from": self.due_from,
            "due_to": self.due_to,
        }
        return {name: str(value) for name, value in asked.items() if value is not None}

    @property
    def agencies(self) -> tuple[str, ...]:
        return tuple((self.agency or "").split(",")[:MOST_AGENCIES])


LARGEST = 2**31 - 1


def _number(text):
    return int(text) if text and text.isascii() and text.isdigit() and 0 < int(text[:12]) <= LARGEST else None


def _day(text):
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


FINAL = (ReportState.ACCEPTED, ReportState.TAKEN_OVER)
OWED = ExpectedReport.owing == Owing.OWED
STAGES = {
    "owed": ("应报", OWED),
    "missing": ("未报", OWED & ExpectedReport.state.not_in(STANDING)),
    "standing": ("已报", OWED & ExpectedReport.state.in_(STANDING)),
    "review": ("待审核", OWED & ExpectedReport.state.in_(IN_REVIEW)),
    "accepted": ("审核通过", OWED & ExpectedReport.state.in_(FINAL)),
    "returned": ("已退回", OWED & ExpectedReport.state.in_(SENT_BACK)),
    "on_time": ("按时", OWED & ExpectedReport.state.in_(STANDING) & ExpectedReport.on_time),
    "on_time_originally": (
        "按原截止日按时",
        OWED & ExpectedReport.state.in_(STANDING) & ExpectedReport.on_time_originally,
    ),
    "late": ("迟报", OWED & ExpectedReport.state.in_(STANDING) & ~ExpectedReport.on_time),
    "first_pass": ("一次通过", OWED & ExpectedReport.state.in_(FINAL) & ~ExpectedReport.ever_returned),
    "ever_returned": ("曾被退回", OWED & ExpectedReport.ever_returned),
    "unasked": ("待要求", ExpectedReport.owing == Owing.UNASKED),
    "withdrawn": ("已撤销", ExpectedReport.owing == Owing.WITHDRAWN),
}
"""The lists of a cycle's rows, each with its name and its condition."""


@dataclass(frozen=True)
class RowLine:
    """One expected row as a list shows it."""

    id: int
    agency_id: str
    agency: str
    kind: str
    task_id: int
    label: str
    title: str
    role: Role
    duty: Duty
    printed: str
    owing: Owing
    state: ReportState
    due_on: date
    extended_to: date | None
    received_at: datetime | None
    on_time: bool
    light: Light | None
    task: TaskLights


@dataclass(frozen=True)
class Rows:
    """A page of rows, how many there are in each list, and the page's place."""

    lines: tuple[RowLine, ...]
    counts: Mapping[str, int]
    page: int
    pages: int


def row_list(cycle: Cycle, wanted: RowFilter, today: date) -> Rows:
    """A page of the rows that are asked for, with how many each list has under the other conditions.

    In four statements.
    """
    conditions = [ExpectedReport.cycle_id == cycle.id, *_conditions(wanted)]
    named = [_sum(condition).label(name) for name, (_, condition) in STAGES.items()]
    counts = db.session.execute(select(*named).where(*conditions)).one()._asdict()
    stage = wanted.stage or "owed"
    total = counts[stage]
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(wanted.page, pages)
    statement = _rows().where(*conditions, STAGES[stage][1])
    statement = statement.order_by(RegisteredAgency.name, ExpectedReport.duty.desc(), ExpectedReport.id)
    found = db.session.execute(statement.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    lighting = lighting_on(today)
    tasks = lights_in({(cycle, each.ExpectedReport.task_id) for each in found}, lighting)
    return Rows(tuple(_row(each, cycle, lighting, tasks) for each in found), counts, page, pages)


def every_row(cycle: Cycle, wanted: RowFilter, today: date) -> tuple[RowLine, ...]:
    """All rows of few: those of one task, owed or not; leads first. In three statements."""
    found = db.session.execute(_rows().where(ExpectedReport.cycle_id == cycle.id, *_conditions(wanted))).all()
    lighting = lighting_on(today)
    tasks = lights_in({(cycle, each.ExpectedReport.task_id) for each in found}, lighting)
    rows = (_row(each, cycle, lighting, tasks) for each in found)
    return tuple(sorted(rows, key=lambda row: (row.duty is not Duty.REPORT, row.id)))


def _conditions(wanted):
    if wanted.agency:
        yield ExpectedReport.agency_id.in_(wanted.agencies)
    if wanted.task:
        yield ExpectedReport.task_id == wanted.task
    if wanted.document:
        tasks = select(Task.id).join(Task.measure).where(Measure.document_id == wanted.document)
        yield ExpectedReport.task_id.in_(tasks)
    if wanted.city:
        yield ExpectedReport.agency_id.in_(agencies_of(wanted.city))
    if wanted.duty:
        yield ExpectedReport.duty == wanted.duty
    if wanted.due_from:
        yield ExpectedReport.by_on >= wanted.due_from
    if wanted.due_to:
        yield ExpectedReport.by_on <= wanted.due_to


def _rows():
    agency = (RegisteredAgency.name.label("agency"), RegisteredAgency.kind)
    task = (Task.ordinal, Task.text, Measure.path, Measure.heading, siblings().label("siblings"))
    statement = select(ExpectedReport, *agency, *task).join(
        RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id
    )
    return statement.join(Task, Task.id == ExpectedReport.task_id).join(Task.measure)


def _row(found, cycle, lighting: Lighting, tasks):
    row = found.ExpectedReport
    return RowLine(
        row.id,
        row.agency_id,
        found.agency,
        found.kind,
        row.task_id,
        task_label(found.path, found.ordinal, found.siblings),
        found.heading or opening(found.text),
        row.role,
        row.duty,
        row.printed,
        row.owing,
        row.state,
        row.due_on,
        row.extended_to,
        row.received_at,
        row.on_time,
        lighting.filing(row, cycle),
        tasks[cycle.id, row.task_id],
    )


def _sum(condition):
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
