"""Where the frozen list and the registry part after a cycle was opened: who left a duty, who came to it, who has another.

Nothing here changes the list: the office confirms each row.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracker.reporting.expected import Expected
from tracker.vocabulary import Role
from tracker.vocabulary.reporting import EDITABLE, STANDING, Duty, Owing, ReportState


@dataclass(frozen=True, slots=True)
class Frozen:
    """A row of the list as it stands. ``by_hand`` says that the office last added, withdrew or put it back of itself."""

    id: int
    task: int
    agency: str
    role: Role
    duty: Duty
    owing: Owing
    state: ReportState
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """One row that is not as the registry has it today: ``row`` is what stands, ``wanted`` what would be expected.

    Without ``wanted`` the agency left the duty, without ``row`` it came to it; with both its duty is another.
    ``is_settled`` says that what was reported stands in the way: nothing is proposed, the office decides.
    """

    row: Frozen | None
    wanted: Expected | None
    is_settled: bool = False

    @property
    def task(self) -> int:
        return (self.row or self.wanted).task

    @property
    def agency(self) -> str:
        return (self.row or self.wanted).agency

    @property
    def key(self) -> str:
        """What a form calls it; another shift of the same task and agency is another key."""
        return f"{self.task}|{self.agency}|{self.row.id if self.row else ''}|{self.wanted.role if self.wanted else ''}"


def tasks_in(keys: Iterable[str]) -> frozenset[int]:
    """The tasks that keys of shifts speak of; a word that is no key speaks of none."""
    first = (key.partition("|")[0] for key in keys)
    return frozenset(int(number) for number in first if number.isascii() and number.isdecimal() and len(number) < 10)


def shifts(frozen: Iterable[Frozen], wanted: Iterable[Expected]) -> tuple[Shift, ...]:
    """Every row in which the list and the registry differ, task by task, those who left before those who came.

    A row that the office added or withdrew by hand stays as it decided. Who comes in the place of one whose report
    stands has nothing to report any more, unless the office says so.
    """
    standing, today = defaultdict(dict), defaultdict(dict)
    for row in frozen:
        standing[row.task][row.agency] = row
    for each in wanted:
        today[each.task][each.agency] = each
    return tuple(shift for task in sorted({*standing, *today}) for shift in _of_task(standing[task], today[task]))


def _of_task(standing, today) -> Iterator[Shift]:
    left = [row for agency, row in sorted(standing.items()) if agency not in today and _is_ours(row)]
    reported = {row.duty for row in left if row.state in STANDING}
    for row in left:
        yield Shift(row, None, row.state in STANDING)
    for agency, each in sorted(today.items()):
        row = standing.get(agency)
        if row is None or (row.owing is Owing.WITHDRAWN and not row.by_hand):
            yield Shift(row, each, each.duty in reported or _has_sent_other(row, each))
        elif row.owing is not Owing.WITHDRAWN and row.duty is not each.duty and not row.by_hand:
            yield Shift(row, each, row.state not in EDITABLE)


def _has_sent_other(row, wanted):
    return row is not None and row.duty is not wanted.duty and row.state not in EDITABLE


def _is_ours(row):
    return row.owing is not Owing.WITHDRAWN and not row.by_hand
