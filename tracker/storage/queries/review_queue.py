"""The office's queue: reports of its own group that wait for review, or were reviewed, and what to look at in each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, false, func, literal, select, tuple_

from tracker.reporting.content import Content
from tracker.reporting.hints import Hint
from tracker.storage.columns import Moment
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Measure, Task
from tracker.storage.queries.compared import Compared, evidence_of, hints_of, last_of
from tracker.storage.queries.expected import number_in, read_conditions, stages
from tracker.storage.queries.labels import opening, task_label
from tracker.storage.queries.lights import TaskLights, lighting_on, lights_in
from tracker.storage.queries.rows import short_name, siblings
from tracker.storage.queries.tallying import how_many
from tracker.storage.queries.terms import last_term, term_of
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reports import ReportVersion
from tracker.storage.tallies import RowTally
from tracker.vocabulary.reporting import IN_REVIEW, CycleState, Duty, Light, Owing

PAGE_SIZE = 30
WORDS = {"review": "待审核", "accepted": "审核通过", "returned": "已退回"}
"""The lists of the queue, each with its name."""
TIMES = {"on_time": "按时", "late": "迟报"}
WAITING_LONGEST = (ExpectedReport.received_at, ExpectedReport.id)


def stage_of(name: str, row: type) -> ColumnElement:
    """The condition of a list, on rows or on the lines that count them."""
    return stages(row)[name][1] & (row.duty == Duty.REPORT)


@dataclass(frozen=True)
class QueueFilter:
    """The conditions on the queue; None is no condition. ``ignored`` are words of an address that are none."""

    stage: str = "review"
    cycle: int | None = None
    agency: str | None = None
    time: str | None = None
    page: int = 1
    ignored: tuple[str, ...] = ()

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> "QueueFilter":
        """From the values of an address; what makes no sense is no condition."""
        known, ignored = read_conditions(values, {
            "stage": {name: name for name in WORDS}.get, "cycle": number_in, "time": {name: name for name in TIMES}.get,
            "page": number_in,
        })  # fmt: skip
        known |= {"stage": known["stage"] or "review", "page": known["page"] or 1}
        return cls(**known, agency=values.get("agency") or None, ignored=ignored)

    @property
    def address(self) -> dict[str, str]:
        """The arguments of an address that asks for the same, the page apart."""
        asked = {"stage": self.stage, "cycle": self.cycle, "agency": self.agency, "time": self.time}
        return {name: str(value) for name, value in asked.items() if value is not None and value != "review"}

    def fits(self, row: ExpectedReport) -> bool:
        """Whether a row is of the agency and of the time asked for."""
        return self.agency in (None, row.agency_id) and self.time in (None, "on_time" if row.on_time else "late")


@dataclass(frozen=True)
class QueueLine:
    """A report in the queue; ``since`` is when its last version came, ``is_again`` that it had been returned before."""

    row: ExpectedReport
    agency: str
    label: str
    title: str
    document: str
    cycle: str
    is_locked: bool
    since: datetime | None
    is_again: bool
    term: date | None
    summary: str
    hints: tuple[Hint, ...]
    light: Light | None
    task: TaskLights


@dataclass(frozen=True)
class Queue:
    """A page of the queue, how many stand in each list, and what may be chosen to narrow it."""

    lines: tuple[QueueLine, ...]
    counts: Mapping[str, int]
    cycles: tuple[tuple[int, str], ...]
    agencies: tuple[tuple[str, str], ...]
    page: int
    pages: int


def queue(group_id: int, wanted: QueueFilter, today: date) -> Queue:
    """A page of the queue of a group's office, those that wait longest first; in eight statements."""
    by_cycle = _counts(group_id, wanted)
    counts = {name: sum(each[name] for each in by_cycle.values()) for name in WORDS}
    pages = max(1, -(-counts[wanted.stage] // PAGE_SIZE))
    page = min(wanted.page, pages)
    there = ExpectedReport.cycle_id.in_([cycle for cycle, each in by_cycle.items() if each[wanted.stage]])
    shown = select(ExpectedReport.id).where(there, *_conditions(wanted), _shown(wanted.stage)).order_by(*WAITING_LONGEST)
    ids = db.session.scalars(shown.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    statement = _lines().where(ExpectedReport.id.in_(ids)).order_by(*WAITING_LONGEST)
    found = db.session.execute(statement).all()
    hints = _hints(found) if wanted.stage == "review" else {}
    lighting = lighting_on(today)
    tasks = lights_in({(each.Cycle, each.ExpectedReport.task_id) for each in found}, lighting)
    lines = tuple(_line(each, hints.get(each.ExpectedReport.id, ()), lighting, tasks) for each in found)
    return Queue(lines, counts, _cycles(group_id), _agencies(group_id, wanted), page, pages)


def neighbours(row: ExpectedReport, wanted: QueueFilter | None = None) -> tuple[int | None, int | None, int, int]:
    """The rows before and after one in the queue of its cycle, its place there (0: it does not wait), and how many wait.

    Of a queue that was narrowed only its rows count. After one that does not wait comes the first that does.
    In one statement.
    """
    wanted = replace(wanted or QueueFilter(), cycle=row.cycle_id)
    waits = row.state in IN_REVIEW and row.duty is Duty.REPORT and row.owing is Owing.OWED and wanted.fits(row)
    waiting = (*_conditions(wanted), _shown("review"))
    came, own = tuple_(*WAITING_LONGEST), tuple_(literal(row.received_at, Moment), row.id)
    before = (came < own) if waits else false()
    first, last = WAITING_LONGEST, [each.desc() for each in WAITING_LONGEST]
    after = [*waiting, came > own] if waits else waiting
    found = select(
        select(ExpectedReport.id).where(*waiting, before).order_by(*last).limit(1).scalar_subquery(),
        select(ExpectedReport.id).where(*after).order_by(*first).limit(1).scalar_subquery(),
        select(func.count(ExpectedReport.id)).where(*waiting, before).scalar_subquery(),
        select(how_many(stage_of("review", RowTally))).where(*_conditions(wanted, RowTally)).scalar_subquery(),
    )
    earlier, later, ahead, total = db.session.execute(found).one()
    return earlier, later, ahead + 1 if waits else 0, total


def _shown(stage):
    """The rows of a list; what waits or was accepted was received, and is found in the order in which it came."""
    rows = stage_of(stage, ExpectedReport)
    return rows if stage == "returned" else rows & ExpectedReport.received_at.is_not(None)


def cycles_of(row_ids: Collection[int]) -> set[int]:
    """The cycles these rows are of."""
    return set(db.session.scalars(select(ExpectedReport.cycle_id).distinct().where(ExpectedReport.id.in_(row_ids))))


def _counts(group_id, wanted):
    """By cycle: how many stand in each list."""
    sums = [how_many(stage_of(name, RowTally)).label(name) for name in WORDS]
    conditions = (_of_group(group_id, RowTally), *_conditions(wanted, RowTally))
    statement = select(RowTally.cycle_id, *sums).where(*conditions).group_by(RowTally.cycle_id)
    return {each.cycle_id: each._asdict() for each in db.session.execute(statement)}


def _of_group(group_id, row=ExpectedReport):
    opened = (Cycle.group_id == group_id, Cycle.state != CycleState.PREPARED)
    return row.cycle_id.in_(select(Cycle.id).where(*opened))


def _conditions(wanted, row=ExpectedReport):
    if wanted.cycle:
        yield row.cycle_id == wanted.cycle
    if wanted.agency:
        yield row.agency_id == wanted.agency
    if wanted.time:
        yield row.on_time if wanted.time == "on_time" else ~row.on_time


def _latest():
    return (ReportVersion.expected_id == ExpectedReport.id) & (ReportVersion.number == ExpectedReport.version_number)


def _lines():
    task = (Task.ordinal, Task.text, Task.deadline, Measure.path, Measure.heading, siblings().label("siblings"))
    named = (RegisteredAgency.name.label("agency"), last_term().label("term"))
    statement = select(ExpectedReport, ReportVersion, *named, *task, short_name(), Cycle)
    statement = statement.join(ReportVersion, _latest()).join(Cycle, Cycle.id == ExpectedReport.cycle_id)
    statement = statement.join(RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id)
    return statement.join(Task, Task.id == ExpectedReport.task_id).join(Task.measure).join(Measure.document)


def _line(found, hints, lighting, tasks):
    row = found.ExpectedReport
    return QueueLine(
        row,
        found.agency,
        task_label(found.path, found.ordinal, found.siblings),
        found.heading or opening(found.text),
        found.document,
        found.Cycle.name,
        found.Cycle.state is CycleState.LOCKED,
        found.ReportVersion.at,
        row.ever_returned,
        term_of(row, found.term, found.Cycle),
        found.ReportVersion.summary if row.state in IN_REVIEW else "",
        hints,
        lighting.filing(row, found.Cycle),
        tasks[row.cycle_id, row.task_id],
    )


def _hints(found):
    reports = [
        Compared(
            each.ExpectedReport,
            each.ReportVersion.id,
            Content.of_json(each.ReportVersion.content),
            each.text,
            each.deadline,
            each.Cycle,
        )
        for each in found
    ]
    return hints_of(reports, last_of(reports), evidence_of(reports))


def _cycles(group_id):
    opened = (Cycle.group_id == group_id, Cycle.state != CycleState.PREPARED)
    statement = select(Cycle.id, Cycle.name).where(*opened).order_by(Cycle.due_on.desc(), Cycle.id)
    return tuple(map(tuple, db.session.execute(statement)))


def _agencies(group_id, wanted):
    found = select(RowTally.agency_id).where(_of_group(group_id, RowTally), stage_of(wanted.stage, RowTally))
    found = found.group_by(RowTally.agency_id).having(func.sum(RowTally.count) > 0)
    statement = select(RegisteredAgency.id, RegisteredAgency.name).order_by(RegisteredAgency.name)
    statement = statement.where(RegisteredAgency.id.in_(found))
    return tuple(map(tuple, db.session.execute(statement)))
