"""The files documents were read from: what no document knows does not stay for ever."""

import io
import os

import pytest

from tests.operations.test_receiving import files, upload
from tracker.operations import opening, originals
from tracker.operations.originals import ABANDONED, arrived, keep, place_of
from tracker.storage.database import db
from tracker.storage.queries.documents import document_line


def aged(path, seconds=ABANDONED + 60):
    """Make a file as old as that."""
    before = path.stat().st_mtime - seconds
    os.utime(path, (before, before))


def left_behind(home, content=b"left"):
    """A file kept for a document that never came to be."""
    with arrived(io.BytesIO(content), home, most=100) as arrival:
        keep(arrival, home)
    return place_of(arrival.sha256, home)


def test_a_file_that_was_not_kept_goes(tmp_path):
    with arrived(io.BytesIO(b"passing"), tmp_path, most=100) as arrival:
        assert arrival.path.read_bytes() == b"passing"
    assert files(tmp_path) == []


def test_no_more_is_copied_than_is_needed_to_know_that_it_is_too_much(tmp_path):
    with arrived(io.BytesIO(b"0" * 1000), tmp_path, most=100) as arrival:
        assert (arrival.size, arrival.path.stat().st_size) == (101, 101)


def test_keeping_the_same_content_again_is_keeping_it_once(tmp_path):
    assert left_behind(tmp_path) == left_behind(tmp_path)
    assert len(files(tmp_path)) == 1


@pytest.mark.parametrize(("age", "left"), [(ABANDONED + 60, 0), (60, 1)])
def test_a_file_left_behind_goes_once_it_is_old(tmp_path, age, left):
    aged(left_behind(tmp_path), age)
    originals.sweep(tmp_path, known=())
    assert len(files(tmp_path)) == left


def test_opening_an_installation_sweeps_what_no_document_knows(office):
    document = upload(office)
    (kept,) = files(office)
    for path in (kept, left_behind(office)):
        aged(path)
    db.session.rollback()
    opening.open_installation(office)
    assert files(office) == [kept]
    assert document_line(document)
