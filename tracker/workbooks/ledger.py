"""总台账: one row per task, as it is printed for the superiors."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import BinaryIO

from tracker.workbooks.columns import LEDGER, Column, LedgerRow
from tracker.workbooks.sheets import Table, write_tables

NAME = "总台账"


def write_ledger(
    rows: Iterable[LedgerRow],
    target: BinaryIO,
    *,
    title: str,
    office: str | None,
    as_of: date,
    note: str | None = None,
    columns: Sequence[Column] = LEDGER,
) -> int:
    """Write the ledger as .xlsx to ``target``; returns how many rows of tasks it has.

    ``office`` stands behind 填报单位（盖章）, ``as_of`` behind 统计截止日期; ``note``, one line, below the sign-off row.
    Rows are taken one by one: a ledger of any length needs the memory of a short one. Raises TooManyRows.
    """
    (tasks,) = write_tables(
        [ledger_table(rows, title=title, office=office, as_of=as_of, note=note, columns=columns)], target
    )
    return tasks


def ledger_table(
    rows: Iterable[LedgerRow],
    *,
    title: str,
    office: str | None,
    as_of: date,
    note: str | None = None,
    columns: Sequence[Column] = LEDGER,
) -> Table:
    """The ledger as a sheet of a workbook."""
    line = heading_line(office, as_of, "单位：项")
    return Table(name=NAME, title=title, line=line, columns=columns, rows=rows, note=note)


def heading_line(office: str | None, as_of: date, counted: str) -> tuple[str, str, str]:
    """What stands below a title: who reports, as of when, what is counted."""
    return (f"填报单位（盖章）：{office or ''}", f"统计截止日期：{as_of.year}年{as_of.month}月{as_of.day}日", counted)
