"""What the three administrators have to do: accounts that wait for something, and what the audit holds."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from tracker.reporting.due_dates import start_of
from tracker.storage.audit import AuditEvent, AuditSeal
from tracker.storage.database import db
from tracker.storage.queries.audit import came_to
from tracker.storage.queries.people import Person, people
from tracker.vocabulary import AccountRole, AuditOutcome

MOST_REFUSED, WEEK = 8, timedelta(days=7)


@dataclass(frozen=True)
class Accounts:
    """Accounts by what they wait for; ``locked`` are refused for a while, ``by_role`` are those that work, ``demonstration`` those everybody knows."""

    total: int
    locked: tuple[Person, ...]
    without_role: tuple[Person, ...]
    first_unused: tuple[Person, ...]
    first_expired: tuple[Person, ...]
    disabled: int
    demonstration: int
    by_role: dict[AccountRole, int]


@dataclass(frozen=True)
class Audit:
    """What was written down today and in a week, what is not sealed yet, and since when there are events."""

    today: int
    week: int
    refused: int
    unsealed: int
    since: datetime | None
    last_refused: tuple[AuditEvent, ...]


def accounts_now(now: datetime, locked: Collection[int]) -> Accounts:
    """How the accounts stand, of which these are refused for a while, in one statement."""
    everybody = people()
    active = [one for one in everybody if not one.disabled_at]
    waiting = [one for one in active if one.roles and one.must_change]
    expired = [one for one in waiting if one.first_until is not None and one.first_until < now]
    return Accounts(
        total=len(everybody),
        locked=tuple(one for one in active if one.id in locked),
        without_role=tuple(one for one in active if not one.roles),
        first_unused=tuple(one for one in waiting if one not in expired),
        first_expired=tuple(expired),
        disabled=len(everybody) - len(active),
        demonstration=sum(one.is_demonstration for one in active),
        by_role={role: sum(role in one.roles for one in active) for role in AccountRole},
    )


def audit_now(on: date) -> Audit:
    """How the audit stands, in two statements."""
    today = start_of(on)
    lately = AuditEvent.at >= today - WEEK
    refused = came_to(AuditOutcome.REFUSED)
    events = select(func.count()).select_from(AuditEvent)
    counts = (
        events.where(AuditEvent.at >= today),
        events.where(lately),
        events.where(lately, refused),
        events.where(AuditEvent.id > func.coalesce(select(func.max(AuditSeal.event_id)).scalar_subquery(), 0)),
        select(func.min(AuditEvent.at)),
    )
    found = db.session.execute(select(*(each.scalar_subquery() for each in counts))).one()
    last = select(AuditEvent).where(lately, refused).order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
    return Audit(*found, last_refused=tuple(db.session.scalars(last.limit(MOST_REFUSED))))
