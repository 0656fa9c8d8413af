"""佐证: putting files beside a report, taking them out again, and where they lie: under our own names, by their hash."""

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import or_, select

from tracker import clock
from tracker.errors import NotThere, UnfitFile, WrongState
from tracker.operations.actors import Acting, is_office_of, writes_for
from tracker.operations.originals import arrived, keep, place_of, sweep
from tracker.operations.reports import own_filing
from tracker.operations.rows import cycle_for, hold
from tracker.operations.transactions import one_transaction
from tracker.reporting.evidence import HEAD, LARGEST, OFFICE, judged
from tracker.reporting.shown import Sending, versions_shown
from tracker.storage.cycles import Cycle, CycleTask, ExpectedReport
from tracker.storage.database import db
from tracker.storage.reports import Attachment, Filing, Receipt, ReportStep, ReportVersion, VersionAttachment
from tracker.vocabulary.reporting import EDITABLE, CycleState

FOLDER = "evidence"
DIRECTORY_ENTRY, MOST_PARTS = b"PK\x01\x02", 3000
"""What an entry of an archive's directory begins with, and how many an office document may have."""
MOST = 30
"""Files one row, or one sheet, may have."""


@dataclass(frozen=True)
class Kept:
    """A file that was kept, and how to give it back: always to be saved, never to be shown in the browser."""

    id: int
    name: str
    size: int
    sha256: str


def attach(cycle_id: int, row_id: int | None, file: BinaryIO, name: str, *, home: Path, by: Acting) -> Kept:
    """Put a file beside a row, or beside the whole sheet (盖章扫描件) where ``row_id`` is None.

    The same file again is the one that is there. Raises UnfitFile for what may not stand there, WrongState, NotThere.
    """
    with arrived(file, home, most=LARGEST, folder=FOLDER) as arrival:
        found = judged(name, *_looked_into(arrival))
        if found.fault:
            raise UnfitFile(found.fault)
        with one_transaction():
            filing, there = _place(cycle_id, row_id, by)
            same = next((each for each in there if each.sha256 == arrival.sha256), None)
            if same is None:
                same = _added(filing, row_id, found, arrival, by, len(there))
                keep(arrival, home, FOLDER)
            return Kept(same.id, same.name, same.size, same.sha256)


@contextmanager
def letter_scanned(file: BinaryIO, name: str, *, home: Path, by: Acting) -> Iterator[Callable[[Filing, int], int]]:
    """来函扫描件: what lays the office's scan of a letter beside the row entered from it, within that transaction.

    Raises UnfitFile before anything is written.
    """
    with arrived(file, home, most=LARGEST, folder=FOLDER) as arrival:
        found = judged(name, *_looked_into(arrival))
        if found.fault:
            raise UnfitFile(found.fault)

        def lay(filing: Filing, row_id: int) -> int:
            attachment = _added(filing, row_id, found, arrival, by, 0)
            keep(arrival, home, FOLDER)
            return attachment.id

        yield lay


def _looked_into(arrival):
    """A file's first bytes, its size, and the names of its parts where it is an archive of a bounded number of them."""
    with arrival.path.open("rb") as taken:
        head = taken.read(HEAD)
    if arrival.size > LARGEST or not head.startswith(OFFICE):
        return head, arrival.size, None
    parts = ()
    if arrival.path.read_bytes().count(DIRECTORY_ENTRY) <= MOST_PARTS:
        with suppress(zipfile.BadZipFile, ValueError, EOFError), zipfile.ZipFile(arrival.path) as archive:
            parts = archive.namelist()
    return head, arrival.size, parts


def _place(cycle_id, row_id, by):
    """The sheet, and the files that stand at the place already; nobody else changes them meanwhile."""
    cycle = cycle_for(cycle_id)
    filing = own_filing(cycle, by)
    if cycle.state is CycleState.LOCKED:
        raise WrongState("本期已经锁定，不能再添加或移除佐证材料；如确需更改，请联系领导小组办公室解除锁定。")
    if row_id is not None:
        (held,) = hold([row_id], cycle)
        if not writes_for(by, held.row.agency_id):
            raise NotThere
        if held.row.state not in EDITABLE:
            raise WrongState(f"这一行现在是“{held.row.state.label}”，不能改佐证材料；请先撤回。")
    statement = select(Attachment).where(Attachment.filing_id == filing.id, Attachment.removed_at.is_(None))
    return filing, db.session.scalars(statement.where(Attachment.expected_id.is_not_distinct_from(row_id))).all()


def _added(filing, row_id, found, arrival, by, count):
    if count >= MOST:
        raise UnfitFile(f"最多放 {MOST} 个文件，没有上传“{found.name}”；请先移除不需要的。")
    facts = {"name": found.name, "kind": found.kind, "size": arrival.size, "sha256": arrival.sha256}
    who = {"who": by.name, "account_id": by.id, "at": clock.now()}
    attachment = Attachment(filing_id=filing.id, expected_id=row_id, **facts, **who)
    db.session.add(attachment)
    db.session.flush()
    return attachment


def take_out(cycle_id: int, attachment_id: int, *, by: Acting) -> None:
    """Take a file out of what is being written; what was sent with it keeps it, else it is nowhere any more. Taken out
    already: nothing."""
    with one_transaction():
        row_id = db.session.execute(select(Attachment.expected_id).where(Attachment.id == attachment_id)).first()
        if row_id is None:
            raise NotThere("这个文件")
        _, there = _place(cycle_id, row_id[0], by)
        attachment = next((each for each in there if each.id == attachment_id), None)
        if attachment is not None:
            attachment.removed_at, attachment.removed_by = clock.now(), by.name


def file_of(attachment_id: int, *, home: Path, by: Acting) -> tuple[Attachment, Path]:
    """A file and where it lies, for those who may read the report it stands beside; raises NotThere for all others."""
    attachment = db.session.scalar(select(Attachment).where(Attachment.id == attachment_id, _is_kept()))
    if attachment is None or not _may_read(attachment, by):
        raise NotThere("这个文件")
    path = place_of(attachment.sha256, home, FOLDER)
    if not path.is_file():
        raise NotThere("这个文件（它已经不在磁盘上，请联系管理员）")
    return attachment, path


def _may_read(attachment, by):
    if attachment.expected_id is None:
        filing = db.session.get(Filing, attachment.filing_id)
        return filing is not None and (writes_for(by, filing.agency_id) or _is_of(filing.cycle_id, by))
    row = db.session.get(ExpectedReport, attachment.expected_id)
    if row is None:
        return False
    if writes_for(by, row.agency_id):
        return True
    task = db.session.get(CycleTask, (row.cycle_id, row.task_id))
    collects = task is not None and task.consolidator_id is not None and writes_for(by, task.consolidator_id)
    return (collects or _is_of(row.cycle_id, by)) and _was_shown(attachment)


def _is_of(cycle_id, by):
    cycle = db.session.get(Cycle, cycle_id)
    return cycle is not None and is_office_of(by, cycle.group_id)


def _was_shown(attachment):
    """Whether a version that came with it was sent, and not taken back before it was reviewed."""
    steps = select(ReportStep.action, ReportStep.version_number).where(ReportStep.expected_id == attachment.expected_id)
    shown = versions_shown(Sending(*step) for step in db.session.execute(steps.order_by(ReportStep.number)))
    tied = select(ReportVersion.id).join(VersionAttachment, VersionAttachment.version_id == ReportVersion.id)
    tied = tied.where(VersionAttachment.attachment_id == attachment.id, ReportVersion.number.in_(shown))
    return db.session.scalar(tied.limit(1)) is not None


def sweep_files(home: Path) -> int:
    """Remove the files no report knows, or knows no more (case 12); returns how many."""
    return sweep(home, set(db.session.scalars(select(Attachment.sha256).where(_is_kept()))), FOLDER)


def _is_kept():
    """That a file still stands where it was put, or was sent while it did: with a version, or beside a sheet."""
    sent = select(VersionAttachment.version_id).where(VersionAttachment.attachment_id == Attachment.id)
    received = Receipt.received_at.between(Attachment.at, Attachment.removed_at)
    beside = select(Receipt.id).where(Receipt.filing_id == Attachment.filing_id, received, Attachment.expected_id.is_(None))
    return or_(Attachment.removed_at.is_(None), sent.exists(), beside.exists())
