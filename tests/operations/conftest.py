"""What tests of operations may ask for: an office on each database, a clock that stands, a document to confirm."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.builders import a_received_document
from tracker import clock
from tracker.operations import migrating
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


@pytest.fixture
def any_office(empty_app):
    """The same on SQLite and PostgreSQL in turn."""
    migrating.upgrade()
    return Path(empty_app.instance_path)


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
