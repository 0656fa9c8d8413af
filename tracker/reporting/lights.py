"""The two lights of a row, each with the sentence that says why: pure functions of facts and a day, never stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tracker.vocabulary.reporting import Colour, Light, LightKind, Progress


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What the office may set: days before the due date that are 临期, points behind that are 偏慢 and 滞后."""

    soon: int = 7
    slow: int = 10
    behind: int = 30


USUAL = Thresholds()


@dataclass(frozen=True, slots=True)
class Override:
    """What a person decided a light to be, from a day until another, both included."""

    kind: LightKind
    colour: Colour
    word: str
    reason: str
    who: str
    since: date
    until: date

    def holds(self, kind: LightKind, on: date) -> bool:
        return self.kind is kind and self.since <= on <= self.until

    @property
    def light(self) -> Light:
        why = f"人工调整：{self.reason}（{self.who}，{self.since:%Y-%m-%d} 至 {self.until:%Y-%m-%d}）"
        return Light(self.colour, self.word, why, manual=True)


@dataclass(frozen=True, slots=True)
class Filed:
    """What the 填报灯 of a row is made of; ``due`` is the row's own date, with its extension or a return's term.

    ``opened_on`` is None while the cycle is not open, ``received_on`` while nothing stands.
    """

    opened_on: date | None
    due: date
    received_on: date | None = None
    on_time: bool = True
    returned: bool = False
    withdrawn: bool = False


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
    return _owed(row, on, thresholds)


def _reported(row):
    if row.on_time:
        return Light(Colour.GREEN, "已报", f"{row.received_on:%Y-%m-%d} 收到，按时（截止 {row.due:%Y-%m-%d}）。")
    return Light(Colour.GREEN, "迟报", f"{row.received_on:%Y-%m-%d} 收到，已过截止日 {row.due:%Y-%m-%d}。")


def _owed(row, on, thresholds):
    left = (row.due - on).days
    so_far = "已退回，还没有重报" if row.returned else "还没有报送"
    if left < 0:
        return Light(Colour.RED, "逾期", f"{so_far}；截止 {row.due:%Y-%m-%d}，已过 {-left} 天。")
    if left == 0:
        return Light(Colour.YELLOW, "临期", f"{so_far}；今天 24 时截止。")
    word = (Colour.YELLOW, "临期") if left <= thresholds.soon else (Colour.BLUE, "未到期")
    return Light(*word, f"{so_far}；截止 {row.due:%Y-%m-%d}，还有 {left} 天。")


URGENCY = (Colour.RED, Colour.YELLOW, Colour.BLUE, Colour.GREY, Colour.GREEN)


def joint_light(lights: Iterable[Light | None]) -> Light | None:
    """One light for several rows: the most urgent of theirs; None where none has one."""
    return min(filter(None, lights), key=lambda each: (URGENCY.index(each.colour), each.word == "已报"), default=None)


@dataclass(frozen=True, slots=True)
class Course:
    """What the 进度灯 of a task is made of; ``progress`` None: nothing is reported.

    ``start`` is the document's day of issue, or the cycle's opening; ``deadline`` None: the task has none, or goes on.
    """

    start: date
    deadline: date | None = None
    progress: Progress | None = None
    percent: int | Fraction | None = None


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
        return Light(Colour.GREY, "未报", "还没有报告进展。")
    word = "长期推进" if task.progress is Progress.CONTINUING else "正常"
    return Light(Colour.GREEN, word, "没有完成时限，已报告进展。")


def _against_deadline(task, on, thresholds):
    expected = expected_percent(task.start, task.deadline, on)
    due = f"按完成时限 {task.deadline:%Y-%m-%d}，现在应达到 {_points(expected)}%"
    if task.progress is None:
        return Light(Colour.GREY, "未报", f"还没有报告进展；{due}。")
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
