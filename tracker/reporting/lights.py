"""The two lights of a row, each with the sentence that says why: pure functions of facts and a day, never stored."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from tracker.reporting.due_dates import days_left
from tracker.vocabulary.reporting import Colour, Light, LightKind, Progress


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What the office may set: days before the due date that are 临期, points behind that are 偏慢 and 滞后."""

    soon: int = 7
    slow: int = 10
    behind: int = 30


USUAL = Thresholds()
DECIDED_WORDS = {
    LightKind.FILING: {
        Colour.GREY: "未开始",
        Colour.BLUE: "未到期",
        Colour.YELLOW: "临期",
        Colour.RED: "逾期",
        Colour.GREEN: "已报",
    },
    LightKind.PROGRESS: {Colour.GREY: "未报", Colour.YELLOW: "偏慢", Colour.RED: "滞后", Colour.GREEN: "正常"},
}
"""The word of each colour a person may decide a light to be."""
OTHER_WORDS = {Colour.RED: "、受阻", Colour.GREEN: "、已完成、长期推进", Colour.GREY: "、不再实施"}
"""What else a 进度灯 of a colour may say."""
LATE = "迟报"
SHUT = Light(Colour.GREY, "未报", "本期已锁定，没有报送。")
"""The 填报灯 of a row that was not yet due when its cycle was locked, and is asked for no more."""
URGENCY = (Colour.RED, Colour.YELLOW, Colour.BLUE, Colour.GREY, Colour.GREEN)
NAMED = 3
"""So many agencies are named in the light of several."""


def light_words(kind: LightKind) -> dict[Colour, str]:
    """How the colours of a light read where one is chosen: 红（滞后、受阻）, the most urgent first."""
    others = {Colour.GREEN: f"、{LATE}", Colour.GREY: f"、{SHUT.word}"} if kind is LightKind.FILING else OTHER_WORDS
    words = DECIDED_WORDS[kind]
    return {each: f"{each.label}（{words[each]}{others.get(each, '')}）" for each in URGENCY if each in words}


@dataclass(frozen=True, slots=True)
class Override:
    """What a person decided a light to be, from a day until another, both included."""

    kind: LightKind
    colour: Colour
    reason: str
    who: str
    since: date
    until: date

    def holds(self, kind: LightKind, on: date) -> bool:
        return self.kind is kind and self.since <= on <= self.until

    @property
    def light(self) -> Light:
        why = f"人工调整：{self.reason}（{self.who}，{self.since:%Y-%m-%d} 至 {self.until:%Y-%m-%d}）"
        return Light(self.colour, DECIDED_WORDS[self.kind][self.colour], why, manual=True)


@dataclass(frozen=True, slots=True)
class Filed:
    """What the 填报灯 of a row is made of; ``due`` is the row's own date, with its extension or a return's term.

    ``opened_on`` is None while the cycle is not open, ``received_on`` while nothing stands, ``locked_on`` while the cycle
    is not locked.
    """

    opened_on: date | None
    due: date
    received_on: date | None = None
    on_time: bool = True
    returned: bool = False
    withdrawn: bool = False
    locked_on: date | None = None


def filing_light(
    row: Filed, on: date, thresholds: Thresholds = USUAL, override: Override | None = None
) -> Light | None:
    """The 填报灯 of a row on a day; None for a withdrawn row, which has none."""
    if row.withdrawn:
        return None
    if override and override.holds(LightKind.FILING, on):
        return override.light
    if row.opened_on is None or on < row.opened_on:
        return Light(Colour.GREY, "未开始", "本期还没有开始报送。")
    if row.received_on is not None:
        return _reported(row)
    if row.locked_on is not None:
        return replace(SHUT, colour=Colour.RED, word="逾期") if row.due < row.locked_on else SHUT
    return _owed(row, on, thresholds)


def _reported(row):
    if row.on_time:
        return Light(Colour.GREEN, "已报", f"{row.received_on:%Y-%m-%d} 收到，按时（截止 {row.due:%Y-%m-%d}）。")
    return Light(Colour.GREEN, LATE, f"{row.received_on:%Y-%m-%d} 收到，已过截止日 {row.due:%Y-%m-%d}。")


def _owed(row, on, thresholds):
    left = days_left(row.due, on)
    so_far = "已退回，还没有重报" if row.returned else "还没有报送"
    if left < 0:
        return Light(Colour.RED, "逾期", f"{so_far}；截止 {row.due:%Y-%m-%d}，已过 {-left} 天。")
    if left == 0:
        return Light(Colour.YELLOW, "临期", f"{so_far}；今天 24 时截止。")
    word = (Colour.YELLOW, "临期") if left <= thresholds.soon else (Colour.BLUE, "未到期")
    return Light(*word, f"{so_far}；截止 {row.due:%Y-%m-%d}，还有 {left} 天。")


def joint_filing_light(lights: Iterable[tuple[str, Light]]) -> Light | None:
    """The 填报灯 of several rows by agency: that of the heaviest, with how many show what; None of none."""
    found = list(lights)
    if len(found) < 2:
        return found[0][1] if found else None
    by_word: dict[str, list[str]] = {}
    heaviest, *_ = ranked = sorted(found, key=lambda each: _weight(each[1]))
    for agency, light in ranked:
        by_word.setdefault(light.word, []).append(agency)
    counts = [
        f"{word} {len(names)} 家{_named(names) if not at else ''}" for at, (word, names) in enumerate(by_word.items())
    ]
    manual = any(light.manual for _, light in found)
    why = f"应报 {len(found)} 家：{'，'.join(counts)}{'（含人工调整）' if manual else ''}。"
    return replace(heaviest[1], why=why, manual=manual)


def _weight(light):
    return URGENCY.index(light.colour), light.word != LATE


def _named(names):
    return f"（{'、'.join(names[:NAMED])}{'等' if len(names) > NAMED else ''}）"


@dataclass(frozen=True, slots=True)
class Course:
    """What the 进度灯 of a task is made of; ``progress`` None: nothing is reported.

    ``start`` is the document's day of issue, or the cycle's opening; ``deadline`` None: the task has none, or goes on.
    ``unheard`` is the sentence for a task on which nothing is reported.
    """

    start: date
    deadline: date | None = None
    progress: Progress | None = None
    percent: int | Fraction | None = None
    unheard: str = "还没有报告进展"


def expected_percent(start: date, deadline: date, on: date) -> Fraction:
    """How much should be done on a day, linear from the start to the deadline."""
    if on >= deadline:
        return Fraction(100)
    if on <= start:
        return Fraction(0)
    return Fraction(100 * (on - start).days, (deadline - start).days)


def progress_light(task: Course, on: date, thresholds: Thresholds = USUAL, override: Override | None = None) -> Light:
    """The 进度灯 of a task on a day."""
    if override and override.holds(LightKind.PROGRESS, on):
        return override.light
    if task.progress is Progress.BLOCKED:
        return Light(Colour.RED, "受阻", "报告为受阻，需要协调。")
    if task.progress is Progress.DROPPED:
        return Light(Colour.GREY, "不再实施", "报告为不再实施。")
    if task.progress is Progress.DONE:
        return Light(Colour.GREEN, "已完成", "报告为已完成。")
    if task.deadline is None or task.progress is Progress.CONTINUING:
        return _without_deadline(task)
    return _against_deadline(task, on, thresholds)


def _without_deadline(task):
    if task.progress is None:
        return Light(Colour.GREY, "未报", f"{task.unheard}。")
    word = "长期推进" if task.progress is Progress.CONTINUING else "正常"
    return Light(Colour.GREEN, word, "没有完成时限，已报告进展。")


def _against_deadline(task, on, thresholds):
    expected = expected_percent(task.start, task.deadline, on)
    due = f"按完成时限 {task.deadline:%Y-%m-%d}，现在应达到 {_points(expected)}%"
    if task.progress is None:
        return Light(Colour.GREY, "未报", f"{task.unheard}；{due}。")
    done = _percent_of(task)
    gap = expected - done
    if gap <= 0:
        return Light(Colour.GREEN, "正常", f"完成 {_points(done)}%；{due}。")
    word = (Colour.GREEN, "正常")
    if gap >= thresholds.slow:
        word = (Colour.YELLOW, "偏慢") if gap <= thresholds.behind else (Colour.RED, "滞后")
    return Light(*word, f"完成 {_points(done)}%；{due}，差 {_points(gap)} 个百分点。")


def _percent_of(task):
    """A percent that was not given counts as none of it done."""
    return Fraction(task.percent or 0)


def _points(value):
    """A number of points as a clerk writes it: 52, 52.5."""
    return f"{float(round(value, 1)):g}"
