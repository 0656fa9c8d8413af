"""汇总单位: who consolidates a task of an open cycle, as the office names it or as duties pass on; each change is listed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from sqlalchemy import select

from tracker import clock
from tracker.errors import NotThere, NotYours, WrongState
from tracker.operations.actors import Acting, is_office_of
from tracker.operations.noting import note, write_down
from tracker.operations.rows import cycle_for, needed_reason, refuse_locked
from tracker.operations.transactions import one_transaction
from tracker.reporting.expected import Unit, consolidator
from tracker.storage.cycles import Adjustment, Cycle, CycleTask, ExpectedReport
from tracker.storage.database import db
from tracker.storage.queries.owing import with_units
from tracker.storage.registry import RegisteredAgency
from tracker.vocabulary.reporting import Adjusting, Duty, Owing

DOING = "指定汇总单位"


def name_consolidator(cycle_id: int, task_id: int, agency_id: str | None, *, reason: str, by: Acting) -> None:
    """Name who consolidates a task in an open cycle, None: the office; it must owe a report on it."""
    reason = needed_reason(DOING, reason)
    with one_transaction():
        cycle = cycle_for(cycle_id, update=True)
        if not is_office_of(by, cycle.group_id):
            raise NotYours(DOING)
        refuse_locked(cycle, DOING)
        task = db.session.get(CycleTask, (cycle.id, task_id), with_for_update=True)
        if task is None:
            raise NotThere("这项任务")
        if agency_id is not None and agency_id not in _reporting(cycle, [task_id])[task_id]:
            raise WrongState("汇总单位须是这项任务的牵头或负责单位，并且本期应报；请另选单位，或先增加应报。")
        _hand_to(cycle, task, agency_id, reason, by)
        cycle.version += 1


def consolidate_anew(
    cycle: Cycle, task_ids: Collection[int], reason: str, by: Acting, heirs: Mapping[int, str] | None = None
) -> None:
    """Let a consolidator that owes no report on its task any more be followed: by the heir of its duty (task → agency),
    else by the first-listed single unit that still reports, else by the office. Within a transaction."""
    db.session.flush()
    tasks = select(CycleTask).where(CycleTask.cycle_id == cycle.id, CycleTask.task_id.in_(task_ids))
    tasks = db.session.scalars(tasks.order_by(CycleTask.task_id).with_for_update()).all()
    reporting = _reporting(cycle, task_ids)
    lost = [task for task in tasks if task.consolidator_id and task.consolidator_id not in reporting[task.task_id]]
    if not lost:
        return
    units = {each.task: each.units for each in with_units([task.task_id for task in lost], clock.today())}
    for task in lost:
        still, heir = reporting[task.task_id], (heirs or {}).get(task.task_id)
        _hand_to(cycle, task, heir if heir in still else _first_of(units.get(task.task_id, ()), still), reason, by)


def give_back(cycle: Cycle, rows: Collection[ExpectedReport], reason: str, by: Acting) -> None:
    """Let those that are owed again consolidate their tasks again, where they are the first-listed and another only came
    in their place when they were withdrawn; what the office named since stays. Within a transaction."""
    db.session.flush()
    asked = {row.task_id: row for row in rows if row.duty is Duty.REPORT}
    if not asked:
        return
    tasks = select(CycleTask).where(CycleTask.cycle_id == cycle.id, CycleTask.task_id.in_(asked))
    tasks = db.session.scalars(tasks.order_by(CycleTask.task_id).with_for_update()).all()
    reporting = _reporting(cycle, asked)
    units = {each.task: each.units for each in with_units(list(asked), clock.today())}
    for task in tasks:
        row = asked[task.task_id]
        is_first = _first_of(units.get(task.task_id, ()), reporting[task.task_id]) == row.agency_id
        if is_first and task.reason in _withdrawals(cycle, task):
            _hand_to(cycle, task, row.agency_id, reason, by)


def _withdrawals(cycle, task):
    """Why rows of a task were withdrawn: by one of these reasons another came to consolidate it, not by the office's word."""
    rows = select(ExpectedReport.id).where(ExpectedReport.cycle_id == cycle.id, ExpectedReport.task_id == task.task_id)
    withdrawn = (Adjustment.kind == Adjusting.WITHDRAWN, Adjustment.expected_id.in_(rows))
    return set(db.session.scalars(select(Adjustment.reason).where(*withdrawn)))


def _first_of(units: Iterable[Unit], reporting: Collection[str]) -> str | None:
    still = (replace(each, bearers=tuple(one for one in each.bearers if one in reporting)) for each in units)
    return consolidator(still)


def _reporting(cycle, task_ids) -> Mapping[int, set[str]]:
    """Task → the agencies that owe a report on it."""
    statement = select(ExpectedReport.task_id, ExpectedReport.agency_id).where(
        ExpectedReport.cycle_id == cycle.id,
        ExpectedReport.task_id.in_(task_ids),
        ExpectedReport.duty == Duty.REPORT,
        ExpectedReport.owing == Owing.OWED,
    )
    found = defaultdict(set)
    for task_id, agency_id in db.session.execute(statement):
        found[task_id].add(agency_id)
    return found


def _hand_to(cycle, task, agency_id, reason, by):
    """Write it down at the row of whoever consolidates now and tell them; where it is the office, of who did before."""
    before, task.consolidator_id, task.reason = task.consolidator_id, agency_id, reason
    if (agency_id or before) is None or agency_id == before:
        return
    own = (ExpectedReport.cycle_id == cycle.id, ExpectedReport.task_id == task.task_id)
    row = db.session.scalar(select(ExpectedReport).where(*own, ExpectedReport.agency_id == (agency_id or before)))
    name = db.session.scalar(select(RegisteredAgency.name).where(RegisteredAgency.id == agency_id))
    said = f"改由{name or '领导小组办公室'}汇总：{reason}"
    (note if agency_id else write_down)(cycle, row, Adjusting.NAMED, said, by)
