"""A row's clock: when what stands now was first received, and whether that was on time.

A clock is the earliest submission that was neither returned nor taken back later. After a return past the due date, what
comes within the return's term is on time if what was returned had been.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from tracker.reporting.due_dates import ORDINARY, WorkingDays, days_late, effective_due, is_in_time
from tracker.vocabulary.reporting import Action

SENDING = frozenset({Action.SUBMIT, Action.REPORT_NIL, Action.ENTER, Action.COMPLETE})
TAKING = frozenset({Action.ACCEPT, Action.TAKE_OVER})
REVIEWS = TAKING | {Action.RETURN}
KEPT = SENDING | REVIEWS | {Action.WITHDRAW, Action.UNDO}
"""The steps a clock looks at; the others leave it alone."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a row; ``term`` is until when a returned report may come again.

    Only a return past the due date of its day has a term: it holds on where that date was moved behind it since.
    """

    action: Action
    at: datetime
    term: date | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """Until when a row is on time: by its original due date, and by its extension if it has one."""

    due: date
    extended_to: date | None = None

    @property
    def effective(self) -> date:
        return effective_due(self.due, self.extended_to)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a row stands: ``received`` is its clock, None while nothing stands.

    ``by`` is the last day on which sending now, or what stands, would be or was on time.
    """

    received: datetime | None
    by: date
    on_time: bool
    on_time_originally: bool
    days_late: int
    accepted: bool
    ever_returned: bool

    @property
    def is_reported(self) -> bool:
        return self.received is not None

    @property
    def is_late(self) -> bool:
        return self.received is not None and not self.on_time


def without_undone(steps: Iterable[Step]) -> list[Step]:
    """The steps that count: an undoing takes out the last review before it, and stands for nothing itself."""
    kept: list[Step] = []
    for step in steps:
        if step.action is not Action.UNDO:
            kept.append(step)
            continue
        reviews = [place for place, each in enumerate(kept) if each.action in REVIEWS]
        if reviews:
            del kept[reviews[-1]]
    return kept


def standing(steps: Iterable[Step], bounds: Bounds, days: WorkingDays = ORDINARY) -> Standing:
    """How a row stands after all that happened to it, in the order in which it was recorded."""
    counted = without_undone(step for step in steps if step.action in KEPT)
    received, by = _clock(counted, bounds.effective)
    on_time = received is not None and is_in_time(received, by)
    decided = [step.action for step in counted if step.action is not Action.COMPLETE]
    return Standing(
        received=received,
        by=by,
        on_time=on_time,
        on_time_originally=received is not None and is_in_time(received, _clock(counted, bounds.due)[1]),
        days_late=0 if on_time or received is None else days_late(received, by, days),
        accepted=bool(decided) and decided[-1] in TAKING,
        ever_returned=Action.RETURN in decided,
    )


def _clock(steps, due):
    """When what stands was first received, and until when it was in time."""
    received, by = None, due
    for step in steps:
        if step.action in SENDING:
            received = received or step.at
        elif step.action is Action.WITHDRAW:
            received = None
        elif step.action is Action.RETURN:
            if step.term and received and is_in_time(received, by):
                by = max(by, step.term)
            received = None
    return received, by
