"""Dates of a cycle: working days, gates planned back from the due date, and until when something is on time.

A due date is a day of Asia/Shanghai: on time is what was received before 00:00 of the next day.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import chinese_calendar

from tracker.clock import CHINA
from tracker.vocabulary.reporting import Duty, GateKind

ONE_DAY = timedelta(days=1)
SATURDAY = 5
LONGEST_SEARCH = 366
GATES = {
    GateKind.CONTRIBUTIONS: 20,
    GateKind.LEAD_DRAFTS: 10,
    GateKind.OFFICE_REVIEW: 7,
    GateKind.SIGN_OFF: 3,
}
"""How many working days before the due date each gate lies, unless the office says otherwise."""
LONGEST_EXTENSION, FEBRUARY = 1, 2
"""For so many years after a cycle's due date its rows may be given more time, at most."""
LONGEST_TERM = timedelta(days=60)
"""The most time a return past the due date gives, and a paper that presses."""
OBJECTION_DAYS = 5
"""Working days after the opening in which an agency may object."""


NOTICED_YEARS = frozenset(day.year for day in chinese_calendar.holidays)
"""The years whose notice of holidays by the State Council is known."""


def by_notice(day: date) -> bool | None:
    """Whether the State Council's notice for the year makes a day a working day; None for a year without one."""
    return chinese_calendar.is_workday(day) if day.year in NOTICED_YEARS else None


@dataclass(frozen=True)
class WorkingDays:
    """Which days are working days: the office's own list first, then the yearly notices, then Monday to Friday."""

    own: Mapping[date, bool] = field(default_factory=dict)

    def __contains__(self, day: date) -> bool:
        if day in self.own:
            return self.own[day]
        works = by_notice(day)
        return day.weekday() < SATURDAY if works is None else works

    def is_announced(self, day: date) -> bool:
        """Whether the year's holidays are known; otherwise a page says that they are still to be announced."""
        return self.has_notice(day.year) or any(each.year == day.year for each in self.own)

    @staticmethod
    def has_notice(year: int) -> bool:
        """Whether the State Council's notice of a year is known."""
        return year in NOTICED_YEARS

    def before(self, day: date, count: int) -> date:
        """The working day that lies ``count`` working days before a day."""
        return self._step(day, count, -ONE_DAY)

    def after(self, day: date, count: int) -> date:
        """The working day that lies ``count`` working days after a day."""
        return self._step(day, count, ONE_DAY)

    def until(self, day: date) -> date:
        """The last working day not after a day: the day itself, or the one before a weekend or holiday."""
        return day if day in self else self.before(day, 1)

    def between(self, day: date, later: date) -> int:
        """How many working days lie after ``day`` until ``later``, that one included; 0 if it is not later."""
        return sum(day + ONE_DAY * step in self for step in range(1, (later - day).days + 1))

    def _step(self, day, count, direction):
        searched = 0
        while count:
            day += direction
            searched = 0 if day in self else searched + 1
            count -= day in self
            if searched > LONGEST_SEARCH:
                raise ValueError("no working day within a year")
        return day


ORDINARY = WorkingDays()


@dataclass(frozen=True, slots=True)
class Gate:
    """A date on the way to the due date; only the co-units' binds anybody."""

    kind: GateKind
    on: date


def gates(due: date, days: WorkingDays = ORDINARY, plan: Mapping[GateKind, int] = GATES) -> tuple[Gate, ...]:
    """The gates of a cycle, planned back from its due date, earliest first."""
    planned = [Gate(kind, days.before(due, count)) for kind, count in plan.items()]
    return tuple(sorted(planned, key=lambda gate: gate.on))


def gates_after_move(
    now: Mapping[GateKind, date], due: date, moved_to: date, on: date, days: WorkingDays = ORDINARY
) -> dict[GateKind, date]:
    """Where gates lie once the due date is moved: planned back anew, none of them earlier where it is moved later.

    A co-units' gate that would be past ``on`` stays, and none that comes after it lies before it.
    """
    found = {gate.kind: gate.on for gate in gates(moved_to, days)}
    if moved_to > due:
        found = {kind: max(day, now.get(kind, day)) for kind, day in found.items()}
    part = found[GateKind.CONTRIBUTIONS]
    if part < on:
        part = min(now.get(GateKind.CONTRIBUTIONS, due), moved_to)
    return {kind: max(day, part) for kind, day in found.items()} | {GateKind.CONTRIBUTIONS: part}


def set_by_hand(now: Mapping[GateKind, date], due: date, days: WorkingDays = ORDINARY) -> dict[GateKind, date]:
    """The gates that lie elsewhere than where they are planned back from the due date."""
    planned = {gate.kind: gate.on for gate in gates(due, days)}
    return {kind: now[kind] for kind in GateKind if kind in now and now[kind] != planned.get(kind)}


def start_of(day: date) -> datetime:
    """The first moment of a day, by the offices' clock."""
    return datetime.combine(day, time(), CHINA)


def end_of(day: date) -> datetime:
    """The first moment no longer on that day."""
    return start_of(day + ONE_DAY)


def is_in_time(received: datetime, due: date) -> bool:
    """Whether something was received by a due date; ``received`` is in any zone."""
    return received < end_of(due)


def day_of(moment: datetime) -> date:
    """The day of a moment by the offices' clock."""
    return moment.astimezone(CHINA).date()


def days_late(received: datetime, due: date, days: WorkingDays = ORDINARY) -> int:
    """Working days after the due date until the day of receipt; 0 on a holiday right after it, which is late all the same."""
    return days.between(due, day_of(received))


def counted_until(on: date, locked_at: datetime | None) -> date:
    """Until which day a cycle counts how late something is: today, but never past the day on which it was locked."""
    return min(on, day_of(locked_at)) if locked_at else on


def effective_due(due: date, extended_to: date | None) -> date:
    """The date that binds: an extension moves it later, never earlier."""
    return max(due, extended_to or due)


def inclusive(day: date | str) -> str:
    """A day by which something is to come, in the words of clerks for “that day included”: ``2026-12-18（含当日）``."""
    return f"{day}（含当日）"


def why_later(due: date, extended_to: date | None, by: date, term: date | None = None) -> str:
    """Why a row that is due on a day is so later than without its extension or a return's term: ``延期，原 2026-12-10``;
    "" where it is not. An extension that the cycle's own date has overtaken says nothing.

    A return's ``term`` that does not move the day, as what it returned was late, is told beside it.
    """
    words = []
    if by > due:
        words.append(f"{'延期' if by == effective_due(due, extended_to) else '重报期限'}，原 {due:%Y-%m-%d}")
    if term and term > by:
        words.append(f"重报期限 {inclusive(term)}，仍算迟报")
    return "；".join(words)


def still_asked(term: date | None, by: date, locked_at: datetime | None = None) -> date | None:
    """The term of a return as the row's own date leaves it; None where that came to lie after it, or nothing is asked any
    more."""
    return term if term and term >= by and not locked_at else None


def latest_extension(due: date) -> date:
    """The last day until which a row of a cycle may be given more time."""
    day = min(due.day, 28) if due.month == FEBRUARY else due.day
    return due.replace(year=due.year + LONGEST_EXTENSION, day=day)


def due_words(dues: Mapping[Duty, tuple[date, date]], each: str = "见报送单") -> str:
    """The first and the last day by which each kind is due, in words: ``报告 2026年12月10日；配合情况 2026年11月12日``.

    ``each`` says where the day of a single one stands.
    """
    if set(dues) <= {Duty.REPORT}:
        return "；".join(_stretch(*days, each) for days in dues.values())
    return "；".join(f"{duty.label} {_stretch(*dues[duty], each)}" for duty in Duty if duty in dues)


def asked_words(rows: Mapping[tuple[Duty, date], int]) -> str:
    """So many of each duty by the day they are due, in words, the nearest first: ``配合情况 33 份，2026-11-30 截止；报告 1 份，
    2026-12-10 截止``. Of a duty with several days the first and the last are named."""
    days = {duty: sorted(day for (of, day), count in rows.items() if of is duty and count) for duty in Duty}
    told = sorted((own[0], own[-1], list(Duty).index(duty), duty) for duty, own in days.items() if own)
    return "；".join(
        f"{duty.label} {sum(count for (of, _), count in rows.items() if of is duty)} 份，"
        f"{first:%Y-%m-%d}{f' 至 {last:%Y-%m-%d} ' if last > first else ' '}截止{'（各项不同）' if last > first else ''}"
        for first, last, _, duty in told
    )


def next_day(days: Collection[date], on: date) -> date | None:
    """Of the days that something is due the nearest that is not past, else the last that is; None of none."""
    return min((day for day in days if day >= on), default=max(days, default=None))


def _stretch(first, last, each):
    days = [f"{day.year}年{day.month}月{day.day}日" for day in sorted({first, last})]
    return "至".join(days) if len(days) == 1 else f"{'至'.join(days)}（各项不同，{each}）"


def objection_ends(opened_on: date, days: WorkingDays = ORDINARY) -> date:
    """The last day on which an agency may object to what it owes."""
    return days.after(opened_on, OBJECTION_DAYS)


@dataclass(frozen=True, slots=True)
class DueDay:
    """A due date as a page names it; ``work_by`` is the last working day before a weekend or holiday, None on one."""

    on: date
    work_by: date | None

    @property
    def sentence(self) -> str:
        if self.work_by is None:
            return f"截止 {self.on:%Y-%m-%d}，当日 24 时前收到为按时。"
        return (
            f"截止 {self.on:%Y-%m-%d}（非工作日，不顺延，当日 24 时前收到为按时）；"
            f"之前最后一个工作日是 {self.work_by:%Y-%m-%d}。"
        )

    @property
    def remark(self) -> str:
        """What is remarked of a day somebody chose that is no working day; empty of a working day."""
        if self.work_by is None:
            return ""
        return f"{self.on:%Y-%m-%d} 不是工作日，截止日不顺延；之前最后一个工作日是 {self.work_by:%Y-%m-%d}。"


def due_day(due: date, days: WorkingDays = ORDINARY) -> DueDay:
    """A due date, which never moves by itself, with the last working day before it if it is none."""
    return DueDay(due, None if due in days else days.until(due))


@dataclass(frozen=True, slots=True)
class Left:
    """How long it is until a due date: calendar days, 0 on the day itself, less after it; working days until then."""

    due: date
    days: int
    working: int

    @property
    def sentence(self) -> str:
        """As every page says it: ``还有 14 天``, ``今天 24 时截止``, ``已过 3 天``."""
        if self.days > 0:
            return f"还有 {self.days} 天"
        return "今天 24 时截止" if self.days == 0 else f"已过 {-self.days} 天"


def days_left(due: date, on: date) -> int:
    """Calendar days from a day until a due date, which is the last day; the one rule for pages, lights and reminders."""
    return (due - on).days


def left_until(due: date, on: date, days: WorkingDays = ORDINARY) -> Left:
    """The same with the working days, and in words."""
    return Left(due, days_left(due, on), days.between(on, due))
