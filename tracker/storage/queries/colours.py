"""Which tasks of a cycle have a 进度灯 of a colour, read from as little as it takes.

The colour is what the rules say that make the light itself; each is asked once for all tasks that stand alike.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, String, and_, cast, func, literal, select, union_all

from tracker.reporting.progress import Said, task_standing
from tracker.storage.columns import among
from tracker.storage.cycles import HEARD_ROW, Cycle, CycleTask, ExpectedReport, TaskFact
from tracker.storage.database import db, plain_rows
from tracker.storage.documents import Measure, PolicyDocument, Task
from tracker.storage.keeping import kept_for_all
from tracker.storage.queries.lights import Lighting, Timed
from tracker.storage.queries.progress import Standing
from tracker.storage.sight import seeing_everything
from tracker.vocabulary.reporting import Colour, Progress

OWN, TOGETHER, DECIDED = "own", "together", "decided"
"""Whose word it is: the consolidator's, one of those that the office consolidates, the office's."""
Words = tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class Chosen:
    """Some of the tasks of a cycle: these, or where they are fewer, all but these."""

    ids: frozenset[int]
    are_out: bool = False

    def has(self, task_id: ColumnElement) -> ColumnElement[bool]:
        """The condition that a task is one of them."""
        return ~among(task_id, self.ids) if self.are_out else among(task_id, self.ids)


@seeing_everything()
def tasks_showing(cycle: Cycle, colour: Colour, lighting: Lighting) -> Chosen:
    """Those of a cycle's tasks whose 进度灯 has a colour, for eyes that see all of the cycle; in one statement where
    deadlines are kept."""
    shown = progress_colours(cycle, lighting)
    found = frozenset(task_id for task_id, each in shown.items() if each is colour)
    if 2 * len(found) <= len(shown):
        return Chosen(found)
    return Chosen(frozenset(shown.keys() - found), are_out=True)


def progress_colours(cycle: Cycle, lighting: Lighting) -> dict[int, Colour]:
    """By task of a cycle: the colour of its 进度灯 there."""
    courses, timeless = kept_for_all(_courses, "courses"), Timed(0, None, None)

    @cache
    def colour(timed: Timed, whose: str, words: Words):
        return lighting.progress(timed, cycle, _standing(whose, words)).colour

    def of_task(task_id, said):
        timed = courses.get(task_id, timeless)
        return colour(timed._replace(task_id=task_id) if lighting.tasks.get(task_id) else timed, *said)

    return {task_id: of_task(task_id, said) for task_id, said in _said(cycle.id).items()}


def _standing(whose, words: Words):
    said = [Said(OWN, Progress(progress), percent) for progress, percent in words]
    found = task_standing(said, None if whose == TOGETHER else OWN)
    return Standing(found.progress, found.percent, "", (), is_settled=False, closed_out=False)


def _said(cycle_id) -> dict[int, tuple[str, Words]]:
    """By task of a cycle: whose words count, and the words, in one order however they came in."""
    found, together = {}, defaultdict(list)
    for whose, *words, task_ids in plain_rows(union_all(*_words(cycle_id))):
        tasks = map(int, task_ids.split(","))
        if whose == TOGETHER:
            together[next(tasks)].append(tuple(words))
        else:
            found |= dict.fromkeys(tasks, (whose, (tuple(words),) if words[0] else ()))
    of_several = {task_id: (TOGETHER, _sorted(words)) for task_id, words in together.items()}
    return found | {task_id: said for task_id, said in of_several.items() if found[task_id][0] != DECIDED}


def _sorted(words: Iterable[tuple[str, int | None]]) -> Words:
    return tuple(sorted(words, key=lambda each: (each[0], each[1] is None, each[1] or 0)))


def _words(cycle_id):
    """What the consolidators' reports say that stand, else nothing, each with the tasks of a cycle of which it is said;
    what those say that the office consolidates; what the office set tasks to last: that comes last."""
    row, last = ExpectedReport, select(func.max(TaskFact.id)).group_by(TaskFact.task_id)
    of_cycle, by_office = CycleTask.cycle_id == cycle_id, CycleTask.consolidator_id.is_(None)
    heard = and_(row.cycle_id == cycle_id, row.task_id == CycleTask.task_id, HEARD_ROW)
    task_id, words = cast(CycleTask.task_id, String), (row.progress, row.percent)
    own = select(literal(OWN), *words, func.aggregate_strings(task_id, ",")).select_from(CycleTask)
    own = own.outerjoin(row, heard & (row.agency_id == CycleTask.consolidator_id))
    yield own.where(of_cycle).group_by(*words)
    yield select(literal(TOGETHER), *words, task_id).where(of_cycle, by_office, heard)
    set_to = select(literal(DECIDED), TaskFact.progress, TaskFact.percent, task_id)
    set_to = set_to.where(of_cycle, TaskFact.task_id == CycleTask.task_id)
    yield set_to.where(TaskFact.id.in_(last), TaskFact.progress.is_not(None))


def _courses() -> dict[int, Timed]:
    """By task that has a deadline: that, and when its document was issued; alike for all that are alike."""
    columns = (Task.id, PolicyDocument.issued_on, Task.deadline_on)
    statement = select(*columns).join(Task.measure).join(Measure.document).where(Task.deadline_on.is_not(None))
    alike = cache(lambda issued_on, deadline_on: Timed(0, issued_on, deadline_on))
    return {task_id: alike(*course) for task_id, *course in db.session.execute(statement)}
