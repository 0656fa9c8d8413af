"""A returned template → its rows by key, as they stand in the file; nothing is compared here."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from openpyxl.utils import column_index_from_string, get_column_letter

from tracker.workbooks.answers import ANSWERS, LOCKED, STATES, canonical
from tracker.workbooks.faults import Fault, FaultKind, Scope, file_fault, notice, row_fault
from tracker.workbooks.grids import Grid, Value
from tracker.workbooks.meta import SHEET, Meta, read_meta
from tracker.workbooks.parsing import answer, plain, quoted, remark, squeezed
from tracker.workbooks.set_aside import SIGNATURE, around, covered, outside
from tracker.workbooks.template_rows import GUIDANCE, SIGNED
from tracker.workbooks.templates import KEY_CAPTION

ROWS_TO_LOOK_AT = 30
KEY = squeezed(KEY_CAPTION)
ANSWER_CAPTIONS = {squeezed(column.caption): column for column in ANSWERS}
LOCKED_CAPTIONS = {squeezed(column.caption): place for place, column in enumerate(LOCKED)}
LEAST_CAPTIONS = 4
"""So many captions of ours make a row the header of a template whose key column is gone."""
TASK = [column.caption for column in LOCKED].index("工作任务")


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row as the file has it. ``locked`` are its locked columns behind the number; None where the column is gone."""

    number: int
    key: str
    answers: dict[str, str | float | None]
    locked: tuple[str | None, ...]
    faults: tuple[Fault, ...] = ()


@dataclass(slots=True)
class Returned:
    """``columns`` are the letters of the columns found: ``{"progress": "L"}``; ``meta`` None where there is none."""

    meta: Meta | None = None
    columns: dict[str, str] = field(default_factory=dict)
    locked: dict[int, str] = field(default_factory=dict)
    key: str = "A"
    rows: list[ReturnedRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def returned(
    sheets: Sequence[Grid], *, states: Sequence[str] = STATES, seal: bytes = b"", has_links: bool = False
) -> Returned:
    """The rows of the one template among the sheets. What keeps it from being read stands in ``faults``."""
    found = [(grid, row) for grid in sheets if grid.title != SHEET if (row := _header(grid, needs_key=True))]
    if len(found) != 1:
        return Returned(faults=[_no_table(sheets, [grid for grid, _ in found])])
    result = Returned(meta=_meta(sheets, seal))
    if has_links:
        result.faults.append(notice(FaultKind.LINKS, "工作簿里有指向其他文件的链接，链接没有读取，也不会保留。"))
    ((grid, header),) = found
    _find_columns(grid.rows[header], result)
    _check_columns(grid, header, result)
    if all(fault.scope is Scope.NOTICE for fault in result.faults):
        places = _places(result)
        answers = [places[column.name] for column in ANSWERS]
        result.faults += [*around(sheets, grid), *outside(grid, header, key=places[None], answers=answers)]
        result.rows.extend(_rows(grid, header, result, places, states))
    return result


def _header(grid, *, needs_key):
    """The number of the row that has the captions, None where no row has."""
    for number in [number for number in grid.rows if number <= ROWS_TO_LOOK_AT * 10][:ROWS_TO_LOOK_AT]:
        captions = {squeezed(plain(value)) for value in grid.rows[number].values()}
        ours = captions & (ANSWER_CAPTIONS.keys() | LOCKED_CAPTIONS.keys())
        if KEY in captions if needs_key else len(ours) >= LEAST_CAPTIONS and "工作进展" in captions:
            return number
    return None


def _no_table(sheets, found):
    if found:
        names = "、".join(f"“{grid.title}”" for grid in found)
        return file_fault(
            FaultKind.SEVERAL_TABLES, f"{names}都是填报表，不知道以哪一张为准；请只留一张再上传。没有写入任何内容。"
        )
    if any(_header(grid, needs_key=False) for grid in sheets):
        return file_fault(
            FaultKind.NO_KEY_COLUMN,
            "没有隐藏的“任务编号”列（删去了，或者这是台账而不是填报表），认不出每一行是哪项任务；"
            "请重新下载填报表，把内容填进去再上传。没有写入任何内容。",
        )
    return file_fault(
        FaultKind.NOT_OURS,
        "这不是从系统下载的填报表，也没有认出是对应过的自备表格；"
        "请在本页下载填报表，把内容填进去再上传。没有写入任何内容。",
    )


def _meta(sheets, seal):
    for grid in sheets:
        if grid.title == SHEET:
            lines = [[plain(row.get(column)) for column in range(1, 5)] for row in grid.rows.values()]
            return read_meta(lines, seal)
    return None


def _find_columns(captions, result):
    for column, value in captions.items():
        caption, letter = squeezed(plain(value)), get_column_letter(column)
        if caption == KEY:
            result.key = letter
        elif caption in ANSWER_CAPTIONS:
            result.columns[ANSWER_CAPTIONS[caption].name] = letter
        elif caption in LOCKED_CAPTIONS:
            result.locked[LOCKED_CAPTIONS[caption]] = letter


def _check_columns(grid, header, result):
    captions = {column: squeezed(plain(value)) for column, value in grid.rows[header].items()}
    ours = ANSWER_CAPTIONS.keys() | LOCKED_CAPTIONS.keys() | {KEY}
    for caption, count in Counter(captions.values()).items():
        if caption in ours and count > 1:
            address = _addresses(captions, caption, header)
            sentence = f"{address}都是“{caption}”列，不知道以哪一列为准；请只留一列再上传。没有写入任何内容。"
            result.faults.append(file_fault(FaultKind.DUPLICATE_COLUMN, sentence, address.split("、")[0]))
    missing = [column.caption for column in ANSWERS if column.name not in result.columns]
    if missing or TASK not in result.locked:
        names = "、".join(missing or ["工作任务"])
        sentence = f"找不到“{names}”列（列名改过，或者列已删去）；请恢复原来的列名再上传。没有写入任何内容。"
        result.faults.append(file_fault(FaultKind.MISSING_COLUMN, sentence))
    for column, caption in captions.items():
        if caption and caption not in ours:
            address = f"{get_column_letter(column)}{header}"
            result.faults.append(notice(FaultKind.EXTRA_COLUMN, f"多出的{quoted(caption)}列没有读取。", address))


def _addresses(captions, caption, header):
    return "、".join(f"{get_column_letter(column)}{header}" for column, found in captions.items() if found == caption)


def _rows(grid, header, result, places, states) -> Iterable[ReturnedRow]:
    under = covered(grid, header, places.values()) if grid.merged else {}
    for number, cells in grid.rows.items():
        if number <= header:
            continue
        key = plain(cells.get(places[None])).strip()
        if key in (GUIDANCE, SIGNED):
            continue
        if key:
            yield _row(number, key, cells, result, places, states, under)
        elif fault := _keyless(number, cells, result, places):
            result.faults.append(fault)


def _places(result):
    """The numbers of the columns: of the key under None, of answers under their name, of locked ones by their place."""
    letters = {None: result.key} | result.columns | result.locked
    return {name: column_index_from_string(letter) for name, letter in letters.items()}


def _keyless(number, cells: dict[int, Value], result, places):
    """A row somebody added; what stands below the table and answers nothing is no row."""
    if any(squeezed(plain(value)).startswith(SIGNATURE) for value in cells.values()):
        return None
    if not any(plain(cells.get(places[column.name])).strip() for column in ANSWERS):
        return None
    sentence = f"第 {number} 行没有任务编号（自己加的行），没有采用；要增加任务请与领导小组办公室联系。"
    return notice(FaultKind.NO_KEY, sentence, f"{result.key}{number}")


def _row(number, key, cells, result, places, states, under):
    answers, faults = {}, []
    for column in ANSWERS:
        if first := under.get((number, places[column.name])):
            faults.append(_merged(first, f"{result.columns[column.name]}{number}"))
            continue
        value = cells.get(places[column.name])
        given = answer(value, column, f"{result.columns[column.name]}{number}", states)
        if isinstance(given, Fault):
            faults.append(given)
        else:
            answers[column.name] = given
            faults.extend(filter(None, [remark(value, column, f"{result.columns[column.name]}{number}")]))
    if (number, places[TASK]) in under:
        sentence = "“工作任务”合并了单元格，看不出这一行是哪项任务，没有采用；请取消合并，逐行填写。"
        faults.append(row_fault(FaultKind.OTHER_TASK, sentence, f"{result.locked[TASK]}{number}"))
    locked = tuple(
        canonical(plain(cells.get(places[place]))) if place in places and (number, places[place]) not in under else None
        for place in range(1, len(LOCKED))
    )
    return ReturnedRow(number, key, answers, locked, tuple(faults))


def _merged(first, address):
    """A cell that lies under a merged one: nobody knows whether that speaks for its row too."""
    return notice(
        FaultKind.MERGED, f"与 {first} 合并了单元格，看不出是不是也填给这一行，没有采用；请取消合并，逐行填写。", address
    )


def duplicate_faults(rows: Sequence[ReturnedRow], key_letter: str) -> dict[str, Fault]:
    """``{key: fault}`` of every key that stands in more than one row."""
    numbers: dict[str, list[int]] = {}
    for row in rows:
        numbers.setdefault(row.key, []).append(row.number)
    return {
        key: row_fault(
            FaultKind.DUPLICATE_KEY,
            f"第 {'、'.join(map(str, found))} 行是同一项任务（行复制过），不知道以哪一行为准；请只留一行。",
            f"{key_letter}{found[0]}",
        )
        for key, found in numbers.items()
        if len(found) > 1
    }
