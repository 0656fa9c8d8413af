"""The columns of the ledger (总台账) as data: caption, width, how it stands, where its value comes from."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, pairwise
from operator import attrgetter
from typing import Any

from tracker.errors import BadLayout
from tracker.vocabulary.reporting import Light


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """A task as every workbook names it."""

    document: str
    measure: str
    task: str
    leads: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    deadline: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow(TaskRow):
    """One task of the ledger. What is not known is left out: "" or None prints an empty cell.

    Texts of several agencies stand in one (``said``). ``percent`` runs from 0 to 100.
    """

    progress_state: str | None = None
    percent: float | None = None
    progress: str | None = None
    problems: str | None = None
    next_step: str | None = None
    to_coordinate: str | None = None
    filing_light: Light | None = None
    progress_light: Light | None = None
    reported_by: str | None = None
    reported_at: datetime | None = None
    remark: str | None = None


Value = Callable[[Any, int], str | float | Light | None]
"""What a cell says, of its row and the row's number from 1."""


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` counts Chinese letters of the body's size; ``value`` takes (row, its number from 1).

    A ``share`` is a number from 0 to 1, printed in percent.
    """

    caption: str
    width: float
    value: Value
    centred: bool = False
    share: bool = False


def fact(name: str) -> Value:
    """What a row says under this name."""
    get = attrgetter(name)
    return lambda row, number: get(row)


def share(name: str) -> Value:
    """The same of a percent, as a number from 0 to 1."""
    get = attrgetter(name)
    return lambda row, number: None if get(row) is None else get(row) / 100


def place(row: object, number: int) -> int:
    """序号."""
    return number


def _names(name):
    names = attrgetter(name)
    return lambda row, number: "、".join(names(row))


def _when(row, number):
    return row.reported_at and row.reported_at.isoformat(" ")[:16]


LEDGER = (
    Column("序号", 2.6, place, centred=True),
    Column("文件（文号）", 8, fact("document")),
    Column("措施", 7, fact("measure")),
    Column("工作任务", 20, fact("task")),
    Column("牵头单位", 6, _names("leads")),
    Column("责任单位", 6, _names("responsible")),
    Column("配合单位", 9, _names("supports")),
    Column("完成时限", 5, fact("deadline"), centred=True),
    Column("完成状态", 4.4, fact("progress_state"), centred=True),
    Column("完成率", 3.6, share("percent"), centred=True, share=True),
    Column("工作进展", 20, fact("progress")),
    Column("存在问题", 9, fact("problems")),
    Column("下一步打算", 9, fact("next_step")),
    Column("需协调事项", 7, fact("to_coordinate")),
    Column("填报灯", 3.6, fact("filing_light"), centred=True),
    Column("进度灯", 3.6, fact("progress_light"), centred=True),
    Column("报送单位", 5, fact("reported_by")),
    Column("报送时间", 5.5, _when, centred=True),
    Column("备注", 5, fact("remark")),
)
ASKED = LEDGER[: 1 + [column.caption for column in LEDGER].index("完成时限")]
"""The columns that say what is asked of whom."""
UNREPORTED = (*ASKED, LEDGER[-1])
"""Those that have something to say where nothing is reported: outside any cycle."""


def said(texts: Iterable[tuple[str, str | None]]) -> str | None:
    """What several agencies say, in one cell: each text led by 【单位】, in the order given.

    ``[("市商务局", "认定23家。"), ("越秀区政府", None)]`` → 【市商务局】认定23家。 Nothing while nobody says anything.
    """
    return "\n".join(f"【{agency}】{text.strip()}" for agency, text in texts if text and text.strip()) or None


def chosen(captions: Sequence[str], columns: Sequence[Column] = LEDGER) -> tuple[Column, ...]:
    """The columns of a layout, in its order. Raises BadLayout for a caption that is not there or stands twice."""
    known = {column.caption: column for column in columns}
    if unknown := [caption for caption in captions if caption not in known]:
        raise BadLayout(f"没有“{'”“'.join(unknown)}”这样的列，可以选的有：{'、'.join(known)}。")
    if twice := [caption for caption, count in Counter(captions).items() if count > 1]:
        raise BadLayout(f"“{'”“'.join(twice)}”选了不止一次，每一列只能选一次。")
    if not captions:
        raise BadLayout("一列也没有选，请至少选一列。")
    return tuple(known[caption] for caption in captions)


def stretches(columns: Sequence[Column], parts: int) -> list[tuple[int, int]]:
    """First and last column, counted from 1, of so many stretches of about the same width; fewer of few columns."""
    edges = list(accumulate(column.width for column in columns))
    wanted = [edges[-1] * part / parts for part in range(1, parts)]
    lasts = sorted({min(range(len(edges)), key=lambda place: abs(edges[place] - width)) + 1 for width in wanted})
    lasts = [*(last for last in lasts if last < len(columns)), len(columns)]
    return [(before + 1, last) for before, last in pairwise([0, *lasts])]
