"""Files beside reports: kept across returns, given to those who may read the report, gone for nobody else."""

import io
import os
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.cycles import (
    COMMERCE,
    CUSTOMS,
    MARKET,
    OFFICE,
    OTHER_OFFICE,
    REPORT,
    SUPERIOR,
    drafted,
    reporter,
    sent,
)
from tracker.errors import NotThere, UnfitFile, WrongState
from tracker.operations import evidence, opening, reports, reviewing
from tracker.storage.database import db
from tracker.storage.reports import Attachment, VersionAttachment

PDF = b"%PDF-1.7\n one"


@pytest.fixture
def home(office):
    return office


def attached(year, home, row_id, content=PDF, name="名单.pdf", by=None):
    return evidence.attach(year.id, row_id, io.BytesIO(content), name, home=home, by=by or reporter(MARKET))


def read_by(attachment, home, by):
    db.session.rollback()
    return evidence.file_of(attachment.id, home=home, by=by)[1].read_bytes()


def test_a_file_stays_with_every_version_it_was_sent_with(year, home):
    row_id = year.rows[MARKET, 2]
    first = attached(year, home, row_id)
    assert attached(year, home, row_id, name="又一次.pdf") == first
    sent(year, MARKET, 2)
    reviewing.give_back([row_id], reason="换名单", by=OFFICE)
    evidence.take_out(year.id, first.id, by=reporter(MARKET))
    evidence.take_out(year.id, first.id, by=reporter(MARKET))
    second = attached(year, home, row_id, PDF + b" two")
    drafted(year, row_id, reporter(MARKET), REPORT, summary="换了名单")
    reports.submit(year.id, [row_id], by=reporter(MARKET), key="again")
    db.session.rollback()
    tied = select(VersionAttachment.attachment_id).order_by(VersionAttachment.version_id)
    assert list(db.session.scalars(tied)) == [first.id, second.id]
    assert read_by(first, home, OFFICE) == PDF


def test_a_file_is_read_by_its_agency_and_once_it_was_sent_by_the_office_and_the_consolidator(year, home):
    part = year.rows[MARKET, 1]
    file = attached(year, home, part)
    assert read_by(file, home, reporter(MARKET)) == PDF
    for stranger in (OFFICE, reporter(COMMERCE), reporter(CUSTOMS), SUPERIOR, OTHER_OFFICE):
        with pytest.raises(NotThere):
            read_by(file, home, stranger)
    sent(year, MARKET, 1)
    assert read_by(file, home, OFFICE) == read_by(file, home, reporter(COMMERCE)) == PDF
    for stranger in (reporter(CUSTOMS), SUPERIOR, OTHER_OFFICE):
        with pytest.raises(NotThere):
            read_by(file, home, stranger)


def test_a_file_taken_out_before_it_was_sent_is_nobody_s_and_swept(year, home, time):
    """Of a row, and of a sheet; what stands elsewhere with the same content stays, and so does a scan that was sent."""
    row_id = year.rows[MARKET, 2]
    dropped, scan = attached(year, home, row_id), attached(year, home, None, PDF + b" scan")
    same = attached(year, home, None, PDF + b" both")
    beside = attached(year, home, row_id, PDF + b" both")
    for each in (dropped, scan, same):
        evidence.take_out(year.id, each.id, by=reporter(MARKET))
    time.set(10, 13)
    stamped = attached(year, home, None, PDF + b" stamped")
    sent(year, MARKET, 2)
    time.set(10, 14)
    evidence.take_out(year.id, stamped.id, by=reporter(MARKET))
    for reader in (reporter(MARKET), OFFICE):
        for gone in (dropped, scan, same):
            with pytest.raises(NotThere, match="这个文件"):
                read_by(gone, home, reader)
        assert (read_by(beside, home, reader), read_by(stamped, home, reader)) == (PDF + b" both", PDF + b" stamped")
    for path in Path(home, evidence.FOLDER).glob("*/*"):
        os.utime(path, (0, 0))
    assert evidence.sweep_files(home) == 2
    assert read_by(beside, home, OFFICE) == PDF + b" both"
    assert attached(year, home, None, PDF + b" scan").sha256 == scan.sha256


def test_what_may_not_stand_there_leaves_nothing_behind(year, home):
    row_id = year.rows[MARKET, 2]
    for content, name in ((b"<html>", "名单.pdf"), (b"", "空.pdf"), (PDF, "x.html")):
        with pytest.raises(UnfitFile):
            attached(year, home, row_id, content, name)
    with pytest.raises(NotThere):
        attached(year, home, row_id, by=reporter(CUSTOMS))
    assert [path for path in Path(home, evidence.FOLDER).rglob("*") if path.is_file()] == []
    db.session.rollback()
    assert list(db.session.scalars(select(Attachment.id))) == []


def test_what_was_sent_keeps_its_files(year, home):
    row_id = year.rows[MARKET, 2]
    file = attached(year, home, row_id)
    sent(year, MARKET, 2)
    with pytest.raises(WrongState, match="先撤回"):
        evidence.take_out(year.id, file.id, by=reporter(MARKET))
    with pytest.raises(WrongState, match="先撤回"):
        attached(year, home, row_id, PDF + b"x")


def test_a_scan_stands_beside_the_whole_sheet(year, home):
    scan = attached(year, home, None, name="盖章扫描件.pdf")
    assert read_by(scan, home, OFFICE) == PDF
    with pytest.raises(NotThere):
        read_by(scan, home, reporter(CUSTOMS))


def test_a_file_that_is_gone_from_the_disk_is_said_to_be(year, home):
    """Case 12."""
    file = attached(year, home, year.rows[MARKET, 2])
    next(path for path in Path(home, evidence.FOLDER).rglob(file.sha256)).unlink()
    with pytest.raises(NotThere, match="不在磁盘上"):
        read_by(file, home, reporter(MARKET))
    assert evidence.sweep_files(home) == 0


def test_opening_an_installation_sweeps_the_files_no_report_knows_where_files_lie(year, home, tmp_path_factory):
    """Case 12."""
    files = tmp_path_factory.mktemp("shared")
    kept = attached(year, files, year.rows[MARKET, 2])
    lost = evidence.place_of("f" * 64, files, evidence.FOLDER)
    lost.parent.mkdir(parents=True)
    lost.write_bytes(PDF)
    for path in (lost, evidence.place_of(kept.sha256, files, evidence.FOLDER)):
        os.utime(path, (0, 0))
    opening.open_installation(home, files)
    assert not lost.exists()
    assert read_by(kept, files, reporter(MARKET)) == PDF
