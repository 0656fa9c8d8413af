"""Who stands in which task, for lists and conditions: what the registry says, and for single duties what was decided."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, func, or_
from sqlalchemy.orm import aliased

from tracker import clock
from tracker.agencies.standpoint import TODAY, Standpoint
from tracker.agencies.succession import Heir
from tracker.storage.columns import among, is_never
from tracker.storage.documents import Assignment
from tracker.storage.queries.carrying import carrying, is_number
from tracker.storage.queries.decided import bearing, singled


@dataclass(frozen=True, slots=True)
class Carried:
    """By whom a unit of a task is carried: the keys of those who stand for it, and who has it ``through`` a collective."""

    keys: tuple[str, ...]
    through: tuple[str, ...] = ()


class Bearers:
    """Who carries each unit of many tasks on a day; None: as printed."""

    def __init__(self, day: date | None):
        self.day = day
        self._bearing, self._singled = bearing(day), singled(day).heirs
        self._usual: dict[tuple, tuple[Heir, ...]] = {}

    def heirs(self, assignment: int | None, registered: str | None, collective: str | None, issued_on: date | None):
        """Who carries the duty of an assignment, by whom its printed name means and the day of its document."""
        if assignment in self._singled:
            return self._singled[assignment]
        who = (registered, collective, issued_on if collective and self.day is None else None)
        if who not in self._usual:
            self._usual[who] = self._bearing.usual_heirs(*who)
        return self._usual[who]

    def carried(self, assignment: int | None, registered: str | None, collective: str | None, agency_id: int, issued_on=None):
        """The same as keys: a collective stands for itself, and so does a printed name nobody knows."""
        heirs = tuple(heir.agency for heir in self.heirs(assignment, registered, collective, issued_on))
        if registered is not None:
            return Carried(heirs)
        return Carried((collective,), heirs) if collective else Carried((str(agency_id),))

    def is_decided(self, assignment: int) -> bool:
        """Whether the office decided about this very duty."""
        return assignment in self._singled

    def are_decided(self, assignments: Iterable[int]) -> bool:
        """Whether it decided about any of these."""
        return bool(self._singled) and not self._singled.keys().isdisjoint(assignments)


def stands_for(key: str, duty, on: Standpoint | None) -> ColumnElement[bool]:
    """The condition that an assignment (``duty``) is the duty of a body, a collective or a printed name.

    Without a standpoint a body is meant as it is printed, and with all that it carries today.
    """
    registry = carrying()
    if key in registry.agencies:
        days = days_of(on)
        sources = {source for day in days for source in registry.on(day).sources.get(key, ())}
        return _unless_decided(duty, _any_of(duty.registered_id, sources), own_decided(key, days))
    if key in registry.collectives.by_id:
        return duty.collective_id == key
    return _is_printed(int(key), duty) if is_number(key) else false()


def days_of(on: Standpoint | None) -> tuple[date | None, ...]:
    """The days that are looked at: without a standpoint today and as printed."""
    day = (on or TODAY).day(clock.today())
    return (day, None) if on is None else (day,)


def own_decided(key: str, days: Iterable[date | None]) -> frozenset[int]:
    """The assignments that a decision leaves or gives to a body in its own name on one of these days."""
    return frozenset().union(*(singled(day).own.get(key, ()) for day in days))


def _unless_decided(duty, usual, given: Collection[int]) -> ColumnElement[bool]:
    """What is usual, or what was decided, where that was."""
    if not (decided := singled(None).heirs):
        return usual
    undecided = [] if is_never(usual) else [and_(usual, ~among(duty.id, decided))]
    return _either(*undecided, *([among(duty.id, given)] if given else []))


def _any_of(column, keys: Collection[str]) -> ColumnElement[bool]:
    return column.in_(keys) if keys else false()


def _either(*conditions) -> ColumnElement[bool]:
    """``false()`` itself where there are none, which whoever asks can tell: PostgreSQL takes long to find it out."""
    return or_(*conditions) if conditions else false()


def _is_printed(agency_id, duty):
    """As far as nobody knows the name; one that is known everywhere is still found by its number."""
    unknown = (duty.agency_id == agency_id, duty.registered_id.is_(None), duty.collective_id.is_(None))
    other = aliased(Assignment)
    anywhere = (other.agency_id == agency_id, other.registered_id.is_(None), other.collective_id.is_(None))
    return or_(and_(*unknown), and_(duty.agency_id == agency_id, ~exists().where(*anywhere)))


def has_through_collective(key: str, duty, document, on: Standpoint | None) -> ColumnElement[bool]:
    """The condition that an assignment (``duty``) in a ``document`` is a collective's to which an agency belongs.

    As printed is on the document's own day; a document without one is taken as of today.
    """
    registry, today = carrying(), clock.today()
    day = (on or TODAY).day(today)
    given = singled(day).through.get(key, ())
    if day is not None:
        usual = _any_of(duty.collective_id, [each.id for each in registry.collectives_of(key, day)])
        return _unless_decided(duty, usual, given)
    issued = func.coalesce(document.issued_on, today)
    periods = [each for each in registry.rows.collective_members if each.agency == key]
    usual = _either(*(and_(duty.collective_id == each.collective, *_within(issued, each)) for each in periods))
    return _unless_decided(duty, usual, given)


def _within(issued, period):
    if period.valid_from:
        yield issued >= period.valid_from
    if period.valid_to:
        yield issued < period.valid_to
