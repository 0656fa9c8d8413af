"""汇总表, how each agency stands, and 未报清单, what is still owed: printed beside the ledger."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter

from tracker.vocabulary.reporting import Light
from tracker.workbooks.columns import Column, fact, place
from tracker.workbooks.sheets import Table

SUMMARY, UNREPORTED = "汇总表", "未报清单"
UNKNOWN = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencySummary:
    """How many reports an agency owes and how they stand. Rows of agencies ``asked`` rather than urged stand apart."""

    agency: str
    owed: int
    submitted: int = 0
    on_time: int = 0
    returned: int = 0
    overdue: int = 0
    asked: bool = False
    is_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreportedRow:
    """A report still owed; ``light`` says since when, ``reason`` why where that is known."""

    agency: str
    role: str
    document: str
    task: str
    due: date
    light: Light
    reason: str | None = None
    contact: str | None = None
    phone: str | None = None


COUNTS = tuple(field.name for field in fields(AgencySummary) if field.type is int)


def with_totals(rows: Iterable[AgencySummary]) -> Iterator[AgencySummary]:
    """The rows as they are printed: agencies that are urged and their total, then those that are asked and theirs."""
    rows = list(rows)
    for asked, label in ((False, "合计"), (True, "商请单位合计")):
        if group := [row for row in rows if row.asked == asked]:
            counts = {name: sum(map(attrgetter(name), group)) for name in COUNTS}
            yield from group
            yield AgencySummary(agency=label, asked=asked, is_total=True, **counts)


def summary_table(
    rows: Sequence[AgencySummary], *, title: str, line: tuple[str, ...], note: str | None = None
) -> Table:
    """汇总表 by agency."""
    return Table(
        name=SUMMARY,
        title=title,
        line=line,
        columns=SUMMARY_COLUMNS,
        rows=with_totals(rows),
        note=note,
        kept=2,
        is_strong=attrgetter("is_total"),
    )


def unreported_table(
    rows: Iterable[UnreportedRow], *, title: str, line: tuple[str, ...], note: str | None = None
) -> Table:
    """未报清单, in the order given."""
    return Table(name=UNREPORTED, title=title, line=line, columns=UNREPORTED_COLUMNS, rows=rows, note=note, kept=2)


def _place_unless_total(row, number):
    return None if row.is_total else number


def _rate(name):
    """A part of what is owed; where nothing is owed there is no rate."""
    part = attrgetter(name)
    return lambda row, number: part(row) / row.owed if row.owed else UNKNOWN


def _due(row, number):
    return f"{row.due:%Y-%m-%d}"


SUMMARY_COLUMNS = (
    Column("序号", 4, _place_unless_total, centred=True),
    Column("单位", 17, fact("agency")),
    Column("应报", 6, fact("owed"), centred=True),
    Column("已报", 6, fact("submitted"), centred=True),
    Column("按时", 6, fact("on_time"), centred=True),
    Column("退回", 6, fact("returned"), centred=True),
    Column("逾期", 6, fact("overdue"), centred=True),
    Column("报送率", 6, _rate("submitted"), centred=True, share=True),
    Column("按时率", 6, _rate("on_time"), centred=True, share=True),
)
UNREPORTED_COLUMNS = (
    Column("序号", 2.6, place, centred=True),
    Column("单位", 9, fact("agency")),
    Column("职责", 3, fact("role"), centred=True),
    Column("文件（文号）", 9, fact("document")),
    Column("工作任务", 22, fact("task")),
    Column("应报日期", 5.5, _due, centred=True),
    Column("填报灯", 4.6, fact("light"), centred=True),
    Column("未报原因", 9, fact("reason")),
    Column("联系人", 4.6, fact("contact"), centred=True),
    Column("电话", 6.6, fact("phone"), centred=True),
)
