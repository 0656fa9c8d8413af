"""What the reports on tasks say that stand, and what the office set tasks to: grouped by the database, all that is alike at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import String, and_, cast, func, literal, null, select, union, union_all

from tracker.storage.columns import ids_in, joined_ids
from tracker.storage.cycles import HEARD_ROW, SAID_ROW, CycleTask, ExpectedReport, TaskFact
from tracker.storage.database import plain_rows
from tracker.vocabulary.reporting import Owing

OWN, ALL, TOGETHER, DECIDED, UNASKED = "own", "all", "together", "decided", "unasked"
"""Whose word it is: the consolidator's, one of those that the office consolidates, the office's; all tasks of a cycle; and
that nobody is asked."""
Words = tuple[tuple[str, int | None], ...]
Said = tuple[str, Words]
"""Whose words count, and the words, in one order however they came in."""
SILENT: Said = (OWN, ())


@dataclass(frozen=True)
class Spoken:
    """``reported`` is by cycle and task what its reports say, of every task of the cycle; ``decided`` by task what the
    office set it to last; ``unasked`` are the tasks of a cycle of which nobody owes anything in it, where it matters:
    of those that are in several, or that the office set to something."""

    reported: dict[int, dict[int, Said]]
    decided: dict[int, Said]
    unasked: dict[int, frozenset[int]]


def spoken(cycle_ids: Collection[int], of_all: Mapping[int, Collection[int]] | None = None) -> Spoken:
    """What stands of these cycles; in one statement. What the office set counts wherever it did, but of all cycles one sees,
    by id with their tasks, only in these."""
    reported, together, decided, unasked = defaultdict(dict), defaultdict(list), {}, {}
    for cycle_id, tasks in (of_all or {}).items():
        reported[cycle_id] = dict.fromkeys(tasks, SILENT)
    for whose, cycle_id, *words, task_ids in plain_rows(union_all(*_words(cycle_ids, of_all))):
        tasks = iter(ids_in(task_ids))
        if whose == TOGETHER:
            together[cycle_id, next(tasks)].append(tuple(words))
        elif whose == DECIDED:
            decided[next(tasks)] = (DECIDED, (tuple(words),))
        elif whose == UNASKED:
            unasked[cycle_id] = frozenset(tasks)
        elif whose == ALL:
            reported[cycle_id] = dict.fromkeys(tasks, SILENT) | reported[cycle_id]
        else:
            reported[cycle_id] |= dict.fromkeys(tasks, (OWN, (tuple(words),)))
    for (cycle_id, task_id), words in together.items():
        reported[cycle_id][task_id] = (TOGETHER, _sorted(words))
    return Spoken(reported, decided, unasked)


def _sorted(words: Iterable[tuple[str, int | None]]) -> Words:
    return tuple(sorted(words, key=lambda each: (each[0], each[1] is None, each[1] or 0)))


def _words(cycle_ids, of_all):
    """What the consolidators' reports say that stand, each with the tasks of a cycle of which it is said; all its tasks;
    what those say that the office consolidates; what the office set tasks to last; of which tasks nobody is asked."""
    row, of_cycle = ExpectedReport, CycleTask.cycle_id.in_(cycle_ids)
    heard = and_(row.cycle_id == CycleTask.cycle_id, row.task_id == CycleTask.task_id, HEARD_ROW)
    task_id, words = cast(CycleTask.task_id, String), (row.progress, row.percent)
    tasks = joined_ids(CycleTask.task_id)
    own = select(literal(OWN), row.cycle_id, *words, joined_ids(row.task_id))
    yield own.where(row.cycle_id.in_(cycle_ids), SAID_ROW).group_by(row.cycle_id, *words)
    if of_all is None:
        yield select(literal(ALL), CycleTask.cycle_id, null(), null(), tasks).where(of_cycle).group_by(CycleTask.cycle_id)
    by_office = CycleTask.consolidator_id.is_(None)
    yield select(literal(TOGETHER), CycleTask.cycle_id, *words, task_id).where(of_cycle, by_office, heard)
    last = select(func.max(TaskFact.id)).group_by(TaskFact.task_id)
    last = last.where(TaskFact.cycle_id.in_(cycle_ids)) if of_all is not None else last
    set_to = select(
        literal(DECIDED), TaskFact.cycle_id, TaskFact.progress, TaskFact.percent, cast(TaskFact.task_id, String)
    )
    yield set_to.where(TaskFact.id.in_(last), TaskFact.progress.is_not(None))
    if of_all is not None:
        # an index has the task: for any other column the server looks the rows themselves up
        asked = select(row.task_id).where(
            row.task_id == CycleTask.task_id, row.cycle_id == CycleTask.cycle_id, row.owing == Owing.OWED
        )
        others = of_all.keys() - [max(of_all, key=lambda each: len(of_all[each]), default=None)]
        twice = select(CycleTask.task_id).where(CycleTask.cycle_id.in_(others))
        matters = union(twice, select(TaskFact.task_id)).subquery()
        unasked = select(literal(UNASKED), CycleTask.cycle_id, null(), null(), tasks).select_from(matters)
        unasked = unasked.join(CycleTask, CycleTask.task_id == matters.c.task_id)
        # one by one: as NOT EXISTS the server compares all rows there are, for few tasks
        nobody = asked.limit(1).scalar_subquery().is_(None)
        yield unasked.where(of_cycle, nobody).group_by(CycleTask.cycle_id)
