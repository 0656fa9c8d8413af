"""The lights of stored rows and tasks: every page and workbook that shows one asks here, and nowhere else.

A light is made anew each time from what is stored and a day; nothing of it is kept.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import Select, select

from tracker.reporting.due_dates import day_of
from tracker.reporting.lights import (
    Course,
    Filed,
    Override,
    Thresholds,
    filing_light,
    joint_filing_light,
    progress_light,
)
from tracker.storage.columns import among
from tracker.storage.cycles import Cycle, CycleTask, ExpectedReport, TaskFact
from tracker.storage.database import db
from tracker.storage.documents import Measure, PolicyDocument, Task
from tracker.storage.keeping import Part, kept_for_all
from tracker.storage.queries.basis import basis
from tracker.storage.queries.progress import Standing, last_fact_id, standing_from
from tracker.storage.queries.seen import CycleSeen, cycles_seen
from tracker.storage.registry import RegisteredAgency
from tracker.storage.sight import Sight, current_sight
from tracker.vocabulary.reporting import SENT_BACK, STANDING, Colour, Duty, Light, Owing

AnyCycle = Cycle | CycleSeen
NOT_ASKED = Light(Colour.GREY, "未开始", "还没有开始的报送周期问到这项任务。")
UNHEARD = "还没有报告进展"
UNCONSOLIDATED = "汇总单位（排在最前的牵头、负责单位）还没有报告，别的单位报了"
UNSEEN = "没有您能看到的进展（审核通过后可见）"
OWN_UNWRITTEN = "本单位还没有报告进展"


@dataclass(frozen=True)
class Lighting:
    """What the office set about lights, as it holds on a day: thresholds by cycle, lights decided by row and by task."""

    on: date
    changed: Mapping[int, Thresholds] = field(default_factory=dict)
    rows: Mapping[int, Override | None] = field(default_factory=dict)
    tasks: Mapping[int, Override | None] = field(default_factory=dict)

    def thresholds(self, cycle: AnyCycle) -> Thresholds:
        """Those of a cycle."""
        begun = Thresholds(cycle.soon_days, cycle.slow_points, cycle.behind_points)
        return self.changed.get(cycle.id, begun)

    def filing(self, row: ExpectedReport, cycle: AnyCycle) -> Light | None:
        """The 填报灯 of a row of a cycle; None for one that is not owed."""
        return self.filing_as(filed(row, cycle), cycle, row.id)

    def filing_as(self, stands: Filed, cycle: AnyCycle, row_id: int | None = None) -> Light | None:
        """The same of rows of a cycle that stand alike; by its id of one of which a light may be decided."""
        return filing_light(stands, self.on, self.thresholds(cycle), self.rows.get(row_id))

    def progress(self, task: "Timed", cycle: AnyCycle | None, standing: Standing) -> Light:
        """The 进度灯 of a task as it stands in a cycle, None: in none."""
        limits = self.thresholds(cycle) if cycle else Thresholds()
        begun = (cycle.opened_on or cycle.period_from) if cycle else self.on
        said = standing.progress, standing.percent
        course = Course(task.issued_on or begun, task.deadline_on, *said, unheard=unheard(standing, current_sight()))
        return progress_light(course, self.on, limits, self.tasks.get(task.task_id))


def unheard(standing: Standing, sight: Sight) -> str:
    """Why nothing is known of a task's progress, as whoever looks may know it: whose report is missing."""
    if sight.is_of_agency:
        is_own = standing.consolidator in sight.bodies or standing.unreported & sight.bodies
        return OWN_UNWRITTEN if is_own else UNSEEN
    return UNCONSOLIDATED if standing.heard else UNHEARD


class LimitsSet(NamedTuple):
    """Thresholds of a cycle from a day on, with why and by whom."""

    cycle_id: int
    since: date
    limits: Thresholds
    reason: str
    who: str
    at: datetime


class Timed(NamedTuple):
    """A task between the issue of its document and its deadline, where these are known."""

    task_id: int
    issued_on: date | None
    deadline_on: date | None


@dataclass(frozen=True)
class TaskLights:
    """Both lights of a task, and the cycle they are of; ``filing`` is None where a cycle asks nobody."""

    filing: Light | None
    progress: Light
    cycle_id: int | None = None
    standing: Standing | None = None


def lighting_on(on: date) -> Lighting:
    """What the office set that holds on a day; in no statement where that is kept."""
    limits, decided = kept_for_all(_set_by_office, "lights", of=[Part.LIGHTS])
    changed = {each.cycle_id: each.limits for each in limits if each.since <= on}
    rows, tasks = {}, {}
    for since, row_id, task_id, override in decided:
        if since <= on:
            found, key = (rows, row_id) if task_id is None else (tasks, task_id)
            found[key] = override
    return Lighting(on, changed, rows, tasks)


def _set_by_office():
    """Every word of the office about thresholds and about single lights, the last one last."""
    found = basis()
    limits = [_limits(**each) for each in found.limits]
    return limits, [(each["since"], each["expected_id"], each["task_id"], _override(**each)) for each in found.decided]


def _override(*, kind, colour, reason, who, since, until, **_):
    return None if colour is None else Override(kind, colour, reason, who, since, until)


def threshold_lines(cycle_id: int) -> tuple[LimitsSet, ...]:
    """What the office set about the thresholds of a cycle, the last word first; in no statement where that is kept."""
    limits, _ = kept_for_all(_set_by_office, "lights", of=[Part.LIGHTS])
    return tuple(each for each in reversed(limits) if each.cycle_id == cycle_id)


def _limits(*, cycle_id, since, soon_days, slow_points, behind_points, reason, who, at, **_):
    return LimitsSet(cycle_id, since, Thresholds(soon_days, slow_points, behind_points), reason, who, at)


def filed(row: ExpectedReport, cycle: AnyCycle) -> Filed:
    """What the 填报灯 of a stored row is made of."""
    stands = row.received_at is not None and row.state in STANDING
    return Filed(
        opened_on=cycle.opened_on,
        due=row.by_on,
        received_on=day_of(row.received_at) if stands else None,
        on_time=row.on_time,
        returned=row.state in SENT_BACK,
        withdrawn=row.owing is not Owing.OWED,
        locked_on=locked_on(cycle),
    )


def locked_on(cycle: AnyCycle) -> date | None:
    """The day on which a cycle was locked, None while it is not: what is not reported by then is asked for no more."""
    return day_of(cycle.locked_at) if cycle.locked_at else None


def task_lights(task_ids: Collection[int] | Select, lighting: Lighting) -> dict[int, TaskLights]:
    """By task: its lights in the newest cycle that asks about it; in one statement where cycles are kept. Tasks by their
    ids or a select of them.

    The 填报灯 is that of its reports together, of its contributions where nobody owes a report.
    """
    cycles = {each.id: each for each in cycles_seen()}
    tasks, asked = _asked(task_ids, cycles.keys())
    age, newest = {id_: place for place, id_ in enumerate(cycles)}, {}
    for cycle_id, task_id in sorted(asked, key=lambda pair: age[pair[0]]):
        newest[task_id] = cycle_id
    found = _lights_of([(newest.get(id_), id_) for id_ in tasks], tasks, asked, cycles, lighting)
    return {task_id: lights for (_, task_id), lights in found.items()}


def lights_in(pairs: Collection[tuple[Cycle, int]], lighting: Lighting) -> dict[tuple[int, int], TaskLights]:
    """The same by cycle and task, for these pairs of them; in one statement."""
    cycles = {cycle.id: cycle for cycle, _ in pairs}
    tasks, asked = _asked({task_id for _, task_id in pairs}, cycles.keys())
    wanted = {(cycle.id, task_id) for cycle, task_id in pairs if task_id in tasks}
    return _lights_of(wanted, tasks, asked, cycles, lighting)


def lights_of_cycle(cycle: AnyCycle, lighting: Lighting) -> dict[int, TaskLights]:
    """The same by task, for all tasks of a cycle."""
    tasks, asked = _asked(select(CycleTask.task_id).where(CycleTask.cycle_id == cycle.id), {cycle.id})
    found = _lights_of([(cycle.id, id_) for id_ in tasks], tasks, asked, {cycle.id: cycle}, lighting)
    return {task_id: lights for (_, task_id), lights in found.items()}


def _asked(task_ids, cycle_ids):
    """The tasks by id, and by cycle and task the rows that are owed, in their order."""
    tasks, asked = {}, {}
    for row in db.session.execute(_rows(task_ids, cycle_ids)):
        tasks[row.task_id] = row
        if row.id is not None:
            asked.setdefault((row.cycle_id, row.task_id), []).append(row)
    return tasks, {key: sorted(rows, key=attrgetter("id")) for key, rows in asked.items()}


def _rows(task_ids, cycle_ids):
    """Every task once for each row that is owed in these cycles, once where it has none; in no order, which would take the
    database longer than to find them."""
    of_row = ("id", "cycle_id", "agency_id", "duty", "owing", "state", "by_on", "received_at", "on_time")
    columns = [getattr(ExpectedReport, name) for name in (*of_row, "progress", "percent")]
    task = (Task.id.label("task_id"), Task.deadline_on, PolicyDocument.issued_on)
    owed = (ExpectedReport.task_id == Task.id) & (ExpectedReport.owing == Owing.OWED)
    # looked up for each row: joined, the server reads the tasks of all cycles for those of a page; it is confined as the row is
    of_cycle = CycleTask.__table__.c
    asked = (of_cycle.task_id == Task.id, of_cycle.cycle_id == ExpectedReport.cycle_id)
    consolidator = select(of_cycle.consolidator_id).where(*asked).correlate(Task, ExpectedReport).scalar_subquery()
    named = (consolidator.label("consolidator_id"), RegisteredAgency.name)
    statement = select(*task, *columns, *named, TaskFact).select_from(Task)
    statement = statement.join(Task.measure).join(Measure.document)
    statement = statement.outerjoin(ExpectedReport, owed & ExpectedReport.cycle_id.in_(cycle_ids))
    statement = statement.outerjoin(RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id)
    statement = statement.outerjoin(TaskFact, TaskFact.id == last_fact_id(Task.id))
    which = Task.id.in_(task_ids) if isinstance(task_ids, Select) else among(Task.id, task_ids)
    return statement.where(which)


def _lights_of(pairs, tasks, asked, cycles, lighting):
    return {
        (cycle_id, task_id): _lights(tasks[task_id], asked.get((cycle_id, task_id), ()), cycles.get(cycle_id), lighting)
        for cycle_id, task_id in pairs
    }


def _lights(task, rows, cycle, lighting):
    standing = standing_from(rows, rows[0].consolidator_id if rows else None, task.TaskFact)
    progress = lighting.progress(task, cycle, standing)
    if cycle is None:
        return TaskLights(NOT_ASKED, progress)
    filing = together((row.duty, row.name, lighting.filing(row, cycle)) for row in rows)
    return TaskLights(filing, progress, cycle.id, standing)


def together(lights: Iterable[tuple[Duty, str, Light | None]]) -> Light | None:
    """The 填报灯 of a task from those of its rows, each with its agency: of the reports, else of the contributions."""
    by_duty = defaultdict(list)
    for duty, agency, light in lights:
        if light is not None:
            by_duty[duty].append((agency, light))
    return joint_filing_light(by_duty[Duty.REPORT] or by_duty[Duty.CONTRIBUTION])
