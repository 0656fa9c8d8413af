"""Whether the machine's clock can be right, by what was written down before."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from tracker import clock
from tracker.storage.audit import AuditEvent
from tracker.storage.database import db

BEHIND, AHEAD = timedelta(minutes=10), timedelta(days=366)
"""So far the clock may stand before the last event, and so long nothing may have been written, without a word."""


def doubt() -> str | None:
    """A warning if the clock stands before what was last written down, or more than a year after it; None if neither."""
    return doubt_of(clock.now(), db.session.scalar(select(func.max(AuditEvent.at))))


def doubt_of(now: datetime, last: datetime | None) -> str | None:
    """The same for a time and that of the last event, None where nothing was written yet."""
    if last is None or -BEHIND <= now - last <= AHEAD:
        return None
    how = "早于" if now < last else "比一年还晚于"
    return (
        f"服务器时间是 {now:%Y-%m-%d %H:%M}，{how}最近一次记录（{last:%Y-%m-%d %H:%M}）；"
        "时间不对会误判按时和迟报，请先校准服务器时间，再开始办理。"
    )
