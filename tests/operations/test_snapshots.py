"""Freezing a locked cycle, on both databases: what is in it, that it never changes, and that it says so when it did."""

from io import BytesIO

import openpyxl
import pytest
from docx import Document

from tests.cycles import COMMERCE, CUSTOMS, MARKET, OFFICE, OTHER_OFFICE, sent
from tracker.errors import NotYours, WrongState
from tracker.operations import cycles, reviewing, snapshots, yearbooks
from tracker.reporting.content import Content
from tracker.reporting.rates import rates_of
from tracker.storage.cycles import Cycle
from tracker.storage.database import db
from tracker.storage.queries.cycles import tallies
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.snapshots import snapshot_of, snapshots_of
from tracker.storage.snapshots import Snapshot
from tracker.vocabulary.reporting import Duty, Progress, SnapshotPart


@pytest.fixture
def home(office):
    return office


@pytest.fixture
def closed(year, time):
    """An open year with an accepted report and one that waits, locked on 12 December."""
    time.set(12, 1)
    accepted = sent(year, COMMERCE, 1)
    sent(year, MARKET, 2, content=Content(Progress.DONE, 100, "还没有审核的内容。"))
    reviewing.accept([accepted], by=OFFICE)
    time.set(12, 12)
    cycles.lock_cycle(year.id, why="年度结束", lifted_by="办公室主任", by=OFFICE)
    return year


def taken(year, home, number=1):
    assert snapshots.take_snapshot(year.id, home=home, by=OFFICE) == number
    return snapshot_of(year.id, number)


def file_of(snapshot, part):
    return next(file for file in snapshot.files if file.part is part)


def bytes_of(snapshot, part, home):
    return BytesIO(snapshots.path_of(file_of(snapshot, part), home=home).read_bytes())


def test_ledger_material_and_figures_are_frozen_with_accepted_words_only(closed, home):
    snapshot = taken(closed, home)
    ledger = openpyxl.load_workbook(bytes_of(snapshot, SnapshotPart.LEDGER, home))
    words = [paragraph.text for paragraph in Document(bytes_of(snapshot, SnapshotPart.COMPENDIUM, home)).paragraphs]
    assert ledger.sheetnames == ["总台账", "汇总表", "未报清单", "图表"]
    assert "市商务局：引进企业6家，名单见附件。" in words
    said = [str(cell) for row in ledger["总台账"].iter_rows(values_only=True) for cell in row] + words
    assert not [cell for cell in said if "还没有审核的内容" in cell]


def test_rates_are_the_same_on_the_page_in_the_data_and_in_words(closed, home):
    snapshot, on_the_page = taken(closed, home), tallies(closed.id)
    assert snapshots.frozen_of(snapshot, home=home).counts == on_the_page
    rates, counts = rates_of(on_the_page[Duty.REPORT]), on_the_page[Duty.REPORT]
    words = "".join(
        paragraph.text for paragraph in Document(bytes_of(snapshot, SnapshotPart.COMPENDIUM, home)).paragraphs
    )
    assert f"应报报告{counts.owed}份，已报2份（报送率{rates.submitted.text.replace(' ', '')}）" in words
    assert "5家单位（其中应报报告5家）" in words


def test_a_task_whose_consolidator_alone_has_not_reported_is_not_said_to_be_unreported(year, time):
    reviewing.accept([sent(year, CUSTOMS, 2, content=Content(Progress.DONE, 100, "认证10家。"))], by=OFFICE)
    found = yearbooks.material(db.session.get(Cycle, year.id), TaskFilter(), by=OFFICE)
    (document,) = snapshots.compendium(found, tallies(year.id)).documents
    said = {task.standing.partition("，")[0]: [each.agency for each in task.words] for task in document.tasks}
    assert said == {"没有报告进展": [], "汇总单位还没有报告": ["广州海关"]}


def test_a_snapshot_stays_as_it_was_when_the_year_goes_on(closed, home):
    before = taken(closed, home)
    frozen, hashes = snapshots.frozen_of(before, home=home), {file.part: file.sha256 for file in before.files}
    cycles.unlock_cycle(closed.id, reason="补报", by=OFFICE)
    sent(closed, CUSTOMS, 2)
    cycles.lock_cycle(closed.id, why="补报结束", lifted_by="办公室主任", by=OFFICE)
    taken(closed, home, number=2)
    first, second = sorted(snapshots_of(closed.id), key=lambda each: each.number)
    assert {file.part: file.sha256 for file in first.files} == hashes
    assert snapshots.frozen_of(first, home=home) == frozen
    assert snapshots.frozen_of(second, home=home).counts != frozen.counts


@pytest.mark.parametrize("touch", [lambda path: path.write_bytes(path.read_bytes() + b" "), lambda path: path.unlink()])
def test_a_file_that_was_touched_is_not_given_out(closed, home, touch):
    snapshot = taken(closed, home)
    file = file_of(snapshot, SnapshotPart.LEDGER)
    path = snapshots.path_of(file, home=home)
    assert snapshots.is_untouched(file, home=home)
    touch(path)
    assert not snapshots.is_untouched(file, home=home)
    with pytest.raises(WrongState, match="总台账.*已被改动或丢失"):
        snapshots.path_of(file, home=home)
    assert snapshots.is_untouched(file_of(snapshot, SnapshotPart.FIGURES), home=home)


def test_an_open_cycle_or_anothers_is_not_frozen(year, home):
    with pytest.raises(WrongState, match="还没有锁定"):
        snapshots.take_snapshot(year.id, home=home, by=OFFICE)
    with pytest.raises(NotYours):
        snapshots.take_snapshot(year.id, home=home, by=OTHER_OFFICE)
    assert snapshots_of(year.id) == ()


def test_a_failure_half_way_leaves_no_snapshot_and_its_files_are_swept(closed, home, monkeypatch):
    def fails(*_, **__):
        raise OSError("disk full")

    monkeypatch.setattr(snapshots, "write_document", fails)
    with pytest.raises(OSError, match="disk full"):
        snapshots.take_snapshot(closed.id, home=home, by=OFFICE)
    assert snapshots_of(closed.id) == ()
    lying = [path for path in (home / snapshots.FOLDER).glob("*/*") if path.is_file()]
    assert lying
    monkeypatch.setattr("tracker.operations.originals.ABANDONED", -1)
    assert snapshots.sweep_snapshots(home) == len(lying)


def test_files_of_a_snapshot_are_not_swept(closed, home, monkeypatch):
    snapshot = taken(closed, home)
    monkeypatch.setattr("tracker.operations.originals.ABANDONED", -1)
    assert snapshots.sweep_snapshots(home) == 0
    assert all(snapshots.is_untouched(file, home=home) for file in snapshot.files)
    assert db.session.query(Snapshot).count() == 1
