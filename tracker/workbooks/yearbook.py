"""The year as one workbook: 总台账, 汇总表, 未报清单, 图表; and the same for one agency or one document."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import BinaryIO

from tracker.workbooks.charts import LightCount, add_charts
from tracker.workbooks.columns import LEDGER, Column, LedgerRow
from tracker.workbooks.ledger import heading_line, ledger_table
from tracker.workbooks.sheets import write_tables
from tracker.workbooks.summaries import AgencySummary, UnreportedRow, summary_table, unreported_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """What a workbook of the year shows. ``title`` names the ledger; the other sheets' titles are made of ``subject``.

    Sheets without anything to show are left out: a ledger before anything is owed is one sheet.
    """

    title: str
    subject: str
    office: str | None
    as_of: date
    tasks: Iterable[LedgerRow]
    agencies: Sequence[AgencySummary] = ()
    unreported: Iterable[UnreportedRow] | None = None
    lights: Sequence[LightCount] = ()
    note: str | None = None
    columns: Sequence[Column] = LEDGER


def write_year(year: Year, target: BinaryIO) -> int:
    """Write the workbook as .xlsx to ``target``; returns how many tasks it has. Raises TooManyRows."""
    tables = [
        ledger_table(
            year.tasks, title=year.title, office=year.office, as_of=year.as_of, note=year.note, columns=year.columns
        )
    ]
    if year.agencies:
        line = heading_line(year.office, year.as_of, "单位：份")
        tables.append(summary_table(year.agencies, title=f"{year.subject}报送情况汇总表", line=line))
    if year.unreported is not None:
        line = heading_line(year.office, year.as_of, "单位：份")
        tables.append(unreported_table(year.unreported, title=f"{year.subject}未报清单", line=line))
    charts = partial(add_charts, title=f"{year.subject}报送情况", agencies=year.agencies, lights=year.lights)
    return write_tables(tables, target, add=charts)[0]
