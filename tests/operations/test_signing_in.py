"""Signing in: throttled before a password is looked at, locked for strangers alone (cases 73, 74, 76)."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.people import an_account
from tracker import clock
from tracker.errors import NotSignedIn, TooManyAttempts
from tracker.operations import accounts, passwords, signing_in
from tracker.operations.passwords import PROFILES
from tracker.storage.audit import AuditEvent
from tracker.storage.database import db
from tracker.storage.people import Account, Attempt, SignIn

PASSWORD = "Hai-Wai-Cang-2026"
PROFILE = PROFILES["dengbao"]
HASH = "the hash of PASSWORD"


@pytest.fixture
def now(monkeypatch):
    """A clock that stands and is set forward."""
    at = [clock.now()]
    monkeypatch.setattr(clock, "now", lambda: at[0])

    def later(**more):
        at[0] += timedelta(**more)

    return later


@pytest.fixture
def looked(monkeypatch):
    """The passwords that were looked at; to hash each would take a minute."""
    seen = []

    def is_right(password_hash, password):
        seen.append(password)
        return password_hash == HASH and password == PASSWORD

    monkeypatch.setattr(passwords, "is_right", is_right)
    return seen


@pytest.fixture
def lin(office):
    return an_account("office", login="lin", password_hash=HASH)


def enter(login="lin", password=PASSWORD, source="10.0.0.7", device=None, profile=PROFILE):
    return signing_in.sign_in(login, password, source=source, device=device, profile=profile)


def fail(times, login="lin", source="10.0.0.7", device=None):
    """Try a wrong password so often; returns how often a password was looked at and how often not."""
    found = {NotSignedIn: 0, TooManyAttempts: 0}
    for _ in range(times):
        try:
            enter(login, "falsch", source, device)
        except (NotSignedIn, TooManyAttempts) as refusal:
            found[type(refusal)] += 1
    return found[NotSignedIn], found[TooManyAttempts]


def test_five_failures_lock_for_half_an_hour(lin, looked, now):
    assert fail(8) == (5, 3)
    with pytest.raises(TooManyAttempts, match="30 分钟"):
        enter()
    assert len(looked) == 5
    now(minutes=29)
    with pytest.raises(TooManyAttempts, match="1 分钟"):
        enter()
    now(minutes=1, seconds=1)
    assert enter().account_id == lin


def test_a_login_nobody_has_locks_as_well_so_that_nothing_is_told(lin, looked, now):
    assert fail(8, login="nobody") == (5, 3)


def test_refused_attempts_do_not_lengthen_a_lock(lin, looked, now):
    fail(5)
    now(minutes=20)
    assert fail(20) == (0, 20)
    now(minutes=10, seconds=1)
    assert enter().account_id == lin


def test_at_most_ten_passwords_a_minute_are_looked_at_from_one_address(lin, looked, now):
    tried = [fail(1, login=f"konto{number}") for number in range(200)]
    assert (len(looked), sum(tried[10:], ())[1::2]) == (10, (1,) * 190)
    now(seconds=61)
    assert fail(1, login="other") == (1, 0)


def test_many_at_once_are_counted_before_any_is_answered(lin, monkeypatch, now):
    inner = []

    def meanwhile(_hash, _password):
        if len(inner) < 30:
            inner.append(1)
            with pytest.raises((NotSignedIn, TooManyAttempts)):
                enter(password="falsch")
        return False

    monkeypatch.setattr(passwords, "is_right", meanwhile)
    fail(1)
    assert len(inner) == 5


def test_neighbours_behind_the_same_address_still_sign_in(lin, looked, now):
    an_account("reporter", login="chen", agency_id=None, password_hash=HASH)
    assert fail(50) == (5, 45)
    assert enter("chen").account_id != lin


def test_a_stranger_does_not_keep_the_owner_out_of_the_device_he_uses(lin, looked, now):
    device = enter().device
    now(minutes=1)
    for number in range(12):
        fail(9, source=f"203.0.113.{number}")
        now(minutes=5)
        assert enter(device=device, source="203.0.113.9").device == device
    assert fail(1, source="198.51.100.1") == (1, 0), "the owner's sign-in opened it for all"


def test_nobody_elsewhere_keeps_an_owner_from_a_new_device_for_whom_a_first_password_was_made(office, now):
    slip = accounts.create("neu", "新人", profile=PROFILE)
    for _ in range(2):
        now(seconds=1)
        for number in range(3):
            assert fail(7, login="neu", source=f"203.0.113.{number}") == (5, 2)
        assert enter("neu", slip.password).account_id == slip.account_id
        now(minutes=31)
        slip = accounts.reset_password(slip.account_id, profile=PROFILE)


def test_a_stranger_does_not_keep_the_owner_from_a_new_device_at_the_address_he_works_from(lin, looked, now):
    enter(source="10.0.0.7")
    now(minutes=1)
    assert fail(9, source="203.0.113.1") == (5, 4)
    with pytest.raises(TooManyAttempts):
        enter(source="10.0.0.8")
    assert enter(source="10.0.0.7").account_id == lin
    now(minutes=1)
    assert fail(9, source="10.0.0.7") == (5, 4), "guesses from there have failures of their own"


def test_a_device_has_failures_of_its_own(lin, looked, now):
    device = enter().device
    now(seconds=1)
    assert fail(8, device=device) == (5, 3)
    with pytest.raises(TooManyAttempts):
        enter(device=device)


def test_a_device_of_one_account_opens_no_way_to_another(lin, looked, now):
    an_account("reporter", login="chen", agency_id=None, password_hash=HASH)
    device = enter().device
    now(minutes=1)
    assert fail(8, login="chen", device=device) == (5, 3)


def test_two_persons_share_a_machine(lin, looked, now):
    an_account("reporter", login="chen", agency_id=None, password_hash=HASH)
    device = enter().device
    assert enter("chen", device=device).device == device
    fail(9)
    now(minutes=2)
    assert enter(device=device).account_id == lin


def test_a_made_up_device_is_none(lin, looked, now):
    assert enter(device="made-up").device != "made-up"


def test_an_administrator_unlocks(lin, looked, now):
    fail(6)
    now(seconds=61)
    accounts.unlock(lin)
    now(seconds=1)
    assert enter().account_id == lin


def test_which_accounts_are_locked_is_told_as_it_is_counted(lin, looked, now):
    other = an_account("reporter", login="other", must_change=True)
    fail(4)
    for source in ("10.0.0.8", "10.0.0.9"):
        fail(4, login="other", source=source)
    assert signing_in.locked_until(PROFILE) == {}
    fail(1)
    fail(1, login="other", source="10.0.0.9")
    until = clock.now() + timedelta(minutes=30)
    assert signing_in.locked_until(PROFILE) == {lin: until, other: until}
    now(seconds=61)
    accounts.unlock(lin)
    assert signing_in.locked_until(PROFILE) == {other: until}
    now(minutes=30)
    assert signing_in.locked_until(PROFILE) == {}


@pytest.mark.parametrize("login", ["LIN", " lin ", "Ｌｉｎ".lower(), "lin\n"])
def test_a_login_is_compared_as_it_sounds(lin, looked, login, now):
    if login == "ｌｉｎ":
        with pytest.raises(NotSignedIn):
            enter(login)
    else:
        assert enter(login).account_id == lin


@pytest.mark.parametrize("login", ["' OR 1=1 --", "\x00", "l" * 10_000, "％", "_in", "%"])
def test_a_hostile_login_is_a_login_nobody_has(lin, looked, login, now):
    with pytest.raises(NotSignedIn):
        enter(login.replace("\x00", "�"))


def test_sign_ins_and_refusals_are_written_down_without_any_password(lin, looked, now):
    enter()
    fail(7)
    events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [(event.action, event.result) for event in events] == [
        ("signing_in.enter", "done"),
        *[("signing_in.enter", "refused")] * 7,
    ]
    said = " ".join(str(vars(event)) for event in events)
    assert PASSWORD not in said
    assert "falsch" not in said


def test_tokens_are_kept_as_digests_only(lin, looked, now):
    opened = enter()
    kept = db.session.scalar(select(SignIn.token))
    assert opened.token != kept
    assert signing_in.digest(opened.token) == kept


@pytest.mark.parametrize("how", ["password", "reset", "disabled", "roles"])
def test_every_other_sign_in_ends_at_once(lin, looked, now, how):
    first, second = enter(), enter()
    if how == "password":
        given = {"old": PASSWORD, "new": "Neu-Ganz-Anders-88", "again": "Neu-Ganz-Anders-88"}
        accounts.change_password(lin, **given, profile=PROFILE)
    elif how == "reset":
        accounts.reset_password(lin, profile=PROFILE)
    elif how == "disabled":
        accounts.disable(lin)
    else:
        accounts.grant(lin, [], separate=True)
    assert [signing_in.browser_of(opened.token, PROFILE) for opened in (first, second)] == [None, None]


def test_attempts_are_forgotten_after_a_day(lin, looked, now):
    fail(3)
    now(days=1, seconds=1)
    enter()
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 1


def test_a_disabled_account_is_answered_as_a_wrong_password(lin, looked, now):
    accounts.disable(lin)
    with pytest.raises(NotSignedIn):
        enter()


@pytest.mark.parametrize("profile", list(PROFILES.values()), ids=list(PROFILES))
def test_a_first_password_opens_once_within_three_days(office, profile, now):
    slip = accounts.create("neu", "新人", profile=profile)
    assert (slip.until - clock.now(), len(slip.password)) == (timedelta(hours=72), 14)
    assert enter("neu", slip.password, profile=profile).account_id == slip.account_id
    with pytest.raises(NotSignedIn):
        enter("neu", slip.password, profile=profile)
    again = accounts.reset_password(slip.account_id, profile=profile)
    assert again.password != slip.password
    now(hours=72)
    with pytest.raises(NotSignedIn):
        enter("neu", again.password, profile=profile)


def test_after_a_first_password_one_must_be_chosen(office, now):
    slip = accounts.create("neu", "新人", profile=PROFILE)
    enter("neu", slip.password)
    assert db.session.get(Account, slip.account_id).must_change
    accounts.change_password(slip.account_id, old="", new=PASSWORD, again=PASSWORD, profile=PROFILE)
    assert enter("neu", PASSWORD).account_id == slip.account_id
