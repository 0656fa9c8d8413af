"""The tasks and the rows whose lights have the colours that are asked for.

Tasks are found by what is said and stands alike, decided by the rules that make the lights; a row's 填报灯 follows from
two columns, so that rows are found by the database.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, false, or_, true

from tracker.reporting.due_dates import ONE_DAY
from tracker.storage.columns import Chosen, among
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.queries.colours import choose, tasks_showing
from tracker.storage.queries.cycles_asking import cycles_asking
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.lights import Lighting, lights_of_cycle, locked_on, task_lights
from tracker.storage.queries.newest import filing_colours, progress_colours_today
from tracker.storage.sight import current_sight
from tracker.vocabulary.reporting import STANDING, Colour, Light, LightKind, Owing

FEW = 300
"""So many tasks are looked at one by one sooner than all at once."""


def lit(wanted: TaskFilter, tasks: Sequence[int], lighting: Lighting) -> list[Chosen]:
    """Those whose lights a filter asks for, of these tasks, which its other conditions leave; a choice for each light.

    Few tasks, as an agency sees them or the other conditions leave them, are looked at one by one in one statement; of all
    together each light takes one or two, and the cycles one.
    """
    if not tasks:
        return [Chosen(frozenset())]
    if current_sight().is_of_agency or len(tasks) <= FEW:
        found = task_lights(tasks, lighting).items()
        return [Chosen(frozenset(id_ for id_, each in found if is_lit(wanted, each.filing, each.progress)))]
    cycles = cycles_asking()
    asked = ((wanted.filing, filing_colours), (wanted.progress, progress_colours_today))
    return [choose(shown(cycles, lighting), colour) for colour, shown in asked if colour]


def is_lit(wanted, filing: Light | None, progress: Light) -> bool:
    """Whether two lights have the colours a filter asks for."""
    return wanted.filing in (None, filing and filing.colour) and wanted.progress in (None, progress.colour)


def tasks_lit_in(cycle: Cycle, colour: Colour, lighting: Lighting) -> Chosen:
    """Those of a cycle's tasks whose 进度灯 there has a colour; of what an agency finds there, if one looks."""
    if not current_sight().is_of_agency:
        return tasks_showing(cycle, colour, lighting)
    found = lights_of_cycle(cycle, lighting)
    return Chosen(frozenset(task_id for task_id, lights in found.items() if lights.progress.colour is colour))


def decided_rows(lighting: Lighting) -> dict[int, Colour]:
    """The rows whose 填报灯 a person decided, as it holds."""
    held = ((id_, each) for id_, each in lighting.rows.items() if each and each.holds(LightKind.FILING, lighting.on))
    return {id_: each.colour for id_, each in held}


def filing_is(colour: Colour, cycle: Cycle, lighting: Lighting, row: type = ExpectedReport) -> ColumnElement[bool]:
    """That a row of a cycle shows a 填报灯; on the lines that count rows only where no light was decided."""
    owed, decided = row.owing == Owing.OWED, decided_rows(lighting)
    by_rule = _by_rule(colour, cycle, lighting, row)
    if not decided:
        return owed & by_rule
    given = among(row.id, [id_ for id_, each in decided.items() if each is colour])
    return owed & or_(given, and_(~among(row.id, decided), by_rule))


def _by_rule(colour, cycle, lighting, row):
    if cycle.opened_on is None or lighting.on < cycle.opened_on:
        return true() if colour is Colour.GREY else false()
    stands, shut_on = row.state.in_(STANDING), locked_on(cycle)
    if shut_on is not None:
        late = row.by_on < shut_on
        return {Colour.GREEN: stands, Colour.RED: ~stands & late, Colour.GREY: ~stands & ~late}.get(colour, false())
    soon = lighting.on + lighting.thresholds(cycle).soon * ONE_DAY
    return {
        Colour.GREEN: stands,
        Colour.RED: ~stands & (row.by_on < lighting.on),
        Colour.YELLOW: ~stands & row.by_on.between(lighting.on, soon),
        Colour.BLUE: ~stands & (row.by_on > soon),
    }.get(colour, false())
