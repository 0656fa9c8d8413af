"""What day it is where the offices are; nothing else in the program asks the machine for the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Without daylight saving since 1991, so that no table of time zones is needed."""
_TOLD: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    return _TOLD.get() or datetime.now(CHINA)


def today() -> date:
    return now().date()


@contextmanager
def telling_of(moment: datetime) -> Iterator[None]:
    """For a block it is another time: a demonstration tells of weeks that have passed. Nothing else does."""
    token = _TOLD.set(moment)
    try:
        yield
    finally:
        _TOLD.reset(token)
