"""Signing in and out: attempts are counted before a password is looked at, sign-ins are kept here and end at once."""

import secrets
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, exists, func, select, update

from tracker import clock
from tracker.errors import NotSignedIn, TooManyAttempts
from tracker.operations import passwords
from tracker.operations.auditing import Doing, add_event
from tracker.operations.passwords import Profile
from tracker.operations.transactions import one_transaction
from tracker.storage.database import db, queue_up
from tracker.storage.people import Account, Attempt, KnownDevice, SignIn
from tracker.storage.queries.people import Browser, browser
from tracker.vocabulary import AttemptOutcome, AuditResult

LONGEST_LOGIN, LONGEST_SOURCE = 64, 64
KEPT = timedelta(days=1)
"""How long attempts are kept; the audit keeps what became of them."""
DEVICE_KEPT = timedelta(days=180)
SEEN_EVERY = timedelta(minutes=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class SignedIn:
    """A new sign-in: ``token`` and ``device`` are for the browser alone, here only their digests are kept."""

    account_id: int
    token: str
    device: str


def sign_in(login: str, password: str, *, source: str, device: str | None, profile: Profile) -> SignedIn:
    """Open a sign-in. Raises TooManyAttempts before any password is looked at, NotSignedIn for whatever is wrong.

    A browser from which the account has signed in before is counted on its own, so that strangers who guess at the
    account, or neighbours behind the same address, do not keep it out. So is an address from which it has signed in before.
    Who has neither is given a first password, which nobody guesses: while one waits, each address is counted on its own.
    """
    login, source = known_as(login), source[:LONGEST_SOURCE]
    try:
        attempt_id, account_id, password_hash = _begin(login, source, device, profile)
    except TooManyAttempts as refusal:
        with one_transaction(audited=False):
            tell(None, login, source, str(refusal))
        raise
    right = passwords.is_right(password_hash, password)
    with one_transaction(audited=False):
        account = right and db.session.get(Account, account_id, with_for_update=True)
        opened = account and _open(account, source, device) if _may_enter(account) else None
        outcome = AttemptOutcome.PASSED if opened else AttemptOutcome.FAILED
        db.session.execute(update(Attempt).where(Attempt.id == attempt_id).values(outcome=outcome))
        tell(account if opened else None, login, source, "" if opened else "登录名或密码不对，或账号不能用")
    if not opened:
        raise NotSignedIn
    return opened


def tell(account: Account | None, login: str, source: str, refusal: str) -> None:
    """Write down a sign-in, or why there was none; of a failure only the login is known."""
    what = Doing(account.name if account else login, "signing_in.enter", login, source, "", account and account.id)
    add_event(what=what, result=AuditResult.REFUSED if refusal else AuditResult.DONE, detail=refusal)


def open_sign_in(account_id: int, *, source: str) -> SignedIn:
    """Open a sign-in for an account whose owner is known otherwise."""
    with one_transaction():
        return _open(db.session.get(Account, account_id), source, None)


def locked_until(profile: Profile) -> dict[int, datetime]:
    """Which accounts are refused after too many failures, in one statement: until when, from where that lasts longest.

    Counted as ``sign_in`` counts: a known device may still open what is refused to others.
    """
    now, window = clock.now(), timedelta(minutes=profile.lock_minutes)
    attempts = select(Account.id, Account.must_change, Account.unlocked_at, Attempt).join(Attempt, Attempt.login == Account.login)
    failed = defaultdict(lambda: defaultdict(list))
    for account_id, must_change, since, each in db.session.execute(attempts.where(Attempt.at > now - window).order_by(Attempt.at)):
        own = failed[account_id]
        if each.outcome is AttemptOutcome.PASSED:
            own.clear()
        elif since is None or each.at > since:
            own[each.device_id or (each.source if must_change else "")].append(each.at)
    locked = {id_: [times[-1] for times in own.values() if len(times) >= profile.failures] for id_, own in failed.items()}
    return {id_: max(last) + window for id_, last in locked.items() if last}


def sign_out(token: str) -> None:
    """End one sign-in."""
    with one_transaction():
        _end(SignIn.token == digest(token))


def end_sign_ins(account_id: int, *, but: str | None = None) -> None:
    """End every sign-in of an account, one token's excepted; to be called within a transaction."""
    _end(SignIn.account_id == account_id, SignIn.token != (digest(but) if but else ""))


def browser_of(token: str, profile: Profile) -> Browser | None:
    """The sign-in of a token, if it is not over: ended, idle too long, too old, or of a disabled account."""
    found = known_browser(token)
    return found if found and _lives(found, profile, clock.now()) else None


def known_browser(token: str) -> Browser | None:
    """The sign-in of a token, over or not."""
    return browser(digest(token))


def is_worth_noting(last: datetime) -> bool:
    """Whether a browser was last seen so long ago that it is worth writing down."""
    return clock.now() - last >= SEEN_EVERY


def saw(sign_in_id: int) -> None:
    """Remember that a browser is in use."""
    with one_transaction(audited=False):
        db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=clock.now()))


def known_as(login: str) -> str:
    """A login as it is compared: without blanks, capitals as small letters."""
    return "".join(login.split()).casefold()[:LONGEST_LOGIN]


def digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _lives(found, profile, now):
    if found.ended_at or found.disabled_at:
        return False
    idle, age = now - found.seen_at, now - found.started_at
    return idle < timedelta(minutes=profile.idle_minutes) and age < timedelta(hours=profile.absolute_hours)


def _begin(login, source, device, profile):
    """Count the attempt, or refuse it; attempts from one machine and on one account queue up."""
    now = clock.now()
    with one_transaction(audited=False):
        queue_up(db.session.connection(), "sign-in")
        account = db.session.scalar(select(Account).where(Account.login == login))
        device_id = _device_id(account, device)
        _refuse_locked(login, source, device_id, account, now, profile)
        _refuse_hurry(source, device_id, now, profile)
        attempt = Attempt(at=now, source=source, login=login, device_id=device_id, outcome=AttemptOutcome.PENDING)
        db.session.add(attempt)
        db.session.execute(delete(Attempt).where(Attempt.at < now - KEPT))
        db.session.flush()
        return attempt.id, account and account.id, account and account.password_hash


def _device_id(account, device):
    if account is None or not device:
        return None
    own = (KnownDevice.account_id == account.id, KnownDevice.token == digest(device))
    return db.session.scalar(select(KnownDevice.id).where(*own, KnownDevice.seen_at > clock.now() - DEVICE_KEPT))


def _has_entered_from(account, source):
    """Asked of a login nobody has as well: that it takes as long tells nothing."""
    own = (SignIn.account_id == (account.id if account else 0), SignIn.source == source)
    return db.session.scalar(select(exists().where(*own, SignIn.started_at > clock.now() - DEVICE_KEPT)))


def _is_ours(device):
    """Whether some account has signed in from it: persons who share a machine share its token."""
    known = select(KnownDevice.id).where(KnownDevice.token == digest(device or "")).limit(1)
    return bool(device) and db.session.scalar(known) is not None


def _refuse_locked(login, source, device_id, account, now, profile):
    """Too many failures of this account since it was last opened: from this device, this known address, or anywhere else."""
    window, since = timedelta(minutes=profile.lock_minutes), account and account.unlocked_at
    passed = select(func.max(Attempt.at)).where(Attempt.login == login, Attempt.outcome == AttemptOutcome.PASSED)
    start = max(filter(None, (now - window, since, db.session.scalar(passed))))
    failed = [Attempt.login == login, Attempt.at > start, Attempt.outcome != AttemptOutcome.PASSED, _from(device_id)]
    if _has_entered_from(account, source) or (account and account.must_change):
        failed.append(Attempt.source == source)
    times = db.session.scalars(select(Attempt.at).where(*failed).order_by(Attempt.at)).all()
    if len(times) >= profile.failures:
        raise TooManyAttempts(_minutes(times[-1] + window - now))


def _refuse_hurry(source, device_id, now, profile):
    """Too many passwords to look at from one address in a minute; a known device has a minute of its own."""
    lately = select(func.count()).where(Attempt.at > now - MINUTE, _from(device_id))
    if device_id is None:
        lately = lately.where(Attempt.source == source)
    if db.session.scalar(lately) >= profile.hashes_a_minute:
        raise TooManyAttempts(1)


def _from(device_id):
    return Attempt.device_id.is_(None) if device_id is None else Attempt.device_id == device_id


def _minutes(left):
    return max(1, -(-int(left.total_seconds()) // 60))


def _may_enter(account):
    if not account or account.disabled_at:
        return False
    return not account.must_change or (account.first_until is not None and clock.now() < account.first_until)


def _open(account, source, device):
    """A first password is good for this one time."""
    now, token = clock.now(), secrets.token_urlsafe(32)
    device = device if _is_ours(device) else secrets.token_urlsafe(32)
    if known := _device_id(account, device):
        db.session.execute(update(KnownDevice).where(KnownDevice.id == known).values(seen_at=now))
    else:
        db.session.add(KnownDevice(account_id=account.id, token=digest(device), seen_at=now))
    if account.must_change:
        account.password_hash = None
    db.session.add(SignIn(account_id=account.id, token=digest(token), started_at=now, seen_at=now, source=source))
    return SignedIn(account.id, token, device)


def _end(*which):
    db.session.execute(update(SignIn).where(*which, SignIn.ended_at.is_(None)).values(ended_at=clock.now()))
