"""What will miss its due date if papers go on coming as they do: several simple ways of counting, each with its figures.

Today is no whole day and counts in no pace; a working day until a due date is one after today, as everywhere.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tracker.reporting.before import Before
from tracker.reporting.due_dates import Left, WorkingDays, left_until
from tracker.reporting.glance import Heap
from tracker.reporting.pace import LONG, SHORT, Pace, in_tenths, pace, window
from tracker.vocabulary.reporting import STANDING, Duty

FEWEST = 5
"""So many must have come before a pace says anything."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a forecast of one duty is made of: its owed rows, and by day and by agency what came of them lately.

    ``came`` and ``agencies`` have what was received in the longest window there is.
    """

    duty: Duty
    opened_on: date
    heaps: tuple[Heap, ...]
    came: Mapping[date, int]
    agencies: Mapping[str, int]
    before: Before | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """One way of counting: its name, the figures it is made of, and how many would miss the due date."""

    name: str
    basis: str
    missed: int


@dataclass(frozen=True, slots=True)
class Slow:
    """An agency that will not be ready at its own pace: what it still owes, what came of it lately, what will miss."""

    agency: str
    ahead: int
    came: int
    standing: int
    missed: int
    why: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """What of one duty will miss its due date; without ``ways`` nothing can be foreseen, and ``why_not`` says why.

    ``ahead`` are the rows not reported whose due date is not past, ``overdue`` those that have missed it; ``needed``
    is how many must come on a working day.
    """

    duty: Duty
    ahead: int
    overdue: int
    left: Left | None = None
    ways: tuple[Way, ...] = ()
    slow: tuple[Slow, ...] = ()
    pace: Pace | None = None
    needed: Fraction | None = None
    why_not: str = ""

    @property
    def missed(self) -> int:
        """At this pace: by the first way."""
        return self.ways[0].missed

    @property
    def least(self) -> int:
        return min(way.missed for way in self.ways)

    @property
    def most(self) -> int:
        return max(way.missed for way in self.ways)

    @property
    def needed_text(self) -> str:
        return in_tenths(self.needed)

    @property
    def sentence(self) -> str:
        """The conclusion with its uncertainty, or why there is none."""
        if not self.ways:
            return self.why_not
        if not self.most:
            return f"照现在的速度，到 {self.left.due:%Y-%m-%d} 预计都能报齐（{len(self.ways)} 种算法一致）。"
        due = f"{self.left.due:%Y-%m-%d}"
        if self.least < self.most:
            pace = f"照近 {SHORT} 个工作日的速度是 {self.missed} 份"
            return f"到 {due} 预计还缺 {self.least} 到 {self.most} 份（几种算法不一致，{pace}）。"
        return f"照近 {SHORT} 个工作日的速度，到 {due} 预计还缺 {self.missed} 份（几种算法一致）。"


def forecast(given: Given, on: date, days: WorkingDays) -> Forecast:
    """What will be missing when it is due, as far as the facts say."""
    missing = [heap for heap in given.heaps if heap.state not in STANDING]
    ahead = [heap for heap in missing if heap.due >= on]
    count = sum(heap.count for heap in ahead)
    overdue = sum(heap.count for heap in missing) - count
    left = left_until(max((heap.due for heap in ahead), default=on), on, days)
    if why_not := _why_not(given, ahead, overdue, left, on, days):
        return Forecast(given.duty, count, overdue, left if ahead else None, why_not=why_not)
    working = {due: days.between(on, due) for due in {heap.due for heap in ahead}}
    whole = _dues(ahead, working)
    short, long = (window(given.opened_on, on, days, length) for length in (SHORT, LONG))
    recent = pace(given.came, short, days)
    own = long or short
    slow = _slow(given, ahead, own.days, working)
    ways = [_by_pace(f"近 {SHORT} 个工作日的速度", recent, whole)]
    if long:
        ways.append(_by_pace(f"近 {LONG} 个工作日的速度", pace(given.came, long, days), whole))
    if given.before and given.before.rest(left.days).of:
        ways.append(_by_before(given.before, count, left.days))
    ways.append(_by_agency(slow, own.days))
    return Forecast(given.duty, count, overdue, left, tuple(ways), slow, recent, needed=Fraction(count, left.working))


def _why_not(given, ahead, overdue, left, on, days):
    """Why nothing can be foreseen; "" where something can."""
    owed = sum(heap.count for heap in given.heaps)
    received = sum(heap.count for heap in given.heaps if heap.state in STANDING)
    paper = given.duty.label
    reasons = (
        (not owed, f"本期没有应报的{paper}。"),
        (not ahead and not overdue, f"应报的{paper}都已报来。"),
        (not ahead, f"还欠的 {overdue} 份都已过截止日。"),
        (not left.working, f"截止前没有完整的工作日了，不再预测；{sum(heap.count for heap in ahead)} 份要今天催到。"),
        (
            window(given.opened_on, on, days, SHORT) is None,
            f"{given.opened_on:%Y-%m-%d} 才开始，还不满 {SHORT} 个完整的工作日，算不出速度，现在不作预测。",
        ),
        (received < FEWEST, f"到现在只收到 {received} 份{paper}，太少，算不出速度，现在不作预测。"),
    )
    return next((why for holds, why in reasons if holds), "")


def missed(ahead: Iterable[tuple[int, int]], per_day: Fraction) -> int:
    """How many of (working days until due, count) are not there then if so many come a day, those due first coming first."""
    sent = late = 0
    for working, count in sorted(ahead):
        come = max(0, min(count, int(per_day * working) - sent))
        sent += come
        late += count - come
    return late


def _dues(heaps, working):
    counts = Counter()
    for heap in heaps:
        counts[working[heap.due]] += heap.count
    return list(counts.items())


def _by_pace(name, found, ahead):
    basis = (
        f"{found.days} 收到 {found.count} 份，平均每个工作日 {found.text} 份"
        f"（最少的一天 {found.least} 份，最多的一天 {found.most} 份）"
    )
    return Way(name, basis, missed(ahead, found.per_day))


def _by_before(before, count, left):
    """As large a part of what is missing comes as came in the cycle before from the same day on."""
    rest = before.rest(left)
    basis = (
        f"{before.name}距截止 {left} 天时还缺 {rest.of} 份，到截止日又收到 {rest.count} 份，占 {rest.text}；"
        f"本期还缺的 {count} 份照这个比例算"
    )
    return Way(f"照{before.name}同期以后的情形", basis, count - count * rest.count // rest.of)


def _by_agency(slow, length):
    basis = f"每家照自己近 {length} 个工作日的速度算；这些天没有报过的，当作不再报。见下面的单位"
    return Way("各单位照各自的速度", basis, sum(each.missed for each in slow))


def _slow(given, ahead, length, working):
    """The agencies that miss something at their own pace, those that miss most first."""
    owing, standing = {}, {}
    for heap in ahead:
        owing.setdefault(heap.agency, []).append(heap)
    for heap in given.heaps:
        standing[heap.agency] = standing.get(heap.agency, 0) + heap.count * (heap.state in STANDING)
    found = []
    for agency, heaps in owing.items():
        came, count = given.agencies.get(agency, 0), sum(heap.count for heap in heaps)
        late = missed(_dues(heaps, working), Fraction(came, length))
        if late:
            why = _why(came, standing[agency], count - late, length)
            found.append(Slow(agency, count, came, standing[agency], late, why))
    return tuple(sorted(found, key=lambda each: (-each.missed, each.standing, each.agency)))


def _why(came, standing, comes, length):
    if not standing:
        return "本期一份也没有报"
    if not came:
        return f"近 {length} 个工作日没有报过"
    return f"近 {length} 个工作日报了 {came} 份，照此还能报来 {comes} 份"
