"""Which tasks of the ledger show a light of a colour: each as it stands in the newest cycle that asks about it.

For eyes that see all of the cycles they see; read from as little as it takes, and decided by the rules that make the lights.
"""

from collections.abc import Collection

from sqlalchemy import String, cast, func, literal, select, union_all

from tracker.reporting.lights import URGENCY, Filed
from tracker.storage.columns import among
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.queries.colours import Chosen, choose, courses, progress_colour
from tracker.storage.queries.lights import NOT_ASKED, Lighting
from tracker.storage.queries.spoken import SILENT, spoken
from tracker.storage.sight import seeing_everything
from tracker.vocabulary.reporting import STANDING, Colour, Duty, Owing

WEIGHED = (Duty.CONTRIBUTION, Duty.REPORT)
"""The duties of which a task's 填报灯 is, the last where any is owed."""


def tasks_lit(
    cycles: Collection[Cycle], filing: Colour | None, progress: Colour | None, lighting: Lighting
) -> list[Chosen]:
    """The tasks whose lights have these colours in the newest of the cycles, which come oldest first; for each that is
    asked for, in a statement each."""
    asked = ((filing_colours, filing), (progress_colours_today, progress))
    return [choose(shown(cycles, lighting), colour) for shown, colour in asked if colour]


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


@seeing_everything()
def filing_colours(cycles: Collection[Cycle], lighting: Lighting) -> dict[int, Colour]:
    """By task: the colour of its 填报灯 in the newest of the cycles that asks about it; they come oldest first.

    The heaviest of several is what `joint_filing_light` shows: it is written last, and that of the newest cycle after all.
    """
    by_id, order = {each.id: each for each in cycles}, {each.id: at for at, each in enumerate(cycles)}
    found = []
    for cycle_id, duty, state, by_on, row_id, tasks in db.session.execute(_alike(by_id, lighting)):
        cycle, stands = by_id[cycle_id], state in STANDING
        filed = Filed(cycle.opened_on, by_on, received_on=by_on if stands else None)
        light = lighting.filing_as(filed, cycle, row_id)
        weight = order[cycle_id], WEIGHED.index(duty), -URGENCY.index(light.colour)
        found.append((weight, light.colour, tasks))
    shown = dict.fromkeys(courses(), NOT_ASKED.colour)
    for _, colour, tasks in sorted(found, key=lambda each: each[0]):
        shown |= dict.fromkeys(map(int, tasks.split(",")), colour)
    return shown


def _alike(cycle_ids, lighting):
    """The owed rows that stand alike with their tasks, those of which a light was decided each by itself."""
    row, decided = ExpectedReport, among(ExpectedReport.id, lighting.rows)
    alike, owed = (row.cycle_id, row.duty, row.state, row.by_on), (row.cycle_id.in_(cycle_ids), row.owing == Owing.OWED)
    many = select(*alike, literal(0), func.aggregate_strings(cast(row.task_id, String), ",")).where(*owed)
    if not lighting.rows:
        return many.group_by(*alike)
    single = select(*alike, row.id, cast(row.task_id, String)).where(*owed, decided)
    return union_all(many.where(~decided).group_by(*alike), single)
