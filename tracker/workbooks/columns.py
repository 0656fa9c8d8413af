"""The columns of the ledger (总台账) as data: caption, width, how it stands, where its value comes from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import attrgetter


class Colour(StrEnum):
    """The colour of a light; the word beside it says the same."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    BLUE = "blue"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class Light:
    """亮灯: a word and its colour."""

    word: str
    colour: Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One task of the ledger. What is not known is left out: "" or None prints an empty cell.

    Texts of several agencies stand in one, each led by 【单位】. ``percent`` runs from 0 to 100.
    """

    document: str
    measure: str
    task: str
    leads: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    deadline: str | None = None
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


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` counts Chinese letters of the body's size; ``value`` takes (row, its number from 1).

    A ``share`` is a number from 0 to 1, printed in percent.
    """

    caption: str
    width: float
    value: Callable[[LedgerRow, int], str | float | Light | None]
    centred: bool = False
    share: bool = False


def _fact(name):
    fact = attrgetter(name)
    return lambda row, number: fact(row)


def _names(name):
    names = attrgetter(name)
    return lambda row, number: "、".join(names(row))


def _number(row, number):
    return number


def _share(row, number):
    return None if row.percent is None else row.percent / 100


def _when(row, number):
    return row.reported_at and f"{row.reported_at:%Y-%m-%d %H:%M}"


LEDGER = (
    Column("序号", 2.6, _number, centred=True),
    Column("文件（文号）", 9.5, _fact("document")),
    Column("措施", 8, _fact("measure")),
    Column("工作任务", 22, _fact("task")),
    Column("牵头单位", 6, _names("leads")),
    Column("责任单位", 6, _names("responsible")),
    Column("配合单位", 10, _names("supports")),
    Column("完成时限", 5, _fact("deadline"), centred=True),
    Column("完成状态", 4.4, _fact("progress_state"), centred=True),
    Column("完成率", 3.4, _share, centred=True, share=True),
    Column("工作进展", 11, _fact("progress")),
    Column("存在问题", 7, _fact("problems")),
    Column("下一步打算", 7, _fact("next_step")),
    Column("需协调事项", 6, _fact("to_coordinate")),
    Column("填报灯", 3.4, _fact("filing_light"), centred=True),
    Column("进度灯", 3.4, _fact("progress_light"), centred=True),
    Column("报送单位", 5, _fact("reported_by")),
    Column("报送时间", 5.5, _when, centred=True),
    Column("备注", 5, _fact("remark")),
)


def stretches(columns: Sequence[Column], parts: int) -> list[tuple[int, int]]:
    """First and last column, counted from 1, of so many stretches of about the same width; fewer of few columns."""
    total, reached, firsts = sum(column.width for column in columns), 0.0, []
    for place, column in enumerate(columns, start=1):
        if reached >= total * len(firsts) / parts:
            firsts.append(place)
        reached += column.width
    return list(zip(firsts, [first - 1 for first in firsts[1:]] + [len(columns)], strict=True))
