"""The office's queue: reports of its own group that wait for review, or were reviewed, and what to look at in each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select

from tracker.reporting.content import Content
from tracker.reporting.hints import Hint
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Measure, Task
from tracker.storage.queries.compared import Compared, evidence_of, hints_of, last_of
from tracker.storage.queries.expected import FINAL, LARGEST, OWED
from tracker.storage.queries.labels import opening, task_label
from tracker.storage.queries.lights import SENT_BACK, TaskLights, lighting_on, lights_in
from tracker.storage.queries.rows import siblings
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reports import ReportVersion
from tracker.vocabulary.reporting import IN_REVIEW, CycleState, Duty, Light

PAGE_SIZE = 30
REPORTS = OWED & (ExpectedReport.duty == Duty.REPORT)
STAGES = {
    "review": ("待审核", REPORTS & ExpectedReport.state.in_(IN_REVIEW)),
    "accepted": ("审核通过", REPORTS & ExpectedReport.state.in_(FINAL)),
    "returned": ("已退回", REPORTS & ExpectedReport.state.in_(SENT_BACK)),
}
"""The lists of the queue, each with its name and its condition."""
TIMES = {"on_time": ("按时", ExpectedReport.on_time), "late": ("迟报", ~ExpectedReport.on_time)}


@dataclass(frozen=True)
class QueueFilter:
    """The conditions on the queue; None is no condition."""

    stage: str = "review"
    cycle: int | None = None
    agency: str | None = None
    time: str | None = None
    page: int = 1

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> "QueueFilter":
        """From the values of an address; what makes no sense is no condition."""
        stage, time = values.get("stage"), values.get("time")
        return cls(
            stage=stage if stage in STAGES else "review",
            cycle=_number(values.get("cycle")),
            agency=values.get("agency") or None,
            time=time if time in TIMES else None,
            page=_number(values.get("page")) or 1,
        )

    @property
    def address(self) -> dict[str, str]:
        """The arguments of an address that asks for the same, the page apart."""
        asked = {"stage": self.stage, "cycle": self.cycle, "agency": self.agency, "time": self.time}
        return {name: str(value) for name, value in asked.items() if value is not None and value != "review"}


def _number(text):
    return int(text) if text and text.isascii() and text.isdigit() and 0 < int(text[:12]) <= LARGEST else None


@dataclass(frozen=True)
class QueueLine:
    """A report in the queue; ``since`` is when its last version came, ``is_again`` that it had been returned before."""

    row: ExpectedReport
    agency: str
    label: str
    title: str
    cycle: str
    is_locked: bool
    since: datetime | None
    is_again: bool
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


def waiting(group_id: int) -> int:
    """How many reports wait for the office of a group."""
    statement = select(func.count()).select_from(ExpectedReport).where(_of_group(group_id), STAGES["review"][1])
    return db.session.scalar(statement)


def queue(group_id: int, wanted: QueueFilter, today: date) -> Queue:
    """A page of the queue of a group's office, those that wait longest first; in seven statements."""
    conditions = [_of_group(group_id), *_conditions(wanted)]
    sums = [_sum(condition).label(name) for name, (_, condition) in STAGES.items()]
    counts = db.session.execute(select(*sums).where(*conditions)).one()._asdict()
    pages = max(1, -(-counts[wanted.stage] // PAGE_SIZE))
    page = min(wanted.page, pages)
    statement = _lines().where(*conditions, STAGES[wanted.stage][1])
    statement = statement.order_by(ReportVersion.at, ExpectedReport.id)
    found = db.session.execute(statement.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    hints = _hints(found) if wanted.stage == "review" else {}
    lighting = lighting_on(today)
    tasks = lights_in({(each.Cycle, each.ExpectedReport.task_id) for each in found}, lighting)
    lines = tuple(_line(each, hints.get(each.ExpectedReport.id, ()), lighting, tasks) for each in found)
    return Queue(lines, counts, _cycles(group_id), _agencies(group_id, wanted), page, pages)


def ids_waiting(group_id: int, cycle_id: int) -> tuple[int, ...]:
    """The rows of a cycle that wait, in the order of the queue."""
    statement = select(ExpectedReport.id).join(ReportVersion, _latest())
    conditions = (_of_group(group_id), ExpectedReport.cycle_id == cycle_id, STAGES["review"][1])
    return tuple(db.session.scalars(statement.where(*conditions).order_by(ReportVersion.at, ExpectedReport.id)))


def cycles_of(row_ids: Collection[int]) -> set[int]:
    """The cycles these rows are of."""
    return set(db.session.scalars(select(ExpectedReport.cycle_id).distinct().where(ExpectedReport.id.in_(row_ids))))


def _of_group(group_id):
    opened = (Cycle.group_id == group_id, Cycle.state != CycleState.PREPARED)
    return ExpectedReport.cycle_id.in_(select(Cycle.id).where(*opened))


def _conditions(wanted):
    if wanted.cycle:
        yield ExpectedReport.cycle_id == wanted.cycle
    if wanted.agency:
        yield ExpectedReport.agency_id == wanted.agency
    if wanted.time:
        yield TIMES[wanted.time][1]


def _latest():
    return (ReportVersion.expected_id == ExpectedReport.id) & (ReportVersion.number == ExpectedReport.version_number)


def _lines():
    task = (Task.ordinal, Task.text, Task.deadline, Measure.path, Measure.heading, siblings().label("siblings"))
    statement = select(ExpectedReport, ReportVersion, RegisteredAgency.name.label("agency"), *task, Cycle)
    statement = statement.join(ReportVersion, _latest()).join(Cycle, Cycle.id == ExpectedReport.cycle_id)
    statement = statement.join(RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id)
    return statement.join(Task, Task.id == ExpectedReport.task_id).join(Task.measure)


def _line(found, hints, lighting, tasks):
    row = found.ExpectedReport
    return QueueLine(
        row,
        found.agency,
        task_label(found.path, found.ordinal, found.siblings),
        found.heading or opening(found.text),
        found.Cycle.name,
        found.Cycle.state is CycleState.LOCKED,
        found.ReportVersion.at,
        row.ever_returned,
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
            each.Cycle.due_on,
        )
        for each in found
    ]
    return hints_of(reports, last_of(reports), evidence_of(reports))


def _cycles(group_id):
    opened = (Cycle.group_id == group_id, Cycle.state != CycleState.PREPARED)
    statement = select(Cycle.id, Cycle.name).where(*opened).order_by(Cycle.due_on.desc(), Cycle.id)
    return tuple(map(tuple, db.session.execute(statement)))


def _agencies(group_id, wanted):
    statement = select(RegisteredAgency.id, RegisteredAgency.name).distinct()
    statement = statement.join(ExpectedReport, ExpectedReport.agency_id == RegisteredAgency.id)
    statement = statement.where(_of_group(group_id), STAGES[wanted.stage][1]).order_by(RegisteredAgency.name)
    return tuple(map(tuple, db.session.execute(statement)))


def _sum(condition):
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
