"""The rows behind each number of a cycle: who owes what, how its paper stands, and its 填报灯."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace

from sqlalchemy import ColumnElement, case, func, select

from tracker.reporting.lights import DECIDED_WORDS
from tracker.storage.columns import Chosen
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Measure, Task
from tracker.storage.queries.blocking import waits_for
from tracker.storage.queries.carrying import agencies_of
from tracker.storage.queries.labels import opening, task_label
from tracker.storage.queries.lights import Lighting, TaskLights, lighting_on, lights_in
from tracker.storage.queries.lit import decided_rows, filing_is, tasks_lit_in
from tracker.storage.queries.rows import short_name, siblings
from tracker.storage.queries.tallying import how_many
from tracker.storage.queries.terms import last_term, term_of
from tracker.storage.registry import RegisteredAgency
from tracker.storage.sight import current_sight
from tracker.storage.tallies import RowTally
from tracker.vocabulary import Role
from tracker.vocabulary.reporting import (
    FINAL,
    IN_REVIEW,
    SENT_BACK,
    STANDING,
    Colour,
    Duty,
    Light,
    LightKind,
    Owing,
    ReportState,
)

PAGE_SIZE = 50
MOST_AGENCIES = 50


@dataclass(frozen=True)
class RowFilter:
    """The conditions on the rows of a cycle; None is no condition. ``stage`` is one of ``STAGES``.

    ``agency`` may be several ids with commas between them, ``city`` is a code, "0" for the centre.
    ``due_from`` and ``due_to`` are the first and the last day on which a row is due, with its extension or term;
    ``ignored`` are words of an address that are no condition.
    ``waits`` is an agency whose late contributions the rows wait for, or "all" for any. ``filing`` is the colour of a
    row's own light, ``progress`` that of its task's.
    """

    agency: str | None = None
    task: int | None = None
    document: int | None = None
    city: str | None = None
    duty: Duty | None = None
    stage: str | None = None
    due_from: date | None = None
    due_to: date | None = None
    waits: str | None = None
    filing: Colour | None = None
    progress: Colour | None = None
    page: int = 1
    ignored: tuple[str, ...] = ()

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> "RowFilter":
        """From the values of an address; what makes no sense is no condition."""
        known, ignored = read_conditions(values, {
            "task": number_in, "document": number_in, "duty": {each.value: each for each in Duty}.get,
            "stage": {name: name for name in STAGES}.get, "due_from": _day, "due_to": _day, "page": number_in,
            "filing": {each.value: each for each in DECIDED_WORDS[LightKind.FILING]}.get,
            "progress": {each.value: each for each in DECIDED_WORDS[LightKind.PROGRESS]}.get,
        })  # fmt: skip
        words = {name: values.get(name) or None for name in ("agency", "city", "waits")}
        return cls(**words, **known | {"page": known["page"] or 1}, ignored=ignored)

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
            "waits": self.waits,
            "filing": self.filing,
            "progress": self.progress,
        }
        return {name: str(value) for name, value in asked.items() if value is not None}

    @property
    def agencies(self) -> tuple[str, ...]:
        return tuple((self.agency or "").split(",")[:MOST_AGENCIES])


LARGEST = 2**31 - 1


def read_conditions(
    values: Mapping[str, str], kinds: Mapping[str, Callable[[str | None], object]]
) -> tuple[dict[str, object], tuple[str, ...]]:
    """The values of an address by how each is read, None where there is none; and those that cannot be read."""
    found = {name: read(values.get(name)) for name, read in kinds.items()}
    ignored = tuple(values[name] for name, value in found.items() if value is None and values.get(name))
    return found, ignored


def number_in(text):
    return int(text) if text and text.isascii() and text.isdigit() and 0 < int(text[:12]) <= LARGEST else None


def _day(text):
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


OWED = ExpectedReport.owing == Owing.OWED
OF_LISTS = ("owing", "state", "on_time", "on_time_originally", "ever_returned")
"""What decides in which lists a row stands."""


def stages(row: type) -> dict[str, tuple[str, ColumnElement]]:
    """The lists of a cycle's rows, each with its name and its condition, on rows or on the lines that count them."""
    owed = row.owing == Owing.OWED
    stands, final = owed & row.state.in_(STANDING), owed & row.state.in_(FINAL)
    return {
        "owed": ("应报", owed),
        "missing": ("未报", owed & row.state.not_in(STANDING)),
        "standing": ("已报", stands),
        "review": ("待审核", owed & row.state.in_(IN_REVIEW)),
        "accepted": ("审核通过", final),
        "returned": ("已退回", owed & row.state.in_(SENT_BACK)),
        "on_time": ("按时", stands & row.on_time),
        "on_time_originally": ("按原截止日按时", stands & row.on_time_originally),
        "late": ("迟报", stands & ~row.on_time),
        "first_pass": ("一次通过", final & ~row.ever_returned),
        "ever_returned": ("曾被退回", owed & row.ever_returned),
        "unasked": ("待要求", row.owing == Owing.UNASKED),
        "withdrawn": ("已撤销", row.owing == Owing.WITHDRAWN),
    }


STAGES = stages(ExpectedReport)
CALLED = {
    ("review", Duty.CONTRIBUTION): "待采用",
    ("review", None): "待审核、待采用",
    ("accepted", Duty.CONTRIBUTION): "已采用",
    ("accepted", None): "审核通过、已采用",
}
"""What a list is called that holds contributions: their consolidator takes them over, nobody reviews them."""


def stage_names(duty: Duty | None) -> dict[str, str]:
    """The names of the lists of rows of a duty, None: of both."""
    return {stage: CALLED.get((stage, duty), name) for stage, (name, _) in STAGES.items()}


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
    document: str
    role: Role
    duty: Duty
    printed: str
    owing: Owing
    state: ReportState
    due_on: date
    extended_to: date | None
    by_on: date
    term: date | None
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
    """A page of the rows that are asked for, with how many each list has under the other conditions; by agency.

    In four statements; in one more where a task's light is asked for.
    """
    lighting = lighting_on(today)
    lit = tasks_lit_in(cycle, wanted.progress, lighting) if wanted.progress else None
    by_agency = _counts_by_agency(cycle, wanted, lighting, lit)
    counts = {name: sum(each[name] for each in by_agency.values()) for name in STAGES}
    stage = wanted.stage or "owed"
    pages = max(1, -(-counts[stage] // PAGE_SIZE))
    page = min(wanted.page, pages)
    begin = (page - 1) * PAGE_SIZE
    places, before = _agencies_within({agency: each[stage] for agency, each in by_agency.items()}, begin)
    here = (ExpectedReport.cycle_id == cycle.id, *_conditions(wanted, today), *_of_lights(wanted, cycle, lighting, lit))
    statement = (
        _rows()
        .where(*here, STAGES[stage][1], ExpectedReport.agency_id.in_(places))
        .order_by(case(places, value=ExpectedReport.agency_id), ExpectedReport.duty.desc(), ExpectedReport.id)
    )
    found = db.session.execute(statement.limit(PAGE_SIZE).offset(begin - before)).all() if places else []
    tasks = lights_in({(cycle, each.ExpectedReport.task_id) for each in found}, lighting)
    return Rows(tuple(_row(each, cycle, lighting, tasks) for each in found), counts, page, pages)


def _counts_by_agency(cycle, wanted, lighting, lit):
    """By agency, in the order of their names: how many rows stand in each list.

    An agency also finds rows of others, and single tasks, documents, rows that wait and lights that were decided are
    counted nowhere: then the rows themselves are counted. Of nearly all tasks the rows of the others are.
    """
    single = wanted.task or wanted.document or wanted.waits or (wanted.filing and decided_rows(lighting))
    is_narrow = single or current_sight().is_of_agency
    if lit is None:
        return _counted(cycle, wanted, lighting, ExpectedReport if is_narrow else RowTally)
    if is_narrow or wanted.agency or not lit.are_out:
        return _counted(cycle, wanted, lighting, ExpectedReport, lit)
    others = _counted(cycle, wanted, lighting, ExpectedReport, Chosen(lit.ids))
    found = _counted(cycle, wanted, lighting, RowTally)
    return {
        agency: {name: count - others[agency][name] for name, count in each.items()} if agency in others else each
        for agency, each in found.items()
    }


def _counted(cycle, wanted, lighting, row, lit=None):
    where = row.cycle_id == cycle.id, *_conditions(wanted, lighting.on, row), *_of_lights(wanted, cycle, lighting, lit, row)
    alike = _alike(where) if row is ExpectedReport else row
    named = [how_many(condition, alike).label(name) for name, (_, condition) in stages(alike).items()]
    statement = select(alike.agency_id, RegisteredAgency.name, *named)
    statement = statement.join(RegisteredAgency, RegisteredAgency.id == alike.agency_id)
    statement = statement if row is ExpectedReport else statement.where(*where)
    rows = db.session.execute(statement.group_by(alike.agency_id, RegisteredAgency.name)).all()
    return {agency: dict(zip(STAGES, counts, strict=True)) for agency, _, *counts in sorted(rows, key=lambda each: each[1::-1])}


def _alike(where):
    """How many rows are alike in what lists ask: these are summed up, which is less than to ask each row for each list."""
    kind = [getattr(ExpectedReport, name) for name in ("agency_id", *OF_LISTS)]
    found = select(*kind, func.count().label("count")).where(*where).group_by(*kind).subquery()
    return SimpleNamespace(**{column.name: column for column in found.c})


def _agencies_within(counts: Mapping[str, int], begin: int) -> tuple[dict[str, int], int]:
    """The agencies whose rows a page that begins there may show, each with its place, and how many rows come before."""
    places, before, passed = {}, 0, 0
    for agency, count in counts.items():
        if not count:
            continue
        if passed + count <= begin:
            before = passed + count
        elif passed < begin + PAGE_SIZE:
            places[agency] = len(places)
        passed += count
    return places, before


def every_row(cycle: Cycle, wanted: RowFilter, today: date) -> tuple[RowLine, ...]:
    """All rows of few: those of one task, owed or not; leads first. In three statements."""
    found = db.session.execute(_rows().where(ExpectedReport.cycle_id == cycle.id, *_conditions(wanted, today))).all()
    lighting = lighting_on(today)
    tasks = lights_in({(cycle, each.ExpectedReport.task_id) for each in found}, lighting)
    rows = (_row(each, cycle, lighting, tasks) for each in found)
    return tuple(sorted(rows, key=lambda row: (row.duty is not Duty.REPORT, row.id)))


def _conditions(wanted, today, row=ExpectedReport):
    if wanted.agency:
        yield row.agency_id.in_(wanted.agencies)
    if wanted.task:
        yield row.task_id == wanted.task
    if wanted.document:
        tasks = select(Task.id).join(Task.measure).where(Measure.document_id == wanted.document)
        yield row.task_id.in_(tasks)
    if wanted.city:
        yield row.agency_id.in_(agencies_of(wanted.city))
    if wanted.duty:
        yield row.duty == wanted.duty
    if wanted.due_from:
        yield row.by_on >= wanted.due_from
    if wanted.due_to:
        yield row.by_on <= wanted.due_to
    if wanted.waits:
        yield waits_for(wanted.waits, today)


def _of_lights(wanted, cycle, lighting, lit, row=ExpectedReport):
    if wanted.filing:
        yield filing_is(wanted.filing, cycle, lighting, row)
    if lit is not None:
        yield lit.has(row.task_id)


def _rows():
    agency = (RegisteredAgency.name.label("agency"), RegisteredAgency.kind)
    task = (Task.ordinal, Task.text, Measure.path, Measure.heading, siblings().label("siblings"))
    statement = select(ExpectedReport, *agency, *task, short_name(), last_term().label("term")).join(
        RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id
    )
    return statement.join(Task, Task.id == ExpectedReport.task_id).join(Task.measure).join(Measure.document)


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
        found.document,
        row.role,
        row.duty,
        row.printed,
        row.owing,
        row.state,
        row.due_on,
        row.extended_to,
        row.by_on,
        term_of(row, found.term, cycle),
        row.received_at,
        row.on_time,
        lighting.filing(row, cycle),
        tasks[cycle.id, row.task_id],
    )
