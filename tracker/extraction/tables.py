"""Tables of duties in a text: rows under a header that names roles, as lines of cells or one cell to a line."""

import re
from dataclasses import dataclass, field, replace

from tracker.extraction.captions import Columns, columns_of, kind_of
from tracker.extraction.lexicon import REPORT_ASKED
from tracker.extraction.normalising import CompactText
from tracker.extraction.table_lines import Cell, lines_of_cells, numbered_title
from tracker.extraction.units import is_certain_unit
from tracker.extraction.unread import MARK
from tracker.vocabulary import Role

EMPTY_CELL = re.compile(r"^(?:（?(?:无|暂无|不涉及|未定)）?。?|[/／\\\-—－–─一]+|、|N/?A|〔[^〔〕]{1,120}读不出来〕)?$")
SAME_AS_ABOVE = re.compile(r"^(?:同上|同前|同上[行栏格条]|[〃″“”〞\"々]{1,2})$")
NOTE_ROW = re.compile(r"(?:备?注|说明|填表说明)[：:]")
"""What stands below the rows of a table and is none of them."""
SUM_ROW = re.compile(r"合计|总计|小计|共计|总数")
"""What the row of sums at the end of a table says in its column of tasks."""
RULE_CELL = re.compile(r"^：?-+：?$")
SECTION_NUMBER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十]{1,3}[章部分节]+)"
)
MOST_COLUMNS = 40
TABLE_SIGN = re.compile(
    r"\t|[|｜](?:[^|｜\n]*[|｜]|\n)|[│┃]|序\s?号|编\s?号|[ \u3000](?:牵头|责任|负责|主办)\S{2,6}[ \u3000\n]"
)
"""What every table has, for a quick look before the careful one: a divider, or a column of numbers or units."""


@dataclass
class TableRow:
    """One duty of a table: its printed number, what is to be done, who does it, by when.

    ``sections`` are the categories it stands under, from the outside in. ``goes_on`` says that it belongs to the same
    numbered item as the row above, ``carried`` that its units stand only there.
    """

    number: str
    sections: tuple[Cell, ...]
    heading: Cell | None
    task: Cell
    roles: list[tuple[Role, Cell]]
    deadline: Cell | None
    goes_on: bool = False
    carried: bool = False


@dataclass
class DutyTable:
    """A table whose columns name roles: its compact span, its rows in order, and rows that name units and no task."""

    start: int
    end: int
    rows: list[TableRow] = field(default_factory=list)
    unread: list[Cell] = field(default_factory=list)
    are_units_open: bool = False
    left_out: list[Cell] = field(default_factory=list)
    """The captions of columns that name units and say no role."""

    @property
    def is_of_duties(self) -> bool:
        """Whether it has rows; under a caption 单位 alone, whether most of them name units (市商务局, not 万元)."""
        named = [is_certain_unit(cell.text.split("、")[0]) for row in self.rows for _, cell in row.roles]
        return bool(self.rows) and (not self.are_units_open or sum(named) * 2 > len(named))


def find_tables(text: CompactText) -> list[DutyTable]:
    """Every table of duties in the text, in order."""
    if not TABLE_SIGN.search(text.raw):
        return []
    lines = lines_of_cells(text)
    tables = [*_tables_of_rows(lines), *_tables_of_lines(lines)]
    return sorted((table for table in tables if table.is_of_duties), key=lambda table: table.start)


def _header(lines, index):
    """``(columns, number of header lines)`` of a header that begins at a line; a second line may divide its captions."""
    first = [cell.text for cell in lines[index]]
    if not 2 <= sum(map(bool, first)) <= MOST_COLUMNS:
        return None, 0
    second = [cell.text for cell in lines[index + 1]] if index + 1 < len(lines) else []
    stands_below = len(second) == len(first) and any(second) and all(map(_may_stand_below, first, second))
    if stands_below and (columns := columns_of(_in_one_row(first, second))):
        return columns, 2
    return columns_of(first), 1


OF_A_LEVEL = re.compile(
    r"(?:(?:[省市县区州镇乡]|街道|乡镇){1,2}|[县市区]（[县市区、]{1,3}）)(?:[一本]?级|直|属)?|其他|其它"
)


def _may_stand_below(above, below):
    """Whether a cell of a header's second row is a caption, or tells whose units stand below it: 市级, 县级."""
    return below in ("", above) or kind_of(below) is not None or bool(OF_A_LEVEL.fullmatch(below))


def _in_one_row(first, second):
    """The captions of two header rows: the lower ones, and the upper one where the lower says of whom alone."""
    captions, over = [], ""
    for above, below in zip(first, second, strict=True):
        over = above or (over if below else "")
        captions.append(over if not below or OF_A_LEVEL.fullmatch(below) else below)
    return captions


def _tables_of_rows(lines):
    index = 0
    while index < len(lines):
        columns, used = _header(lines, index) if len(lines[index]) > 1 else (None, 0)
        if not columns:
            index += 1
            continue
        table, index = _read_rows(lines, index, index + used, columns)
        yield table


def _read_rows(lines, header, index, columns):
    table = DutyTable(lines[header][0].start, lines[header][-1].end)
    rows, width = _Rows(columns, table), min(len(lines[header]), 3)
    while index < len(lines):
        cells = lines[index]
        filled = [cell for cell in cells if cell.text]
        if not filled or all(RULE_CELL.match(cell.text) for cell in filled):
            if not cells or filled or _goes_on(lines, index + 1, width):
                index += 1
                continue
            break
        if len(cells) < width or _is_other_header(lines, index, columns):
            if len(cells) == 1 and SECTION_NUMBER.match(cells[0].text) and _goes_on(lines, index + 1, width):
                rows.section(cells[0])
                index += 1
                continue
            break
        if len(filled) == 1 and (NOTE_ROW.match(filled[0].text) or REPORT_ASKED.match(filled[0].text)):
            break
        if len(cells) > 2 and _is_section(cells, filled, columns):
            rows.section(filled[0])
        elif title := _title_over_numbers(cells, lines[index + 1 : index + 2], columns):
            rows.section(title)
        else:
            rows.row(cells)
        table.end = filled[-1].end
        index += 1
    table.left_out = _columns_without_role(lines[header:index], len(lines[header]))
    _sections_of_headings(table, columns)
    return table, max(index, header + 1)


def _sections_of_headings(table, columns):
    """What stands over rows of several numbers, or to the left of the numbers, is no row's heading but their section."""
    numbers = {row.heading.text: set() for row in table.rows if row.heading}
    for row in table.rows:
        if row.heading:
            numbers[row.heading.text].add(row.number)
    stands_left = columns.number is not None and columns.heading is not None and columns.heading < columns.number
    if stands_left or any(len(found) > 1 for found in numbers.values()):
        for row in table.rows:
            row.sections, row.heading = (*row.sections, *([row.heading] if row.heading else [])), None


def _columns_without_role(lines, width):
    """The captions that say nothing known, above cells of which most name units: 省级对口部门."""
    captions = [cell for cell in lines[0] if cell.text and kind_of(cell.text) is None]
    places = [lines[0].index(caption) for caption in captions]
    cells = [[line[at].text for line in lines[1:] if len(line) == width and line[at].text] for at in places]
    return [
        caption
        for caption, texts in zip(captions, cells, strict=True)
        if sum(is_certain_unit(text.split("、")[0]) for text in texts) * 2 > len(texts)
    ]


def _is_other_header(lines, index, columns):
    """Whether another table begins here; the same header again only stands at the top of another page."""
    return (found := _header(lines, index)[0]) is not None and found != columns


def _is_section(cells, filled, columns):
    """Whether a row says one thing over its whole width, from its first column on: the category of the rows below it."""
    first = filled[0]
    if len({cell.text for cell in filled}) > 1 or first.text.isdecimal():
        return False
    place = next(index for index, cell in enumerate(cells) if cell.text)
    leading = min(
        index for index in (columns.number, columns.section, columns.heading, columns.task) if index is not None
    )
    return place <= leading or place <= columns.task and bool(SECTION_NUMBER.match(first.text))


def _title_over_numbers(cells, below, columns):
    """The title of a row ``一 | 稳工业`` above one that is numbered 1."""
    at = columns.number
    is_over = at is not None and at < len(cells) and any(line[at:] and line[at].text[:1].isdecimal() for line in below)
    return numbered_title([cells[at], *(cell for cell in cells[at + 1 :] if cell.text)]) if is_over else None


def _goes_on(lines, index, width):
    return index < len(lines) and len(lines[index]) >= max(width, 3)


class _Rows:
    """The rows of a table as they come: what is merged over several rows, or said to be as above, is carried down."""

    def __init__(self, columns: Columns, table: DutyTable):
        self.columns, self.table = columns, table
        table.are_units_open = columns.are_units_open
        self.sections: tuple[Cell, ...] = ()
        self.category = self.heading = self.deadline = None
        self.number, self.above, self.units = "", None, {}

    def section(self, cell: Cell):
        """A row that names a category: it ends what was carried, and the categories of its own rank and below."""
        rank = _rank(cell)
        outer = [other for other in self.sections if rank and _rank(other) and _rank(other) < rank]
        self.sections = (*outer, cell)
        self.number, self.above, self.heading, self.category = "", None, None, None

    def row(self, cells: list[Cell]):
        """A row of duties; one that only names further units gives them to the row above."""
        number, category, heading, task, deadline = (self._at(cells, name) for name in _PLACES)
        if _header_again(cells, self.columns) or any(SUM_ROW.fullmatch(cell.text) for cell in (category, task) if cell):
            return
        if category and (not self.category or category.text != self.category.text):
            self.category, self.number, self.heading, self.above = category, "", None, None
        roles = self._roles(cells)
        unread = number and MARK.match(number.text)
        printed = number.text.rstrip("、.") if number and not unread else ""
        goes_on = not unread and self._goes_on(printed, heading)
        if not task and heading and not goes_on:
            task = heading
        if not task or self._is_same_task(goes_on, task, deadline):
            self._further_units(roles, of_above=goes_on or not printed)
            return
        if not goes_on:
            self.number, self.heading = printed if unread else printed or self.number, heading or self.heading
        self.above = self._made(task, roles, deadline, goes_on)
        self.table.rows.append(self.above)

    def _at(self, cells, name):
        index = getattr(self.columns, name)
        return cells[index] if index is not None and index < len(cells) and cells[index].text else None

    def _goes_on(self, number, heading):
        """Whether a row belongs to the item above: the same number or a blank one, the same heading or a blank one."""
        if self.above is None or not (self.number or self.heading) or number not in ("", self.number):
            return False
        return not heading or bool(self.heading) and heading.text == self.heading.text

    def _is_same_task(self, goes_on, task, deadline):
        return goes_on and task.text == self.above.task.text and not (deadline and deadline.text != self._due())

    def _due(self):
        return self.above.deadline.text if self.above.deadline else None

    def _roles(self, cells):
        """The cells of units; one that says 同上 stands for the cell above it."""
        roles = []
        for index, role in self.columns.roles:
            cell = cells[index] if index < len(cells) else None
            if cell and SAME_AS_ABOVE.match(cell.text):
                cell = self.units.get(index)
            self.units[index] = cell if cell and not EMPTY_CELL.match(cell.text) else None
            if self.units[index]:
                roles.append((role, cell))
        return roles

    def _further_units(self, roles, *, of_above):
        if self.above is None or not of_above:
            self.table.unread.extend(cell for _, cell in roles)
            return
        known = {(role, cell.text) for role, cell in self.above.roles}
        self.above.roles.extend((role, cell) for role, cell in roles if (role, cell.text) not in known)

    def _made(self, task, roles, deadline, goes_on):
        if deadline and SAME_AS_ABOVE.match(deadline.text):
            deadline = self.deadline
        carried = goes_on and not roles and bool(self.above.roles)
        if carried:
            roles, deadline = list(self.above.roles), deadline or self.above.deadline
        self.deadline = deadline if deadline and not EMPTY_CELL.match(deadline.text) else None
        sections = (*self.sections, *([self.category] if self.category else []))
        heading = self.heading if self.heading != task else None
        return TableRow(self.number, sections, heading, task, roles, self.deadline, goes_on, carried)


_PLACES = ("number", "section", "heading", "task", "deadline")


def _header_again(cells, columns):
    """Whether a row is the header once more, as it stands at the top of every page."""
    captions = [cell.text for cell in cells]
    return columns_of(captions) == columns


def _rank(cell):
    """How deep a category's number stands: 第一部分 before 一、 before （一）; 0 without a number."""
    first = cell.text[:1] if SECTION_NUMBER.match(cell.text) else ""
    return {"": 0, "第": 1, "（": 3}.get(first, 2)


def _tables_of_lines(lines):
    """Tables flattened to one cell a line: the captions follow one another, the rows begin with 1, 2, 3."""
    singles = [cells[0] if len(cells) == 1 and cells[0].text else None for cells in lines]
    singles = [cell for cell, cells in zip(singles, lines, strict=True) if cell or len(cells) > 1]
    index = 0
    while index < len(singles):
        captions = _run_of_captions(singles, index)
        columns = columns_of(captions) if len(captions) > 2 else None
        if columns and columns.number is None:
            table, end = _read_numbered(singles, index, len(captions), columns)
            if len(table.rows) > 1:
                yield table
                index = end
                continue
        if not columns or columns.number != 0:
            index += 1
            continue
        table, index = _read_lines(singles, index, len(captions), columns)
        yield table


def _run_of_captions(cells, index):
    captions = []
    while index < len(cells) and cells[index] and kind_of(cells[index].text) and len(captions) < MOST_COLUMNS:
        captions.append(cells[index].text)
        index += 1
    return captions


def _read_lines(cells, header, width, columns):
    table = DutyTable(cells[header].start, cells[header + width - 1].end)
    index, last, rows = header + width, None, _Rows(columns, table)
    while index < len(cells) and cells[index]:
        printed = cells[index].text
        if printed.isdecimal() and len(printed) < 4 and (last is None or int(printed) in (last, last + 1)):
            last = int(printed)
            row, used = _gathered(cells, index, width, {str(last), str(last + 1)})
            rows.row(row)
            table.end = row[-1].end
            index += used
        elif SECTION_NUMBER.match(cells[index].text) and len(cells[index].text) <= 30:
            rows.section(cells[index])
            index += 1
        else:
            break
    return table, max(index, header + width)


def _read_numbered(cells, header, width, columns):
    """A table whose column of numbers has no caption: what stands before a number are the categories of its row."""
    table = DutyTable(cells[header].start, cells[header + width - 1].end)
    rows, each = _Rows(replace(columns, number=width), table), width - columns.task
    index, value, before = header + width, 1, []
    while index < len(cells) and cells[index] and len(before) <= columns.task:
        if cells[index].text != str(value):
            before.append(cells[index])
            index += 1
            continue
        row = cells[index + 1 : index + 1 + each]
        if len(row) < each or not all(row) or any(cell.text == str(value + 1) for cell in row):
            break
        blanks = [Cell(row[0].start, row[0].start, "")] * (columns.task - len(before))
        rows.row([*before, *blanks, *row, cells[index]])
        table.end, before, value, index = row[-1].end, [], value + 1, index + 1 + each
    return table, index - len(before)


def _gathered(cells, index, width, following):
    """The lines of one row joined to its cells: a line that ends with 、 goes on, a task goes on to its full stop."""
    last = index + 1
    while last < len(cells) and cells[last] and cells[last].text not in following and last < index + 4 * width:
        is_over = last - index >= width and _row_is_over(cells[index:last], cells[last], width)
        if is_over or last - index > 2 and REPORT_ASKED.match(cells[last].text):
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
