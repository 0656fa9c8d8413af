"""The audit as the auditor searches it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from tracker.clock import CHINA
from tracker.storage.audit import MISTAKEN, AuditEvent
from tracker.storage.database import db
from tracker.storage.queries.filters import clean, page_number
from tracker.vocabulary import AuditOutcome, AuditResult

ROWS_A_PAGE = 100
MOST_EXPORTED = 100_000


@dataclass(frozen=True)
class AuditFilter:
    """What is searched: a person, an action, an object, words in what was changed, days, a result; ``wrong`` names
    what could not be understood."""

    who: str = ""
    action: str = ""
    object: str = ""
    first: date | None = None
    last: date | None = None
    result: AuditOutcome | None = None
    page: int = 1
    wrong: tuple[str, ...] = ()

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> "AuditFilter":
        """From the values of an address; any text is taken, none raises."""
        days = {name: _day(values.get(name)) for name in ("first", "last")}
        given = {name: clean(values.get(name, "")) for name in ("who", "action", "object")}
        result = values.get("result")
        wrong = tuple(name for name in days if values.get(name) and days[name] is None)
        known = AuditOutcome(result) if result in set(AuditOutcome) else None
        return cls(**given, **days, result=known, page=page_number(values.get("page")), wrong=wrong)

    @property
    def address(self) -> dict[str, str]:
        """The arguments of an address that asks for the same, the page apart."""
        names = ("who", "action", "object", "first", "last", "result")
        return {name: str(getattr(self, name)) for name in names if getattr(self, name)}


@dataclass(frozen=True)
class AuditPage:
    """One page of events, the newest first."""

    events: tuple[AuditEvent, ...]
    total: int
    page: int
    pages: int


def found_events(wanted: AuditFilter) -> AuditPage:
    """The events asked for, in two statements; a page too far is the last."""
    conditions = _conditions(wanted)
    total = db.session.scalar(select(func.count()).select_from(AuditEvent).where(*conditions))
    pages = max(1, -(-total // ROWS_A_PAGE))
    page = min(wanted.page, pages)
    statement = _newest_first(conditions).limit(ROWS_A_PAGE).offset((page - 1) * ROWS_A_PAGE)
    return AuditPage(tuple(db.session.scalars(statement)), total, page, pages)


def every_event(wanted: AuditFilter) -> Iterator[AuditEvent]:
    """All of them, as many as a file may hold."""
    yield from db.session.scalars(_newest_first(_conditions(wanted)).limit(MOST_EXPORTED)).all()


def _newest_first(conditions):
    return select(AuditEvent).where(*conditions).order_by(AuditEvent.at.desc(), AuditEvent.id.desc())


def _conditions(wanted):
    objects = (AuditEvent.object, AuditEvent.detail, AuditEvent.before, AuditEvent.after)
    found = [
        wanted.who and AuditEvent.who.icontains(wanted.who, autoescape=True),
        wanted.action and AuditEvent.action == wanted.action,
        wanted.object and or_(*(column.icontains(wanted.object, autoescape=True) for column in objects)),
        wanted.first and AuditEvent.at >= _start(wanted.first),
        wanted.last and wanted.last < date.max and AuditEvent.at < _start(wanted.last + timedelta(days=1)),
        came_to(wanted.result) if wanted.result else None,
    ]
    return [condition for condition in found if condition is not None and condition is not False and condition != ""]


def came_to(outcome: AuditOutcome) -> ColumnElement[bool]:
    """The condition on events that they had this outcome."""
    if outcome is AuditOutcome.DONE:
        return AuditEvent.result == AuditResult.DONE
    mistaken = or_(*(AuditEvent.detail.startswith(each) for each in MISTAKEN))
    return (AuditEvent.result == AuditResult.REFUSED) & (mistaken if outcome is AuditOutcome.UNDONE else ~mistaken)


def _start(day):
    return datetime.combine(day, time.min, CHINA)


def _day(text):
    try:
        day = date.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return day if date(1970, 1, 2) <= day <= date(9999, 12, 30) else None
