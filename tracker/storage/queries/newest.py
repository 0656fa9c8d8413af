"""Which tasks of the ledger show a light of a colour: each as it stands in the newest cycle that asks about it.

For eyes that see all of the cycles they see; read from as little as it takes, and decided by the rules that make the lights.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import String, cast, func, literal, null, select, union_all

from tracker.reporting.lights import URGENCY, Filed
from tracker.storage.columns import Chosen, among
from tracker.storage.cycles import Cycle, CycleTask, ExpectedReport
from tracker.storage.database import db
from tracker.storage.queries.colours import choose, courses, progress_colour
from tracker.storage.queries.lights import NOT_ASKED, Lighting
from tracker.storage.queries.spoken import SILENT, spoken
from tracker.storage.sight import seeing_everything
from tracker.vocabulary.reporting import STANDING, Colour, Duty, Owing

WEIGHED = (Duty.CONTRIBUTION, Duty.REPORT)
"""The duties of which a task's 填报灯 is, the last where any is owed."""


def tasks_progressing(cycles: Collection[Cycle], colour: Colour, lighting: Lighting) -> Chosen:
    """The tasks whose 进度灯 has a colour in the newest of the cycles, which come oldest first; in one statement where
    deadlines are kept."""
    return choose(progress_colours_today(cycles, lighting), colour)


@seeing_everything()
def progress_colours_today(cycles: Collection[Cycle], lighting: Lighting) -> dict[int, Colour]:
    """By task: the colour of its 进度灯 in the newest of the cycles that asks about it; they come oldest first."""
    found, colour = spoken([each.id for each in cycles], of_all=True), progress_colour(lighting)
    newest: dict[int, Cycle] = {}
    for cycle in cycles:
        newest |= dict.fromkeys(found.reported.get(cycle.id, {}).keys() - found.unasked.get(cycle.id, ()), cycle)

    def shown(task_id):
        cycle = newest.get(task_id)
        said = found.reported[cycle.id][task_id] if cycle else SILENT
        return colour(task_id, cycle, found.decided.get(task_id, said))

    return {task_id: shown(task_id) for task_id in courses()}


def filing_colours(cycles: Sequence[Cycle], lighting: Lighting) -> dict[int, Colour]:
    """By task: the colour of its 填报灯 in the newest of the cycles that asks about it; they come oldest first.

    In one statement, and in another where of some tasks no report is owed, by the rows that stand alike. The heaviest of
    several is what `joint_filing_light` shows: it is written last, and that of the newest cycle after all.
    """
    of_cycle = {each.id: each for each in cycles}
    age = {id_: place for place, id_ in enumerate(of_cycle)}
    found = _reports(of_cycle, lighting)
    shown, weighed = dict.fromkeys(courses(), NOT_ASKED.colour), []
    for cycle_id, duty, state, by_on, row_id, tasks in (*found, *_contributions(of_cycle, _unreported(found), lighting)):
        if duty is None:
            continue
        cycle = of_cycle[cycle_id]
        filed = Filed(cycle.opened_on, by_on, received_on=by_on if state in STANDING else None)
        light = lighting.filing_as(filed, cycle, row_id)
        weighed.append(((age[cycle_id], WEIGHED.index(duty), -URGENCY.index(light.colour)), light.colour, tasks))
    for _, colour, tasks in sorted(weighed, key=lambda each: each[0]):
        shown |= dict.fromkeys(map(int, tasks.split(",")), colour)
    return shown


def _reports(of_cycle, lighting):
    """The reports that stand alike with their tasks, and without a duty all tasks of each cycle."""
    tasks = func.aggregate_strings(cast(CycleTask.task_id, String), ",")
    none = (null(), null(), null(), null())
    of_cycles = select(CycleTask.cycle_id, *none, tasks).where(CycleTask.cycle_id.in_(of_cycle)).group_by(CycleTask.cycle_id)
    return _found([*_alike(of_cycle, Duty.REPORT, lighting), of_cycles])


def _contributions(of_cycle, tasks, lighting):
    """The same of the contributions to some tasks."""
    return _found(_alike(of_cycle, Duty.CONTRIBUTION, lighting, among(ExpectedReport.task_id, tasks))) if tasks else ()


def _alike(of_cycle, duty, lighting, *which):
    """The owed rows of a duty that stand alike, those of which a light was decided each by itself."""
    row = ExpectedReport
    columns = (row.cycle_id, row.duty, row.state, row.by_on)
    owed = (row.cycle_id.in_(of_cycle), row.duty == duty, row.owing == Owing.OWED, *which)
    task = cast(row.task_id, String)
    many = select(*columns, literal(0), func.aggregate_strings(task, ",")).where(*owed).group_by(*columns)
    if not lighting.rows:
        return [many]
    decided = among(row.id, lighting.rows)
    return [many.where(~decided), select(*columns, row.id, task).where(*owed, decided)]


def _found(selects):
    return db.session.execute(union_all(*selects) if len(selects) > 1 else selects[0]).all()


def _unreported(found) -> set[int]:
    """The tasks of which no report is owed in one of their cycles."""
    reported = defaultdict(set)
    for cycle_id, duty, *_, tasks in found:
        if duty is not None:
            reported[cycle_id].update(tasks.split(","))
    of_cycles = ((each.cycle_id, set(each[-1].split(","))) for each in found if each.duty is None)
    return {int(task) for cycle_id, tasks in of_cycles for task in tasks - reported[cycle_id]}
