"""Which tasks of the ledger show a light of a colour: each as it stands in the newest cycle that asks about it.

For eyes that see all of the cycles they see; read from as little as it takes, and decided by the rules that make the lights.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import Row, String, Subquery, cast, func, literal, select, union_all

from tracker.reporting.lights import URGENCY, Filed
from tracker.storage.columns import among
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.queries.colours import Chosen, choose, courses, progress_colour
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


def alike(lighting: Lighting) -> Subquery:
    """The owed rows that stand alike with their tasks, those of which a light was decided each by itself."""
    row = ExpectedReport
    columns = (row.cycle_id, row.duty, row.state, row.by_on)
    many = select(*columns, literal(0).label("row_id"), func.aggregate_strings(cast(row.task_id, String), ",").label("tasks"))
    many = many.where(row.owing == Owing.OWED)
    if not lighting.rows:
        return many.group_by(*columns).subquery()
    decided = among(row.id, lighting.rows)
    single = select(*columns, row.id, cast(row.task_id, String)).where(row.owing == Owing.OWED, decided)
    return union_all(many.where(~decided).group_by(*columns), single).subquery()


def filing_colours(found: Iterable[Row], lighting: Lighting) -> dict[int, Colour]:
    """By task: the colour of its 填报灯 in the newest cycle that asks about it, by the rows that stand alike, each with
    its cycle, the oldest first.

    The heaviest of several is what `joint_filing_light` shows: it is written last, and that of the newest cycle after all.
    """
    shown, order = dict.fromkeys(courses(), NOT_ASKED.colour), {}
    weighed = []
    for each in found:
        filed = Filed(each.Cycle.opened_on, each.by_on, received_on=each.by_on if each.state in STANDING else None)
        light = lighting.filing_as(filed, each.Cycle, each.row_id)
        age = order.setdefault(each.Cycle.id, len(order))
        weighed.append(((age, WEIGHED.index(each.duty), -URGENCY.index(light.colour)), light.colour, each.tasks))
    for _, colour, tasks in sorted(weighed, key=lambda each: each[0]):
        shown |= dict.fromkeys(map(int, tasks.split(",")), colour)
    return shown
