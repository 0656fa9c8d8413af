"""Ledgers as the tests write and read them."""

from datetime import date
from io import BytesIO

import openpyxl
from python_calamine import CalamineWorkbook

from tracker.workbooks.columns import LedgerRow
from tracker.workbooks.ledger import write_ledger

FIRST = 4
"""The row of the first task."""


def a_row(**facts):
    return LedgerRow(**{"document": "穗府办函〔2019〕2号", "measure": "一（一）", "task": "认定示范企业。"} | facts)


def a_ledger(*rows, title="任务分工台账", office="市商务局", as_of=date(2026, 11, 30), **settings):
    """The bytes of a ledger, from the start."""
    target = BytesIO()
    write_ledger(rows, target, title=title, office=office, as_of=as_of, **settings)
    target.seek(0)
    return target


def opened(ledger):
    """The sheet as openpyxl reads it."""
    ledger.seek(0)
    return openpyxl.load_workbook(ledger).active


def read_by_every_reader(ledger):
    """The rows from the header on as (openpyxl, openpyxl read-only, calamine) read them, empty cells as None."""
    ledger.seek(0)
    whole = openpyxl.load_workbook(ledger).active
    streamed = openpyxl.load_workbook(ledger, read_only=True).active
    readings = [
        [list(row) for row in whole.iter_rows(min_row=FIRST - 1, values_only=True)],
        [list(row) for row in streamed.iter_rows(min_row=FIRST - 1, values_only=True)],
    ]
    ledger.seek(0)
    lines = CalamineWorkbook.from_filelike(ledger).get_sheet_by_index(0).to_python(skip_empty_area=False)
    readings.append([[None if value == "" else value for value in line] for line in lines[FIRST - 2 :]])
    return readings
