"""The ledger as one HTML file that asks for no other: to be opened anywhere, with or without a spreadsheet."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from tracker.workbooks.beside import shown
from tracker.workbooks.columns import LEDGER, Column, LedgerRow

STYLE = (
    "body{margin:24px;font:14px/1.6 'Noto Sans CJK SC','Microsoft YaHei',sans-serif;color:#18212f}"
    "h1{font:22px/1.4 '方正小标宋简体','Noto Serif CJK SC',serif;text-align:center}"
    "p{margin:4px 0;color:#465062}"
    "table{border-collapse:collapse;width:100%;font-size:13px}"
    "th,td{border:1px solid #b7c0cc;padding:4px 6px;text-align:left;vertical-align:top;white-space:pre-line}"
    "th{background:#e9edf4;white-space:nowrap;position:sticky;top:0}"
    "td:first-child{text-align:right}"
    ".red{color:#a4231b;font-weight:600}.yellow{color:#835400}.green{color:#1d6839}.grey{color:#5d6778}"
    "@media print{@page{size:A3 landscape}th{position:static}}"
)


def offline_page(
    rows: Iterable[LedgerRow], *, title: str, line: Sequence[str], columns: Sequence[Column] = LEDGER
) -> Iterator[str]:
    """The page, piece by piece; every text is escaped."""
    yield f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}</title>'
    yield f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body>\n'
    yield f"<h1>{escape(title)}</h1>\n<p>{'　　'.join(escape(part) for part in line)}</p>\n<table><thead><tr>"
    yield "".join(f'<th scope="col">{escape(column.caption)}</th>' for column in columns)
    yield "</tr></thead><tbody>\n"
    for number, row in enumerate(rows, start=1):
        yield f"<tr>{''.join(_cell(column, row, number) for column in columns)}</tr>\n"
    yield "</tbody></table></body></html>\n"


def _cell(column, row, number):
    value = column.value(row, number)
    colour = getattr(value, "colour", None)
    words = str(number) if column.caption == "序号" else shown(column, row)
    return f"<td{f' class={colour.value}' if colour else ''}>{escape(words)}</td>"
