"""What the registry proposes for the frozen lists of open cycles, as a page shows it: counted once, the first rows anew."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from tracker.reporting.shifting import Shift, tasks_in
from tracker.storage.cycles import LISTING, Adjustment, Cycle
from tracker.storage.database import db
from tracker.storage.keeping import OPEN_DUTIES, kept
from tracker.storage.left_alone import LeftAlone
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.handovers import concerned
from tracker.storage.queries.left_alone import duties_of
from tracker.storage.queries.shifting import frozen_lists, keys_of_shifts, of_open_cycles, shifts_in

SHIFTS_SHOWN = 200


@dataclass(frozen=True)
class Listed:
    """An open cycle, and by what the frozen lists of all are known: of each its number, how often who owes was changed, and
    last."""

    cycle: Cycle
    known: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Proposed:
    """An open cycle with the first of the rows to adjust; ``held`` wait for a hand-over first, ``left`` are not
    adjusted in this cycle: each with the row it is about, None for a duty."""

    cycle: Cycle
    rows: tuple[Shift, ...]
    total: int
    held: int
    left: tuple[tuple[LeftAlone, Shift | None], ...]

    @property
    def tasks(self) -> set[int]:
        return {shift.task for shift in self.rows} | {each.task_id for each, _ in self.left}


@dataclass(frozen=True)
class _Counted:
    """The keys of the first rows, and how many there are; these do not depend on what is reported. ``left_out`` are the
    names that were left out when the cycle was opened."""

    first: tuple[str, ...]
    total: int
    held: int
    left_out: frozenset[str]


def open_lists(groups: Collection[int]) -> tuple[Listed, ...]:
    """The open cycles of these leading groups, the first due first; in one statement."""
    here = (Adjustment.cycle_id == Cycle.id, Adjustment.kind.in_(LISTING))
    changes = (func.count(Adjustment.id), func.coalesce(func.max(Adjustment.id), 0))
    columns = (select(each).where(*here).scalar_subquery() for each in changes)
    found = db.session.execute(of_open_cycles(groups).add_columns(*columns)).all()
    known = tuple((cycle.id, count, last) for cycle, count, last in found)
    return tuple(Listed(cycle, known) for cycle, *_ in found)


def proposed(lists: Sequence[Listed], left: Sequence[LeftAlone], on: date) -> list[Proposed]:
    """What is proposed for each of these cycles where this is ``left`` alone in open cycles; in two statements, in none where
    nothing is.

    Kept are counts and keys, made of documents and registry, of who was added to the list or withdrawn, and of what is
    left alone. The rows are as they stand, and what is no more proposed is not listed as left alone either.
    """
    decided = tuple((each.cycle_id, each.key) for each in left)
    counted = {each.cycle: _kept(each, left, decided, on) for each in lists}
    own = {cycle.id: [each for each in left if each.cycle_id == cycle.id] for cycle in counted}
    asked = {
        cycle: (tasks_in((*found.first, *(each.key for each in own[cycle.id]))), found.left_out)
        for cycle, found in counted.items()
    }
    now = shifts_in(asked, on)
    return [_proposed(cycle, found, own[cycle.id], now[cycle.id]) for cycle, found in counted.items()]


def _kept(listed, left, decided, on) -> _Counted:
    cycle, own = listed.cycle, [each for each in left if each.cycle_id == listed.cycle.id]
    made_of = (cycle.id, listed.known, decided, on)
    return kept(lambda: _counted(cycle, listed.known, own, left, on), "proposed", *made_of, of=OPEN_DUTIES)


def _proposed(cycle, found, own, shifts) -> Proposed:
    now = {shift.key: shift for shift in shifts}
    standing = ((each, now.get(each.key)) for each in own)
    return Proposed(
        cycle,
        tuple(now[key] for key in found.first if key in now),
        found.total,
        found.held,
        tuple((each, shift) for each, shift in standing if each.printed or shift),
    )


def _counted(cycle, known, own, left, on) -> _Counted:
    held, keys = concerned(on, duties_of(left)), {each.key for each in own}
    duties = {(each.task_id, agency) for each in own if each.printed for agency in _concerned(each, on)}
    tasks = {each.task_id for each in own}
    free, total, waiting, listed = [], 0, 0, frozen_lists(known)[cycle.id]
    for shift in keys_of_shifts(cycle, listed, on):
        at = (shift.task, shift.agency)
        if at in duties or (shift.task in tasks and shift.key in keys):
            continue
        if at in held:
            waiting += 1
            continue
        total += 1
        if total <= SHIFTS_SHOWN:
            free.append(shift.key)
    return _Counted(tuple(free), total, waiting, listed.left_out)


def _concerned(left, today) -> Iterable[str]:
    """A body whose duty is left alone, and those it might pass on to."""
    return (left.agency, *(heir.agency for heir in carrying().followers(left.agency, today)))
