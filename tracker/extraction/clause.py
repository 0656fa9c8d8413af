"""A responsibility clause: where it stands in a text, what it says, and by which rule it was found."""

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass, field

from tracker.extraction.normalising import CompactText
from tracker.extraction.roles import ClauseReading, read_clause
from tracker.vocabulary import Origin


@dataclass
class Clause:
    """A responsibility clause: its compact span with brackets, the start and text of its content, and what it says.

    ``block_start`` is where the fields begin that it stands among: 分管领导：…… on the line above 牵头单位：…….
    """

    start: int
    end: int
    content_start: int
    reading: ClauseReading
    origin: Origin
    rule: str
    doubts: list[str] = field(default_factory=list)
    block_start: int = -1
    content: str = ""

    def __post_init__(self):
        if self.block_start < 0:
            self.block_start = self.start


class Spans:
    """Compact spans in order, asked what lies in them."""

    def __init__(self, spans):
        self.spans, self.starts = spans, [start for start, _ in spans]

    def __contains__(self, at):
        place = bisect_right(self.starts, at) - 1
        return place >= 0 and at < self.spans[place][1]

    def touches(self, start, end):
        place = bisect_right(self.starts, end - 1) - 1
        return place >= 0 and self.spans[place][1] > start


def reading_of(text: CompactText, content: str, base: int, breaks: Collection[int] = ()) -> ClauseReading:
    """What a clause says; one that breaks the reading says nothing, and is marked as broken.

    ``breaks`` are compact offsets of lines at which a name begins.
    """
    gaps = frozenset([*text.gaps_between(base, base + len(content)), *breaks])
    try:
        return read_clause(content, gaps, base)
    except MemoryError:
        raise
    except Exception:
        return ClauseReading(broken=True)
