"""Whether an agency may still object to a row of its sheet, and until when."""

from dataclasses import dataclass
from datetime import date

from tracker.reporting.due_dates import WorkingDays, objection_ends
from tracker.vocabulary.reporting import STANDING, CycleState, Owing, ReportState


@dataclass(frozen=True, slots=True)
class Objectable:
    """What decides it: the row and its cycle, since when the row is owed, and whether an objection waits already."""

    state: ReportState
    owing: Owing
    cycle: CycleState
    since: date | None
    is_raised: bool = False


def objecting_until(row: Objectable, days: WorkingDays) -> date | None:
    """The last day on which the row may be objected to; None where nothing is owed yet."""
    return objection_ends(row.since, days) if row.since else None


def why_no_objection(row: Objectable, today: date, days: WorkingDays) -> str | None:
    """Why nobody may object to the row now, None if its agency may."""
    if row.cycle is not CycleState.OPEN or row.owing is not Owing.OWED or row.since is None:
        return "这一行现在不应报，不能提出异议；请刷新页面。"
    if row.state in STANDING:
        return "这一行已经报送，不能再提出异议；如有误，请先撤回。"
    last = objecting_until(row, days)
    if today > last:
        return f"提出异议的期限到 {last:%Y-%m-%d} 为止，已经过了；如确有错误，请联系领导小组办公室调整。"
    if row.is_raised:
        return "这一行的异议办公室还没有决定，不用再提；决定之前仍须按期报送。"
    return None
