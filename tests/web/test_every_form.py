"""Every form there is, sent once with something in it, and broken (cases 9, 10, 20, 89); at each statement by scripts/fail."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from scripts.failing.command import an_app, keep_at_once
from scripts.failing.forms import RELEASE, STEPS
from scripts.failing.trying import try_all
from scripts.failing.world import World
from scripts.racing.together import take_locks_off
from tests.conftest import closing
from tests.cycles import Clock
from tracker.operations import migrating, transactions
from tracker.storage.database import db

FEW = [step for step in STEPS if step.endpoint in ("documents.receive", "reports.acknowledge", "cycles.lock")]
"""Enough forms to see that what is broken on purpose is found."""


@contextmanager
def an_office(home, database=None):
    with closing(an_app(home, database)) as app:
        with app.app_context():
            migrating.upgrade()
        yield World(app)


def test_every_form_is_done_whole_with_its_lock_and_its_event_or_not_at_all(tmp_path, database_url, monkeypatch):
    """Where the audit cannot be written or nothing kept, nothing is changed; a lock comes first; the event says who did
    what, when, from where, with what result, and no secret; whoever may not do it is refused, and that is written down."""
    Clock(monkeypatch)
    with an_office(tmp_path, database_url) as world:
        tried = try_all(world)
        forms = {rule.endpoint for rule in world.app.url_map.iter_rules() if "POST" in rule.methods}
    assert tried.wrong == []
    assert tried.sent.keys() == forms
    assert tried.broken == 2 * len(STEPS)


def kept_at_once():
    event.listen(db.engine, "after_cursor_execute", keep_at_once)


def without_locks():
    take_locks_off(db.engine)


def without_events():
    """The change is committed and its event is not written."""


@pytest.mark.parametrize(
    ("broken", "cases"), [(kept_at_once, {9}), (without_locks, {20}), (without_events, {10, 89})], ids=lambda each: ""
)
def test_what_is_broken_on_purpose_is_found(tmp_path, broken, cases, monkeypatch):
    Clock(monkeypatch)
    with an_office(tmp_path) as world:
        if broken is without_events:
            monkeypatch.setattr(transactions, "settle", db.session.flush)
        with world.app.app_context():
            broken()
        found = {case for case, _, _ in try_all(world, steps=FEW).wrong}
    assert cases <= found
    assert RELEASE not in FEW
