"""Rows of a table of duties → measures: one row is one measure with one task."""

from tracker.extraction.clause import Clause
from tracker.extraction.deadlines import read_deadline
from tracker.extraction.findings import Measure, Task
from tracker.extraction.measures import DOUBTS, Reading, units_of, words
from tracker.extraction.normalising import in_one_line
from tracker.extraction.outline import Node
from tracker.extraction.persons import without_persons
from tracker.extraction.roles import read_clause
from tracker.extraction.table_lines import Cell
from tracker.extraction.tables import SECTION_NUMBER, DutyTable, TableRow
from tracker.vocabulary import Origin, Role


def measures_of_table(reading: Reading, table: DutyTable, above: Node | None, *, part: str | None) -> list[Measure]:
    """The measures of a table, in order: a row each, or several rows of one number.

    ``above`` is the numbered unit the table stands in: its path comes first.
    """
    for cell in table.unread:
        reading.remark("unread", "表中这些单位没有对应的任务，没有读入，请核对", cell.start, cell.end)
    for cell in table.left_out:
        message = f"“{cell.text}”一列写的是单位，但看不出是什么角色，没有读入，请核对"
        reading.remark("unread", message, cell.start, cell.end)
    return [_measure(reading, rows, above, part) for rows in _items(table)]


def _items(table):
    items = []
    for row in table.rows:
        if row.goes_on and items:
            items[-1].append(row)
        else:
            items.append([row])
    return items


def _measure(reading, rows: list[TableRow], above, part):
    first = rows[0]
    section = words(reading, _without_number(first.sections[-1])) if first.sections else None
    heading = words(reading, _without_number(first.heading)) if first.heading else None
    tasks = tuple(_task(reading, row) for row in rows)
    path = (above.path if above else "") + "".join(map(_section_label, first.sections)) + first.number
    start = min(tasks[0].start, reading.text.start(first.heading.start) if first.heading else tasks[0].start)
    return Measure(
        part=part,
        path=path or None,
        section=section,
        heading=heading,
        start=start,
        end=max(max(task.end, task.annotation_end or 0) for task in tasks),
        tasks=tasks,
    )


def _section_label(section):
    number = SECTION_NUMBER.match(section.text)
    return number[0].rstrip("、") if number else ""


def _without_number(cell: Cell):
    number = SECTION_NUMBER.match(cell.text)
    return cell.start + (number.end() if number else 0), cell.end


def _task(reading, row):
    start, end = reading.text.span(row.task.start, row.task.end)
    units = _units(reading, row)
    cells = [cell for _, cell in row.roles] + ([row.deadline] if row.deadline else [])
    deadline = read_deadline(row.deadline.text) if row.deadline else None
    task = Task(
        text=in_one_line(reading.text.shown[start:end]).strip(),
        start=start,
        end=end,
        deadline=deadline.printed if deadline else None,
        deadline_on=deadline.on if deadline else None,
        deadline_precision=deadline.precision if deadline else None,
    )
    if not units:
        reading.remark("no-clause", f"表中第 {row.number or '？'} 行没有写责任单位", row.task.start, row.task.end)
        return task
    if row.carried:
        reading.remark(
            "carried", "表中这一行没有写单位，按合并的单元格读作上一行的单位，请核对", row.task.start, row.task.end
        )
    first, last = min(cells, key=lambda cell: cell.start), max(cells, key=lambda cell: cell.end)
    begin, stop = reading.text.span(first.start, last.end)
    return Task(
        **{
            **vars(task),
            "annotation": "".join(reading.text.as_printed(cell.start, cell.end) for cell in cells),
            "annotation_start": begin,
            "annotation_end": stop,
            "origin": Origin.TABLE,
            "units": units,
        }
    )


def _units(reading, row):
    units = []
    for role, cell in row.roles:
        content = reading.text.compact[cell.start : cell.end]
        read = read_clause(content, reading.text.gaps, cell.start, caption=role)
        without_persons(read, reading.text.gaps, cell.start)
        clause = Clause(cell.start, cell.end, cell.start, read, Origin.TABLE, "table", content=content)
        if role == Role.RESPONSIBLE and any(other == Role.LEAD for other, _ in row.roles):
            read.captioned = True
        found = units_of(reading, clause)
        units.extend(found)
        if found:
            printed = reading.text.as_printed(cell.start, cell.end)
            reading.read.append((printed, reading.text.start(cell.start), clause, found))
        for begin, stop in read.unread:
            reading.remark("unread", DOUBTS["unread"], cell.start + begin, cell.start + stop)
    return tuple(units)
