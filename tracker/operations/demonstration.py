"""Accounts for looking around, one of each kind, whose password everybody knows; none may be there in production."""

from datetime import timedelta

from sqlalchemy import delete, select

from tracker import clock
from tracker.operations import passwords
from tracker.operations.transactions import one_transaction
from tracker.storage.database import db, take_turn
from tracker.storage.people import Account, Grant, LeadingGroup
from tracker.storage.queries.people import Person, people
from tracker.storage.registry import RegisteredAgency
from tracker.vocabulary import AccountRole

PASSWORD = "Demo-2026"
ACCOUNTS = (
    ("office", "林静怡", AccountRole.OFFICE, "广州市", None),
    ("commerce", "陈志明", AccountRole.REPORTER, None, "440100-015"),
    ("sign", "何建华", AccountRole.APPROVER, None, "440100-015"),
    ("finance", "黄晓雯", AccountRole.REPORTER, None, "440100-009"),
    ("superior", "李国平", AccountRole.SUPERIOR, "广东省", None),
    ("sysadmin", "周建国", AccountRole.SYSADMIN, None, None),
    ("secadmin", "吴敏", AccountRole.SECADMIN, None, None),
    ("auditor", "郑卫东", AccountRole.AUDITOR, None, None),
)
"""Login, name, role, the jurisdiction of the group or the id of the agency it belongs to."""
HERE_FOR = timedelta(days=90)
"""They have been there as long as the year they look at."""


def accounts() -> tuple[Person, ...]:
    """The demonstration accounts that are there."""
    return people(Account.is_demonstration, Account.disabled_at.is_(None))


def create() -> int:
    """Make those that are not there yet; returns how many. One whose group or agency is not known is left out."""
    with one_transaction():
        take_turn(db.session.connection())
        taken = set(db.session.scalars(select(Account.login)))
        wanted = [row for row in ACCOUNTS if row[0] not in taken]
        password = passwords.hashed(PASSWORD) if wanted else None
        return sum(_create(*row, password) for row in wanted)


def remove() -> int:
    """Take out every demonstration account; returns how many."""
    with one_transaction():
        return db.session.execute(delete(Account).where(Account.is_demonstration)).rowcount


def _create(login, name, role, jurisdiction, agency_id, password):
    group = db.session.scalar(select(LeadingGroup.id).where(LeadingGroup.jurisdiction == jurisdiction))
    if (jurisdiction and group is None) or (agency_id and db.session.get(RegisteredAgency, agency_id) is None):
        return 0
    account = Account(
        login=login,
        name=name,
        group_id=group,
        agency_id=agency_id,
        password_hash=password,
        password_at=clock.now(),
        must_change=False,
        created_at=clock.now() - HERE_FOR,
        is_demonstration=True,
    )
    db.session.add(account)
    db.session.flush()
    db.session.add(Grant(account_id=account.id, role=role))
    return 1
