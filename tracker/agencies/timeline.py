"""A line of bodies laid out along time: a lane for each, a bar while it stands, a joint where duties pass on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from unicodedata import east_asian_width

from tracker.agencies.rows import Change
from tracker.agencies.succession import Period
from tracker.agencies.succession_faults import ChangeKind

WIDTH, LANE, TOP, BOTTOM = 1300, 54, 26, 8
NAME, BAR, THICK, NOTE = 13, 19, 10, 44
"""Within a lane, from its top: the name's line, the bar with its height, the line of a note beneath."""
LETTER = 13
SPARE = 0.12
"""What stands left of the first date that is known, as a part of the whole."""
SHORTEST = timedelta(days=3 * 365)
MOST_TICKS = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """A body's time; ``begins`` and ``ends`` say whether its ends are known, ``at`` and ``side`` where its name stands."""

    agency: str
    y: float
    left: float
    width: float
    begins: bool
    ends: bool
    name: str
    name_y: float
    name_x: float
    side: str


@dataclass(frozen=True, slots=True)
class Joint:
    """Duties passing from one lane to others on a day: ``path`` as SVG draws it, and what is written beside it."""

    path: str
    label: str
    x: float
    y: float
    side: str
    is_whole: bool
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole picture, in units of its view box."""

    width: float
    height: float
    bars: tuple[Bar, ...]
    joints: tuple[Joint, ...]
    ticks: tuple[Tick, ...]
    top: float = TOP


def timeline(
    periods: Sequence[Period], changes: Sequence[Change], names: Mapping[str, str], today: date
) -> Timeline | None:
    """A picture of a line of bodies until today; None where no date in it is known."""
    known = [day for period in periods for day in (period.begin, period.end) if day] + [each.date for each in changes]
    if not known:
        return None
    scale = _Scale(min(known), max([today, *known]))
    lanes = {period.agency: TOP + LANE * place for place, period in enumerate(periods)}
    bars = tuple(_bar(period, names[period.agency], lanes[period.agency], scale) for period in periods)
    passed = sorted(changes, key=lambda each: (each.date, each.predecessor))
    joints = [
        _joint(list(group), lanes, scale, {bar.agency: bar for bar in bars})
        for _, group in groupby(passed, key=lambda each: (each.date, each.predecessor))
    ]
    return Timeline(WIDTH, TOP + LANE * len(periods) + BOTTOM, bars, tuple(joints), tuple(scale.ticks()))


class _Scale:
    def __init__(self, first: date, last: date):
        span = max(last - first, SHORTEST)
        self.first = last - span - span * SPARE
        self.last = last
        self.days = (self.last - self.first).days

    def x(self, day: date) -> float:
        return round(WIDTH * (day - self.first).days / self.days, 1)

    def ticks(self):
        years = range(self.first.year + 1, self.last.year + 1)
        step = -(-len(years) // MOST_TICKS)
        for year in years[::step] if step else ():
            yield Tick(self.x(date(year, 1, 1)), str(year))


def _bar(period, name, y, scale):
    left = scale.x(period.begin) if period.begin else 0
    right = scale.x(period.end) if period.end else WIDTH
    fits = left + _width(name) <= WIDTH
    return Bar(
        agency=period.agency,
        y=y + BAR,
        left=left,
        width=round(max(right - left, 2), 1),
        begins=period.begin is not None,
        ends=period.end is not None,
        name=name,
        name_y=y + NAME,
        name_x=left if fits else WIDTH,
        side="start" if fits else "end",
    )


def _joint(changes, lanes, scale, bars):
    first = changes[0]
    x, start = scale.x(first.date), lanes[first.predecessor] + BAR + THICK / 2
    ends = [lanes[each.successor] + BAR + THICK / 2 for each in changes if each.successor]
    path = " ".join(f"M{x} {start}V{end}" for end in ends) or f"M{x} {start - THICK}V{start + THICK}"
    label = f"{first.date} {ChangeKind(first.kind).label}" + (f" {len(ends)} 家" if len(ends) > 1 else "")
    beside = bars[first.predecessor].ends and x + 8 + _width(label) <= WIDTH
    room = x + 8 + _width(label) <= WIDTH
    return Joint(
        path=path,
        label=label,
        x=x + 8 if room else x - 8,
        y=lanes[first.predecessor] + (BAR + THICK if beside else NOTE),
        side="start" if room else "end",
        is_whole=first.kind != ChangeKind.SPLIT,
        is_sure=all(each.verified == "yes" for each in changes),
    )


def _width(text):
    return sum(LETTER if east_asian_width(letter) in "WFA" else LETTER * 0.6 for letter in text)
