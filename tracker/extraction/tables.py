"""Tables of duties in a text: cells divided by tabs or |, or one to a line; columns found by their captions."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from tracker.extraction.lexicon import OTHER_CAPTION, TIME_CAPTION, role_of_caption
from tracker.extraction.normalising import CompactText
from tracker.vocabulary import Role

NUMBER_CAPTION = re.compile(r"序号|编号|序列|№|no\.?|NO\.?|顺序|项目编号|任务编号|条目")
TASK_CAPTION = re.compile(
    r"(?:重点|主要|具体|年度|改革|目标|工作|任务|整改|政策|实事|建设|创建|分解|细化|推进|落实|实施|民生|试点|牵头|阶段性|与|和|及)*"
    r"(?:工作|任务|措施|举措|事项|内容|项目|要求|要点|安排|目标|做法|条款|名称|清单|职责|点位)(?:名称|内容|分解|安排|及要求|事项|和要求)?"
)
DETAIL_CAPTION = re.compile(r"具体|举措|措施|内容|细化|分解|要点|做法|安排")
CATEGORY_CAPTION = re.compile(r"类别|分类|领域|板块|方面|类型|章节|部分|一级指标|指标|条线|重点领域|工作类别|专项")
TIME_CAPTION_WHOLE = re.compile(
    rf"{TIME_CAPTION}(?:和要求|要求|（[^（）]{{1,12}}）)?|时间|完成时点|时间进度|进度安排|推进计划|进度计划|时序进度"
)
OTHER_CAPTION_WHOLE = re.compile(
    rf"{OTHER_CAPTION}|.*(?:领导|责任人|联系人|电话|备注|联络员|签字|预算|资金|金额|进展|来源|依据|目标值|完成情况|存在问题|下一步).*"
)
EMPTY_CELL = re.compile(r"^(?:无|暂无|/|／|—+|－+|-+|–+|\\|、|不涉及|N/A)?$")
RULE_CELL = re.compile(r"^:?-{2,}:?$")
BOX = re.compile(r"[│┃|｜]")
BORDER = re.compile(r"^[\s─━┄┌┐└┘├┤┬┴┼╋┏┓┗┛┣┫┳┻=+|｜│-]+$")
SECTION_NUMBER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十]{1,3}[章部分节]+)"
)
MOST_COLUMNS = 40
TABLE_SIGN = re.compile(r"\t|\|[^|\n]*\||│|序\s?号|编\s?号")
"""What every table has, for a quick look before the careful one: a divider, or a column of numbers."""


@dataclass(frozen=True)
class Cell:
    """A cell's content: its compact span and the same text, unified in width, without white space."""

    start: int
    end: int
    text: str


@dataclass
class TableRow:
    """One duty of a table: its printed number, what is to be done, who does it, by when."""

    number: str
    section: Cell | None
    heading: Cell | None
    task: Cell
    roles: list[tuple[Role, Cell]]
    deadline: Cell | None


@dataclass
class DutyTable:
    """A table whose columns name roles: its compact span and its rows in order."""

    start: int
    end: int
    rows: list[TableRow] = field(default_factory=list)


@dataclass(frozen=True)
class _Columns:
    """Where in a row each kind of cell stands; the columns of names with the role their caption gives."""

    number: int | None
    task: int
    heading: int | None
    roles: tuple[tuple[int, Role], ...]
    deadline: int | None


def find_tables(text: CompactText) -> list[DutyTable]:
    """Every table of duties in the text, in order."""
    if not TABLE_SIGN.search(text.raw):
        return []
    lines = list(_lines(text))
    tables = [*_tables_of_rows(lines), *_tables_of_lines(lines)]
    return sorted((table for table in tables if table.rows), key=lambda table: table.start)


def _lines(text) -> Iterator[list[Cell]]:
    """Every line of the text as its cells; a line without a divider is one cell."""
    at = 0
    for line in text.raw.splitlines(keepends=True):
        if BORDER.match(line):
            yield []
        else:
            yield list(_cells(text, line, at))
        at += len(line)


def _cells(text, line, at):
    divider = "\t" if "\t" in line else "|" if line.count("|") > 1 else "│" if line.count("│") > 1 else None
    position = at
    for piece in line.split(divider) if divider else [line]:
        start = bisect_left(text.offsets, position)
        end = bisect_left(text.offsets, position + len(piece))
        while start < end and text.compact[start] == "|":
            start += 1
        while start < end and text.compact[end - 1] == "|":
            end -= 1
        yield Cell(start, end, text.compact[start:end])
        position += len(piece) + 1


def _caption(cell):
    return cell.text.rstrip("：").strip("（）") if cell.text else ""


def _kind(caption):
    """What a column's caption announces: a role, or number, task, category, time, other; None for no caption at all."""
    if not caption or len(caption) > 14:
        return None
    if NUMBER_CAPTION.fullmatch(caption):
        return "number"
    if TIME_CAPTION_WHOLE.fullmatch(caption):
        return "time"
    if OTHER_CAPTION_WHOLE.fullmatch(caption):
        return "other"
    if role := role_of_caption(caption):
        return role
    if CATEGORY_CAPTION.fullmatch(caption):
        return "category"
    return "task" if TASK_CAPTION.fullmatch(caption) else None


def _columns(captions):
    """The columns a header announces, or None when it is no header of a table of duties."""
    kinds = [_kind(caption) for caption in captions]
    roles = tuple((index, kind) for index, kind in enumerate(kinds) if isinstance(kind, Role))
    tasks = [index for index, kind in enumerate(kinds) if kind == "task"]
    if not roles or not tasks and kinds.count("category") == 0:
        return None
    tasks = tasks or [index for index, kind in enumerate(kinds) if kind == "category"]
    detailed = [index for index in tasks if DETAIL_CAPTION.search(captions[index])]
    task = (detailed or tasks)[-1]
    roles = _principal_leads(roles, captions)
    headings = [index for index in tasks if index != task and index < task]
    return _Columns(
        number=kinds.index("number") if "number" in kinds else None,
        task=task,
        heading=headings[-1] if headings else None,
        roles=roles,
        deadline=kinds.index("time") if "time" in kinds else None,
    )


def _principal_leads(roles, captions):
    """A column 主要责任单位 leads where a 配合 column stands beside it and no 牵头 column does; alone it is responsible."""
    given = {role for _, role in roles}
    if Role.SUPPORT not in given or Role.LEAD in given:
        return roles
    return tuple((index, Role.LEAD if captions[index].startswith("主要责任") else role) for index, role in roles)


def _header(lines, index):
    """``(columns, number of header lines)`` of a header that begins at a line; a second line may divide its captions."""
    first = [_caption(cell) for cell in lines[index]]
    if not 3 <= sum(map(bool, first)) <= MOST_COLUMNS:
        return None, 0
    second = [_caption(cell) for cell in lines[index + 1]] if index + 1 < len(lines) else []
    if len(second) == len(first) and any(second) and all(_kind(caption) for caption in second if caption):
        joined = [below or above for above, below in zip(first, second, strict=True)]
        if columns := _columns(joined):
            return columns, 2
    return _columns(first), 1


def _tables_of_rows(lines):
    index = 0
    while index < len(lines):
        columns, used = _header(lines, index) if len(lines[index]) > 2 else (None, 0)
        if not columns:
            index += 1
            continue
        table, index = _read_rows(lines, index, index + used, columns)
        yield table


def _read_rows(lines, header, index, columns):
    table = DutyTable(lines[header][0].start, lines[header][-1].end)
    section = None
    while index < len(lines):
        cells = lines[index]
        filled = [cell for cell in cells if cell.text]
        if not filled or all(RULE_CELL.match(cell.text) for cell in filled):
            if not cells or filled:
                index += 1
                continue
            break
        if len(cells) < 3 or _header(lines, index)[0]:
            if len(cells) == 1 and SECTION_NUMBER.match(cells[0].text) and _goes_on(lines, index + 1):
                section = cells[0]
                index += 1
                continue
            break
        if len({cell.text for cell in filled}) == 1 and columns.task is not None and len(cells) > 2:
            section = filled[0]
        elif row := _row(cells, columns, section):
            table.rows.append(row)
        table.end = filled[-1].end
        index += 1
    return table, max(index, header + 1)


def _goes_on(lines, index):
    return index < len(lines) and len(lines[index]) >= 3


def _row(cells, columns, section):
    def at(index):
        return cells[index] if index is not None and index < len(cells) else None

    task = at(columns.task)
    if not task or not task.text:
        return None
    heading = at(columns.heading)
    deadline = at(columns.deadline)
    number = at(columns.number)
    roles = [(role, cell) for index, role in columns.roles if (cell := at(index)) and not EMPTY_CELL.match(cell.text)]
    return TableRow(
        number=number.text.rstrip("、.") if number else "",
        section=section,
        heading=heading if heading and heading.text else None,
        task=task,
        roles=roles,
        deadline=deadline if deadline and not EMPTY_CELL.match(deadline.text) else None,
    )


def _tables_of_lines(lines):
    """Tables flattened to one cell a line: the captions follow one another, the rows begin with 1, 2, 3."""
    singles = [cells[0] if len(cells) == 1 and cells[0].text else None for cells in lines]
    singles = [cell for cell, cells in zip(singles, lines, strict=True) if cell or len(cells) > 1]
    index = 0
    while index < len(singles):
        captions = _run_of_captions(singles, index)
        columns = _columns(captions) if len(captions) > 2 else None
        if not columns or columns.number != 0:
            index += 1
            continue
        table, index = _read_lines(singles, index, len(captions), columns)
        yield table


def _run_of_captions(cells, index):
    captions = []
    while index < len(cells) and cells[index] and _kind(_caption(cells[index])) and len(captions) < MOST_COLUMNS:
        captions.append(_caption(cells[index]))
        index += 1
    return captions


def _read_lines(cells, header, width, columns):
    table = DutyTable(cells[header].start, cells[header + width - 1].end)
    index, expected, section = header + width, None, None
    while index < len(cells) and cells[index]:
        printed = cells[index].text
        if printed == str(expected) or expected is None and printed.isdecimal() and len(printed) < 4:
            expected = int(printed)
            row, used = _gathered(cells, index, width, expected + 1)
            table.rows.extend(filter(None, [_row(row, columns, section)]))
            table.end = row[-1].end
            index, expected = index + used, expected + 1
        elif SECTION_NUMBER.match(cells[index].text) and len(cells[index].text) <= 30:
            section, index = cells[index], index + 1
        else:
            break
    return table, max(index, header + width)


def _gathered(cells, index, width, following):
    """The lines of one row joined to its cells: a line that ends with 、 goes on, a task goes on to its full stop."""
    last = index + 1
    while last < len(cells) and cells[last] and cells[last].text != str(following) and last < index + 4 * width:
        if last - index >= width and _row_is_over(cells[index:last], cells[last], width):
            break
        last += 1
    return _joined(cells[index:last], width), last - index


def _row_is_over(lines, next_line, width):
    if lines[-1].text.endswith(("、", "，")):
        return False
    return bool(SECTION_NUMBER.match(next_line.text)) or len(_joined(lines, width)) >= width


def _joined(lines, width):
    row = list(lines[:1])
    for position, cell in enumerate(lines[1:], start=1):
        left = len(lines) - position
        goes_on = len(row) > 1 and (
            row[-1].text.endswith(("、", "，"))
            or (len(row) == 2 and left > width - 2 and row[-1].text[-1] not in "。；")
        )
        if goes_on:
            before = row.pop()
            row.append(Cell(before.start, cell.end, before.text + cell.text))
        else:
            row.append(cell)
    return row
