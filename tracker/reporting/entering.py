"""What may enter a cycle, and the due date that a document's own reporting rule proposes."""

import re
from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import count

from tracker.vocabulary import DocumentStatus
from tracker.vocabulary.reporting import Progress, SupportRule

FIRST_DAY, LAST_DAY = (1, 1), (11, 30)
"""The part of a year the figures cover unless the office says otherwise (统计截止日期 11 月 30 日)."""
USUAL_DUE = (12, 10)
FINISHED = frozenset({Progress.DONE, Progress.DROPPED})
"""How a task stands that may be closed out."""
EVERYBODY = frozenset({"各有关单位", "各单位", "各相关单位", "各责任单位", "各有关部门"})
"""Reporters that mean all units a document names."""
MONTH_DAY = re.compile(r"(?<!\d)(\d{1,2})月(?:(\d{1,2})日|[底末])")


class Entry(StrEnum):
    """Whether a document enters a cycle."""

    ENTERS = "enters"
    NEEDS_REASON = "needs_reason"
    BARRED = "barred"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What decides whether a document enters; dates that are not known are None."""

    status: DocumentStatus
    replaced: bool = False
    issued_on: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a document enters, and the sentence a page shows for it."""

    entry: Entry
    why: str


def may_enter(document: Candidate, period_from: date, period_to: date) -> Verdict:
    """A draft binds nobody; one no longer in force in the period, or replaced, enters for a stated reason only."""
    if document.status is DocumentStatus.DRAFT:
        return Verdict(Entry.BARRED, "征求意见稿没有约束力，不能纳入报送。")
    if document.issued_on and document.issued_on > period_to:
        return Verdict(Entry.BARRED, f"{document.issued_on:%Y-%m-%d} 才印发，在本期统计截止日之后。")
    if document.valid_until and document.valid_until < period_from:
        return Verdict(
            Entry.NEEDS_REASON,
            f"有效期至 {document.valid_until:%Y-%m-%d}，本期之前已经失效；如作收官总结，请写明理由后纳入。",
        )
    if document.replaced:
        return Verdict(Entry.NEEDS_REASON, "已有新版本；如仍按旧版报送，请写明理由后纳入。")
    return Verdict(Entry.ENTERS, "已印发，本期有效。")


def is_proposed(*, closed_out: bool) -> bool:
    """Whether a task is proposed for a cycle: all are but those closed out, the finished and the endless ones too."""
    return not closed_out


def may_close_out(progress: Progress | None, *, accepted: bool) -> str | None:
    """Why a task cannot be closed out yet, None if it can: it is finished, and the report that says so is accepted."""
    if progress not in FINISHED:
        return "任务的完成状态不是“已完成”或“不再实施”，还不能办结。"
    return None if accepted else "说明任务已完成的报告还没有审核通过，还不能办结。"


@dataclass(frozen=True, slots=True)
class Rule:
    """A reporting rule as a document says it: its sentence, month and day, and the document's name and last day.

    A rule of several days a year (每年6月20日、12月10日前) has neither month nor day: its sentence says them.
    """

    document: str
    sentence: str
    month: int | None
    day: int | None
    recipients: tuple[str, ...] = ()
    valid_until: date | None = None
    reporters: tuple[str, ...] = ()
    conditional: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(condition, recipients) of those who get the reports of some tasks besides."""
    chosen: bool = True
    """Whether the cycle is on the document that says it."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A due date and where it comes from; ``warning`` is None where the rule is in force then.

    ``supports`` is whether co-units report: all do where the rule asks everybody named in the document.
    """

    due: date
    sentence: str | None = None
    document: str | None = None
    recipients: tuple[str, ...] = ()
    warning: str | None = None
    supports: SupportRule = SupportRule.ON_REQUEST
    conditional: tuple[tuple[str, tuple[str, ...]], ...] = ()


def proposed_due(year: int, rules: Iterable[Rule], period_to: date | None = None) -> Proposal:
    """The due date of a year's cycle: by the first rule that names a day, one of a chosen document and in force first.

    Of several days that a document names that nearest to the period's end. Without any such rule it is 10 December.
    """
    end = period_to or usual_period(year)[1]
    dated = [(rule, due) for rule in rules if (due := _due_in(year, rule, end)) is not None]
    dated.sort(key=lambda each: (not each[0].chosen, _has_expired(*each)))
    if not dated:
        return Proposal(date(year, *USUAL_DUE))
    first = dated[0][0].document
    rule, due = min((each for each in dated if each[0].document == first), key=lambda each: abs(each[1] - end))
    warning = None
    if _has_expired(rule, due):
        warning = f"{rule.document}有效期至 {rule.valid_until:%Y-%m-%d}，这条规定已经失效，请核对后再用。"
    supports = SupportRule.ALL if EVERYBODY & set(rule.reporters) else SupportRule.ON_REQUEST
    return Proposal(due, rule.sentence, rule.document, rule.recipients, warning, supports, rule.conditional)


def _due_in(year, rule, end):
    if rule.month is not None and rule.day is not None:
        return _day_in(year, rule.month, rule.day)
    printed = [(int(month), int(day or 0)) for month, day in MONTH_DAY.findall(rule.sentence)]
    days = filter(None, (_day_in(year, month, day) for month, day in printed))
    return min(days, key=lambda day: abs(day - end), default=None)


def _day_in(year, month, day):
    """That day of a year, the month's last for 0; None where the year has none."""
    try:
        return date(year, month, day or monthrange(year, month)[1])
    except ValueError:
        return None


def _has_expired(rule, due):
    return rule.valid_until is not None and rule.valid_until < due


def usual_period(year: int) -> tuple[date, date]:
    """The first and the last day a year's figures cover."""
    return date(year, *FIRST_DAY), date(year, *LAST_DAY)


def usual_name(year: int) -> str:
    """What a year's cycle is called unless the office says otherwise."""
    return f"{year}年度"


def year_to_set_up(known: Collection[tuple[str, tuple[date, date]]], this_year: int) -> int:
    """This year or the first one after it that no cycle is there for, by the names and periods of those there are."""
    names, periods = {name for name, _ in known}, {period for _, period in known}
    years = count(this_year)
    return next(year for year in years if usual_name(year) not in names and usual_period(year) not in periods)
