"""The audit: who acts, and the event that every transaction leaves which changes something."""

import getpass
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from tracker import clock
from tracker.storage import noting
from tracker.storage.audit import AuditEvent
from tracker.storage.database import db
from tracker.vocabulary import AuditResult

LONGEST_ACTION, LONGEST_OBJECT, LONGEST_DETAIL, LONGEST_CHANGES = 80, 200, 1000, 20_000


@dataclass(frozen=True)
class Doing:
    """Who does what to what, and from where: a page's endpoint and path, or a command and its arguments."""

    who: str
    action: str
    object: str = ""
    source: str = ""
    roles: str = ""
    account_id: int | None = None


NOBODY = Doing("系统", "system")
_DOING: ContextVar[Doing] = ContextVar("doing", default=NOBODY)


def doing(what: Doing) -> None:
    """From now on, in this thread, this is what is done."""
    _DOING.set(what)


@contextmanager
def done_as(what: Doing) -> Iterator[None]:
    """For a block this is what is done; afterwards it is again what it was before."""
    token = _DOING.set(what)
    try:
        yield
    finally:
        _DOING.reset(token)


def by_command(action: str, arguments: str) -> None:
    """Somebody at the machine itself runs a command."""
    doing(Doing(f"命令行（{_user()}）", f"tracker {action}", arguments, "本机"))


def now_doing() -> Doing:
    return _DOING.get()


def settle() -> None:
    """Write the event of what the transaction changed, if anything; in the transaction, before it is committed."""
    db.session.flush()
    found = noting.changes()
    noting.forget()
    if found:
        add_event(before=found.before, after=found.after)


def add_event(
    *,
    result: AuditResult = AuditResult.DONE,
    detail: str = "",
    before: dict | None = None,
    after: dict | None = None,
    what: Doing | None = None,
) -> None:
    """Add one event to the current transaction."""
    what = what or now_doing()
    event = AuditEvent(
        at=clock.now(),
        account_id=what.account_id,
        who=visible(what.who)[:LONGEST_OBJECT],
        roles=visible(what.roles)[:LONGEST_OBJECT],
        source=visible(what.source)[:LONGEST_ACTION],
        action=visible(what.action)[:LONGEST_ACTION],
        object=visible(what.object)[:LONGEST_OBJECT],
        result=result,
        detail=visible(detail)[:LONGEST_DETAIL],
        before=_written(before),
        after=_written(after),
    )
    db.session.add(event)
    db.session.flush()


def visible(text: str) -> str:
    """A text on one line in which nothing acts on a terminal or hides: the rest is written as ``\\n``, ``\\x1b``."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape", "replace").decode()
        for character in text
    )


def _written(values):
    if not values:
        return ""
    text = visible(json.dumps(values, ensure_ascii=False, default=str))
    return text if len(text) <= LONGEST_CHANGES else f"{text[:LONGEST_CHANGES]}…（共 {len(text)} 字）"


def _user():
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "?"
