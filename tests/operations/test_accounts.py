"""Accounts: three administrators, passwords by their profile, never nobody left (cases 71, 72, 86)."""

from itertools import combinations

import pytest
from sqlalchemy import select

from tests.people import an_account
from tracker.errors import BadAccount, LastAdministrator, NoSuchAccount, WeakPassword
from tracker.operations import accounts, passwords
from tracker.operations.passwords import PROFILES, first_password, refuse_weak, weaknesses
from tracker.storage.audit import AuditEvent
from tracker.storage.database import db
from tracker.storage.people import Account, Grant
from tracker.vocabulary import ADMINISTRATORS, AccountRole

DENGBAO, ASVS = PROFILES["dengbao"], PROFILES["asvs"]
SOMEBODY = Account(login="linjy", name="林静怡")


def roles_of(account_id):
    return set(db.session.scalars(select(Grant.role).where(Grant.account_id == account_id)))


TWO = [{one, two} for one, two in combinations(sorted(ADMINISTRATORS), 2)]


@pytest.mark.parametrize("roles", TWO, ids=lambda roles: "+".join(sorted(roles)))
def test_no_account_has_two_of_the_three(office, roles):
    account = an_account(login="zhou")
    with pytest.raises(BadAccount, match="三员分立"):
        accounts.grant(account, roles, separate=True)
    assert roles_of(account) == set()
    accounts.grant(account, roles, separate=False)
    assert roles_of(account) == roles


def test_an_administrator_does_no_business_beside(office):
    with pytest.raises(BadAccount, match="三员分立"):
        accounts.grant(an_account(login="wu", group="广东省"), {"office", "auditor"}, separate=True)


@pytest.mark.parametrize(
    ("whose", "roles"), [({}, {"office"}), ({}, {"reporter"}), ({"group": "广东省"}, {"reporter"})]
)
def test_a_role_fits_what_the_account_belongs_to(office, whose, roles):
    with pytest.raises(BadAccount, match="不属于"):
        accounts.grant(an_account(login="wu", **whose), {AccountRole(role) for role in roles}, separate=True)


def test_a_superior_is_no_office(office):
    with pytest.raises(BadAccount, match="同一个账号"):
        accounts.grant(an_account(login="wu", group="广东省"), {"office", "superior"}, separate=True)


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_the_last_of_each_duty_stays(office, role):
    only = an_account(role)
    for attempt in (lambda: accounts.disable(only), lambda: accounts.grant(only, [], separate=True)):
        with pytest.raises(LastAdministrator, match="最后一个"):
            attempt()
    other = an_account(role, login="other")
    accounts.disable(only)
    with pytest.raises(LastAdministrator):
        accounts.disable(other)


def test_nobody_disables_himself_or_gives_himself_roles(office):
    own = an_account("secadmin")
    an_account("secadmin", login="other")
    with pytest.raises(BadAccount, match="自己"):
        accounts.disable(own, by=own)
    with pytest.raises(BadAccount, match="自己"):
        accounts.grant(own, ["auditor"], separate=True, by=own)


@pytest.mark.parametrize(
    ("login", "name", "more", "why"),
    [
        ("", "林", {}, "都要填"),
        ("lin", " ", {}, "都要填"),
        ("li n/../", "林", {}, "只能用"),
        ("<b>", "林", {}, "只能用"),
        ("taken", "林", {}, "已经有人用"),
        ("TAKEN", "林", {}, "已经有人用"),
        ("lin", "林", {"group_id": 99}, "没有这个领导小组"),
        ("lin", "林", {"agency_id": "x"}, "没有这个单位"),
        ("lin", "林", {"group_id": 1, "agency_id": "x"}, "只能属于一个"),
    ],
)
def test_an_account_that_cannot_be_is_refused(office, login, name, more, why):
    an_account(login="taken")
    with pytest.raises(BadAccount, match=why):
        accounts.create(login, name, **more, profile=DENGBAO)
    assert db.session.scalars(select(Account.login)).all() == ["taken"]


def test_an_account_that_is_not_there_is_told_so(office):
    for attempt in (accounts.disable, accounts.enable, accounts.unlock):
        with pytest.raises(NoSuchAccount):
            attempt(99)


def test_what_was_done_to_an_account_is_written_down_and_no_password(office):
    slip = accounts.create("lin", "林静怡", profile=DENGBAO)
    accounts.change_password(slip.account_id, old="", new="Gut-Gewählt-77", again="Gut-Gewählt-77", profile=DENGBAO)
    an_account("auditor", login="other")
    accounts.grant(slip.account_id, [AccountRole.AUDITOR], separate=True)
    accounts.disable(slip.account_id)
    said = [event.before + event.after for event in db.session.scalars(select(AuditEvent))]
    assert len(said) == 4
    assert "auditor" in said[2]
    assert "disabled_at" in said[3]
    kept = db.session.get(Account, slip.account_id).password_hash
    assert all(secret not in text for text in said for secret in (slip.password, "Gut-Gewählt-77", kept, "scrypt"))


WEAK = [
    (DENGBAO, "Kurz-1", "至少要 8 位"),
    (DENGBAO, "nurkleine", "至少要有 3 类"),
    (DENGBAO, "12345678", "至少要有 3 类"),
    (DENGBAO, "Password1!", "太常见"),
    (DENGBAO, "Admin@2026", "太常见"),
    (DENGBAO, "Aa123456!", "太常见"),
    (DENGBAO, "aA1aA1aA1a", "太常见"),
    (DENGBAO, "Linjy-2026-x", "登录名或姓名"),
    (DENGBAO, "林静怡-Abc-77", "登录名或姓名"),
    (DENGBAO, "Aa1-" + "langes" * 30, "最多 128 位"),
    (ASVS, "kurzes-wort", "至少要 12 位"),
    (ASVS, "qwertyuiop12", "太常见"),
    (ASVS, "aaaaaaaaaaaaaaa", "太常见"),
    (ASVS, "linjy macht das", "登录名或姓名"),
]


@pytest.mark.parametrize(("profile", "password", "why"), WEAK, ids=lambda value: str(value)[:14])
def test_a_weak_password_is_refused_with_what_is_wrong(profile, password, why):
    with pytest.raises(WeakPassword, match=why):
        refuse_weak(password, SOMEBODY, profile, [])


@pytest.mark.parametrize(
    ("profile", "password"),
    [
        (DENGBAO, "Kai9-fang"),
        (DENGBAO, "海外仓-Wang7"),
        (ASVS, "vier worte ohne sinn"),
        (ASVS, "口岸联检大厅七号窗口办件流程"),
    ],
)
def test_nothing_speaks_against_a_good_password(profile, password):
    assert weaknesses(password, SOMEBODY, profile, []) == []


def test_the_last_five_are_not_chosen_again(office):
    account = an_account("office", password_hash=passwords.hashed("Wort-Num-0"))
    chosen = [f"Wort-Num-{number}" for number in range(7)]
    for old, new in zip(chosen, chosen[1:], strict=False):
        accounts.change_password(account, old=old, new=new, again=new, profile=DENGBAO)
    for number in (2, 6):
        with pytest.raises(WeakPassword, match="最近 5 次"):
            accounts.change_password(account, old=chosen[6], new=chosen[number], again=chosen[number], profile=DENGBAO)
    accounts.change_password(account, old=chosen[6], new=chosen[1], again=chosen[1], profile=DENGBAO)


@pytest.mark.parametrize(
    ("old", "again", "why"), [("falsch", "Kai9-fang", "现在的密码不对"), ("Wort-Num-0", "x", "不一样")]
)
def test_a_slip_of_the_fingers_changes_nothing(office, old, again, why):
    account = an_account("office", password_hash=passwords.hashed("Wort-Num-0"))
    with pytest.raises(BadAccount, match=why):
        accounts.change_password(account, old=old, new="Kai9-fang", again=again, profile=DENGBAO)


def test_first_passwords_are_random_and_can_be_read_from_paper():
    made = {first_password() for _ in range(500)}
    assert len(made) == 500
    assert not set("".join(made)) & set("0O1lI")


def test_passwords_are_kept_as_costly_hashes_of_their_own(office):
    one, two = passwords.hashed("Kai9-fang"), passwords.hashed("Kai9-fang")
    assert one != two
    assert one.startswith("scrypt:32768:8:1$")
    assert passwords.is_right(one, "Kai9-fang")
    assert not passwords.is_right(one, "kai9-fang")
    assert not passwords.is_right(None, "Kai9-fang")
