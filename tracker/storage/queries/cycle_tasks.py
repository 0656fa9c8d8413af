"""The tasks of an open cycle: who consolidates each, how far those have come who owe on it, and one task with all of them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import literal, select, union_all

from tracker.reporting.rollups import Member, Rollup, rollups
from tracker.storage.columns import ids_in, joined_ids
from tracker.storage.cycles import Cycle, CycleTask, ExpectedReport
from tracker.storage.database import db, plain_rows
from tracker.storage.documents import Measure, PolicyDocument, Task
from tracker.storage.queries.asking import EVERYWHERE, tasks_asked
from tracker.storage.queries.closable import closable
from tracker.storage.queries.cycles_asking import cycles_asking
from tracker.storage.queries.expected import PAGE_SIZE, RowFilter, RowLine, every_row
from tracker.storage.queries.labels import opening, task_label
from tracker.storage.queries.reports import conditional_recipients
from tracker.storage.queries.rows import siblings
from tracker.storage.registry import RegisteredAgency
from tracker.vocabulary.reporting import IN_REVIEW, STANDING, Duty, Owing


@dataclass(frozen=True)
class TaskLine:
    """A task of a cycle: its consolidator (None: the office) with why it was named, and how much of what is owed stands.

    ``waiting`` contributions are not taken over yet.
    """

    id: int
    label: str
    title: str
    text: str
    document: str
    consolidator_id: str | None
    consolidator: str | None
    reason: str | None
    owed: Mapping[Duty, int]
    standing: Mapping[Duty, int]
    waiting: int
    rollups: tuple[Rollup, ...]


@dataclass(frozen=True)
class TaskList:
    """A page of a cycle's tasks, and how many there are in all, of the office's own, and to be closed out."""

    lines: tuple[TaskLine, ...]
    total: int
    of_office: int
    closable: int
    page: int
    pages: int


@dataclass(frozen=True)
class TaskOfCycle:
    """A task with everybody who owes on it, and who else gets its reports."""

    line: TaskLine
    rows: tuple[RowLine, ...]
    recipients: tuple[str, ...]

    @property
    def reporters(self) -> tuple[RowLine, ...]:
        """Those who may consolidate."""
        return tuple(row for row in self.rows if row.duty is Duty.REPORT and row.owing is Owing.OWED)


def task_list(cycle_id: int, of: str = "", *, page: int = 1) -> TaskList:
    """A page of a cycle's tasks, as they are printed; ``of`` office: those it consolidates, closable: those to close out. In
    three statements where documents and cycles are kept."""
    tasks, kinds = _as_printed(cycle_id), _kinds(cycle_id)
    shown = [each for each in tasks if each in kinds[of]] if of in kinds else tasks
    pages = max(1, -(-len(shown) // PAGE_SIZE))
    page = min(max(page, 1), pages)
    ids = shown[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    found, owed = {row.id: row for row in db.session.execute(_tasks(cycle_id).where(Task.id.in_(ids)))}, _counts(cycle_id, ids)
    lines = tuple(_line(found[each], owed) for each in ids if each in found)
    counts = {kind: sum(each in own for each in tasks) for kind, own in kinds.items()}
    return TaskList(lines, len(tasks), counts["office"], counts["closable"], page, pages)


def _as_printed(cycle_id) -> list[int]:
    """The cycle's tasks that are seen, in the order of the documents."""
    asked = next((tasks for cycle, tasks in cycles_asking().items() if cycle.id == cycle_id), ())
    return [task.id for document in tasks_asked(EVERYWHERE) for task in document.tasks if task.id in asked]


def _kinds(cycle_id) -> dict[str, frozenset[int]]:
    """The tasks that the office consolidates, and those to close out."""
    conditions = {"office": CycleTask.consolidator_id.is_(None), "closable": closable(cycle_id)}
    tasks = joined_ids(CycleTask.task_id)
    of_kinds = (select(literal(kind), tasks).where(CycleTask.cycle_id == cycle_id, each) for kind, each in conditions.items())
    rows = plain_rows(union_all(*of_kinds))
    return {kind: frozenset(ids_in(joined)) for kind, joined in rows}


def task_of_cycle(cycle: Cycle, task_id: int, today: date) -> TaskOfCycle | None:
    """A task of an open cycle with all its rows; None if the cycle does not ask about it. In four statements."""
    found = db.session.execute(_tasks(cycle.id).where(Task.id == task_id)).one_or_none()
    if found is None:
        return None
    rows = every_row(cycle, RowFilter(task=task_id), today)
    recipients = conditional_recipients(cycle.id, [task_id]).get(task_id, ())
    return TaskOfCycle(_line(found, _counts(cycle.id, [task_id])), rows, recipients)


def _tasks(cycle_id):
    task = (Task.id, Task.ordinal, Task.text, Measure.path, Measure.heading, siblings().label("siblings"))
    document = (PolicyDocument.title, PolicyDocument.stem)
    consolidator = (CycleTask.consolidator_id, RegisteredAgency.name.label("consolidator"), CycleTask.reason)
    statement = select(*task, *document, *consolidator).join(Task.measure).join(Measure.document)
    statement = statement.join(CycleTask, (CycleTask.task_id == Task.id) & (CycleTask.cycle_id == cycle_id))
    return statement.outerjoin(RegisteredAgency, RegisteredAgency.id == CycleTask.consolidator_id)


def _counts(cycle_id, task_ids):
    """By task: (duty, printed names, state) of each row that is owed."""
    statement = select(ExpectedReport.task_id, ExpectedReport.duty, ExpectedReport.printed, ExpectedReport.state).where(
        ExpectedReport.cycle_id == cycle_id,
        ExpectedReport.task_id.in_(task_ids),
        ExpectedReport.owing == Owing.OWED,
    )
    found = defaultdict(list)
    for task_id, *row in db.session.execute(statement.order_by(ExpectedReport.id)):
        found[task_id].append(row)
    return found


def _line(row, counts):
    owed = counts[row.id]
    stood = [(duty, state in STANDING) for duty, _, state in owed]
    return TaskLine(
        row.id,
        task_label(row.path, row.ordinal, row.siblings),
        row.heading or opening(row.text),
        row.text,
        row.title or row.stem,
        row.consolidator_id,
        row.consolidator,
        row.reason,
        {duty: sum(each is duty for each, _ in stood) for duty in Duty},
        {duty: sum(each is duty and stands for each, stands in stood) for duty in Duty},
        sum(duty is Duty.CONTRIBUTION and state in IN_REVIEW for duty, _, state in owed),
        rollups(Member(printed, state in STANDING) for _, printed, state in owed),
    )
