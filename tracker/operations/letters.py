"""The outbox: letters are written with the reminder they carry, and handed in to the mail server afterwards.

A letter is taken out of the outbox before it is handed in, so that no two runs send it; what a run that was killed left
under way is not sent again. What waits for one address goes out as one letter, with what is still owed by then.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from tracker import clock
from tracker.operations.mailing import Interrupted, MailServer, Postponed, Rejected, Sheet, Unreachable
from tracker.operations.transactions import one_transaction
from tracker.reporting.letters import heading, letter_text
from tracker.storage.database import db
from tracker.storage.people import LeadingGroup
from tracker.storage.queries.letters import still_said
from tracker.storage.registry_office import AgencyContact
from tracker.storage.reminders import Letter, Reminder
from tracker.vocabulary.reminders import LetterState


@dataclass
class Delivered:
    """What became of the letters of a run; ``trouble`` says why the rest waits."""

    sent: int = 0
    refused: int = 0
    waiting: int = 0
    trouble: str = ""


def write_letters(reminder: Reminder) -> None:
    """Put a letter to each contact person who has an address into the outbox, in the transaction of the reminder."""
    statement = select(AgencyContact.email, AgencyContact.name).where(AgencyContact.agency == reminder.agency_id)
    people = {email: name for email, name in db.session.execute(statement.order_by(AgencyContact.id)) if email}
    db.session.add_all(
        Letter(reminder_id=reminder.id, name=name, address=email, state=LetterState.WAITING)
        for email, name in people.items()
    )


def deliver(server: MailServer) -> Delivered:
    """Hand in what waits in the outbox; what the server does not take now stays there."""
    delivered = Delivered()
    waiting = _waiting()
    if not waiting:
        return delivered
    try:
        with server.connected() as post:
            for place, whose in enumerate(waiting):
                try:
                    _hand_in(post, whose, delivered)
                except Unreachable as trouble:
                    return _given_up(waiting[place:], trouble, delivered)
    except Unreachable as trouble:
        return _given_up(waiting, trouble, delivered)
    return delivered


def _waiting() -> list[tuple[int, str, str]]:
    """Whom letters wait for: (group, agency, address), in the order of the outbox."""
    statement = select(Reminder.group_id, Reminder.agency_id, Letter.address).join(
        Reminder, Reminder.id == Letter.reminder_id
    )
    rows = db.session.execute(statement.where(Letter.state == LetterState.WAITING).order_by(Letter.id)).all()
    db.session.rollback()
    return list(dict.fromkeys(map(tuple, rows)))


def _hand_in(post, whose, delivered):
    ids, sheet = _taken_out(*whose)
    if sheet is None:
        return
    try:
        post.send(sheet)
    except Rejected as refusal:
        _put_down(ids, LetterState.REFUSED, str(refusal))
        delivered.refused += 1
    except Postponed as refusal:
        _put_down(ids, LetterState.WAITING, str(refusal))
        delivered.waiting += 1
    except Unreachable as trouble:
        _put_down(ids, LetterState.WAITING, str(trouble))
        raise
    except Interrupted as trouble:
        _put_down(ids, LetterState.SENDING, str(trouble))
        raise Unreachable(post.server.host, str(trouble)) from None
    else:
        _put_down(ids, LetterState.SENT, "")
        delivered.sent += 1


def _taken_out(group_id: int, agency_id: str, address: str) -> tuple[list[int], Sheet | None]:
    """The letters that wait for an address, out of the outbox now, and the one letter that says it all.

    Where nothing is owed any more there is nothing to say, and they are dropped.
    """
    with one_transaction(audited=False):
        own = (Reminder.group_id == group_id, Reminder.agency_id == agency_id, Letter.address == address)
        statement = select(Letter).join(Reminder, Reminder.id == Letter.reminder_id)
        statement = statement.where(*own, Letter.state == LetterState.WAITING).order_by(Letter.id)
        letters = db.session.scalars(statement.with_for_update(of=Letter)).all()
        said = still_said({letter.reminder_id for letter in letters})
        for letter in letters:
            letter.state = LetterState.SENDING if said else LetterState.DROPPED
        ids = [letter.id for letter in letters]
        return ids, _sheet(group_id, letters[0], said) if said and letters else None


def _sheet(group_id, letter, said) -> Sheet:
    office = f"{db.session.get(LeadingGroup, group_id).name}办公室"
    text = letter_text(said, office, clock.today())
    return Sheet(office, letter.name, letter.address, heading(said), text)


def _put_down(ids: Iterable[int], state: LetterState, answer: str) -> None:
    with one_transaction():
        for letter in db.session.scalars(select(Letter).where(Letter.id.in_(ids)).with_for_update()):
            letter.state, letter.tried_at, letter.answer = state, clock.now(), answer


def _given_up(rest: Sequence, trouble: Unreachable, delivered: Delivered) -> Delivered:
    delivered.waiting += len(rest)
    delivered.trouble = str(trouble)
    return delivered
