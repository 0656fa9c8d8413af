"""A rule that breaks on a passage costs that passage alone: it is pointed out to a person, and the rest is read."""

from collections.abc import Callable
from typing import TypeVar

from tracker.extraction.measures import Reading

Found = TypeVar("Found")

MESSAGE = "读这一段时程序出错，没有读出{what}；其余照常读出，请人工补上这一段"


def spared(
    reading: Reading, start: int, end: int, rule: Callable[[], Found], *, instead: Callable[[], Found], what: str
) -> Found:
    """What ``rule`` finds in the compact span; where it breaks, a diagnostic about the span and ``instead``.

    Memory that runs out is no fault of a passage: it ends the reading.
    """
    try:
        return rule()
    except MemoryError:
        raise
    except Exception:
        reading.remark("rule-failed", MESSAGE.format(what=what), start, end)
        return instead()
