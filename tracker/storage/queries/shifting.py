"""Where the frozen lists of open cycles and the registry part, and whether anything happened that may part them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import reduce

from sqlalchemy import Select, String, cast, func, select

from tracker.reporting.expected import Expected, TaskUnits, consolidator, expected, without_rows
from tracker.reporting.shifting import Frozen, Shift, shifts
from tracker.storage.cycles import LISTING, Adjustment, Cycle, CycleDocument, CycleTask, ExpectedReport, NotIssued
from tracker.storage.database import db
from tracker.storage.documents import Measure, PolicyDocument, Task
from tracker.storage.history import DocumentEvent
from tracker.storage.keeping import kept
from tracker.storage.left_alone import LeftAlone
from tracker.storage.queries.cycles import closed_out
from tracker.storage.queries.left_alone import left_alone
from tracker.storage.queries.owing import with_units
from tracker.storage.together import read_together
from tracker.vocabulary import DocumentStep
from tracker.vocabulary.reporting import CycleState


@dataclass(frozen=True)
class Today:
    """What the registry would ask today of the tasks a cycle was opened on: the rows, and who would consolidate."""

    expected: tuple[Expected, ...]
    consolidators: dict[int, str | None]


@dataclass(frozen=True)
class Changed:
    """A document that was published anew while a cycle on it is open, and how many rows it would ask otherwise."""

    cycle_id: int
    cycle: str
    document_id: int
    document: str
    rows: int


def open_cycles(groups: Collection[int]) -> tuple[Cycle, ...]:
    """The open cycles of these leading groups, the first due first."""
    statement = select(Cycle).where(Cycle.state == CycleState.OPEN, Cycle.group_id.in_(groups))
    return tuple(db.session.scalars(statement.order_by(Cycle.due_on, Cycle.id)))


def shifts_of(
    cycle: Cycle, on: date, document: int | None = None, agencies: Collection[str] | None = None
) -> tuple[Shift, ...]:
    """The rows of an open cycle, or those of one document or of some agencies, that are not as the registry has them.

    What was closed out stays as it was reported.
    """
    wanted = today_of(cycle, on, document).expected
    if agencies is not None:
        wanted = (each for each in wanted if each.agency in agencies)
    return shifts(_frozen(cycle.id, document, agencies), wanted)


def changed_since(group_id: int, on: date) -> tuple[Changed, ...]:
    """The open cycles of a group whose documents were published anew since they opened, and ask for other rows now."""
    return changed_in(db.session.scalar(select(published_since(group_id).scalar_subquery())), on)


def changed_in(published: str | None, on: date) -> tuple[Changed, ...]:
    """The same of what ``published_since`` found; kept until documents, registry or the office's decisions change."""
    if not published:
        return ()
    known = tuple(sorted(published.split(",")))
    return kept(lambda: _changed(known, on), "changed since", known, on)


def published_since(group_id: int) -> Select:
    """The documents published anew since an open cycle of a group on them opened, as one text.

    Of each the cycle, the document, and what tells whether the office decided anything since, with | between them.
    """
    again = select(DocumentEvent.id).where(
        DocumentEvent.document_id == CycleDocument.document_id,
        DocumentEvent.step == DocumentStep.PUBLISHED,
        DocumentEvent.at > Cycle.opened_at,
    )
    decided = (
        select(func.max(Adjustment.id)).where(Adjustment.cycle_id == Cycle.id),
        select(func.max(LeftAlone.id)).where(LeftAlone.cycle_id == Cycle.id),
        select(func.count(LeftAlone.id)).where(LeftAlone.cycle_id == Cycle.id),
    )
    parts = (Cycle.id, CycleDocument.document_id, *(func.coalesce(each.scalar_subquery(), 0) for each in decided))
    first, *rest = (cast(each, String) for each in parts)
    line = reduce(lambda line, each: line.concat("|").concat(each), rest, first)
    found = select(line.label("line")).join(CycleDocument, CycleDocument.cycle_id == Cycle.id)
    found = found.where(Cycle.group_id == group_id, Cycle.state == CycleState.OPEN, again.exists()).subquery()
    return select(func.aggregate_strings(found.c.line, ","))


def _changed(known, on):
    found = []
    for cycle_id, document_id in sorted(tuple(map(int, each.split("|")[:2])) for each in known):
        cycle, title = db.session.get(Cycle, cycle_id), PolicyDocument.title
        title = db.session.scalar(select(title).where(PolicyDocument.id == document_id)) or ""
        if number := _undecided(cycle, on, document_id):
            found.append(Changed(cycle_id, cycle.name, document_id, title, number))
    return tuple(found)


def _undecided(cycle, on, document_id):
    """How many rows of a document are asked otherwise now and are not left alone."""
    left = left_alone([cycle.id])
    keys, duties = {each.key for each in left}, {(each.task_id, each.agency) for each in left if each.printed}
    found = shifts_of(cycle, on, document_id)
    return sum(each.key not in keys and (each.task, each.agency) not in duties for each in found)


def today_of(cycle: Cycle, on: date, document: int | None = None) -> Today:
    """What the registry would ask on a day, of one document where one is named; kept until documents or registry change."""
    asked = select(CycleTask.task_id).where(CycleTask.cycle_id == cycle.id, CycleTask.task_id.not_in(closed_out()))
    if document is not None:
        asked = asked.where(CycleTask.task_id.in_(_tasks_of(document)))
    found = read_together({"tasks": asked, "left out": select(NotIssued.key).where(NotIssued.cycle_id == cycle.id)})
    tasks = tuple(sorted(task for (task,) in found["tasks"]))
    left_out = frozenset(key for (key,) in found["left out"])
    return kept(lambda: _today(tasks, left_out, cycle.supports, on), "asked today", tasks, left_out, cycle.supports, on)


def _today(tasks, left_out, supports, on) -> Today:
    units = _without(with_units(tasks, on), left_out)
    return Today(expected(units, supports), {task.task: consolidator(task.units) for task in units})


def _without(tasks, left_out) -> tuple[TaskUnits, ...]:
    """Tasks without the names and rows that were left out of the cycle, whoever has been named for them since."""
    named = (TaskUnits(each.task, tuple(unit for unit in each.units if unit.key not in left_out)) for each in tasks)
    return without_rows(named, left_out)


def _tasks_of(document):
    return select(Task.id).join(Task.measure).where(Measure.document_id == document)


def _frozen(cycle_id, document=None, agencies=None):
    """The list as it stands; the last adjustment of who owes says whether a row is as the office made it by hand."""
    changing = Adjustment.kind.in_(LISTING)
    last = select(func.max(Adjustment.id)).where(Adjustment.cycle_id == cycle_id, changing)
    by_hand = select(Adjustment.expected_id).where(
        Adjustment.id.in_(last.group_by(Adjustment.expected_id)), ~Adjustment.by_registry
    )
    row = (ExpectedReport.id, ExpectedReport.task_id, ExpectedReport.agency_id, ExpectedReport.role)
    row = (*row, ExpectedReport.duty, ExpectedReport.owing, ExpectedReport.state)
    statement = select(*row, ExpectedReport.id.in_(by_hand).label("made"))
    statement = statement.where(ExpectedReport.cycle_id == cycle_id, ExpectedReport.task_id.not_in(closed_out()))
    if document is not None:
        statement = statement.where(ExpectedReport.task_id.in_(_tasks_of(document)))
    if agencies is not None:
        statement = statement.where(ExpectedReport.agency_id.in_(agencies))
    found = db.session.execute(statement)
    return [Frozen(*each, by_hand=bool(made)) for *each, made in found]
