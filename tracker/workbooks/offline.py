"""The ledger as one HTML file that asks for no other: to be opened anywhere, with or without a spreadsheet."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from tracker.workbooks.beside import shown
from tracker.workbooks.columns import LEDGER, Column, LedgerRow

STYLE = (
    "body{margin:24px;font:14px/1.6 'Noto Sans CJK SC','Microsoft YaHei',sans-serif;color:#18212f}"
    "h1{font:22px/1.4 '方正小标宋简体','Noto Serif CJK SC',serif;text-align:center}"
    "p{margin:4px 0;color:#465062}"
    "table{border-collapse:collapse;table-layout:fixed;width:100%;font-size:13px}"
    "th,td{border:1px solid #b7c0cc;padding:4px 5px;text-align:left;vertical-align:top;white-space:pre-line;"
    "overflow-wrap:anywhere}"
    "th{background:#e9edf4;position:sticky;top:0;text-align:center;vertical-align:middle}"
    "td.short{text-align:center}"
    ".red{color:#a4231b;font-weight:600}.yellow{color:#835400}.green{color:#1d6839}.blue{color:#1d4f91}.grey{color:#5d6778}"
    "@media print{@page{size:A3 landscape}body{margin:0}table{min-width:0!important;font-size:8.5pt}th{position:static}"
    "tr{break-inside:avoid}}"
)
PADDING = 0.9
"""Ems of a column on both sides of its text."""
NARROWEST = 0.65
"""Of the width on paper: so the whole ledger stands on an office's screen."""


def offline_page(
    rows: Iterable[LedgerRow], *, title: str, line: Sequence[str], columns: Sequence[Column] = LEDGER
) -> Iterator[str]:
    """The page, piece by piece; every text is escaped."""
    yield f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}</title>'
    yield f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body>\n'
    yield f"<h1>{escape(title)}</h1>\n<p>{'　　'.join(escape(part) for part in line)}</p>\n{_table(columns)}<thead><tr>"
    yield "".join(f'<th scope="col">{escape(column.caption)}</th>' for column in columns)
    yield "</tr></thead><tbody>\n"
    for number, row in enumerate(rows, start=1):
        yield f"<tr>{''.join(_cell(column, row, number) for column in columns)}</tr>\n"
    yield "</tbody></table></body></html>\n"


def _table(columns):
    """The columns in proportion as on paper; on a small screen one scrolls to the right."""
    total = sum(column.width + PADDING for column in columns)
    widths = "".join(f'<col style="width:{(column.width + PADDING) / total:.2%}">' for column in columns)
    return f'<table style="min-width:{total * NARROWEST:.0f}em"><colgroup>{widths}</colgroup>'


def _cell(column, row, number):
    value = column.value(row, number)
    colour = getattr(value, "colour", None)
    words = str(number) if column.caption == "序号" else shown(column, row)
    classes = " ".join([*(["short"] if column.centred else []), *([colour.value] if colour else [])])
    return f'<td class="{classes}">{escape(words)}</td>' if classes else f"<td>{escape(words)}</td>"
