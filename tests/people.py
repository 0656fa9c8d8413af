"""People who are signed in, without a password: the browser is given the token of a sign-in."""

from sqlalchemy import select

from tracker import clock
from tracker.operations import signing_in
from tracker.storage.database import db
from tracker.storage.people import Account, Grant, LeadingGroup
from tracker.vocabulary import OF_A_GROUP, AccountRole
from tracker.web.people import TOKEN

NAMES = {
    "office": "林静怡",
    "reporter": "陈志明",
    "approver": "黄晓雯",
    "superior": "李国平",
    "sysadmin": "周建国",
    "secadmin": "吴敏",
    "auditor": "郑卫东",
}


def a_group(jurisdiction="广东省", superior=None):
    """The leading group of a place, stored now if it was not; returns its id."""
    group = db.session.scalar(select(LeadingGroup).where(LeadingGroup.jurisdiction == jurisdiction))
    if group is None:
        group = LeadingGroup(name=f"{jurisdiction}领导小组", jurisdiction=jurisdiction, superior_id=superior)
        db.session.add(group)
        db.session.flush()
    return group.id


def an_account(*roles, login=None, name=None, group=None, agency_id=None, **values):
    """Store an account with these roles; an office or a superior is of the group of a place, else of Guangdong's."""
    roles = [AccountRole(role) for role in roles]
    group_id = a_group(group or "广东省") if group or OF_A_GROUP & set(roles) else None
    login = login or "-".join([*roles, group or "", agency_id or ""]).strip("-")
    account = db.session.scalar(select(Account).where(Account.login == login))
    if account is None:
        named = name or NAMES.get(roles[0] if roles else "", "某人")
        own = {"login": login, "name": named, "group_id": group_id, "agency_id": agency_id, "must_change": False}
        account = Account(**own | {"created_at": clock.now()} | values)
        db.session.add(account)
        db.session.flush()
        db.session.add_all(Grant(account_id=account.id, role=role) for role in roles)
    account_id = account.id
    db.session.commit()
    return account_id


def signed_in(app, *roles, **whose):
    """A browser in which somebody of these roles is signed in, by default the office of Guangdong."""
    with app.app_context():
        opened = signing_in.open_sign_in(an_account(*(roles or ["office"]), **whose), source="127.0.0.1")
    client = app.test_client()
    with client.session_transaction() as session:
        session[TOKEN] = opened.token
    return client


def office_of(app):
    """A browser of the office whose small year `tests.cycles` opens."""
    return signed_in(app, "office", group="广州市")
