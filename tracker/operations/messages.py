"""Telling the other side what was done, in the transaction that does it; reminders and letters tell the same way.

One message tells of everything alike that one transaction did to one body: thirty accepted reports are one message.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from tracker import clock
from tracker.errors import NotThere
from tracker.operations.actors import Acting
from tracker.operations.transactions import one_transaction
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.messages import Message, MessageReading, MessageRow
from tracker.storage.people import Account
from tracker.storage.queries.messages import unread_ids
from tracker.vocabulary import AccountRole
from tracker.vocabulary.messages import MessageKind
from tracker.vocabulary.reporting import Party

KEY = "messages"
ROLES = {Party.REPORTER: AccountRole.REPORTER, Party.APPROVER: AccountRole.APPROVER}


@dataclass(frozen=True)
class To:
    """Whom a message is for: an agency, or the office of a leading group; ``role`` where only that role is meant."""

    agency_id: str | None = None
    group_id: int | None = None
    role: AccountRole | None = None


def notify(
    kind: MessageKind,
    to: To,
    *,
    by: Acting,
    cycle_id: int | None = None,
    row: ExpectedReport | None = None,
    text: str = "",
    at: datetime | None = None,
) -> Message:
    """Tell a body of something, within the transaction that does it; returns the message, which may tell of more rows.

    ``row`` is the expected row it is about, ``text`` the reason or what else is to be said. What is alike in one
    transaction is one message.
    """
    told, key = _told_now(), (kind, to, cycle_id, text)
    if key not in told:
        told[key] = Message(
            at=at or clock.now(),
            kind=kind,
            agency_id=to.agency_id,
            group_id=to.group_id,
            role=to.role,
            cycle_id=cycle_id,
            text=text,
            who=by.name,
            account_id=by.id,
            rows=[],
        )
        db.session.add(told[key])
    if row is not None and all(each.expected_id != row.id for each in told[key].rows):
        told[key].rows.append(MessageRow(expected_id=row.id))
    return told[key]


def _told_now():
    """What the current transaction has told so far."""
    session = db.session()
    within, told = session.info.get(KEY, (None, {}))
    if within is None or within is not session.get_transaction():
        if not session.in_transaction():
            session.begin()
        told = {}
        session.info[KEY] = (session.get_transaction(), told)
    return told


def tell(
    parties: Collection[Party],
    kind: MessageKind,
    row: ExpectedReport,
    cycle: Cycle,
    consolidator_id: str | None,
    **said,
) -> None:
    """Tell these parties of a row; ``said`` is ``by`` and what ``notify`` takes besides."""
    for to in _bodies(parties, row, cycle, consolidator_id):
        notify(kind, to, cycle_id=cycle.id, row=row, **said)


def _bodies(parties, row, cycle, consolidator_id):
    writing = [ROLES[party] for party in (Party.REPORTER, Party.APPROVER) if party in parties]
    if writing:
        yield To(agency_id=row.agency_id, role=writing[0] if len(writing) == 1 else None)
    if Party.OFFICE in parties or (Party.CONSOLIDATOR in parties and consolidator_id is None):
        yield To(group_id=cycle.group_id)
    elif Party.CONSOLIDATOR in parties:
        yield To(agency_id=consolidator_id)


def tell_agencies(kind: MessageKind, agencies: Collection[str], *, by: Acting, cycle_id: int, text: str = "") -> None:
    """Tell each of these agencies the same of a cycle."""
    for agency_id in agencies:
        notify(kind, To(agency_id=agency_id), by=by, cycle_id=cycle_id, text=text)


def mark_read(message_id: int, *, by: Acting) -> None:
    """已读: whoever acts has read a message that is for them; raises NotThere. Read already: nothing is done."""
    with one_transaction():
        if db.session.scalar(select(Message.id).where(Message.id == message_id)) is None:
            raise NotThere("这条消息")
        _alone(by)
        if db.session.get(MessageReading, (message_id, by.id)) is None:
            db.session.add(MessageReading(message_id=message_id, account_id=by.id, at=clock.now()))


def mark_all_read(*, by: Acting) -> int:
    """全部标为已读; returns how many were not."""
    with one_transaction():
        _alone(by)
        found = unread_ids(by)
        db.session.add_all(MessageReading(message_id=id_, account_id=by.id, at=clock.now()) for id_ in found)
        return len(found)


def _alone(by):
    """Whoever reads in two windows reads in one after the other."""
    db.session.execute(select(Account.id).where(Account.id == by.id).with_for_update(key_share=True))
