"""A point in time is kept as it is on both databases."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import String, func, select, text

from tests.builders import a_document
from tracker import clock
from tracker.operations import migrating
from tracker.storage.columns import Moment, listed
from tracker.storage.database import db
from tracker.storage.history import DocumentEvent
from tracker.vocabulary import DocumentStep


@pytest.fixture
def tables(empty_app):
    migrating.upgrade()


def test_a_time_comes_back_as_the_offices_clock_shows_it(tables):
    db.session.add(a_document(id=1))
    at = datetime(2026, 12, 10, 23, 59, 59, 900_000, tzinfo=clock.CHINA)
    db.session.add(DocumentEvent(document_id=1, number=1, step=DocumentStep.RECEIVED, who="张三", at=at, head=0))
    db.session.commit()
    found = db.session.scalar(select(DocumentEvent.at))
    assert (found, found.utcoffset()) == (at, at.utcoffset())
    stored = str(db.session.scalar(text("SELECT at FROM document_event")))
    assert stored.startswith(str(at.astimezone(UTC).replace(tzinfo=None)))


def test_a_list_of_words_and_moments_is_a_table_that_can_be_compared_with_columns(tables):
    db.session.add(a_document(id=1))
    at = datetime(2026, 12, 10, 23, 59, 59, 900_000, tzinfo=clock.CHINA)
    midnight, noon = (datetime(2026, 12, day, hour, tzinfo=clock.CHINA) for day, hour in ((11, 0), (10, 12)))
    db.session.add(DocumentEvent(document_id=1, number=1, step=DocumentStep.RECEIVED, who="张三", at=at, head=0))
    db.session.commit()
    is_server = db.engine.dialect.name != "sqlite"
    rows = [("中午", noon), ("零点", midnight), ("那时", at)]
    since = listed({"word": String(), "begins": Moment()}, rows, name="since", on_server=is_server)
    came = select(func.count()).select_from(DocumentEvent).where(DocumentEvent.at >= since.c.begins).scalar_subquery()
    found = db.session.execute(select(since.c.word, since.c.begins, came)).all()
    assert sorted(map(tuple, found)) == sorted([("中午", noon, 1), ("零点", midnight, 0), ("那时", at, 1)])
