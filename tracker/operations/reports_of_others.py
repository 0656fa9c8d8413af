"""另报本单位的报告 as a workbook."""

from typing import BinaryIO

from tracker import clock
from tracker.storage.queries.received import Received, received_by
from tracker.workbooks.reports_of_others import ReceivedRow, received_table
from tracker.workbooks.sheets import write_tables


def write_received(agency_id: str, name: str, target: BinaryIO) -> int:
    """Write the reports an agency also gets; returns how many there are."""
    found, today = received_by(agency_id), clock.today()
    line = (f"收报单位：{name}", f"导出日期：{today.year}年{today.month}月{today.day}日", f"共 {len(found)} 份")
    (count,) = write_tables([received_table(map(_row, found), line=line)], target)
    return count


def _row(report: Received) -> ReceivedRow:
    said = report.content
    return ReceivedRow(
        agency=report.agency,
        task=f"{report.label} {report.title}".strip(),
        cycle=report.cycle,
        condition=report.condition,
        progress_state=said.progress and said.progress.label,
        percent=said.percent,
        progress=said.done or f"零报告：{said.nil_reason}",
        problems=said.problems,
        next_step=said.next_step,
        to_coordinate=said.coordination,
        figures="；".join(f"{each.name}：{each.text}" for each in said.figures),
        received=f"{report.at:%Y-%m-%d %H:%M}",
    )
