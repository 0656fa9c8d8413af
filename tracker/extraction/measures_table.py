"""The format of a measures CSV, both ways: one row per task, several names in a cell joined by ；, UTF-8 with BOM.

Knows the columns and what a sound row is; knows nothing of files, of the database or of how a text is read.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from tracker.errors import BadMeasures
from tracker.extraction.findings import Findings
from tracker.vocabulary import Origin, Role

COLUMNS = (
    "document", "part", "path", "section", "heading", "task", "text", "annotation",
    "lead", "support", "responsible", "guide", "deadline", "origin",
    "start", "end", "annotation_start", "annotation_end",
)  # fmt: skip
ROLE_COLUMNS = ("lead", "support", "responsible", "guide")
JOINER = "；"
SPANS = (("start", "end"), ("annotation_start", "annotation_end"))


@dataclass(frozen=True)
class MeasureRow:
    """One task as a row says it. ``task`` counts from 1 within its measure; a role's names stand as listed.

    Offsets count characters of the document's text. ``row`` is the table's row it was read from, counted from 1 (the
    header) as a spreadsheet shows it; None for a row that was not read from a table.
    """

    document: str
    task: int
    text: str
    origin: Origin
    part: str | None = None
    path: str | None = None
    section: str | None = None
    heading: str | None = None
    annotation: str | None = None
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    guide: tuple[str, ...] = ()
    deadline: str | None = None
    start: int | None = None
    end: int | None = None
    annotation_start: int | None = None
    annotation_end: int | None = None
    row: int | None = field(default=None, compare=False)

    @property
    def measure(self) -> tuple:
        """What tells its measure from the others of the table."""
        return self.document, self.part, self.path

    @property
    def assignments(self) -> list[tuple[Role, str]]:
        """Every (role, name), by role and within a role as listed."""
        return [(role, name) for role in Role for name in getattr(self, role.value)]


def rows_of(stem: str, findings: Findings) -> Iterator[MeasureRow]:
    """The rows of one document, in the order of its text; ``stem`` is its file's name without the ending."""
    for measure in findings.measures:
        for ordinal, task in enumerate(measure.tasks, start=1):
            yield MeasureRow(
                document=stem,
                part=measure.part,
                path=measure.path,
                section=measure.section,
                heading=measure.heading,
                task=ordinal,
                text=task.text,
                annotation=task.annotation,
                deadline=task.deadline,
                origin=task.origin,
                start=task.start,
                end=task.end,
                annotation_start=task.annotation_start,
                annotation_end=task.annotation_end,
                **{role: _names(task, role) for role in ROLE_COLUMNS},
            )


def _names(task, role):
    return tuple(unit.name for unit in task.units if unit.role == role)


def write(rows: Iterable[MeasureRow], target: BinaryIO) -> None:
    """Write the table to a binary file, header first, lines ended as RFC 4180 has it."""
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="")
    try:
        writer = csv.writer(text)
        writer.writerow(COLUMNS)
        writer.writerows([_cell(getattr(row, column)) for column in COLUMNS] for row in rows)
    finally:
        text.detach()


def _cell(value):
    return JOINER.join(value) if isinstance(value, tuple) else value


def parse(source: bytes) -> list[MeasureRow]:
    """The rows of a table, every one of them sound.

    Raises BadMeasures, naming row and column, for the first thing that is wrong: not UTF-8, empty, a missing or
    unknown column, a value that is none, a task that stands twice, a task without a unit whose origin is not ``none``.
    """
    records = _records(_decoded(source))
    header = next(records, (1, []))[1]
    _check_header(header)
    rows = [_row(number, dict(zip(header, cells, strict=True))) for number, cells in _filled(records, len(header))]
    _check_measures(rows)
    return rows


def _decoded(source):
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = source.count(b"\n", 0, error.start) + 1
        raise BadMeasures("不是 UTF-8 编码；请另存为“CSV UTF-8（逗号分隔）”后再导入。", row=row) from None
    if not text.strip():
        raise BadMeasures("文件是空的；请选择带表头的任务表。")
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        raise BadMeasures("含有空字符，不是文本文件；请另存为 CSV 后再导入。", row=row)
    return text


def _records(text):
    """(row, cells) of every record; the row is the spreadsheet's, so a cell with a line break in it is one row."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    while True:
        number += 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise BadMeasures("引号不成对，或一格超过 131072 个字符；请改正后再导入。", row=number) from None


def _check_header(header):
    for column in header:
        if column not in COLUMNS:
            raise BadMeasures(f"不认识这一列；可用的列是 {'、'.join(COLUMNS)}。", row=1, column=column or "（无名）")
        if header.count(column) > 1:
            raise BadMeasures("这一列出现了两次；请只留一列。", row=1, column=column)
    for column in COLUMNS:
        if column not in header:
            raise BadMeasures("缺少这一列；请补上后再导入。", row=1, column=column)


def _filled(records, width):
    for number, cells in records:
        if not any(cells):
            continue
        if len(cells) != width:
            raise BadMeasures(f"有 {len(cells)} 格，表头有 {width} 列；请核对逗号和引号。", row=number)
        yield number, cells


def _row(number, cells):
    row = MeasureRow(
        document=_required(number, cells, "document"),
        task=_ordinal(number, cells),
        text=cells["text"],
        origin=_origin(number, cells),
        row=number,
        **{name: cells[name] or None for name in ("part", "path", "section", "heading", "annotation", "deadline")},
        **{role: _split(number, cells, role) for role in ROLE_COLUMNS},
        **{name: _number(number, cells, name) for span in SPANS for name in span},
    )
    _check_responsibility(row)
    for start, end in SPANS:
        _check_span(row, start, end)
    return row


def _required(number, cells, column):
    if not cells[column].strip():
        raise BadMeasures("不能为空。", row=number, column=column)
    return cells[column].strip()


def _number(number, cells, column):
    """A whole number that fits an integer of the database; None for an empty cell."""
    printed = cells[column].strip()
    if not printed:
        return None
    if not (printed.isascii() and printed.isdigit() and len(printed) <= 9):
        raise BadMeasures(f"应为不超过九位的非负整数，现为“{_short(printed)}”。", row=number, column=column)
    return int(printed)


def _ordinal(number, cells):
    _required(number, cells, "task")
    ordinal = _number(number, cells, "task")
    if ordinal < 1:
        raise BadMeasures("任务在措施内的序号从 1 数起，现为 0。", row=number, column="task")
    return ordinal


def _origin(number, cells):
    printed = cells["origin"].strip()
    if printed not in set(Origin):
        raise BadMeasures(f"应为 {'、'.join(Origin)} 之一，现为“{_short(printed)}”。", row=number, column="origin")
    return Origin(printed)


def _split(number, cells, column):
    if not cells[column].strip():
        return ()
    names = tuple(name.strip() for name in cells[column].split(JOINER))
    if not all(names):
        raise BadMeasures(f"“{JOINER}”的前后都应有单位名称。", row=number, column=column)
    return names


def _check_responsibility(row):
    if row.origin != Origin.NONE and not row.assignments:
        raise BadMeasures("这项任务没有任何单位；请填写单位，或把 origin 改为 none。", row=row.row, column="lead")
    if row.origin == Origin.NONE and row.assignments:
        raise BadMeasures("origin 为 none 的任务不应有单位；请改正来源或清空单位。", row=row.row, column="origin")


def _check_span(row, start, end):
    first, last = getattr(row, start), getattr(row, end)
    if (first is None) != (last is None):
        raise BadMeasures("起止位置应同时填写或同时为空。", row=row.row, column=start if first is None else end)
    if first is not None and last < first:
        raise BadMeasures(f"终点 {last} 在起点 {first} 之前。", row=row.row, column=end)


def _check_measures(rows):
    """One row per task, and one section and heading per measure."""
    tasks, measures = {}, {}
    for row in rows:
        twin = tasks.setdefault((row.measure, row.task), row)
        if twin is not row:
            raise BadMeasures(f"与第 {twin.row} 行是同一份文件、同一措施的同一项任务。", row=row.row, column="task")
        first = measures.setdefault(row.measure, row)
        for column in ("section", "heading"):
            if getattr(row, column) != getattr(first, column):
                raise BadMeasures(f"与同一措施的第 {first.row} 行不一致。", row=row.row, column=column)


def _short(printed):
    return printed if len(printed) <= 30 else printed[:30] + "……"
