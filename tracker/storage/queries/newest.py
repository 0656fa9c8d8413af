"""Which tasks of the ledger show a light of a colour: each as it stands in the newest cycle that asks about it.

For eyes that see all of the cycles they see; read from as little as it takes, and decided by the rules that make the lights.
"""

from collections import defaultdict

from sqlalchemy import String, cast, literal, select, union_all

from tracker.reporting.lights import URGENCY, Filed
from tracker.storage.columns import among, ids_in, joined_ids
from tracker.storage.cycles import ExpectedReport
from tracker.storage.database import db
from tracker.storage.queries.colours import courses, progress_colour
from tracker.storage.queries.cycles_asking import Asking
from tracker.storage.queries.lights import NOT_ASKED, Lighting, locked_on
from tracker.storage.queries.seen import CycleSeen
from tracker.storage.queries.spoken import SILENT, spoken
from tracker.storage.sight import seeing_everything
from tracker.vocabulary.reporting import STANDING, Colour, Duty, Owing


@seeing_everything()
def progress_colours_today(cycles: Asking, lighting: Lighting) -> dict[int, Colour]:
    """By task: the colour of its 进度灯 in the newest of the cycles that asks about it; in one statement where deadlines are
    kept."""
    of_all = {cycle.id: tasks for cycle, tasks in cycles.items()}
    found, colour = spoken(of_all.keys(), of_all), progress_colour(lighting)
    newest: dict[int, CycleSeen] = {}
    for cycle in cycles:
        newest |= dict.fromkeys(found.reported.get(cycle.id, {}).keys() - found.unasked.get(cycle.id, ()), cycle)

    def shown(task_id):
        cycle = newest.get(task_id)
        said = found.reported[cycle.id][task_id] if cycle else SILENT
        return colour(task_id, cycle, found.decided.get(task_id, said))

    return {task_id: shown(task_id) for task_id in courses()}


@seeing_everything()
def filing_colours(cycles: Asking, lighting: Lighting) -> dict[int, Colour]:
    """By task: the colour of its 填报灯 in the newest of the cycles that asks about it.

    In one statement, and in another where of some tasks no report is owed, by the rows that stand alike. The heaviest of
    several is what `joint_filing_light` shows: it is written last, a report's after contributions', and that of the newest
    cycle after all.
    """
    of_cycle = {each.id: each for each in cycles}
    age = {id_: place for place, id_ in enumerate(of_cycle)}
    reports = _rows(_alike(of_cycle, Duty.REPORT, lighting))
    weighed = []
    others = _contributions(of_cycle, _unreported(cycles, reports), lighting)
    for place, rows in enumerate((others, reports)):
        for cycle_id, state, by_on, row_id, tasks in rows:
            cycle = of_cycle[cycle_id]
            received_on = by_on if state in STANDING else None
            filed = Filed(cycle.opened_on, by_on, received_on=received_on, locked_on=locked_on(cycle))
            light = lighting.filing_as(filed, cycle, row_id)
            weighed.append(((age[cycle_id], place, -URGENCY.index(light.colour)), light.colour, tasks))
    shown = dict.fromkeys(courses(), NOT_ASKED.colour)
    for _, colour, tasks in sorted(weighed, key=lambda each: each[0]):
        shown |= dict.fromkeys(tasks, colour)
    return shown


def _contributions(of_cycle, tasks, lighting):
    """The contributions to some tasks that stand alike."""
    return _rows(_alike(of_cycle, Duty.CONTRIBUTION, lighting, among(ExpectedReport.task_id, tasks))) if tasks else []


def _alike(of_cycle, duty, lighting, *which):
    """The owed rows of a duty that stand alike, those of which a light was decided each by itself."""
    row = ExpectedReport
    columns = (row.cycle_id, row.state, row.by_on)
    owed = (row.cycle_id.in_(of_cycle), row.duty == duty, row.owing == Owing.OWED, *which)
    task = cast(row.task_id, String)
    many = select(*columns, literal(0), joined_ids(row.task_id)).where(*owed).group_by(*columns)
    if not lighting.rows:
        return [many]
    decided = among(row.id, lighting.rows)
    return [many.where(~decided), select(*columns, row.id, task).where(*owed, decided)]


def _rows(selects):
    found = db.session.execute(union_all(*selects) if len(selects) > 1 else selects[0])
    return [(*alike, ids_in(tasks)) for *alike, tasks in found]


def _unreported(cycles: Asking, reports) -> set[int]:
    """The tasks of which no report is owed in one of the cycles that ask about them."""
    reported = defaultdict(set)
    for cycle_id, *_, tasks in reports:
        reported[cycle_id].update(tasks)
    return {task for cycle, tasks in cycles.items() for task in tasks - reported[cycle.id]}
