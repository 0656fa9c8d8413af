"""Passwords: what a profile asks of them, how they are kept, and first ones that a machine makes up."""

import secrets
import threading
from dataclasses import dataclass

from werkzeug.security import check_password_hash, generate_password_hash

from tracker.errors import WeakPassword
from tracker.storage.people import Account

LONGEST = 128
LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Of a first password: without those that look alike on paper."""
COMMON = """
password passw0rd qwerty qwertyuiop asdfgh asdfghjkl zxcvbnm iloveyou welcome letmein dragon monkey master admin
administrator abc 1q2w3e 1qaz2wsx qazwsx woaini woaini1314 5201314 1314520 root guest test secret changeme default
superman football baseball sunshine princess trustno1 shenzhen guangzhou guangdong tracker
"""
"""Words a password is not made of, whatever digits and signs stand around them."""
RUNS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
KINDS = (str.islower, str.isupper, str.isdigit, lambda character: not character.isalnum())


NOBODYS = f"scrypt:32768:8:1$tUo5gFz8cFJq0eXb${'0' * 128}"
"""A hash that no password has, as costly to compare with as any other."""
ONE_AT_A_TIME = threading.Lock()
"""Comparing takes 32 MB and a whole processor: when everybody signs in at once, those who work must not wait for it."""


@dataclass(frozen=True)
class Profile:
    """What is asked of passwords and of sign-ins. ``kinds`` of small letters, capitals, digits and signs; ``remembered``
    earlier ones are not chosen again; after ``days`` another one must be chosen. ``failures`` lock for ``lock_minutes``."""

    name: str
    shortest: int
    kinds: int
    remembered: int
    days: int | None
    refuses_common: bool
    failures: int = 5
    lock_minutes: int = 30
    hashes_a_minute: int = 10
    idle_minutes: int = 30
    absolute_hours: int = 12
    first_hours: int = 72


PROFILES = {
    "dengbao": Profile("dengbao", shortest=8, kinds=3, remembered=5, days=90, refuses_common=True),
    "asvs": Profile("asvs", shortest=12, kinds=0, remembered=0, days=None, refuses_common=True),
}
"""``dengbao``: GB/T 22239, complexity and regular change. ``asvs``: OWASP, length and no guessable words, no forced change."""


def hashed(password: str) -> str:
    return generate_password_hash(password, method="scrypt")


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether it is the password; takes as long where there is none to compare with."""
    with ONE_AT_A_TIME:
        right = check_password_hash(password_hash or NOBODYS, password[:LONGEST])
    return right and password_hash is not None


def first_password() -> str:
    """Twelve letters and digits in three groups, made up anew, to be read from a slip."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def refuse_weak(password: str, account: Account, profile: Profile, past: list[str]) -> None:
    """Raise WeakPassword with everything that speaks against a password a person chose."""
    if found := weaknesses(password, account, profile, past):
        raise WeakPassword(found)


def weaknesses(password: str, account: Account, profile: Profile, past: list[str]) -> list[str]:
    """What speaks against a password a person chose, a sentence each; `past` are the hashes of earlier ones."""
    return [*_faults(password, account, profile), *_repeated(password, profile, past)]


def _faults(password, account, profile):
    if len(password) < profile.shortest:
        yield f"至少要 {profile.shortest} 位，现在是 {len(password)} 位"
    if len(password) > LONGEST:
        yield f"最多 {LONGEST} 位"
    if sum(any(kind(character) for character in password) for kind in KINDS) < profile.kinds:
        yield f"小写字母、大写字母、数字、符号中至少要有 {profile.kinds} 类"
    if profile.refuses_common and _is_common(password):
        yield "太常见、太容易猜（常用词、连续或重复的字符），请换一个"
    lower = password.lower()
    if any(len(word) > 2 and word in lower for word in (account.login.lower(), account.name.lower())):
        yield "不能含有登录名或姓名"


def _repeated(password, profile, past):
    if any(check_password_hash(old, password) for old in past[: max(profile.remembered, 1)]):
        yield f"不能与最近 {profile.remembered} 次用过的相同" if profile.remembered else "不能与现在的密码相同"


def _is_common(password):
    lower = password.lower()
    bare = "".join(character for character in lower if character.isalpha())
    if len(set(lower)) <= 3 or {bare, lower} & set(COMMON.split()):
        return True
    longest = max(_run_at(lower, start) for start in range(len(lower))) if lower else 0
    return longest >= 5 and longest * 2 >= len(lower)


def _run_at(text, start):
    """How many characters from here on stand beside one another on a keyboard or in the alphabet."""
    best = 1
    for row in RUNS:
        for line in (row, row[::-1]):
            length = 1
            while text[start : start + length + 1] in line and start + length < len(text):
                length += 1
            best = max(best, length)
    return best
