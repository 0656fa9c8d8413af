"""Who works with the tracker: a browser's account, groups and those beneath them, accounts and how they stand."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby

from sqlalchemy import ColumnElement, bindparam, func, or_, select, true

from tracker import clock
from tracker.errors import BadAccount, NoSuchAccount
from tracker.storage.cycles import Cycle
from tracker.storage.database import db
from tracker.storage.keeping import NUMBERS, DataVersion, known_version
from tracker.storage.messages import Message, MessageReading
from tracker.storage.people import KEPT_FOR, Account, Grant, KeptForm, LeadingGroup, SignIn
from tracker.storage.registry import RegisteredAgency
from tracker.storage.tallies import RowTally
from tracker.vocabulary import AccountRole
from tracker.vocabulary.reporting import IN_REVIEW, CycleState, Duty, Owing


@dataclass(frozen=True)
class Person:
    """An account as the program meets it; ``body`` is what it belongs to, by name."""

    id: int
    login: str
    name: str
    group_id: int | None
    agency_id: str | None
    body: str
    roles: frozenset[AccountRole]
    must_change: bool
    password_at: datetime | None = None
    is_demonstration: bool = False
    disabled_at: datetime | None = None
    first_until: datetime | None = None

    @property
    def role(self) -> str:
        """What it may do, in words."""
        return "、".join(role.label for role in AccountRole if role in self.roles)


@dataclass(frozen=True)
class Browser:
    """A sign-in and whose it is; ``unread`` are the messages to its own body this person has not read, ``waiting``
    the reports that wait for the office of its group, ``unsent`` the forms that came after a sign-in was over,
    the first of which waits until ``unsent_until``.
    """

    id: int
    person: Person
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None
    disabled_at: datetime | None
    unread: int = 0
    waiting: int = 0
    unsent: int = 0
    unsent_until: datetime | None = None


PERSON = (
    Account.id,
    Account.login,
    Account.name,
    Account.group_id,
    Account.agency_id,
    LeadingGroup.name.label("group"),
    RegisteredAgency.name.label("agency"),
    Account.must_change,
    Account.password_at,
    Account.is_demonstration,
    Account.disabled_at,
    Account.first_until,
    Grant.role,
)


def browser(token: str) -> Browser | None:
    """The sign-in of a token's digest, over or not, in one statement that asks for the data's version, too; None if there is none."""
    rows = db.session.execute(_browser(), {"token": token, "since": clock.now() - KEPT_FOR}).all()
    if not rows:
        return None
    first = rows[0]
    known_version(getattr(first, number.key) for number in NUMBERS)
    return Browser(
        first.sign_in,
        _person(rows),
        first.started_at,
        first.seen_at,
        first.ended_at,
        first.disabled_at,
        unread=first.unread,
        waiting=first.waiting,
        unsent=first.unsent,
        unsent_until=first.unsent_first and first.unsent_first + KEPT_FOR,
    )


@cache
def _browser():
    """The statement, put together once: every page asks it."""
    own = (SignIn.id.label("sign_in"), SignIn.started_at, SignIn.seen_at, SignIn.ended_at, _unread().label("unread"))
    own = (*own, _waiting().label("waiting"), *_unsent(), *NUMBERS)
    statement = _people(*own).join(SignIn, SignIn.account_id == Account.id).outerjoin(DataVersion, true())
    return statement.where(SignIn.token == bindparam("token"))


def _unread():
    """How many messages an account has not read, as a column. Of plain tables: who signs in sees nothing yet."""
    message, read, grant = (each.__table__.alias() for each in (Message, MessageReading, Grant))
    roles = select(grant.c.role).where(grant.c.account_id == Account.id).correlate_except(grant)
    mine = or_(message.c.agency_id == Account.agency_id, message.c.group_id == Account.group_id)
    unread = ~was_read(message.c, read.c, Account.id, Account.created_at)
    conditions = (mine, *is_for(message.c, Account.id, roles), unread)
    return select(func.count()).select_from(message).where(*conditions).correlate(Account).scalar_subquery()


def is_for(message, account_id, roles) -> tuple[ColumnElement[bool], ...]:
    """What of its body's messages is for an account: of its role if of any, not of its own doing."""
    others = or_(message.account_id.is_(None), message.account_id != account_id)
    return or_(message.role.is_(None), message.role.in_(roles)), others


def was_read(message, reading, account_id, since) -> ColumnElement[bool]:
    """Whether an account has read a message; what was told before it was made (``since``) counts as read."""
    mine = select(reading.message_id).where(reading.message_id == message.id, reading.account_id == account_id)
    return or_(mine.correlate_except(reading.message_id.table).exists(), message.at < since)


def _waiting():
    """How many reports wait for the office of an account's group, as a column; of plain tables, too."""
    tally, cycle = RowTally.__table__.alias(), Cycle.__table__.alias()
    opened = select(cycle.c.id).where(cycle.c.group_id == Account.group_id, cycle.c.state != CycleState.PREPARED)
    waits = (tally.c.owing == Owing.OWED, tally.c.state.in_(IN_REVIEW), tally.c.duty == Duty.REPORT)
    counted = select(func.coalesce(func.sum(tally.c.count), 0)).where(*waits, tally.c.cycle_id.in_(opened.correlate(Account)))
    return counted.correlate(Account).scalar_subquery()


def _unsent():
    """How many forms are kept for an account, and when the first of them came, as columns."""
    form = KeptForm.__table__.alias()
    waits = (form.c.account_id == Account.id, form.c.at > bindparam("since"))
    for name, value in (("unsent", func.count()), ("unsent_first", func.min(form.c.at))):
        yield select(value).select_from(form).where(*waits).correlate(Account).scalar_subquery().label(name)


def person(account_id: int) -> Person | None:
    """An account by id; None if there is none."""
    rows = db.session.execute(_people().where(Account.id == account_id)).all()
    return _person(rows) if rows else None


def approving(agency_id) -> ColumnElement[bool]:
    """That somebody may sign for an agency: an account in use with that role."""
    able = select(Account.id).join(Grant, Grant.account_id == Account.id)
    return able.where(
        Account.agency_id == agency_id, Account.disabled_at.is_(None), Grant.role == AccountRole.APPROVER
    ).exists()


def has_approver(agency_id: str) -> bool:
    """Whether anybody may sign for an agency."""
    return bool(db.session.scalar(select(approving(agency_id))))


def people(*which) -> tuple[Person, ...]:
    """The accounts that meet conditions on the table, in the order they were made."""
    rows = db.session.execute(_people().where(*which).order_by(Account.id))
    return tuple(_person(list(own)) for _, own in groupby(rows, key=lambda row: row.id))


def bodies() -> tuple[list[tuple[int, str]], list[tuple[str, str]]]:
    """Leading groups and registered agencies an account may belong to, by id and name, in two statements."""
    groups = select(LeadingGroup.id, LeadingGroup.name).order_by(LeadingGroup.id)
    agencies = select(RegisteredAgency.id, RegisteredAgency.name).order_by(RegisteredAgency.id)
    agencies = agencies.where(RegisteredAgency.valid_to.is_(None))
    return [tuple(row) for row in db.session.execute(groups)], [tuple(row) for row in db.session.execute(agencies)]


def person_named(login: str) -> Person:
    """The account of a login. Raises NoSuchAccount."""
    found = people(Account.login == login)
    if not found:
        raise NoSuchAccount
    return found[0]


def group_named(place: str) -> int:
    """The leading group of a jurisdiction. Raises BadAccount."""
    found = db.session.scalar(select(LeadingGroup.id).where(LeadingGroup.jurisdiction == place))
    if found is None:
        raise BadAccount(f"没有“{place}”的领导小组，没有建立账号；请核对地区名，如 广州市。")
    return found


def _people(*columns):
    statement = select(*PERSON, *columns).outerjoin(LeadingGroup, LeadingGroup.id == Account.group_id)
    statement = statement.outerjoin(RegisteredAgency, RegisteredAgency.id == Account.agency_id)
    return statement.outerjoin(Grant, Grant.account_id == Account.id)


def _person(rows):
    first = rows[0]
    return Person(
        id=first.id,
        login=first.login,
        name=first.name,
        group_id=first.group_id,
        agency_id=first.agency_id,
        body=first.group or first.agency or "",
        roles=frozenset(row.role for row in rows if row.role),
        must_change=first.must_change,
        password_at=first.password_at,
        is_demonstration=first.is_demonstration,
        disabled_at=first.disabled_at,
        first_until=first.first_until,
    )
