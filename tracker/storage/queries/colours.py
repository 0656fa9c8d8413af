"""Which tasks of a cycle have a 进度灯 of a colour, read from as little as it takes.

The colour is what the rules say that make the light itself; each is asked once for all tasks that stand alike.
"""

from collections.abc import Callable, Mapping
from functools import cache

from tracker.reporting.progress import Said as SaidBy
from tracker.reporting.progress import task_standing
from tracker.storage.columns import Chosen
from tracker.storage.cycles import Cycle
from tracker.storage.keeping import Part, kept_for_all
from tracker.storage.queries.basis import basis
from tracker.storage.queries.image import image
from tracker.storage.queries.lights import AnyCycle, Lighting, Timed
from tracker.storage.queries.progress import Standing
from tracker.storage.queries.spoken import OWN, TOGETHER, Said, Words, spoken
from tracker.storage.sight import seeing_everything
from tracker.vocabulary.reporting import Colour, Progress


@seeing_everything()
def tasks_showing(cycle: Cycle, colour: Colour, lighting: Lighting) -> Chosen:
    """Those of a cycle's tasks whose 进度灯 has a colour, for eyes that see all of the cycle; in one statement where
    deadlines are kept."""
    return choose(progress_colours(cycle, lighting), colour)


def choose(shown: Mapping[int, Colour], colour: Colour) -> Chosen:
    """Those of tasks that show a colour, by what each of them shows."""
    return Chosen.of({task_id for task_id, each in shown.items() if each is colour}, shown.keys())


def progress_colours(cycle: Cycle, lighting: Lighting) -> dict[int, Colour]:
    """By task of a cycle: the colour of its 进度灯 there."""
    found, colour = spoken([cycle.id]), progress_colour(lighting)
    said = found.reported.get(cycle.id, {})
    return {task_id: colour(task_id, cycle, found.decided.get(task_id, each)) for task_id, each in said.items()}


def progress_colour(lighting: Lighting) -> Callable[[int, AnyCycle | None, Said], Colour]:
    """What tells the colour of a task's 进度灯 by its cycle, None: in none, and by what is said of it."""
    of_tasks = courses()

    @cache
    def colour(timed: Timed, cycle: AnyCycle | None, whose: str, words: Words):
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
    alike = cache(lambda issued_on, deadline_on: Timed(0, issued_on if deadline_on else None, deadline_on))
    issued, tasks = basis().issued, image().tasks.values()
    return {task.id: alike(issued.get(task.document_id), task.deadline_on) for task in tasks}
