"""Which tasks of a cycle have a 进度灯 of a colour, read from as little as it takes.

The colour is what the rules say that make the light itself; each is asked once for all tasks that stand alike.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, case, select

from tracker.reporting.progress import Said as SaidBy
from tracker.reporting.progress import task_standing
from tracker.storage.columns import among
from tracker.storage.cycles import Cycle
from tracker.storage.database import db
from tracker.storage.documents import Measure, PolicyDocument, Task
from tracker.storage.keeping import Part, kept_for_all
from tracker.storage.queries.lights import Lighting, Timed
from tracker.storage.queries.progress import Standing
from tracker.storage.queries.spoken import OWN, TOGETHER, Said, Words, spoken
from tracker.storage.sight import seeing_everything
from tracker.vocabulary.reporting import Colour, Progress


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
    return choose(progress_colours(cycle, lighting), colour)


def choose(shown: Mapping[int, Colour], colour: Colour) -> Chosen:
    """Those of tasks that show a colour, by what each of them shows."""
    found = frozenset(task_id for task_id, each in shown.items() if each is colour)
    if 2 * len(found) <= len(shown):
        return Chosen(found)
    return Chosen(frozenset(shown.keys() - found), are_out=True)


def progress_colours(cycle: Cycle, lighting: Lighting) -> dict[int, Colour]:
    """By task of a cycle: the colour of its 进度灯 there."""
    found, colour = spoken([cycle.id]), progress_colour(lighting)
    said = found.reported.get(cycle.id, {})
    return {task_id: colour(task_id, cycle, found.decided.get(task_id, each)) for task_id, each in said.items()}


def progress_colour(lighting: Lighting) -> Callable[[int, Cycle | None, Said], Colour]:
    """What tells the colour of a task's 进度灯 by its cycle, None: in none, and by what is said of it."""
    of_tasks = courses()

    @cache
    def colour(timed: Timed, cycle: Cycle | None, whose: str, words: Words):
        return lighting.progress(timed, cycle, _standing(whose, words)).colour

    def of_task(task_id, cycle, said):
        timed = of_tasks[task_id]
        return colour(timed._replace(task_id=task_id) if lighting.tasks.get(task_id) else timed, cycle, *said)

    return of_task


def _standing(whose, words: Words):
    said = [SaidBy(OWN, Progress(progress), percent) for progress, percent in words]
    found = task_standing(said, None if whose == TOGETHER else OWN)
    return Standing(found.progress, found.percent, "", (), is_settled=False, closed_out=False)


def courses() -> dict[int, Timed]:
    """By task, of all there are: its deadline, and when its document was issued where it has one; alike for all that are
    alike. In no statement where it is kept."""
    return kept_for_all(_courses, "courses", of=[Part.DOCUMENTS])


def _courses():
    issued_on = select(PolicyDocument.issued_on).join(Measure).where(Measure.id == Task.measure_id).scalar_subquery()
    issued_on = case((Task.deadline_on.is_not(None), issued_on))
    alike = cache(lambda issued_on, deadline_on: Timed(0, issued_on, deadline_on))
    statement = select(Task.id, issued_on, Task.deadline_on)
    return {task_id: alike(*course) for task_id, *course in db.session.execute(statement)}
