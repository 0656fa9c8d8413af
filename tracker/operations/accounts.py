"""Accounts: made and disabled by one administrator, given roles and passwords by another, used by their owners."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from tracker import clock
from tracker.errors import BadAccount, LastAdministrator, NoSuchAccount
from tracker.operations import passwords, signing_in
from tracker.operations.passwords import Profile
from tracker.operations.signing_in import LONGEST_LOGIN, SignedIn, end_sign_ins, known_as
from tracker.operations.transactions import one_transaction
from tracker.operations.words import fitting
from tracker.storage.database import db, queue_up
from tracker.storage.people import Account, Grant, KnownDevice, LeadingGroup, PastPassword
from tracker.storage.registry import RegisteredAgency
from tracker.vocabulary import ADMINISTRATORS, OF_A_GROUP, OF_AN_AGENCY, AccountRole

LONGEST_NAME = 20


@dataclass(frozen=True)
class FirstPassword:
    """What is printed on a slip, once: nobody can look it up again."""

    account_id: int
    login: str
    name: str
    password: str
    until: datetime


def create(
    login: str,
    name: str,
    *,
    group_id: int | None = None,
    agency_id: str | None = None,
    profile: Profile,
) -> FirstPassword:
    """Make an account without any role yet; returns its first password. Raises BadAccount, TooLong."""
    login, name = known_as(fitting(login, LONGEST_LOGIN, "登录名", "login")), fitting(name, LONGEST_NAME, "姓名", "name")
    with one_transaction():
        queue_up(db.session.connection(), "account")
        _refuse_bad(login, name, group_id, agency_id)
        account = Account(login=login, name=name, group_id=group_id, agency_id=agency_id, created_at=clock.now())
        db.session.add(account)
        db.session.flush()
        return _give_first_password(account, profile)


def reset_password(account_id: int, *, profile: Profile) -> FirstPassword:
    """Give an account a new first password; all its sign-ins end. Raises NoSuchAccount."""
    with one_transaction():
        account = locked_account(account_id)
        end_sign_ins(account_id)
        db.session.execute(delete(KnownDevice).where(KnownDevice.account_id == account_id))
        return _give_first_password(account, profile)


def change_password(account_id: int, *, old: str, new: str, again: str, profile: Profile) -> None:
    """Take the password its owner chose; every sign-in of the account ends. Raises BadAccount, WeakPassword."""
    with one_transaction():
        account = locked_account(account_id)
        if not account.must_change and not passwords.is_right(account.password_hash, old):
            raise BadAccount("现在的密码不对，没有改动；请重新输入。")
        if new != again:
            raise BadAccount("两次输入的新密码不一样，没有改动；请重新输入。")
        passwords.refuse_weak(new, account, profile, _past(account))
        _keep_password(account, profile)
        account.password_hash, account.password_at = passwords.hashed(new), clock.now()
        account.must_change, account.first_until = False, None
        end_sign_ins(account_id)


def change_own_password(account_id: int, *, source: str, **given: Any) -> SignedIn:
    """The same in a browser, as ``change_password`` takes it; the browser gets a new sign-in."""
    with one_transaction():
        change_password(account_id, **given)
        return signing_in.open_sign_in(account_id, source=source)


def grant(account_id: int, roles: Collection[AccountRole], *, separate: bool, by: int | None = None) -> None:
    """Let an account have these roles and no others; its sign-ins end. Raises BadAccount, LastAdministrator.

    ``separate``: no account has two of the three administrators' roles, nor one beside another. Nobody does it to
    himself (``by``).
    """
    _refuse_oneself(account_id, by)
    wanted = frozenset(roles)
    with one_transaction():
        queue_up(db.session.connection(), "audit")
        account = locked_account(account_id)
        _refuse_roles(account, wanted, separate)
        before = frozenset(db.session.scalars(select(Grant.role).where(Grant.account_id == account_id)))
        if not account.disabled_at:
            _refuse_last(account_id, before - wanted)
        if before == wanted:
            return
        for held in db.session.scalars(select(Grant).where(Grant.account_id == account_id)):
            if held.role not in wanted:
                db.session.delete(held)
        db.session.add_all(Grant(account_id=account_id, role=role) for role in wanted - before)
        end_sign_ins(account_id)


def disable(account_id: int, *, by: int | None = None) -> None:
    """Let nobody use an account any more; it stays, for what it did. Raises BadAccount, LastAdministrator."""
    _refuse_oneself(account_id, by)
    with one_transaction():
        queue_up(db.session.connection(), "audit")
        account = locked_account(account_id)
        held = frozenset(db.session.scalars(select(Grant.role).where(Grant.account_id == account_id)))
        _refuse_last(account_id, held)
        account.disabled_at = account.disabled_at or clock.now()
        end_sign_ins(account_id)


def enable(account_id: int) -> None:
    """Let an account be used again, with the roles and the password it had."""
    with one_transaction():
        locked_account(account_id).disabled_at = None


def unlock(account_id: int) -> None:
    """Forget the failures to sign in to an account."""
    with one_transaction():
        locked_account(account_id).unlocked_at = clock.now()


def locked_account(account_id: int) -> Account:
    """An account that nobody else changes until the transaction ends. Raises NoSuchAccount."""
    statement = select(Account).where(Account.id == account_id).with_for_update()
    account = db.session.scalar(statement.execution_options(populate_existing=True))
    if account is None:
        raise NoSuchAccount
    return account


def _give_first_password(account, profile):
    password = passwords.first_password()
    until = clock.now() + timedelta(hours=profile.first_hours)
    account.password_hash, account.password_at = passwords.hashed(password), clock.now()
    account.must_change, account.first_until = True, until
    account.unlocked_at = clock.now()
    return FirstPassword(account.id, account.login, account.name, password, until)


def _refuse_bad(login, name, group_id, agency_id):
    if not login or not name:
        raise BadAccount("登录名和姓名都要填，没有建立账号。")
    if not all(character.isalnum() or character in "._-" for character in login):
        raise BadAccount("登录名只能用字母、数字、汉字和 . _ -，没有建立账号。")
    if db.session.scalar(select(Account.id).where(Account.login == login)):
        raise BadAccount(f"登录名“{login}”已经有人用，没有建立账号；请换一个。")
    if group_id is not None and agency_id is not None:
        raise BadAccount("一个账号只能属于一个领导小组办公室或一个单位，没有建立账号。")
    if group_id is not None and db.session.get(LeadingGroup, group_id) is None:
        raise BadAccount("没有这个领导小组，没有建立账号；请重新选择。")
    if agency_id is not None and db.session.get(RegisteredAgency, agency_id) is None:
        raise BadAccount("单位登记里没有这个单位，没有建立账号；请先登记单位，或重新选择。")


def _refuse_roles(account, wanted, separate):
    if wanted & OF_A_GROUP and account.group_id is None:
        raise BadAccount("这个账号不属于领导小组，不能授予办公室或上级的角色；没有改动。")
    if wanted & OF_AN_AGENCY and account.agency_id is None:
        raise BadAccount("这个账号不属于单位，不能授予填报员或审签人的角色；没有改动。")
    if wanted >= OF_A_GROUP:
        raise BadAccount("办公室和上级的角色不能授予同一个账号；没有改动。")
    if separate and wanted & ADMINISTRATORS and len(wanted) > 1:
        raise BadAccount("三员分立：系统管理员、安全管理员、审计员各用各的账号，也不兼其他角色；没有改动。")


def _refuse_oneself(account_id, by):
    if account_id == by:
        raise BadAccount("不能停用自己的账号，也不能改自己的角色，没有改动；请由另一位管理员来做。")


def _refuse_last(account_id, lost):
    """An installation always has somebody for each of the administrators' duties that somebody had."""
    for role in lost & ADMINISTRATORS:
        others = select(Grant.account_id).join(Account, Account.id == Grant.account_id)
        others = others.where(Grant.role == role, Account.id != account_id, Account.disabled_at.is_(None))
        if db.session.scalar(others.limit(1)) is None:
            raise LastAdministrator(role.label)


def _past(account):
    """Hashes of the password that was chosen last and of those before it, the newest first."""
    own = select(PastPassword.password_hash).where(PastPassword.account_id == account.id)
    chosen = [account.password_hash] if account.password_hash and not account.must_change else []
    return [*chosen, *db.session.scalars(own.order_by(PastPassword.id.desc()))]


def _keep_password(account, profile):
    if account.password_hash is None or account.must_change:
        return
    now = clock.now()
    db.session.add(PastPassword(account_id=account.id, password_hash=account.password_hash, at=now))
    db.session.flush()
    own = PastPassword.account_id == account.id
    newest = select(PastPassword.id).where(own).order_by(PastPassword.id.desc()).limit(max(profile.remembered, 1))
    db.session.execute(delete(PastPassword).where(own, PastPassword.id.not_in(newest.scalar_subquery())))
