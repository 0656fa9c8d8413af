"""A workbook that came back, as its pages show it: row by row what it would change, or what it changed."""

from dataclasses import dataclass

from tracker.operations.importing import Looked
from tracker.reporting.content import Content, changes
from tracker.storage.queries.answering import Addressed, asked_of, changes_of
from tracker.storage.workbooks import WorkbookImport
from tracker.web.formatting import moment
from tracker.workbooks.comparing import CellChange, Change, RowPreview
from tracker.workbooks.faults import FaultKind
from tracker.workbooks.results import ResultLine

WORDS = {
    Change.NEW: "新填",
    Change.CHANGED: "修改",
    Change.CLEARED: "清空",
    Change.CONFLICT: "两边都改过",
    Change.REFUSED: "不采用",
}


@dataclass(frozen=True)
class ShownCell:
    """A cell as the preview shows it."""

    name: str
    caption: str
    address: str
    word: str
    is_conflict: bool
    mine: str
    theirs: str


@dataclass(frozen=True)
class ShownRow:
    """A row as the preview shows it; ``told`` are the sentences about it."""

    number: int
    key: str
    measure: str
    task: str
    word: str
    cells: tuple[ShownCell, ...]
    told: tuple[str, ...]
    is_conflict: bool


@dataclass(frozen=True)
class ShownRows:
    """The rows of a preview: those that would change, those of which something is not taken, how many stay as they are;
    and how they count."""

    changed: tuple[ShownRow, ...]
    refused: tuple[ShownRow, ...]
    unchanged: int
    counts: dict[str, int]


def shown_rows(found: Looked) -> ShownRows:
    """The rows of a preview; what the office enters and cannot be sent is not taken."""
    changed = found.changed
    taken = {row.key for row in changed}
    same = {row.number for row in found.preview.rows if row.change is Change.UNCHANGED and not _left_aside(row)}
    others = [row for row in found.preview.rows if row.key not in taken and row.number not in same]
    counted = {WORDS[kind]: sum(row.change is kind for row in changed) for kind in WORDS}
    return ShownRows(
        tuple(_row(row, found) for row in changed),
        tuple(_row(row, found) for row in others),
        len(same),
        {word: count for word, count in counted.items() if count},
    )


def _left_aside(row):
    """Whether something in a row that changes nothing was not taken."""
    return any(fault.kind is not FaultKind.TAKEN_AS for fault in row.faults)


def _row(row: RowPreview, found: Looked) -> ShownRow:
    unfit = found.unfit.get(row.key, ())
    is_refused = row.change is Change.REFUSED
    told = [fault.sentence for fault in row.faults if not (is_refused and fault.kind is FaultKind.TAKEN_AS)]
    if row.key in found.unsent:
        who, at = found.unsent[row.key]
        told.append(f"网页上有{who} {moment(at)} 写的草稿，还没有报送；“系统里现在”一栏是这份草稿，导入后以所选的为准。")
    if unfit and found.upload.source:
        told.append(f"还不能报送：{''.join(unfit)}")
    elif unfit:
        told.append(f"可以先导入，报送前还要补：{''.join(unfit)}")
    return ShownRow(
        row.number,
        row.key,
        row.standing.measure if row.standing else "",
        row.standing.task if row.standing else "",
        WORDS.get(row.change, ""),
        tuple(map(_cell, row.cells)),
        tuple(told),
        row.change is Change.CONFLICT,
    )


def _cell(cell: CellChange) -> ShownCell:
    is_conflict = cell.change is Change.CONFLICT
    texts = (_text(cell.name, cell.mine), _text(cell.name, cell.theirs))
    return ShownCell(cell.name, cell.caption, cell.address, WORDS[cell.change], is_conflict, *texts)


def _text(name, value):
    if value is None:
        return ""
    return f"{value:g}%" if name == "percent" else str(value)


def result_lines(one: Addressed, upload: WorkbookImport) -> list[ResultLine]:
    """What an import changed, cell by cell."""
    tasks = {each.row.id: f"{each.task.label} {each.task.title}".strip() for each in asked_of(one.filing)}
    return [
        ResultLine(each.number, tasks.get(each.expected_id, "—"), change.label, change.before, change.after)
        for each in changes_of(upload.id)
        for change in changes(Content.of_json(each.before), Content.of_json(each.after))
    ]
