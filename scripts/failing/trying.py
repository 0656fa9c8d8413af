"""One form after another: broken at chosen places, then sent as it is; everything that was wrong about it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from flask import url_for
from sqlalchemy import func, select

from scripts.failing.forms import STEPS, Step
from scripts.failing.watching import Transaction, Watch, everything, unlocked, watching
from scripts.failing.world import World
from tracker import clock
from tracker.operations import access
from tracker.storage.audit import AuditEvent
from tracker.storage.database import db
from tracker.vocabulary import AuditResult
from tracker.web.people import TOKEN

SOME = ("INSERT INTO audit_event", "COMMIT")
"""Where a form is broken in the short form: the audit cannot be written, nothing can be kept."""
COUNTED = {"sign_in_attempt"}
"""Whoever tries to sign in has tried, whatever fails."""
SECRET = {"password", "old", "new", "again"}
DONE = (200, 303)
STRANGER = "auditor"
ALONE = {
    "cycles.create": "a name that is taken meanwhile is refused by the table",
    "exports.pack": "two packs at once are each compared with the one before both",
}
"""What reads without a lock before it writes, and why nothing is lost by it."""
SEVERAL = {"reports.save": "a file is kept though what was typed beside it is refused"}
"""What is done in several transactions, each whole, and why."""


@dataclass
class Tried:
    """How often a form was broken, and what was wrong: (case, endpoint, what)."""

    broken: int = 0
    wrong: list[tuple[int, str, str]] = field(default_factory=list)
    sent: Counter = field(default_factory=Counter)


def try_all(
    world: World, places: Callable[[], Iterable[int | str]] = lambda: SOME, steps: Iterable[Step] = STEPS
) -> Tried:
    """Send every form there is, in turn; ``places`` are where each is broken, numbers until there is no such step."""
    tried = Tried()
    for step in steps:
        step.before(world)
        world.client(step.who), world.client(STRANGER)
        with world.app.test_request_context():
            address = url_for(step.endpoint, **step.where(world))
        form = step.form(world)
        for case, what in (*_broken(world, step, address, form, places(), tried), *_sent(world, step, address, form)):
            tried.wrong.append((case, step.endpoint, what))
        tried.sent[step.endpoint] += 1
    return tried


def _broken(world, step, address, form, places, tried) -> Iterator[tuple[int, str]]:
    """Whatever fails, nothing is changed, and whoever sent it is told that it failed."""
    with world.app.app_context():
        before = everything()
    for place in places:
        watch, status = _request(world, step.who, address, form, place)
        if isinstance(place, int) and watch.steps < place:
            break
        tried.broken += 1
        if COUNTED & set().union(*(each.writes for each in watch.transactions)):
            world.forget_attempts()
        if watch.changed or status < 500:
            yield (10 if place == SOME[0] else 9), f"failed at {place}: answered {status}"
    with world.app.app_context():
        after = everything()
    if changed := [name for name in before if before[name] != after[name] and name not in COUNTED]:
        yield 9, f"failed at each: {changed} is changed"


def _sent(world, step, address, form) -> Iterator[tuple[int, str]]:
    last, secrets, account = _last_event(world), _secrets(world, step, form), _account(world, step.who)
    watch, status = _request(world, step.who, address, form)
    if status not in DONE or not watch.changed:
        yield 0, f"was not done: {status}"
    if len(watch.changed) > 1 and step.endpoint not in SEVERAL:
        yield 9, f"is {len(watch.changed)} transactions"
    for each in watch.changed:
        yield from _of_transaction(each, step, world)
    yield from _of_events(step, address, _events(world, last), account, secrets)
    yield from _of_a_stranger(world, step, address, form)


def _of_transaction(transaction: Transaction, step, world):
    with world.app.app_context():
        read = unlocked(transaction, db.engine.dialect.name)
    if read and step.endpoint not in ALONE:
        yield 20, f"reads {sorted(read)} and writes it without a lock"
    if not any(each.startswith("INSERT INTO audit_event") for each in transaction.statements):
        yield 10, f"changes {sorted(transaction.changes)} without an event"


def _of_events(step, address, events, account, secrets):
    if not [each for each in events if each.before or each.after or each.detail or step.who == "nobody"]:
        yield 89, "leaves no event with what was changed"
    for each in events:
        said = (each.action, each.object.split("?")[0], each.result, each.source, bool(each.who and each.roles))
        wanted = (step.endpoint, address, AuditResult.DONE, "127.0.0.1", True)
        if step.who != "nobody" and (said != wanted or each.account_id != account):
            yield 89, f"says {said}"
        if each.at != clock.now() or each.at.isoformat()[-6:] != "+08:00":
            yield 89, f"says it was at {each.at.isoformat()}"
        text = " ".join(map(str, vars(each).values()))
        yield from ((89, "tells a secret") for secret in secrets if secret in text)


def _of_a_stranger(world, step, address, form):
    """Whoever may not do it is refused, which is written down."""
    with world.app.app_context():
        if access.right({STRANGER}, step.endpoint) is not None:
            return
    last = _last_event(world)
    watch, status = _request(world, STRANGER, address, form)
    events = _events(world, last)
    said = [(each.action, each.result, each.account_id, each.detail[:3]) for each in events]
    if said != [(step.endpoint, AuditResult.REFUSED, _account(world, STRANGER), "403")] or status != 403:
        yield 89, f"a refusal ({status}) says {said}"
    if watch.changed:
        yield 89, "a refusal changes something"


def _request(world, who, address, form, place=None):
    with world.app.app_context(), watching(Watch(place)) as watch, world.send(who, address, form) as response:
        response.get_data()
    return watch, response.status_code


def _last_event(world):
    return world.ask(select(func.max(AuditEvent.id))) or 0


def _events(world, last):
    with world.app.app_context():
        found = db.session.scalars(select(AuditEvent).where(AuditEvent.id > last).order_by(AuditEvent.id)).all()
        db.session.expunge_all()
        return found


def _account(world, who):
    with world.client(who).session_transaction() as session:
        token = session.get(TOKEN)
    return world.whose(token) if token else None


def _secrets(world, step, form):
    with world.client(step.who).session_transaction() as session:
        token = session.get(TOKEN)
    return [value for name, value in form.items() if name in SECRET] + [token or "?" * 99]
