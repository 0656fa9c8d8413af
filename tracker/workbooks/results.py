"""导入结果: what a workbook changed, cell by cell, to be kept beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from tracker.workbooks.columns import Column, fact, place
from tracker.workbooks.sheets import Table, write_tables

NAME = "导入结果"


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A cell that changed: the row of the file, the task, the column, what it said before and says now."""

    row: int
    task: str
    column: str
    before: str
    after: str


COLUMNS = (
    Column("序号", 3, place, centred=True),
    Column("文件第几行", 4, fact("row"), centred=True),
    Column("任务", 16, fact("task")),
    Column("栏目", 6, fact("column"), centred=True),
    Column("原来", 20, fact("before")),
    Column("现在", 20, fact("after")),
)


def write_results(lines: Iterable[ResultLine], target: BinaryIO, *, title: str, line: tuple[str, ...]) -> None:
    """Write the list as .xlsx; ``line`` stands below the title."""
    table = Table(name=NAME, title=title, line=line, columns=COLUMNS, rows=lines, signatures=(), kept=3)
    write_tables([table], target)
