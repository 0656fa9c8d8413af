"""年度对比, this cycle beside the one before, task by task; 变化, what changed since a pack; 需协调事项."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.workbooks.columns import LEDGER, Column, LedgerRow, fact, place, share
from tracker.workbooks.sheets import Table

BESIDE, CHANGED, TO_COORDINATE = "年度对比", "变化情况", "需协调事项"
SOME = ("序号", "文件（文号）", "措施", "工作任务", "牵头单位", "需协调事项", "报送单位", "报送时间")


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideRow:
    """A task in two cycles; ``percent`` runs from 0 to 100, None where nothing was reported."""

    measure: str
    task: str
    state_before: str | None = None
    percent_before: float | None = None
    said_before: str | None = None
    state: str | None = None
    percent: float | None = None
    said: str | None = None


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A task of which something changed since the pack before: what it is called, which column, and its two values."""

    task: str
    column: str
    before: str
    after: str


def _grown(row, number):
    if row.percent is None or row.percent_before is None:
        return None
    return f"{row.percent - row.percent_before:+g}"


BESIDE_COLUMNS = (
    Column("序号", 2.6, place, centred=True),
    Column("措施", 7, fact("measure")),
    Column("工作任务", 18, fact("task")),
    Column("上期状态", 4.4, fact("state_before"), centred=True),
    Column("上期完成率", 4.4, share("percent_before"), centred=True, share=True),
    Column("本期状态", 4.4, fact("state"), centred=True),
    Column("本期完成率", 4.4, share("percent"), centred=True, share=True),
    Column("增减（百分点）", 4.6, _grown, centred=True),
    Column("上期工作进展", 18, fact("said_before")),
    Column("本期工作进展", 18, fact("said")),
)
CHANGED_COLUMNS = (
    Column("序号", 2.6, place, centred=True),
    Column("任务", 13, fact("task")),
    Column("栏目", 5, fact("column"), centred=True),
    Column("上次", 20, fact("before")),
    Column("这次", 20, fact("after")),
)


def beside_table(rows: Iterable[BesideRow], *, title: str, line: tuple[str, ...]) -> Table:
    """This cycle beside the one before."""
    return Table(name=BESIDE, title=title, line=line, columns=BESIDE_COLUMNS, rows=rows)


def changed_table(rows: Iterable[ChangedRow], *, title: str, line: tuple[str, ...], note: str | None = None) -> Table:
    """What changed since a pack."""
    return Table(name=CHANGED, title=title, line=line, columns=CHANGED_COLUMNS, rows=rows, note=note)


def to_coordinate_table(rows: Iterable[LedgerRow], *, title: str, line: tuple[str, ...]) -> Table:
    """The tasks on which somebody asks for something to be coordinated."""
    columns = tuple(column for column in LEDGER if column.caption in SOME)
    return Table(name=TO_COORDINATE, title=title, line=line, columns=columns, rows=rows)


def changes_between(task: str, before: LedgerRow | None, after: LedgerRow) -> Iterable[ChangedRow]:
    """The columns of a task that say something else; all that say anything where it is new; ``task`` is its name."""
    for column in LEDGER[LEDGER_FROM:]:
        old, new = (shown(column, row) if row else "" for row in (before, after))
        if old != new:
            yield ChangedRow(task, column.caption, old or "—", new or "—")


def shown(column: Column, row: LedgerRow) -> str:
    """A cell's words."""
    value = column.value(row, 0)
    if value is None:
        return ""
    if column.share:
        return f"{value * 100:g}%"
    return getattr(value, "word", None) or str(value)


LEDGER_FROM = [column.caption for column in LEDGER].index("完成状态")
"""The first column that tells how a task stands rather than what it is."""
