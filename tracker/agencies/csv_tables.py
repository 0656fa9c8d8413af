"""The bytes of the registry's CSV files → cells, or what is wrong with them as files: encoding, columns, quotation."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from tracker.agencies.problems import Problem
from tracker.agencies.rows import TABLES, Row, columns_of

Cells = Mapping[str, str]
"""Column → text; ``line`` is where the row stands."""
LONGEST = 1000
"""Characters of a cell; more is a quotation mark that was never closed."""


def read_tables(files: Mapping[str, bytes]) -> tuple[dict[str, list[Cells]], list[Problem]]:
    """Table → its rows, from table → the bytes of its CSV file; a table with a problem has no rows."""
    tables, problems = {}, []
    for table, data in files.items():
        tables[table], found = read_table(table, data)
        problems.extend(found)
    return tables, problems


def read_table(table: str, data: bytes, *, gbk: bool = False) -> tuple[list[Cells], list[Problem]]:
    """The rows of one CSV file in UTF-8, with or without BOM; empty lines are passed over.

    ``gbk``: what is not UTF-8 is read as the Chinese encoding that spreadsheets save by themselves.
    """
    try:
        text = _decoded(data, gbk)
    except UnicodeDecodeError as error:
        return [], [_not_utf8(table, data, error.start)]
    try:
        lines = list(_lines(text))
    except csv.Error:
        return [], [Problem(table, None, None, "引号没有成对，读不出各列；请用表格软件重新另存为“CSV UTF-8”。")]
    if not lines:
        return [], [Problem(table, None, None, "文件是空的；第一行应是列名。")]
    (_, header), *body = lines
    if problems := header_problems(table, header):
        return [], problems
    problems = [fault for line, cells in body if (fault := _wrong_width(table, line, cells, header))]
    if problems:
        return [], problems
    return [dict(zip(header, map(unquoted, cells), strict=False), line=line) for line, cells in body], []


FORMULA = re.compile("'*[=+\\-@\\t\\r\\n＝＋－＠]")
"""What a spreadsheet may take for a formula, and what looks as if it had been kept from that already."""


def quoted(text: str) -> str:
    """A cell as a CSV for spreadsheets has it: what they would take for a formula is led by ``'``."""
    return f"'{text}" if FORMULA.match(text) else text


def unquoted(text: str) -> str:
    """The cell that ``quoted`` was given."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def write_table(table: str, rows: Iterable[Row]) -> bytes:
    """A table as a CSV file, UTF-8 with BOM, as ``read_table`` reads it."""
    target, names = io.StringIO(newline=""), columns_of(TABLES[table])
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([quoted(as_text(getattr(row, name))) for name in names] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def as_text(value: object) -> str:
    """A value as a cell has it: a day in ISO, yes or no, nothing for what is unknown."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _decoded(data, gbk):
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if not gbk:
            raise
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            return data.decode("utf-8-sig")


def _lines(text):
    reader, last = csv.reader(io.StringIO(text, newline=""), strict=True), 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield last + 1, [cell.strip() for cell in cells]
        last = reader.line_num


def header_problems(table: str, header: Sequence[str]) -> list[Problem]:
    """Columns that are missing, unknown or there twice; the same for a CSV file and a workbook."""
    wanted = columns_of(TABLES[table])
    missing = [
        Problem(table, 1, column, f"缺少这一列；应有的列：{'、'.join(wanted)}。")
        for column in wanted
        if column not in header
    ]
    unknown = [
        Problem(table, 1, column or f"第 {at} 列", "不认识这一列；请删去，或改正列名。")
        for at, column in enumerate(header, 1)
        if column not in wanted
    ]
    twice = [
        Problem(table, 1, column, "这一列出现了两次；请删去一列。") for column in _repeated(header) if column in wanted
    ]
    return [*missing, *unknown, *twice]


def _repeated(values: Iterable[str]):
    seen, repeated = set(), {}
    for value in values:
        if value in seen:
            repeated[value] = True
        seen.add(value)
    return list(repeated)


def _wrong_width(table, line, cells, header):
    if len(cells) != len(header):
        return Problem(table, line, None, f"这一行有 {len(cells)} 列，表头有 {len(header)} 列；含逗号的内容请加引号。")
    for column, cell in zip(header, cells, strict=True):
        if len(cell) > LONGEST:
            return Problem(table, line, column, f"这一格超过 {LONGEST} 个字；请核对引号是否成对。")
    return None


def _not_utf8(table, data, at):
    before = data[:at].decode("utf-8-sig", errors="replace").splitlines(keepends=True)
    unfinished = bool(before) and not before[-1].endswith(("\n", "\r"))
    line = len(before) + (0 if unfinished else 1)
    header = data.split(b"\n", 1)[0].decode("utf-8-sig", errors="replace").strip().split(",")
    column = before[-1].count(",") if unfinished else 0
    name = header[column] if line > 1 and column < len(header) else None
    return Problem(table, line, name, f"不是 UTF-8 编码{_maybe_gbk(data)}；请另存为“CSV UTF-8”后再导入。")


def _maybe_gbk(data):
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "（应是 GBK 编码）"
