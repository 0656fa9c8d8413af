"""The bytes of the registry's CSV files → cells, or what is wrong with them as files: encoding, columns, quotation."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from tracker.agencies.problems import Problem
from tracker.agencies.rows import TABLES, columns_of

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


def read_table(table: str, data: bytes) -> tuple[list[Cells], list[Problem]]:
    """The rows of one CSV file in UTF-8, with or without BOM; empty lines are passed over."""
    try:
        text = data.decode("utf-8-sig")
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
    return [dict(zip(header, cells, strict=False), line=line) for line, cells in body] if not problems else [], problems


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
