"""Where the frozen lists of open cycles and the registry part, and whether anything happened that may part them."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, reduce
from itertools import groupby
from operator import itemgetter
from sys import intern

from sqlalchemy import Select, String, cast, func, select, type_coerce

from tracker.reporting.expected import TaskUnits, expected, without_rows
from tracker.reporting.shifting import Frozen, Shift, shifts
from tracker.storage.columns import among
from tracker.storage.cycles import LISTING, Adjustment, Cycle, CycleDocument, CycleTask, ExpectedReport, NotIssued
from tracker.storage.database import db, plain_rows
from tracker.storage.documents import Measure, PolicyDocument, Task
from tracker.storage.history import DocumentEvent
from tracker.storage.keeping import OPEN_DUTIES, kept, kept_for_all
from tracker.storage.left_alone import LeftAlone
from tracker.storage.queries.asking import EVERYWHERE, tasks_asked
from tracker.storage.queries.cycles import not_issued
from tracker.storage.queries.image import image
from tracker.storage.queries.left_alone import left_alone
from tracker.storage.queries.owing import as_owed, in_any_order
from tracker.storage.queries.seen import closed_out, tasks_closed_out
from tracker.storage.together import read_together
from tracker.vocabulary import DocumentStep, Role
from tracker.vocabulary.reporting import CycleState, Duty, Owing, ReportState

WORDS = {
    name: {str(word): word for word in kind}
    for name, kind in {"role": Role, "duty": Duty, "owing": Owing, "state": ReportState}.items()
}
"""How the words of a row are read: 150,000 rows at once are read as the driver gives them."""


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
    return tuple(db.session.scalars(of_open_cycles(groups)))


def of_open_cycles(groups: Collection[int]) -> Select:
    """What selects them."""
    statement = select(Cycle).where(Cycle.state == CycleState.OPEN, Cycle.group_id.in_(groups))
    return statement.order_by(Cycle.due_on, Cycle.id)


def shifts_of(
    cycle: Cycle,
    on: date,
    tasks: Select | Collection[int] | None = None,
    *,
    agencies: Collection[str] | None = None,
    left_out: Collection[str] | None = None,
) -> tuple[Shift, ...]:
    """The rows of an open cycle, or those of these tasks or agencies, that are not as the registry has them on a day.

    What was closed out stays as it was reported. In three statements, in two where the names left out are given.
    """
    left_out = not_issued(cycle.id) if left_out is None else left_out
    asked = select(CycleTask.task_id).where(CycleTask.cycle_id == cycle.id, *_on(CycleTask.task_id, tasks))
    today = expected(_without(in_any_order(asked, on), left_out), cycle.supports)
    if agencies is not None:
        today = (each for each in today if each.agency in agencies)
    frozen = _frozen([cycle.id], *_on(ExpectedReport.task_id, tasks), *_of_agencies(agencies))
    return shifts((row for _, row in frozen), today)


def shifts_in(asked: Mapping[Cycle, tuple[Collection[int], Collection[str]]], on: date) -> dict[int, tuple[Shift, ...]]:
    """By the number of each of these open cycles the same of these of its tasks, with the names left out of it; in two
    statements, however many cycles there are."""
    closed, ids = tasks_closed_out(), [cycle.id for cycle in asked]
    tasks = {cycle.id: set(own) - closed for cycle, (own, _) in asked.items()}
    if not (of_any := set().union(*tasks.values())):
        return dict.fromkeys(ids, ())
    units, rows = {each.task: each for each in in_any_order(of_any, on)}, defaultdict(list)
    for cycle_id, row in _frozen(ids, among(ExpectedReport.task_id, of_any)):
        rows[cycle_id].append(row)
    found = {}
    for cycle, (_, left_out) in asked.items():
        own = tasks[cycle.id]
        today = expected(_without((each for task, each in units.items() if task in own), left_out), cycle.supports)
        found[cycle.id] = shifts((row for row in rows[cycle.id] if row.task in own), today)
    return found


def keys_of_shifts(cycle: Cycle, listed: "FrozenList", on: date) -> tuple[Shift, ...]:
    """The same of the whole cycle as far as their keys: whether what was reported stands in the way is not said.

    In no statement where documents are kept and what is closed out.
    """
    open_ones = listed.tasks - tasks_closed_out()
    asked = [task for each in tasks_asked(EVERYWHERE) for task in each.tasks if task.id in open_ones]
    today = expected(_without(as_owed(asked, on), listed.left_out), cycle.supports)
    seen = {task.id for task in asked}
    return shifts((row for row in listed if row.task in seen), today)


class FrozenList:
    """The tasks of an open cycle, the names that were left out of it and the rows of its list, 150,000 of them in 5 MB: the
    numbers in a row, the words by the few kinds there are."""

    def __init__(self, tasks: Iterable[int], left_out: Iterable[str], rows: Iterable[Frozen]):
        self.tasks, self.left_out = frozenset(tasks), frozenset(left_out)
        self._ids, self._tasks, self._agencies, self._kinds = array("q"), array("q"), [], []
        alike = cache(lambda *kind: kind)
        for row in rows:
            self._ids.append(row.id)
            self._tasks.append(row.task)
            self._agencies.append(intern(row.agency))
            self._kinds.append(alike(row.role, row.duty, row.owing, row.state, row.by_hand))

    def __iter__(self) -> Iterator[Frozen]:
        for id_, task, agency, kind in zip(self._ids, self._tasks, self._agencies, self._kinds, strict=True):
            yield Frozen(id_, task, agency, *kind)


def frozen_lists(known: tuple[tuple[int, int, int], ...]) -> dict[int, FrozenList]:
    """The lists of open cycles by their numbers, kept by how often who owes was changed in each, and last; in two statements
    where they are not, however many there are."""
    return kept_for_all(lambda: _listed([cycle_id for cycle_id, *_ in known]), "listed", known, of=())


def _listed(cycle_ids):
    tasks = select(CycleTask.cycle_id, CycleTask.task_id).where(CycleTask.cycle_id.in_(cycle_ids))
    left_out = select(NotIssued.cycle_id, NotIssued.key).where(NotIssued.cycle_id.in_(cycle_ids))
    found, rows = read_together({"tasks": tasks, "left out": left_out}), defaultdict(list)
    for cycle_id, row in _frozen(cycle_ids):
        rows[cycle_id].append(row)
    return {id_: FrozenList(*(_of(id_, found[name]) for name in found), rows[id_]) for id_ in cycle_ids}


def _of(cycle_id, rows):
    return (value for id_, value in rows if id_ == cycle_id)


def changed_since(group_id: int, on: date) -> tuple[Changed, ...]:
    """The open cycles of a group whose documents were published anew since they opened, and ask for other rows now."""
    return changed_in(db.session.scalar(select(published_since(group_id).scalar_subquery())), on)


def changed_in(published: str | None, on: date) -> tuple[Changed, ...]:
    """The same of what ``published_since`` found; kept until documents, registry or the office's decisions change."""
    if not published:
        return ()
    known = tuple(sorted(published.split(",")))
    return kept(lambda: _changed(known, on), "changed since", known, on, of=OPEN_DUTIES)


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
    """However many documents of a cycle were published anew, in three statements for each cycle and three for all."""
    pairs = sorted({tuple(map(int, each.split("|")[:2])) for each in known})
    documents = {cycle_id: [document for _, document in own] for cycle_id, own in groupby(pairs, itemgetter(0))}
    cycles = {each.id: each for each in db.session.scalars(select(Cycle).where(Cycle.id.in_(documents)))}
    titled = select(PolicyDocument.id, PolicyDocument.title).where(PolicyDocument.id.in_({each for _, each in pairs}))
    titles, left = dict(map(tuple, db.session.execute(titled))), left_alone(documents)
    numbers = {
        cycle_id: _undecided(cycles[cycle_id], on, own, [each for each in left if each.cycle_id == cycle_id])
        for cycle_id, own in documents.items()
    }
    return tuple(
        Changed(cycle_id, cycles[cycle_id].name, document, titles.get(document) or "", number)
        for cycle_id, document in pairs
        if (number := numbers[cycle_id][document])
    )


def _undecided(cycle, on, documents, left) -> Counter:
    """How many rows of each of these documents are asked otherwise now and are not left alone."""
    keys, duties = {each.key for each in left}, {(each.task_id, each.agency) for each in left if each.printed}
    found, tasks = shifts_of(cycle, on, _tasks_of(documents)), image().tasks
    open_ones = (each for each in found if each.key not in keys and (each.task, each.agency) not in duties)
    return Counter(tasks[each.task].document_id for each in open_ones)


def _without(tasks, left_out) -> tuple[TaskUnits, ...]:
    """Tasks without the names and rows that were left out of the cycle, whoever has been named for them since."""
    named = (TaskUnits(each.task, tuple(unit for unit in each.units if unit.key not in left_out)) for each in tasks)
    return without_rows(named, left_out)


def _tasks_of(documents):
    return select(Task.id).join(Task.measure).where(Measure.document_id.in_(documents))


def _on(column, tasks):
    yield column.not_in(closed_out())
    if tasks is not None:
        yield column.in_(tasks) if isinstance(tasks, Select) else among(column, tasks)


def _of_agencies(agencies):
    return () if agencies is None else (ExpectedReport.agency_id.in_(agencies),)


def _frozen(cycle_ids, *conditions) -> Iterator[tuple[int, Frozen]]:
    """Their lists as they stand, each row with its cycle; the last adjustment of who owes says whether a row is as the
    office made it by hand."""
    changing = Adjustment.kind.in_(LISTING)
    last = select(func.max(Adjustment.id)).where(Adjustment.cycle_id.in_(cycle_ids), changing)
    by_hand = select(Adjustment.expected_id).where(
        Adjustment.id.in_(last.group_by(Adjustment.expected_id)), ~Adjustment.by_registry
    )
    row = (ExpectedReport.cycle_id, ExpectedReport.id, ExpectedReport.task_id, ExpectedReport.agency_id)
    words = (type_coerce(getattr(ExpectedReport, name), String) for name in WORDS)
    statement = select(*row, *words, ExpectedReport.id.in_(by_hand))
    statement = statement.where(ExpectedReport.cycle_id.in_(cycle_ids), *conditions)
    for cycle_id, *plain, role, duty, owing, state, made in plain_rows(statement):
        read = (kind[word] for kind, word in zip(WORDS.values(), (role, duty, owing, state), strict=True))
        yield cycle_id, Frozen(*plain, *read, by_hand=bool(made))
