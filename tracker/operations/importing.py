"""A workbook that came back: looked through first, taken in by a person's leave, undone while nothing was built on it.

An agency's workbook becomes its drafts, as if they were typed; the office's, entered for an agency (代录), reports.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from tracker import clock
from tracker.errors import BadWorkbook, ChangedMeanwhile, Lacking, NotThere, NotYours, UnreadableFile, WrongState
from tracker.operations.actors import Acting, is_office_of, writes_for
from tracker.operations.answering import addressee, content_with, standing
from tracker.operations.importing_foreign import (
    Foreign,
    choose_tasks,
    foreign_of,
    map_columns,
    recognised,
    returned_of,
    written,
)
from tracker.operations.originals import arrived, keep
from tracker.operations.reading_apart import sheets_apart
from tracker.operations.receiving import file_name
from tracker.operations.reports import Sent, Wanted, own_filing, save_one, send
from tracker.operations.reviewing import refuse_unwritten
from tracker.operations.rows import Given, Held, cycle_for, hold, settle, take
from tracker.operations.transactions import one_transaction
from tracker.operations.words import line, storable
from tracker.reporting.content import Content, changes, faults, summary
from tracker.storage.database import db
from tracker.storage.queries.answering import Addressed, Asked, addressed, asked_of, changes_of, import_of
from tracker.storage.queries.reports import drafts_of
from tracker.storage.queries.rows import TaskRow
from tracker.storage.workbooks import WorkbookChange, WorkbookImport
from tracker.vocabulary.reporting import EDITABLE, Action, CycleState
from tracker.workbooks.carried import of_plain
from tracker.workbooks.comparing import Change, Preview, RowPreview, compare
from tracker.workbooks.faults import FaultKind, Scope
from tracker.workbooks.received import LARGEST
from tracker.workbooks.returned import returned
from tracker.workbooks.taking import Taken, taken, unsettled

FOLDER = "workbooks"
ENTERED = "按单位送来的表格录入。"


@dataclass(frozen=True)
class Source:
    """Where the office has an agency's workbook from (来函文号), and of when."""

    text: str
    on: date | None = None


@dataclass(frozen=True)
class Looked:
    """A file beside what stands. ``unfit`` are the sentences by key that keep a row from being sent as a report.

    ``mark`` tells this comparison from a later one that comes out otherwise; ``unsent`` are by key who wrote the draft
    that stands and when.
    """

    one: Addressed
    upload: WorkbookImport
    preview: Preview
    unfit: dict[str, tuple[str, ...]]
    mark: str
    foreign: Foreign | None = None
    tasks: Mapping[str, TaskRow] = field(default_factory=dict)
    unsent: Mapping[str, tuple[str, datetime]] = field(default_factory=dict)

    @property
    def changed(self) -> list[RowPreview]:
        """The rows that may be taken in."""
        rows = self.preview.of(Change.NEW, Change.CHANGED, Change.CLEARED, Change.CONFLICT)
        return [row for row in rows if not (self.upload.source and row.key in self.unfit)]


def place(sheet_id: int, by: Acting) -> Addressed:
    """A sheet for which somebody may send a workbook: its agency, and the office of the cycle; raises NotThere."""
    one = addressed(sheet_id)
    if one is None or one.cycle.state is CycleState.PREPARED or not _may(one, by):
        raise NotThere("本期的报送单")
    return one


def _may(one, by):
    return writes_for(by, one.agency.id) or is_office_of(by, one.cycle.group_id)


def receive(
    sheet_id: int, file: BinaryIO, name: str, *, by: Acting, home: Path, seal: bytes, source: Source | None = None
) -> int:
    """Keep a workbook that can be taken in, to be looked through; returns its number.

    Raises UnreadableFile, BadWorkbook for one of which nothing can be taken in, Lacking where the office does not say
    where it has it from, WrongState, NotThere; nothing is kept then.
    """
    one, name = place(sheet_id, by), file_name(name)
    source = _refuse_unsourced(one, by, source)
    _refuse_locked(one)
    with arrived(file, home, most=LARGEST, folder=FOLDER) as arrival:
        if arrival.size > LARGEST:
            raise UnreadableFile(f"“{name}”超过 {LARGEST >> 20} MB，没有读取；请删去图片和无关的工作表再上传。")
        db.session.rollback()
        sheets, links = sheets_apart(arrival.path, name)
        one = place(sheet_id, by)
        upload = WorkbookImport(
            filing_id=one.filing.id,
            file_name=name,
            sha256=arrival.sha256,
            grids=storable(json.dumps(sheets, ensure_ascii=False)),
            has_links=links,
            source=source and line(source.text),
            source_on=source and source.on,
            who=by.name,
            account_id=by.id,
            at=clock.now(),
        )
        _recognise(one, upload, by, seal)
        db.session.rollback()
        with one_transaction():
            db.session.add(upload)
            db.session.flush()
            keep(arrival, home, FOLDER)
            return upload.id


def _recognise(one, upload, by, seal):
    """Refuse a file of which nothing can be taken in; one that is not ours may be of a layout that is known or mapped."""
    found = _preview(one, upload, _asked(one, upload), seal)
    grave = [fault for fault in found.faults if fault.scope is Scope.FILE]
    if [fault.kind for fault in grave] == [FaultKind.NOT_OURS]:
        sheets = of_plain(json.loads(upload.grids))
        matched = recognised(sheets, may_map=is_office_of(by, one.cycle.group_id))
        upload.matched = matched and written(matched)
    if grave and upload.matched is None:
        raise BadWorkbook(fault.sentence for fault in grave)


def _refuse_unsourced(one, by, source):
    if writes_for(by, one.agency.id):
        return None
    if source is None or not line(source.text):
        raise Lacking("代录", ["来源（来函文号，或由谁送来）"])
    refuse_unwritten(source.on)
    return source


def _refuse_locked(one):
    if one.cycle.state is CycleState.LOCKED:
        raise WrongState(f"{one.cycle.name}已经锁定（{one.cycle.locked_why}），不再接收填报表；没有写入任何内容。")


def looked_through(sheet_id: int, import_id: int, *, by: Acting, seal: bytes) -> Looked:
    """A file that was sent beside what stands now; nothing is written. Raises NotThere."""
    one = place(sheet_id, by)
    return _looked(one, _own_import(one, import_id, by), seal)


def _own_import(one, import_id, by, *, update=False):
    """A file sent for this sheet by this side: what the office enters is not the agency's, nor the other way round."""
    upload = import_of(one.filing.id, import_id, update=update)
    if upload is None or (upload.source is None) != writes_for(by, one.agency.id):
        raise NotThere("这份表格")
    return upload


def _asked(one, upload) -> list[Asked]:
    """What stands for the side that sent the file: drafts are the agency's alone."""
    return asked_of(one.filing, drafts=upload.source is None)


def _looked(one, upload, seal):
    asked = _asked(one, upload)
    preview = _preview(one, upload, asked, seal)
    foreign = foreign_of(upload, asked, one.agency) if upload.matched else None
    return Looked(
        one,
        upload,
        preview,
        _unfit(preview, asked),
        _mark(preview),
        foreign,
        {str(each.row.id): each.task for each in asked},
        {str(each.row.id): each.unsent for each in asked if each.unsent},
    )


def _preview(one, upload, asked, seal) -> Preview:
    if upload.matched is None:
        file = returned(of_plain(json.loads(upload.grids)), seal=seal, has_links=upload.has_links)
    else:
        file = returned_of(upload, asked, one.agency)
    if upload.source and file.meta and file.meta.is_whole:
        file.meta = replace(file.meta, rows={})  # it left with a draft, perhaps, of which the office knows nothing
    closed = f"已于{one.cycle.locked_at:%Y年%m月%d日}锁定" if one.cycle.state is CycleState.LOCKED else None
    return compare(file, standing(asked), addressee=addressee(one), closed=closed)


def _unfit(preview, asked: Collection[Asked]) -> dict[str, tuple[str, ...]]:
    contents = {str(each.row.id): each.content for each in asked}
    every = [row.key for row in preview.rows if row.standing]
    mine = {(row.key, cell.name) for row in preview.rows for cell in row.cells}
    wanted = {
        each.key: content_with(contents[each.key], each.answers) for each in taken(preview, keys=every, mine=mine)
    }
    found = {key: tuple(fault.sentence for fault in faults(content, clock.today())) for key, content in wanted.items()}
    return {key: sentences for key, sentences in found.items() if sentences}


def _mark(preview):
    cells = [(row.key, cell.name, cell.change, cell.mine, cell.theirs) for row in preview.rows for cell in row.cells]
    return hashlib.sha256(repr(cells).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def say_which(
    sheet_id: int,
    import_id: int,
    *,
    by: Acting,
    columns: Mapping[str, int] | None = None,
    rows: Mapping[int, str] | None = None,
) -> None:
    """Say which column of a workbook of others is which, as the office alone does, or which task a doubtful row is about.

    Raises WrongState, NotYours, NotThere.
    """
    one = place(sheet_id, by)
    db.session.rollback()
    with one_transaction():
        one = place(sheet_id, by)
        upload = _own_import(one, import_id, by, update=True)
        if upload.matched is None or upload.taken_at is not None:
            raise WrongState("这份表格已经导入，或者不用对应，没有改动任何内容；请刷新页面。")
        if columns is not None:
            if not is_office_of(by, one.cycle.group_id):
                raise NotYours("对应自备表格的列")
            map_columns(upload, columns, by=by)
        if rows:
            choose_tasks(upload, rows, _asked(one, upload))


@dataclass(frozen=True)
class Choice:
    """What a person chose of a preview: the rows by key (None: all), the file's side of conflicts, and the mark shown.

    ``settled`` are the conflicts, (key, name), of which one side was chosen; ``mine`` those where it is the file's.
    """

    keys: frozenset[str] | None = None
    settled: frozenset[tuple[str, str]] = frozenset()
    mine: frozenset[tuple[str, str]] = frozenset()
    mark: str | None = None


def take_in(sheet_id: int, import_id: int, chosen: Choice, *, by: Acting, seal: bytes) -> int:
    """Write what was chosen of a file, all of it or nothing; returns how many reports changed.

    Raises WrongState for a file taken in already, a conflict nobody chose between, or a report that may not be changed;
    ChangedMeanwhile when the comparison comes out otherwise than it was shown; Unfit, NotThere.
    """
    one = place(sheet_id, by)
    db.session.rollback()
    if writes_for(by, one.agency.id):
        with one_transaction():
            own_filing(cycle_for(one.cycle.id), by)
            return _save(*_settled(sheet_id, import_id, chosen, by, seal), by)
    return _enter(one, import_id, chosen, by, seal)


def _settled(sheet_id, import_id, chosen, by, seal) -> tuple[Looked, list[Taken], dict[str, Held], dict[str, Asked]]:
    """The locked rows that change, with what they are to say."""
    one = place(sheet_id, by)
    upload = _own_import(one, import_id, by, update=True)
    if upload.taken_at is not None:
        raise WrongState("这份表格已经导入过，没有再写入；如又改过，请重新上传。")
    _refuse_locked(one)
    first = _looked(one, upload, seal)
    ids = [int(row.key) for row in first.changed if chosen.keys is None or row.key in chosen.keys]
    held = {str(each.row.id): each for each in hold(ids, one.cycle)} if ids else {}
    found = _looked(one, upload, seal)
    if chosen.mark is not None and chosen.mark != found.mark:
        raise ChangedMeanwhile("别人")
    _refuse_unsettled(found, held, chosen)
    wanted = list(taken(found.preview, keys=held.keys(), mine=chosen.mine))
    if not wanted:
        raise WrongState("没有选中要导入的内容，没有写入；请勾选要导入的行。")
    asked = {str(each.row.id): each for each in _asked(one, upload)}
    return found, wanted, held, asked


def _refuse_unsettled(found, held, chosen):
    for row in found.changed:
        settled = {name for key, name in chosen.settled if key == row.key}
        if row.key in held and (names := unsettled(row, settled)):
            captions = "、".join(cell.caption for cell in row.cells if cell.name in names)
            raise WrongState(f"第 {row.number} 行的“{captions}”两边都改过，请先选用哪一份；没有写入任何内容。")


def _save(found: Looked, wanted, held, asked, by) -> int:
    """As drafts, by the same way as what is typed."""
    drafts = drafts_of([each.row.id for each in held.values()])
    for each in wanted:
        one, before = held[each.key], asked[each.key].content
        content = content_with(before, each.answers)
        told = Wanted(content, summary(changes(before, content)))
        version = save_one(one, told, drafts.get(one.row.id), by)
        _note(found, each.key, before, content, version)
    _close(found.upload, by)
    return len(wanted)


def _enter(one, import_id, chosen, by, seal) -> int:
    """As reports, by the same way as one entered on the web."""
    count = 0

    def entered(cycle):
        nonlocal count
        found, wanted, held, asked = _settled(one.filing.id, import_id, chosen, by, seal)
        _close(found.upload, by)
        count = len(wanted)
        return [_sent(found, each, held[each.key], asked[each.key].content) for each in wanted]

    send(one.cycle.id, by, f"workbook-{import_id}", entered, one.agency.id)
    return count


def _sent(found, each: Taken, held: Held, before: Content) -> Sent:
    content = content_with(before, each.answers)
    told = summary(changes(before, content)) or ENTERED
    _note(found, each.key, before, content, held.row.version_number + 1)
    return Sent(
        held, Action.ENTER, content, Given(source=found.upload.source, summary=told), source_on=found.upload.source_on
    )


def _note(found, key, before, after, version):
    (number,) = [row.number for row in found.preview.rows if row.key == key]
    change = WorkbookChange(import_id=found.upload.id, expected_id=int(key), number=number, version=version)
    change.before, change.after = storable(before.as_json()), storable(after.as_json())
    db.session.add(change)


def _close(upload, by):
    upload.taken_at, upload.taken_by = clock.now(), by.name


def undo(sheet_id: int, import_id: int, *, by: Acting) -> int:
    """Take an import back, all of it; returns how many reports.

    Raises WrongState where one of them was changed or went its way since: then nothing is taken back.
    """
    one = place(sheet_id, by)
    db.session.rollback()
    with one_transaction():
        cycle_for(one.cycle.id)
        one = place(sheet_id, by)
        upload = _own_import(one, import_id, by, update=True)
        if upload.taken_at is None or upload.undone_at is not None:
            raise WrongState("这份表格没有导入，或者已经撤销过，没有改动任何内容。")
        changed = {each.expected_id: each for each in changes_of(upload.id)}
        held = hold(changed, one.cycle)
        (_take_back if upload.source else _put_back)(held, changed, by)
        upload.undone_at, upload.undone_by = clock.now(), by.name
        return len(held)


def _put_back(held, changed, by):
    """Let drafts say what they said before; one that was not there before is empty."""
    drafts = drafts_of(changed)
    later = [
        each for each in held if each.row.state not in EDITABLE or _is_later(drafts.get(each.row.id), changed, each)
    ]
    _refuse_built_on(later)
    for each in held:
        save_one(each, Wanted(Content.of_json(changed[each.row.id].before), ""), drafts[each.row.id], by)


def _is_later(draft, changed, each):
    return draft is None or draft.version != changed[each.row.id].version


def _take_back(held, changed, by):
    """Withdraw reports the office entered and nobody reviewed."""
    _refuse_built_on([each for each in held if each.row.version_number != changed[each.row.id].version])
    for each in held:
        take(each, Action.WITHDRAW, by, clock.now())
    settle(held)


def _refuse_built_on(later):
    if later:
        raise WrongState(f"有 {len(later)} 行导入之后又改过或者已经报送、审核，不能撤销导入；请到这些行里逐行修改。")
