"""Text on its way into a CSV and back: there no style says that a cell is text, so a letter in front of it does."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from tracker.vocabulary.reporting import Light
from tracker.workbooks.cells import cell_text, looks_like_formula
from tracker.workbooks.columns import LEDGER, Column, LedgerRow

MARK = "'"


def to_csv(text: str) -> str:
    """``=1+1`` → ``'=1+1``; a text that has such a mark of its own gets one more, so that none is lost."""
    text = cell_text(text)
    return MARK + text if looks_like_formula(text.lstrip(MARK)) else text


def from_csv(text: str) -> str:
    """The text that ``to_csv`` was given, as a cell holds it."""
    return text[1:] if text.startswith(MARK) and looks_like_formula(text.lstrip(MARK)) else text


def ledger_csv(rows: Iterable[LedgerRow], columns: Sequence[Column] = LEDGER) -> Iterator[bytes]:
    """The ledger as CSV, row by row: UTF-8 with BOM, which every spreadsheet takes for what it is."""
    yield ("\ufeff" + _line(column.caption for column in columns)).encode()
    for number, row in enumerate(rows, start=1):
        yield _line(_cell(column, column.value(row, number)) for column in columns).encode()


def _cell(column, value):
    if isinstance(value, Light):
        return to_csv(value.word)
    if column.share and isinstance(value, (int, float)):
        return f"{round(value * 100, 2):g}%"
    return to_csv(value) if isinstance(value, str) else value


def _line(cells):
    line = StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
