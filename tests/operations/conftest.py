"""What tests of operations may ask for: an office on each database, a clock, a document to confirm, an open year."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.builders import a_received_document
from tests.conftest import application, closing
from tests.cycles import Clock, an_open_cycle
from tests.postgres import empty_database
from tracker import clock
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


@pytest.fixture(scope="session")
def migrated_url(postgres_server, tmp_path_factory):
    """The same on PostgreSQL: its URL."""
    with empty_database(postgres_server) as url:
        with closing(application(tmp_path_factory.mktemp("migrated"), database_url=url)):
            pass
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def any_app(request, tmp_path, kept_apps):
    """An application on a copy of the empty database, on both databases in turn."""
    if request.param == "postgresql":
        server, template = request.getfixturevalue("postgres_server"), request.getfixturevalue("migrated_url")
        kept = kept_apps.at(tmp_path, server, make_url(template).database)
    else:
        shutil.copy(request.getfixturevalue("migrated_home") / "tracker.sqlite3", tmp_path)
        kept = kept_apps.at(tmp_path)
    with kept as app:
        yield app


@pytest.fixture
def any_office(any_app):
    """The folder of an installation on an empty database, on SQLite and PostgreSQL in turn, within its context."""
    with any_app.app_context():
        yield Path(any_app.instance_path)


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
def any_document(any_office):
    """The same on SQLite and PostgreSQL in turn."""
    return stored(a_received_document())


@pytest.fixture
def time(monkeypatch):
    """A clock that stands on 12 October 2026 until it is set."""
    return Clock(monkeypatch)


@pytest.fixture
def year(any_office, time):
    """A small year that is open, on SQLite and PostgreSQL in turn."""
    return an_open_cycle()
