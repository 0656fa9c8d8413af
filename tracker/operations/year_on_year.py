"""年度对比: a cycle beside an earlier one by lineage, as both stand now or as both were frozen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy import select

from tracker import clock
from tracker.operations.snapshots import frozen_task
from tracker.operations.yearbooks import Material, cycle_row, office_of
from tracker.reporting.frozen import Comparison, FrozenTask, FrozenYear, compare, compare_tasks, nearest
from tracker.storage.cycles import Cycle
from tracker.storage.database import db
from tracker.storage.queries.ledger import LedgerTask, asked_tasks, ids_in, tasks_in_cycle
from tracker.storage.queries.lineage import lineages_in
from tracker.vocabulary.reporting import CycleState
from tracker.workbooks.beside import BesideRow, Side, Turn, beside_table, turns_table
from tracker.workbooks.columns import LedgerRow
from tracker.workbooks.ledger import heading_line
from tracker.workbooks.sheets import write_tables

ADDED, DROPPED, MOVED, KEPT = "新增", "取消", "移位", "延续"


@dataclass(frozen=True)
class Told:
    """A task as one cycle tells it: where it is printed, its text there, and how it stood."""

    document: str
    measure: str
    task: str
    side: Side


def cycle_before(cycle: Cycle) -> Cycle | None:
    """The cycle of the same group that was due last before this one."""
    statement = select(Cycle).where(Cycle.group_id == cycle.group_id, Cycle.due_on < cycle.due_on)
    statement = statement.where(Cycle.state != CycleState.PREPARED).order_by(Cycle.due_on.desc())
    return db.session.scalars(statement.limit(1)).first()


def write_beside(found: Material, earlier: Cycle, target: BinaryIO) -> None:
    """Each task as it stands beside how it stood in an earlier cycle, whoever bore the duty then; then those dropped.

    A task that lives on under another id is beside the nearest of those it came from.
    """
    lineages = lineages_in(found.cycle.id)
    before = list(tasks_in_cycle(earlier, _ids_before(found, earlier, lineages), _day_of(earlier), found.wanted.on))
    compared = compare_tasks(
        [frozen_task(task, final_only=found.final_only) for task in before],
        [frozen_task(task, lineages.get(task.row.id, ()), final_only=found.final_only) for task in found.tasks],
    )
    told = [{task.row.id: _told(task, found.final_only) for task in tasks} for tasks in (before, found.tasks)]
    _write(compared, *told, found.cycle, earlier.name, target)


def write_frozen(cycle: Cycle, before: FrozenYear, after: FrozenYear, target: BinaryIO) -> None:
    """The same of two snapshots, of which the later is of ``cycle``; the words of reports are not among their data."""
    told = [{task.id: _told_frozen(task) for task in year.tasks} for year in (before, after)]
    _write(compare(before, after), *told, cycle, before.cycle, target)


def _ids_before(found, earlier, lineages) -> list[int]:
    """The tasks of the earlier cycle beside which one of ours stands, and those asked for that live on in none."""
    there = ids_in(earlier.id)
    known = {id_: id_ for id_ in there}
    lives_in = {id_: nearest(known, id_, lineages.get(id_, ())) for id_ in ids_in(found.cycle.id)}
    wanted = {lives_in[task.row.id] for task in found.tasks}
    wanted |= set(db.session.scalars(asked_tasks(earlier.id, found.wanted))) - set(lives_in.values())
    return [id_ for id_ in there if id_ in wanted]


def _day_of(cycle):
    """A closed cycle is shown as it was when it was closed."""
    return cycle.locked_at.astimezone(clock.CHINA).date() if cycle.locked_at else clock.today()


def _told(task: LedgerTask, final_only) -> Told:
    row: LedgerRow = cycle_row(task, final_only)
    frozen = frozen_task(task)
    side = Side(
        units=frozen.units,
        state=row.progress_state,
        percent=row.percent,
        filing_light=row.filing_light,
        progress_light=row.progress_light,
        said=row.progress,
    )
    return Told(frozen.document, row.measure, row.task, side)


def _told_frozen(task: FrozenTask) -> Told:
    side = Side(
        units=task.units,
        state=task.progress,
        percent=float(task.percent.rstrip("%")) if task.percent else None,
        filing_light=task.filing_light,
        progress_light=task.progress_light,
    )
    return Told(task.document, task.label, task.title, side)


def _place(task: FrozenTask) -> str:
    return f"{task.document} {task.label}".strip()


def _write(compared: Comparison, before, after, cycle, earlier: str, target):
    title = f"{cycle.name}与{earlier}对比"
    line = heading_line(office_of(cycle.group_id), cycle.period_to, f"上期：{earlier}")
    rows = list(_rows(compared, before, after))
    has_words = any(side and side.said for row in rows for side in (row.before, row.after))
    note = _counts(compared)
    beside = beside_table(rows, title=title, line=line, note=note, has_words=has_words)
    turns = turns_table(_turns(compared), title=f"{title}：变动清单", line=line, note=note)
    write_tables([beside, turns], target)


def _counts(compared: Comparison) -> str:
    return (
        f"按任务的来历对照：新增{len(compared.added)}项，取消{len(compared.dropped)}项，移位{len(compared.moved)}项，"
        f"状态、亮灯或责任有变{len(compared.changed)}项，没有变化{compared.same}项。"
    )


def _rows(compared: Comparison, before: Mapping[int, Told], after: Mapping[int, Told]) -> Iterator[BesideRow]:
    """The tasks of the later cycle in its order, then those that are in it no more."""
    pairs = {pair.after.id: pair for pair in compared.pairs}
    for id_, now in after.items():
        pair = pairs.get(id_)
        then = pair and before[pair.before.id]
        change = (MOVED if pair.moved else KEPT) if pair else ADDED
        yield _row(now, change, before=then and then.side, after=now.side)
    for task in compared.dropped:
        then = before[task.id]
        yield _row(then, DROPPED, before=then.side)


def _row(told: Told, change, **sides):
    return BesideRow(document=told.document, measure=told.measure, task=told.task, change=change, **sides)


def _turns(compared: Comparison) -> Iterator[Turn]:
    """What was added, dropped, moved, and what is said otherwise, task by task."""
    for task in compared.added:
        yield Turn(ADDED, _place(task), task.title, "—", task.units)
    for task in compared.dropped:
        yield Turn(DROPPED, _place(task), task.title, "，".join(_standing(task)), "—")
    for pair in compared.moved:
        yield Turn(MOVED, _place(pair.after), pair.after.title, _place(pair.before), _place(pair.after))
    for pair in compared.changed:
        for each in pair.differences:
            yield Turn(each.caption, _place(pair.after), pair.after.title, each.before or "—", each.after or "—")


def _standing(task: FrozenTask) -> Sequence[str]:
    return [said for said in (task.units, task.progress, task.percent) if said]
