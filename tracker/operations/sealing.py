"""Sealing the audit: each event's digest is of itself and of the digest before it, so that no one changes unnoticed.

Events are sealed after they are committed, each minute and before a verification, so that writers do not queue. The
last digest, kept outside, shows whether the end was cut off.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from sqlalchemy import delete, func, inspect, or_, select, true, update

from tracker import clock
from tracker.errors import NotPurged
from tracker.operations.auditing import add_event
from tracker.operations.transactions import one_transaction
from tracker.storage.audit import AuditEvent, AuditSeal
from tracker.storage.database import db, queue_up

KEPT = timedelta(days=180)
AT_ONCE = 5000
UNDER_WAY = timedelta(days=1)
"""A change that lasts longer before it is committed is none of ours: its event is not sealed, and named."""
ANCHORS = "audit-anchors"
"""File of the home folder to which the last digest is added after each sealing; to be copied elsewhere."""
FIRST = "0" * 64
PURGED, GOES_ON = "清除 ", "链从第 {} 号接上"
"""How the event of a purge begins and ends; a chain that begins later than with the first event must have one."""


@dataclass(frozen=True)
class Anchor:
    """The end of the chain at some time, to be kept where nobody reaches who reaches the database."""

    number: int
    digest: str

    def __str__(self):
        return f"{self.number}:{self.digest}"


@dataclass(frozen=True)
class Verified:
    """How many events hold, and the first that does not, with the reason; ``anchor`` is the end of what holds."""

    events: int
    anchor: Anchor
    bad: str | None = None


def seal(home: Path | None = None) -> Anchor:
    """Seal what is new; returns the end of the chain, which is added to the anchors of a home folder.

    New is what was numbered after the newest that is sealed, or written down at most a day before it: what was put in
    among older events stays unsealed, so that verifying names it.
    """
    sealed, done = _seal_some()
    while done == AT_ONCE:
        sealed, done = _seal_some()
    if home is not None and sealed.number and _last_anchor(home) != str(sealed):
        with (home / ANCHORS).open("a", encoding="ascii") as file:
            file.write(f"{sealed} {clock.now().isoformat(timespec='seconds')}\n")
    return sealed


def anchors(home: Path) -> list[Anchor]:
    """The anchors of a home folder, oldest first."""
    path = home / ANCHORS
    lines = path.read_text(encoding="ascii", errors="replace").splitlines() if path.exists() else []
    return [found for line in lines if (found := anchor_of(line.split(" ")[0]))]


def anchor_of(text: str) -> Anchor | None:
    """``12:ab…`` as an anchor; None for anything else."""
    number, _, digest = text.partition(":")
    return Anchor(int(number), digest) if number.isdecimal() and len(digest) == len(FIRST) else None


def verify(known: Sequence[Anchor] = ()) -> Verified:
    """Walk the chain; names the first event that was altered, taken out, put in or moved, or that the end is cut off."""
    wanted = {anchor.number: anchor for anchor in known}
    number, digest, events, start, purged = 0, FIRST, 0, 0, ""
    for seal_row, event in _chain():
        number, bad = number + 1, None
        if seal_row.event_id is None and events == 0:
            start = number = seal_row.number
        elif seal_row.number != number:
            bad = f"第 {number} 号封印不见了（下一个是第 {seal_row.number} 号）"
        elif event is None:
            bad = f"第 {number} 号记录（编号 {seal_row.event_id}）不见了"
        elif digest_of(event, digest) != seal_row.digest:
            bad = f"第 {number} 号记录（编号 {event.id}，{event.at:%Y-%m-%d %H:%M:%S}，{event.who}，{event.action}）与封印不符"
        if bad is None and wanted.get(number, seal_row).digest != seal_row.digest:
            bad = f"第 {number} 号封印与留存的末尾封印不符，整条链被重写过"
        if bad:
            return Verified(events, Anchor(number - 1, digest), bad)
        digest = seal_row.digest
        events += seal_row.event_id is not None
        purged = event.detail if event and event.detail.startswith(PURGED) else purged
    end = Anchor(number, digest)
    if start and not purged.endswith(GOES_ON.format(start)):
        return Verified(events, end, f"第 {start} 号以前的记录不见了，没有清除它们的记录")
    if beyond := [anchor for anchor in known if anchor.number > number]:
        return Verified(events, end, f"末尾被截断：留存的封印到第 {beyond[-1].number} 号，现在只到第 {number} 号")
    unsealed = _unsealed(AuditEvent).order_by(AuditEvent.id).limit(1)
    if (event := db.session.scalar(unsealed)) is not None and event.at < clock.now() - timedelta(hours=1):
        return Verified(events, end, f"编号 {event.id} 的记录没有封印，是后来插入的")
    return Verified(events, end)


def verify_altered() -> Verified:
    """The control: verify with one event altered, which must be named; nothing of it is kept."""
    middle = select(AuditSeal.event_id).where(AuditSeal.event_id.is_not(None)).order_by(AuditSeal.number)
    ids = db.session.scalars(middle).all()
    try:
        if ids:
            altered = update(AuditEvent).where(AuditEvent.id == ids[len(ids) // 2])
            db.session.execute(altered.values(detail=AuditEvent.detail + "改"))
        return verify()
    finally:
        db.session.rollback()


def purge(before: datetime) -> int:
    """Take out the sealed events older than a time; returns how many. Raises NotPurged for less than 180 days."""
    if before > clock.now() - KEPT:
        raise NotPurged(KEPT.days)
    with one_transaction(audited=False):
        queue_up(db.session.connection(), "audit")
        last = db.session.scalar(
            select(func.min(AuditSeal.number))
            .join(AuditEvent, AuditEvent.id == AuditSeal.event_id)
            .where(AuditEvent.at >= before)
        )
        end = last - 1 if last else db.session.scalar(select(func.max(AuditSeal.number)))
        old = select(AuditSeal.event_id).where(AuditSeal.number <= (end or 0), AuditSeal.event_id.is_not(None))
        ids = db.session.scalars(old).all()
        if not ids:
            return 0
        db.session.execute(delete(AuditSeal).where(AuditSeal.number < end))
        db.session.execute(update(AuditSeal).where(AuditSeal.number == end).values(event_id=None))
        db.session.execute(delete(AuditEvent).where(AuditEvent.id.in_(ids)))
        add_event(detail=f"{PURGED}{before.isoformat()} 之前的 {len(ids)} 条记录，{GOES_ON.format(end)}")
        return len(ids)


def digest_of(event: AuditEvent, before: str) -> str:
    """The digest of an event that follows another digest."""
    values = {each.key: getattr(event, each.key) for each in inspect(AuditEvent).column_attrs}
    values["at"] = event.at.isoformat()
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return sha256(f"{before}\n{text}".encode()).hexdigest()


def _seal_some():
    with one_transaction(audited=False):
        queue_up(db.session.connection(), "audit")
        last = select(AuditSeal.number, AuditSeal.digest).order_by(AuditSeal.number.desc()).limit(1)
        number, digest = db.session.execute(last).first() or (0, FIRST)
        ids = sorted(db.session.scalars(_new()))[:AT_ONCE]
        events = db.session.scalars(select(AuditEvent).where(AuditEvent.id.in_(ids)).order_by(AuditEvent.id)).all()
        for event in events:
            number, digest = number + 1, digest_of(event, digest)
            db.session.add(AuditSeal(number=number, event_id=event.id, digest=digest))
        return Anchor(number, digest), len(events)


def _new():
    """The numbers of what is new: without an order, by which the database would read every event there is."""
    newest = select(func.max(AuditSeal.event_id)).scalar_subquery()
    seen = db.session.execute(select(AuditEvent.id, AuditEvent.at).where(AuditEvent.id == newest)).first()
    new = or_(AuditEvent.id > seen.id, AuditEvent.at >= seen.at - UNDER_WAY) if seen else true()
    return _unsealed(AuditEvent.id).where(new)


def _unsealed(columns):
    return select(columns).outerjoin(AuditSeal, AuditSeal.event_id == AuditEvent.id).where(AuditSeal.number.is_(None))


def _chain():
    """Every seal with its event, in order, some at a time."""
    statement = select(AuditSeal, AuditEvent).outerjoin(AuditEvent, AuditEvent.id == AuditSeal.event_id)
    statement, last = statement.order_by(AuditSeal.number).limit(AT_ONCE), 0
    while rows := db.session.execute(statement.where(AuditSeal.number > last)).all():
        yield from rows
        last = rows[-1][0].number
        db.session.expunge_all()


def _last_anchor(home):
    path = home / ANCHORS
    lines = path.read_text(encoding="ascii", errors="replace").splitlines() if path.exists() else []
    return lines[-1].split(" ")[0] if lines else None
