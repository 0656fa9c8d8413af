"""The audit as the auditor searches it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, null, or_, select

from tracker.reporting.due_dates import start_of
from tracker.storage.audit import MISTAKEN, REFUSED, AuditEvent
from tracker.storage.database import db
from tracker.storage.people import Account
from tracker.storage.queries.expected import number_in
from tracker.storage.queries.filters import LARGEST_ID, clean
from tracker.vocabulary import AuditOutcome, AuditResult

ROWS_A_PAGE = 100
LOOKED_AT = 15_000
"""So many events one answer looks at, the newest first, so that none takes longer than another page. It says how far it
came, and the next goes on from there."""
AT_ONCE = 1_000
"""Numbers by which events that were written at once may stand out of the order of their moments."""
GIVING_UP = "cycles.give_up"
"""The action by which a cycle is given up."""
PORTION = 20_000
"""So many events are looked at by one statement of an export, so that it takes no more memory for more of them."""


@dataclass(frozen=True)
class Meant:
    """Of what events are that an object's name means: addresses ``at`` or ``under`` which they were done, ``rows`` they
    changed (table and key). ``asking`` are patterns of what the addresses ask, none for anything. Where it ``is_precise``
    nothing else is looked for: it can hardly be meant as words of what was changed."""

    at: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()
    is_precise: bool = False


@dataclass(frozen=True)
class AuditFilter:
    """What is searched: a person, an action, an object, words in what was changed, days, a result; ``wrong`` names
    what could not be understood. ``before`` is the number of an event from which the search goes on back; ``meant``
    what the object is where it was written as a page writes it."""

    who: str = ""
    action: str = ""
    object: str = ""
    first: date | None = None
    last: date | None = None
    result: AuditOutcome | None = None
    before: int | None = None
    wrong: tuple[str, ...] = ()
    meant: Meant | None = None

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> "AuditFilter":
        """From the values of an address; any text is taken, none raises."""
        days = {name: _day(values.get(name)) for name in ("first", "last")}
        given = {name: clean(values.get(name, "")) for name in ("who", "action", "object")}
        result = values.get("result")
        wrong = tuple(name for name in days if values.get(name) and days[name] is None)
        known = AuditOutcome(result) if result in set(AuditOutcome) else None
        return cls(**given, **days, result=known, before=number_in(values.get("before", "")), wrong=wrong)

    @property
    def is_backwards(self) -> bool:
        """Whether the days are the wrong way round, so that nothing can be found."""
        return bool(self.first and self.last and self.first > self.last)

    @property
    def address(self) -> dict[str, str]:
        """The arguments of an address that asks for the same from the newest on."""
        names = ("who", "action", "object", "first", "last", "result")
        return {name: str(getattr(self, name)) for name in names if getattr(self, name)}


@dataclass(frozen=True)
class AuditPage:
    """Some events, the newest first. ``older`` is the number before which to go on, None where there is nothing
    further; ``reached`` the moment back to which was looked, where that is why the page is not full, at so many."""

    events: tuple[AuditEvent, ...]
    older: int | None = None
    reached: datetime | None = None
    looked_at: int = 0


def found_events(wanted: AuditFilter) -> AuditPage:
    """The newest of the events asked for, or those before a number; in two statements, and one to say how far it looked."""
    top, bottom = _numbers(wanted)
    least = max(bottom, top - LOOKED_AT)
    within = (AuditEvent.id < top, AuditEvent.id >= least, *_conditions(wanted))
    statement = select(AuditEvent).where(*within).order_by(AuditEvent.id.desc()).limit(ROWS_A_PAGE + 1)
    found = tuple(db.session.scalars(statement))
    if len(found) > ROWS_A_PAGE:
        return AuditPage(found[:ROWS_A_PAGE], older=found[ROWS_A_PAGE - 1].id)
    if least == bottom:
        return AuditPage(found)
    oldest = select(AuditEvent.at).where(AuditEvent.id >= least).order_by(AuditEvent.id).limit(1)
    return AuditPage(found, older=least, reached=db.session.scalar(oldest), looked_at=top - least)


def giving_up_of(cycle_id: int, group_id: int | None) -> AuditEvent | None:
    """The event by which an office of this group gave a cycle up (放弃)."""
    own = (AuditEvent.object == f"/cycles/{cycle_id}/given-up", AuditEvent.action == GIVING_UP, Account.group_id == group_id)
    statement = select(AuditEvent).join(Account, Account.id == AuditEvent.account_id)
    return db.session.scalar(statement.where(*own, AuditEvent.result == AuditResult.DONE).limit(1))


def _numbers(wanted) -> tuple[int, int]:
    """Between which numbers the events lie that are asked for: below the first, from the second on."""
    last, first = func.max(AuditEvent.id), func.min(AuditEvent.id)
    ends = [select(last).scalar_subquery(), select(first).scalar_subquery()]
    for day, by in ((_after(wanted.last), AuditEvent.at), (wanted.first, AuditEvent.at)):
        near = select(AuditEvent.id).where(by >= start_of(day)).order_by(by, AuditEvent.id).limit(1) if day else select(null())
        ends.append(near.scalar_subquery())
    newest, oldest, after, begin = db.session.execute(select(*ends)).one()
    top = min((newest or 0) + 1, (after or newest or 0) + AT_ONCE, wanted.before or LARGEST_ID)
    begun = (begin or newest or 0) - AT_ONCE if wanted.first else 0
    return top, max(oldest or 0, begun)


def every_event(wanted: AuditFilter) -> Iterator[AuditEvent]:
    """All of them, the newest first, portion by portion."""
    top, bottom = _numbers(wanted)
    conditions = _conditions(wanted)
    while top > bottom:
        least = max(bottom, top - PORTION)
        portion = select(AuditEvent).where(AuditEvent.id < top, AuditEvent.id >= least, *conditions)
        yield from db.session.scalars(portion.order_by(AuditEvent.id.desc())).all()
        top = least


def _conditions(wanted):
    searched = (AuditEvent.object, AuditEvent.detail, AuditEvent.before, AuditEvent.after)
    if wanted.meant and wanted.meant.is_precise:
        searched = (AuditEvent.detail,)
    found = [
        wanted.who and AuditEvent.who.icontains(wanted.who, autoescape=True),
        wanted.action and AuditEvent.action == wanted.action,
        wanted.object and or_(*_of(wanted.meant), *(column.icontains(wanted.object, autoescape=True) for column in searched)),
        wanted.first and AuditEvent.at >= start_of(wanted.first),
        _after(wanted.last) and AuditEvent.at < start_of(_after(wanted.last)),
        came_to(wanted.result) if wanted.result else None,
    ]
    return [condition for condition in found if condition is not None and condition is not False and condition != ""]


def _of(meant):
    """The conditions on events that they are of what is meant."""
    if meant is None:
        return
    patterns = [AuditEvent.object.like(each, escape="!") for each in meant.asking]
    if meant.at:
        asked = or_(*patterns) if patterns else AuditEvent.object.contains("?")
        yield and_(asked, _begins([f"{address}?" for address in meant.at]))
        if not patterns:
            yield AuditEvent.object.in_(sorted(meant.at))
    if meant.under:
        under = _begins([each for address in meant.under for each in (address, f"{address}?", f"{address}/")])
        yield and_(or_(*patterns), under) if patterns else under
    tables = sorted({row.partition(" ")[0] for row in meant.rows})
    for column in (AuditEvent.before, AuditEvent.after) if tables else ():
        any_row = or_(*(column.contains(f'"{table} ', autoescape=True) for table in tables))
        yield and_(any_row, or_(*(column.contains(f'"{row}"', autoescape=True) for row in meant.rows)))


def _begins(addresses):
    """All of a length are compared at once, which costs a fraction of looking for each. An address without a sign behind
    it is the whole one."""
    lengths = defaultdict(set)
    for address in addresses:
        lengths[len(address) + (address[-1] not in "?/")].add(address)
    return or_(*(func.substr(AuditEvent.object, 1, most).in_(sorted(each)) for most, each in lengths.items()))


def came_to(outcome: AuditOutcome) -> ColumnElement[bool]:
    """The condition on events that they had this outcome."""
    if outcome is AuditOutcome.DONE:
        return AuditEvent.result == AuditResult.DONE
    mistaken = or_(*(AuditEvent.detail.startswith(each) for each in MISTAKEN))
    return and_(REFUSED, mistaken if outcome is AuditOutcome.UNDONE else ~mistaken)


def _after(day):
    return day + timedelta(days=1) if day and day < date.max else None


def _day(text):
    try:
        day = date.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return day if date(1970, 1, 2) <= day <= date(9999, 12, 30) else None
