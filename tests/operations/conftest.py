"""What tests of operations may ask for: an office on each database, a clock, a document to confirm, an open year."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Barrier

import pytest

from tests.builders import a_received_document
from tests.cycles import Clock, an_open_cycle
from tracker import clock
from tracker.errors import Refusal
from tracker.storage.database import db

MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=clock.CHINA)


@pytest.fixture
def morning(monkeypatch):
    """It is half past nine on 2 March 2026, and stays so."""
    monkeypatch.setattr(clock, "now", lambda: MORNING)
    return MORNING


@pytest.fixture
def office(in_app):
    """The folder of an installation on an empty database."""
    return Path(in_app.instance_path)


def stored(document):
    """Store a document; returns its id."""
    db.session.add(document)
    db.session.flush()
    document_id = document.id
    db.session.commit()
    return document_id


@pytest.fixture
def document(office):
    """The id of a document that waits to be confirmed."""
    return stored(a_received_document())


@pytest.fixture
def time(monkeypatch):
    """A clock that stands on 12 October 2026 until it is set."""
    return Clock(monkeypatch)


@pytest.fixture
def year(office, time):
    """A small year that is open."""
    return an_open_cycle()


@pytest.fixture
def cycle(office, monkeypatch):
    """An open cycle, with the clock it goes by."""
    time = Clock(monkeypatch)
    found = an_open_cycle()
    found.clock = time
    return found


@pytest.fixture
def at_once(app):
    """Runs functions at the same moment, each as a request of its own; returns what each gave or was refused with."""

    def run(*functions):
        gate = Barrier(len(functions))

        def one(function):
            with app.app_context():
                gate.wait()
                try:
                    return function()
                except Refusal as refusal:
                    return refusal

        with ThreadPoolExecutor(len(functions)) as pool:
            return list(pool.map(one, functions))

    return run
