"""另报本单位的报告: what an agency reads that also gets the reports of some tasks."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.workbooks.columns import Column, fact, place
from tracker.workbooks.sheets import Table

RECEIVED = "另报本单位的报告"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedRow:
    """A report of another agency; ``percent`` runs from 0 to 100."""

    agency: str
    task: str
    cycle: str
    condition: str
    progress_state: str | None
    percent: float | None
    progress: str
    problems: str
    next_step: str
    to_coordinate: str
    figures: str
    received: str


def _share(row, number):
    return None if row.percent is None else row.percent / 100


COLUMNS = (
    Column("序号", 2.6, place, centred=True),
    Column("单位", 7, fact("agency")),
    Column("任务", 10, fact("task")),
    Column("报送周期", 4, fact("cycle"), centred=True),
    Column("另报的条件", 5, fact("condition")),
    Column("完成状态", 3.4, fact("progress_state"), centred=True),
    Column("完成率", 3.2, _share, centred=True, share=True),
    Column("工作进展", 15, fact("progress")),
    Column("存在问题", 9, fact("problems")),
    Column("下一步打算", 9, fact("next_step")),
    Column("需协调事项", 7, fact("to_coordinate")),
    Column("指标", 7, fact("figures")),
    Column("收到", 5, fact("received"), centred=True),
)


def received_table(rows: Iterable[ReceivedRow], *, line: tuple[str, ...]) -> Table:
    """The reports in the order given."""
    return Table(name=RECEIVED, title=RECEIVED, line=line, columns=COLUMNS, rows=rows, signatures=(), kept=2)
