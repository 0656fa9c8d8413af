"""A returned template against what stands: row by row and cell by cell what would change, and what may not.

Three texts decide over a cell: what it said when the template left (its digest), what it says in the file, what stands
now. Only what somebody changed in the file counts; where it was changed elsewhere meanwhile a person chooses.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tracker.workbooks.answers import ANSWERS, LOCKED, TemplateRow, canonical, is_cut, locked_texts
from tracker.workbooks.faults import Fault, FaultKind, Scope, file_fault, notice, row_fault
from tracker.workbooks.meta import FORM, Addressee, Left, digest
from tracker.workbooks.parsing import quoted, squeezed
from tracker.workbooks.returned import TASK, Returned, ReturnedRow, duplicate_faults

NOTHING = "没有写入任何内容。"


class Change(StrEnum):
    """What would happen to a cell; to a row: the gravest of its cells, or ``refused`` for its faults."""

    UNCHANGED = "unchanged"
    NEW = "new"
    CHANGED = "changed"
    CLEARED = "cleared"
    CONFLICT = "conflict"
    REFUSED = "refused"


GRAVITY = (Change.UNCHANGED, Change.NEW, Change.CLEARED, Change.CHANGED, Change.CONFLICT, Change.REFUSED)


@dataclass(frozen=True, slots=True)
class CellChange:
    """An answer the file changes: ``mine`` in the file, ``theirs`` as it stands."""

    name: str
    caption: str
    address: str
    change: Change
    mine: str | float | None
    theirs: str | float | None


@dataclass(frozen=True, slots=True)
class RowPreview:
    """A row of the file beside what stands. ``stale``: the report was changed since the template left."""

    number: int
    key: str
    standing: TemplateRow | None
    cells: tuple[CellChange, ...] = ()
    faults: tuple[Fault, ...] = ()
    stale: bool = False

    @property
    def change(self) -> Change:
        if any(fault.scope is Scope.ROW for fault in self.faults):
            return Change.REFUSED
        return max((cell.change for cell in self.cells), key=GRAVITY.index, default=Change.UNCHANGED)


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking the file in would do. ``faults`` concern the file; those of a row stand with it."""

    rows: tuple[RowPreview, ...] = ()
    faults: tuple[Fault, ...] = ()
    absent: tuple[str, ...] = field(default=())

    @property
    def is_refused(self) -> bool:
        return any(fault.scope is Scope.FILE for fault in self.faults)

    def of(self, *changes: Change) -> list[RowPreview]:
        return [row for row in self.rows if row.change in changes]

    @property
    def all_faults(self) -> list[Fault]:
        return [*self.faults, *(fault for row in self.rows for fault in row.faults)]


def compare(
    file: Returned,
    standing: Mapping[str, TemplateRow],
    *,
    addressee: Addressee,
    closed: str | None = None,
) -> Preview:
    """What the file would change of ``standing``, which are the reports of one agency in one cycle and no others.

    ``closed`` is None, or why the cycle takes nothing any more: 已于2026年12月20日锁定.
    """
    faults = [*file.faults, *_faults(file, standing, addressee, closed)]
    if any(fault.scope is Scope.FILE for fault in faults):
        return Preview(faults=tuple(faults))
    twice = duplicate_faults(file.rows, file.key)
    rows = tuple(_row(row, file, standing.get(row.key), twice.get(row.key), addressee) for row in file.rows)
    present = {row.key for row in rows}
    absent = tuple(key for key in standing if key not in present)
    if absent:
        sentence = f"文件里少了 {len(absent)} 项任务（行删去过，或者是后来增加的）；系统里这些任务的内容不变。"
        faults.append(notice(FaultKind.MISSING_ROWS, sentence))
    return Preview(rows, tuple(faults), absent)


def _faults(file, standing, addressee, closed):
    """What keeps the whole file out, or must be said of it."""
    if file.meta is None and not file.rows:
        return
    if closed:
        yield file_fault(FaultKind.LOCKED_CYCLE, f"{addressee.cycle_name}{closed}，不再接收填报表；{NOTHING}")
    if file.meta is None:
        if not any(row.key in standing for row in file.rows):
            sentence = f"文件里没有一行是{addressee.agency_name}{addressee.cycle_name}的任务；请核对是不是拿错了文件。{NOTHING}"
            yield file_fault(FaultKind.NOTHING_OURS, sentence)
        else:
            sentence = "文件里没有导出时的记录（另存为 CSV，或者复制到了新的工作簿），看不出哪些内容在系统里后来改过，请逐格核对。"
            yield notice(FaultKind.NO_META, sentence)
        return
    yield from _wrong_addressee(file.meta, addressee)


def _wrong_addressee(found, ours):
    theirs = found.addressee
    if not found.is_whole:
        sentence = f"文件里隐藏的记录被改动过，不能采用；请重新下载填报表，把内容填进去再上传。{NOTHING}"
        yield file_fault(FaultKind.ALTERED, sentence)
        return
    if theirs.form != FORM:
        sentence = f"这是另一版本系统的填报表（格式 {theirs.form}）；请重新下载后再填。{NOTHING}"
        yield file_fault(FaultKind.OTHER_FORM, sentence)
    if theirs.agency != ours.agency:
        sentence = f"这是{theirs.agency_name}的填报表，不是{ours.agency_name}的；请核对是不是拿错了文件。{NOTHING}"
        yield file_fault(FaultKind.WRONG_AGENCY, sentence)
    if theirs.cycle != ours.cycle:
        sentence = f"这是{theirs.cycle_name}的填报表，不是{ours.cycle_name}的；请下载本期的填报表。{NOTHING}"
        yield file_fault(FaultKind.WRONG_CYCLE, sentence)


def _row(row, file, now, twice, addressee):
    if now is None:
        sentence = f"任务编号{quoted(row.key)}不是{addressee.agency_name}{addressee.cycle_name}的任务，没有采用。"
        return RowPreview(row.number, row.key, None, (), (row_fault(FaultKind.UNKNOWN_KEY, sentence, _key(file, row)),))
    gone = file.meta.rows.get(row.key) if file.meta else None
    cells = tuple(_cells(row, file, now, gone))
    faults = [*row.faults, *([twice] if twice else []), *_locked_columns(row, file, now, gone)]
    faults.extend(_locked_answers(row, file, now, cells))
    stale = gone is not None and gone.version != now.version
    return RowPreview(row.number, row.key, now, cells, tuple(faults), stale)


def _cells(row: ReturnedRow, file, now, gone: Left | None):
    """The answers the file changes."""
    for place, column in enumerate(ANSWERS):
        if column.name not in row.answers:
            continue
        mine, theirs = row.answers[column.name], getattr(now.answers, column.name)
        here, there = canonical(mine), canonical(theirs)
        if here == there or (gone and digest(here) == gone.answers[place]):
            continue
        change = _change(here, there, gone.answers[place] if gone else None)
        yield CellChange(column.name, column.caption, f"{file.columns[column.name]}{row.number}", change, mine, theirs)


def _change(here, there, left):
    """What a changed cell does to what stands; without a record of what left nobody knows which is newer."""
    if not there and (left is None or left == digest("")):
        return Change.NEW
    if left != digest(there):
        return Change.CONFLICT
    return Change.CHANGED if here else Change.CLEARED


def _locked_columns(row: ReturnedRow, file, now, gone):
    """A row whose task is another one may be answers pasted into the wrong place; other changes are left aside."""
    asked = locked_texts(now)
    if row.locked == asked or (gone and None not in row.locked and digest("\n".join(row.locked)) == gone.locked):
        return
    for place, (mine, ours) in enumerate(zip(row.locked, asked, strict=True), start=1):
        if mine is None or squeezed(mine) == squeezed(ours):
            continue
        address = f"{file.locked[place]}{row.number}"
        if place == TASK:
            sentence = "这一行的工作任务与任务编号不符（可能粘贴错了行），没有采用；请对照后重新填写。"
            yield row_fault(FaultKind.OTHER_TASK, sentence, address)
        else:
            sentence = f"“{LOCKED[place].caption}”是锁定的栏目，改动没有采用。"
            yield notice(FaultKind.LOCKED_CELL, sentence, address)


def _locked_answers(row, file, now, cells):
    """Answers that may not be changed: of a report that is closed, or too long for a cell to show whole."""
    if not cells:
        return
    if now.locked:
        yield row_fault(FaultKind.LOCKED_ROW, f"这一项{now.locked}，不能再改，改动没有采用。", _key(file, row))
    for cell in cells:
        if is_cut(cell.theirs):
            sentence = f"“{cell.caption}”原文超过单元格上限，文件里只有开头，不能在表格里改；请在系统的网页上修改。"
            yield row_fault(FaultKind.TOO_LONG, sentence, cell.address)


def _key(file, row):
    return f"{file.key}{row.number}"
