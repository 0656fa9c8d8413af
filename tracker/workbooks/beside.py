"""年度对比, this cycle beside the one before, task by task; 变化情况, what changed since a pack; 需协调事项."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.vocabulary.reporting import Light
from tracker.workbooks.columns import LEDGER, Column, LedgerRow, fact, place
from tracker.workbooks.sheets import Table

BESIDE, TURNS, CHANGED, TO_COORDINATE = "年度对比", "变动清单", "变化情况", "需协调事项"
SOME = ("序号", "文件（文号）", "措施", "工作任务", "牵头单位", "需协调事项", "报送单位", "报送时间")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """How a task stood in one cycle; ``percent`` runs from 0 to 100, what was not reported is None.

    A light is a Light, or its word alone where nothing else was kept of it.
    """

    units: str = ""
    state: str | None = None
    percent: float | None = None
    filing_light: Light | str | None = None
    progress_light: Light | str | None = None
    said: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideRow:
    """A task in two cycles, in the words of the later one it is in; ``change`` is 新增, 取消, 移位 or 延续.

    One side is None where the task was not in that cycle.
    """

    document: str
    measure: str
    task: str
    change: str
    before: Side | None = None
    after: Side | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What became of a task from one cycle to the next: what kind of change, where, which task, the two values."""

    kind: str
    place: str
    task: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A task of which something changed since the pack before: what it is called, which column, and its two values."""

    task: str
    column: str
    before: str
    after: str


def _of(side, name):
    return lambda row, number: (found := getattr(row, side)) and (getattr(found, name) or None)


def _share_of(side):
    def share(row, number):
        percent = (found := getattr(row, side)) and found.percent
        return None if percent is None else percent / 100

    return share


def _grown(row, number):
    if row.before is None or row.after is None or row.after.percent is None or row.before.percent is None:
        return None
    grown = _whole(row.after.percent) - _whole(row.before.percent)
    return f"{grown:+d}" if grown else "0"


def _whole(percent):
    """As its cell shows it."""
    return int(percent + 0.5)


def _both(caption, width, name):
    """A column of each side, the earlier one first."""
    for side, cycle in (("before", "上期"), ("after", "本期")):
        yield Column(f"{cycle}{caption}", width, _of(side, name), centred=True)


SAID = (Column("上期工作进展", 12, _of("before", "said")), Column("本期工作进展", 12, _of("after", "said")))
BESIDE_COLUMNS = (
    Column("序号", 2.6, place, centred=True),
    Column("变动", 2.8, fact("change"), centred=True),
    Column("文件", 6, fact("document")),
    Column("措施", 6, fact("measure")),
    Column("工作任务", 13, fact("task")),
    *_both("责任单位", 5, "units"),
    *_both("状态", 4, "state"),
    Column("上期完成率", 4, _share_of("before"), centred=True, share=True),
    Column("本期完成率", 4, _share_of("after"), centred=True, share=True),
    Column("增减（百分点）", 4.4, _grown, centred=True),
    *_both("填报灯", 4, "filing_light"),
    *_both("进度灯", 4, "progress_light"),
)
TURN_COLUMNS = (
    Column("序号", 2.6, place, centred=True),
    Column("变动", 5, fact("kind"), centred=True),
    Column("文件、条目", 11, fact("place")),
    Column("任务", 16, fact("task")),
    Column("上期", 12, fact("before")),
    Column("本期", 12, fact("after")),
)
CHANGED_COLUMNS = (
    Column("序号", 2.6, place, centred=True),
    Column("任务", 13, fact("task")),
    Column("栏目", 5, fact("column"), centred=True),
    Column("上次", 20, fact("before")),
    Column("这次", 20, fact("after")),
)


def beside_table(
    rows: Iterable[BesideRow], *, title: str, line: tuple[str, ...], note: str | None = None, has_words: bool = True
) -> Table:
    """This cycle beside the one before; without the columns of words where none were kept."""
    columns = BESIDE_COLUMNS + (SAID if has_words else ())
    return Table(name=BESIDE, title=title, line=line, columns=columns, rows=rows, note=note, kept=5)


def turns_table(turns: Iterable[Turn], *, title: str, line: tuple[str, ...], note: str | None = None) -> Table:
    """Only what is otherwise than in the cycle before."""
    return Table(name=TURNS, title=title, line=line, columns=TURN_COLUMNS, rows=turns, note=note)


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
