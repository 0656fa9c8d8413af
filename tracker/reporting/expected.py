"""Who owes what on the day a cycle opens: within one task an agency owes once, whatever it is printed as.

Printed names come with who bears their duty on that day; whom that leaves nameless must be decided before opening.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from tracker.errors import NotOpenable
from tracker.vocabulary import Role
from tracker.vocabulary.reporting import Duty, Owing, SupportRule

RANK = {Role.LEAD: 0, Role.RESPONSIBLE: 1, Role.SUPPORT: 2}
"""The roles that owe something, the weightiest first: guides owe nothing."""
DUTIES = {Role.LEAD: Duty.REPORT, Role.RESPONSIBLE: Duty.REPORT, Role.SUPPORT: Duty.CONTRIBUTION}


@dataclass(frozen=True, slots=True)
class Unit:
    """A printed name of a task and the agencies that bear its duty on the day; ``key`` is what a decision names it by.

    ``collective`` says that the name stands for several, ``by_hand`` that the office added it and no document names it. Nobody bears it while an open collective has no members, the
    name is not known, or the body was abolished.
    """

    printed: str
    role: Role
    bearers: tuple[str, ...]
    key: str
    collective: bool = False
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class TaskUnits:
    """A task with its units in the order they are printed."""

    task: int
    units: tuple[Unit, ...]


def row_key(task: int, agency: str) -> str:
    """What a decision names a single row by, as ``Unit.key`` does a printed name: 本期不下达 of one agency on one task."""
    return f"row:{task}:{agency}"


def without_rows(tasks: Iterable[TaskUnits], left_out: Collection[str]) -> tuple[TaskUnits, ...]:
    """Tasks without the agencies whose rows are left out (``row_key``): they neither owe nor consolidate."""
    concerned = {key.split(":")[1] for key in left_out if key.startswith("row:")}
    return tuple(_without(task, left_out) if concerned and str(task.task) in concerned else task for task in tasks)


def _without(task, left_out):
    units = (
        replace(unit, bearers=tuple(each for each in unit.bearers if row_key(task.task, each) not in left_out))
        for unit in task.units
    )
    return TaskUnits(task.task, tuple(units))


@dataclass(frozen=True, slots=True)
class Added:
    """增补: whom the office adds to a task before a cycle opens, and as what; ``printed`` is what it was called then."""

    task: int
    agency: str
    role: Role
    printed: str

    @property
    def key(self) -> str:
        return f"added:{self.task}:{self.agency}"


def with_added(
    tasks: Iterable[TaskUnits], added: Iterable[Added], bearers: Callable[[str], tuple[str, ...]]
) -> tuple[TaskUnits, ...]:
    """Tasks with those that were added to them, after whom the document names; ``bearers`` says who carries on for an
    agency on the day. What was added to none of these tasks is left out."""
    units: dict[int, list[Unit]] = {}
    for each in added:
        unit = Unit(each.printed, each.role, bearers(each.agency), each.key, by_hand=True)
        units.setdefault(each.task, []).append(unit)
    return tuple(
        TaskUnits(task.task, (*task.units, *units[task.task])) if task.task in units else task for task in tasks
    )


@dataclass(frozen=True, slots=True)
class Expected:
    """One row: a task, an agency, what it owes and as what; ``printed`` are all names it stands under there.

    ``by_hand`` says that the office added it before the opening.
    """

    task: int
    agency: str
    role: Role
    printed: tuple[str, ...]
    owing: Owing = Owing.OWED
    by_hand: bool = False

    @property
    def duty(self) -> Duty:
        return DUTIES[self.role]


OWING = {SupportRule.ALL: Owing.OWED, SupportRule.ON_REQUEST: Owing.UNASKED}


def expected(tasks: Iterable[TaskUnits], supports: SupportRule = SupportRule.ALL) -> tuple[Expected, ...]:
    """The rows of these tasks, task by task in the order of the printed names; where co-units report if asked, unasked.

    Whom the office added by hand is owed of, whatever the rule says of co-units.
    """
    rows = (row for task in tasks for row in _of_task(task))
    if supports is SupportRule.NONE:
        return tuple(row for row in rows if row.duty is Duty.REPORT or row.by_hand)
    return tuple(
        row if row.duty is Duty.REPORT or row.by_hand else replace(row, owing=OWING[supports]) for row in rows
    )


def _of_task(task):
    names: dict[str, list[Unit]] = {}
    for unit in task.units:
        if unit.role in RANK:
            for agency in unit.bearers:
                names.setdefault(agency, []).append(unit)
    for agency, units in names.items():
        role = min((unit.role for unit in units), key=RANK.__getitem__)
        printed = tuple(dict.fromkeys(unit.printed for unit in units))
        yield Expected(task.task, agency, role, printed, by_hand=any(unit.by_hand for unit in units))


@dataclass(frozen=True, slots=True)
class Undecided:
    """A printed name nobody bears yet, and the tasks it stands in."""

    key: str
    printed: str
    collective: bool
    tasks: tuple[int, ...]
    by_hand: bool = False


def undecided(tasks: Iterable[TaskUnits], not_issued: Collection[str] = ()) -> tuple[Undecided, ...]:
    """The names that owe something and that nobody bears; those left out for a reason (本期不下达) are not among them."""
    waiting: dict[str, list[tuple[int, Unit]]] = {}
    for task in tasks:
        for unit in task.units:
            if unit.role in RANK and not unit.bearers and unit.key not in not_issued:
                waiting.setdefault(unit.key, []).append((task.task, unit))
    return tuple(_undecided(key, found) for key, found in waiting.items())


def _undecided(key, found):
    first = found[0][1]
    tasks = tuple(dict.fromkeys(task for task, _ in found))
    return Undecided(key, first.printed, first.collective, tasks, first.by_hand)


def refuse_undecided(tasks: Iterable[TaskUnits], not_issued: Mapping[str, str]) -> None:
    """Raise NotOpenable (``.names``) while a name is borne by nobody and left out without a reason."""
    with_reason = {key for key, reason in not_issued.items() if reason.strip()}
    if names := undecided(tasks, with_reason):
        raise NotOpenable(names)


def consolidator(units: Iterable[Unit]) -> str | None:
    """汇总单位: the first-listed single agency among the leads, else among the responsibles; None: the office."""
    units = tuple(units)
    for role in (Role.LEAD, Role.RESPONSIBLE):
        for unit in units:
            if unit.role is role and not unit.collective and unit.bearers:
                return unit.bearers[0]
    return None
