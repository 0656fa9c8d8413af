"""Rows of a table of duties → measures: one row is one measure with one task."""

from tracker.extraction.clauses import Clause
from tracker.extraction.deadlines import read_deadline
from tracker.extraction.findings import Measure, Task
from tracker.extraction.measures import DOUBTS, Reading, units_of, words
from tracker.extraction.normalising import in_one_line
from tracker.extraction.outline import Node
from tracker.extraction.roles import read_clause
from tracker.extraction.tables import SECTION_NUMBER, Cell, DutyTable, TableRow
from tracker.vocabulary import Origin, Role


def measures_of_table(reading: Reading, table: DutyTable, above: Node | None, *, part: str | None) -> list[Measure]:
    """The measures of a table, in order. ``above`` is the numbered unit the table stands in: its path comes first."""
    return [_measure(reading, row, above, part) for row in table.rows]


def _measure(reading, row: TableRow, above, part):
    section = words(reading, _without_number(row.section)) if row.section else None
    heading = words(reading, _without_number(row.heading)) if row.heading else None
    task = _task(reading, row)
    path = (above.path if above else "") + _section_label(row) + row.number
    start = min(task.start, reading.text.start(row.heading.start) if row.heading else task.start)
    return Measure(
        part=part,
        path=path or None,
        section=section,
        heading=heading,
        start=start,
        end=max(task.end, task.annotation_end or 0),
        tasks=(task,),
    )


def _section_label(row):
    number = SECTION_NUMBER.match(row.section.text) if row.section else None
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
        text=in_one_line(reading.text.raw[start:end]).strip(),
        start=start,
        end=end,
        deadline=deadline.printed if deadline else None,
        deadline_on=deadline.on if deadline else None,
        deadline_precision=deadline.precision if deadline else None,
    )
    if not units:
        reading.remark("no-clause", f"表中第 {row.number or '？'} 行没有写责任单位", row.task.start, row.task.end)
        return task
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
