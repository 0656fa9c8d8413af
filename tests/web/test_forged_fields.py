"""Every form there is, sent in one office as it is and in another with a field for every column of every table: in both
the same is done, and what was not asked for is nowhere (case 67)."""

import re
from contextlib import nullcontext
from itertools import count

import pytest
from flask import request, url_for
from sqlalchemy import Boolean, Date, DateTime, Integer, select, update

from scripts.failing.command import an_app
from scripts.failing.forms import STEPS
from scripts.failing.world import World
from tests import builders, cycles
from tests.conftest import closing
from tests.cycles import Clock
from tests.postgres import empty_database
from tracker.operations import migrating
from tracker.storage.cycles import ExpectedReport
from tracker.storage.database import db

ASKED_FOR = {
    "documents.receive": {"title"},
    "reports.cover": {"practice", "problems", "next_step"},
    "reports.save": {"problems", "summary", "without"},
    "review_entering.take": {"problems"},
    "cycle_tasks.name": {"agency"},
    "registry.confirm_handovers": {"basis"},
    "cycles.create": {"supports", "recipient", "rule"},
    "cycles.amend": {"supports", "recipient", "rule", "version"},
    **dict.fromkeys(("extensions.move", "cycles.give_up", "cycles.open_cycle"), {"version"}),
    "tasks.keep_view": {"jurisdiction", "agency", "role", "origin", "progress"},
}
"""What these forms ask for, though what is sent here leaves it out."""
MADE_UP = re.compile(r"[0-9a-f]{64}|scrypt:\S+")
"""Digests and hashes, of which some are of something random."""
TABLES = db.metadata.sorted_tables
SAID = {"audit_event": 9, "snapshot_file": 2}
"""Columns looked at where not all are: what an event says was changed is in the tables, here in no particular order; and the size of
a workbook is not what is in it."""
WRITER = "writer"
"""Which transaction counted something is another one each time."""
KEY = "the same in both"
LAST = "documents.correct"
"""The form at which the control ends."""


def forged() -> dict[str, str]:
    """A field for every column, with something that could stand there."""
    return {column.name: _value(column.type) for table in TABLES for column in table.columns}


def _value(kind):
    if isinstance(kind, Date | DateTime):
        return "2020-01-01"
    if words := getattr(kind, "enums", None):
        return words[-1]
    return "1" if isinstance(kind, Integer | Boolean) else "伪造的"


def send(world, step, more):
    """Send a form with what else is given, what it asks for itself excepted; what is stored afterwards."""
    step.before(world)
    world.client(step.who)
    with world.app.test_request_context():
        address = url_for(step.endpoint, **step.where(world))
    form = step.form(world)
    named = {name.lstrip("@") for name in form} | ASKED_FOR.get(step.endpoint, set())
    with world.send(step.who, address, {name: more[name] for name in more.keys() - named} | form) as response:
        done = response.status_code in (200, 303)
    with world.app.app_context():
        return done, stored()


def stored():
    """Table → its rows, without what was made up."""
    db.session.rollback()
    found = {table.name: db.session.execute(select(*(each for each in table.c if each.name != WRITER))) for table in TABLES}
    return {
        name: {MADE_UP.sub("*", repr(tuple(row)[: SAID.get(name)])) for row in rows} for name, rows in found.items()
    }


@pytest.fixture
def emptied(database, request):
    """What makes an empty database on the server; on SQLite there is none to be made."""
    server = request.getfixturevalue("postgres_server") if database == "postgresql" else None
    return lambda: empty_database(server) if server else nullcontext()


def sent(emptied, home, monkeypatch, more, steps=STEPS, broken=None):
    """Send these forms one after another in an office of their own; what is stored after each."""
    monkeypatch.setattr(builders, "NUMBERS", count(1))
    monkeypatch.setattr(cycles, "KEYS", count(1))
    home.mkdir()
    with emptied() as url, closing(an_app(home, url)) as app:
        with app.app_context():
            migrating.upgrade()
        app.after_request(broken or (lambda response: response))
        app.config["SECRET_KEY"] = KEY
        world = World(app)
        return {step.endpoint: send(world, step, more) for step in steps}


def differing(plain, other):
    """Endpoint → tables that something else was done to where fields were added."""
    seen, found = {}, {}
    for endpoint, (done, as_it_is) in plain.items():
        assert done, endpoint
        still, also = other[endpoint]
        differs = {table: as_it_is[table] ^ also[table] for table in also}
        found[endpoint] = [table for table in differs if differs[table] - seen.get(table, set())] + ["refused"] * (
            not still
        )
        seen = differs
    return {endpoint: tables for endpoint, tables in found.items() if tables}


def test_no_form_takes_more_than_it_asks_for(emptied, tmp_path, monkeypatch):
    Clock(monkeypatch)
    both = {"plain": {}, "other": forged()}
    plain, other = (sent(emptied, tmp_path / name, monkeypatch, more) for name, more in both.items())
    assert differing(plain, other) == {}


def test_a_form_that_takes_whatever_comes_is_found(emptied, tmp_path, monkeypatch):
    Clock(monkeypatch)
    few = STEPS[: next(place for place, step in enumerate(STEPS, 1) if step.endpoint == LAST)]

    def take(response):
        if request.endpoint == LAST and "printed" in request.form:
            db.session.execute(update(ExpectedReport).values(printed=request.form["printed"]))
            db.session.commit()
        return response

    plain = sent(emptied, tmp_path / "plain", monkeypatch, {}, few)
    assert differing(plain, sent(emptied, tmp_path / "other", monkeypatch, forged(), few, take)) == {LAST: ["expected_report"]}
