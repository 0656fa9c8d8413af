"""Filters: how a value reads on a page."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import accumulate

from flask import Flask

from tracker.agencies.captions import label
from tracker.agencies.choosing import offered
from tracker.clock import CHINA
from tracker.errors import quoted
from tracker.extraction.findings import ReportingRule
from tracker.reporting.due_dates import inclusive, why_later
from tracker.reporting.lights import DECIDED_WORDS
from tracker.storage.queries.registry_history import told
from tracker.vocabulary import AuditOutcome, Missing, Origin, Role, Scope
from tracker.web.corrections import corrections
from tracker.web.review_pages import compared

UNKNOWN = "—"

ROLE_STYLE = {Role.LEAD: "lead", Role.SUPPORT: "co", Role.RESPONSIBLE: "resp", Role.GUIDE: "guide"}

ORIGIN_IN_WORDS = {
    Origin.ANNOTATION: "写在句末的括号里",
    Origin.HEADING: "写在标题后的括号里，对其下各条都有效",
    Origin.LINE: "写在单独的“责任单位”一行",
    Origin.TABLE: "写在分工表里",
    Origin.DOCUMENT: "措施中没有写，依据全文的组织实施规定",
    Origin.OFFICE: "文件没有写，由办公室确定",
    Origin.NONE: "文件没有写明由谁负责",
}


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        day=day,
        moment=moment,
        size=size,
        rhythm=rhythm,
        clause=clause,
        second=second,
        fact=fact,
        percent=percent,
        corrections=corrections,
        known=known,
        later=later,
        inclusive=inclusive,
        quoted=quoted,
        role_style=ROLE_STYLE.__getitem__,
        in_words=ORIGIN_IN_WORDS.__getitem__,
        shown=shown,
        stacked=stacked,
        offered=offered,
        told=told,
        labelled=lambda clash: label(clash.table, clash.row),
        rows_for=rows_for,
        compared=compared,
    )
    app.jinja_env.globals.update(Role=Role, Origin=Origin, Scope=Scope, AuditOutcome=AuditOutcome, Missing=Missing)
    app.jinja_env.globals["decided_words"] = {kind.value: words for kind, words in DECIDED_WORDS.items()}


def day(value: date | None) -> str:
    """``2019-01-02`` → ``2019年1月2日``."""
    return f"{value.year}年{value.month}月{value.day}日" if value else UNKNOWN


PERIODS = {
    "year": "每年",
    "half-year": "每半年",
    "quarter": "每季度",
    "month": "每月",
    "once": "一次",
    "regular": "定期",
}
"""How often a rule read from a document asks for reports."""


def rhythm(rule: ReportingRule) -> str:
    """When a rule asks for reports: ``每年12月10日前``, or how often where it names no day of its own."""
    day = f"{rule.month}月{rule.day}日前" if rule.month and rule.day else ""
    return PERIODS[rule.period] + day


def size(value: int) -> str:
    """``44 字节``, ``12 KB``, ``3.5 MB``: how large a file is."""
    if value < 1024:
        return f"{value} 字节"
    return f"{-(-value // 1024)} KB" if value < 1 << 20 else f"{value / (1 << 20):.1f} MB"


def clause(value: str) -> str:
    """What a person wrote, where a sentence goes on behind it: ``不安排资金。`` → ``不安排资金``."""
    return value.rstrip().rstrip("。；，")


def moment(value: datetime) -> str:
    """``2026-03-05 09:12``, by the clock of the offices."""
    return value.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def second(value: datetime) -> str:
    """``2026-03-05 09:12:41``, by the same clock."""
    return value.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")


def percent(share: float) -> str:
    """``0.31`` → ``31%``."""
    return f"{share:.0%}"


def later(row: object, term: date | None = None) -> str:
    """Why a row is due later than without its extension or a return's term, "" where it is not; as every page says it."""
    return why_later(row.due_on, row.extended_to, row.by_on, term)


def fact(value: object) -> str:
    """A fact of a document as a page writes it: a date in figures, a word by its label, “—” where it is unknown."""
    return getattr(value, "label", None) or str(known(value))


def known(value: object) -> object:
    """A value, or “—” where it is unknown; zero is known."""
    return UNKNOWN if value is None or value == "" else value


def shown(units: Sequence, room: int) -> list:
    """All units if their names fit into ``room`` characters, else as many as leave room for “等 9 家”; always one."""
    ends = list(accumulate(len(unit.name) + 1 for unit in units))
    room = room if ends[-1] <= room else room - 5
    return [unit for place, (unit, end) in enumerate(zip(units, ends, strict=True)) if end <= room or place == 0]


def rows_for(text: str) -> int:
    """How many lines a field has for a text: enough to read it, at most eight."""
    return min(max(2, sum(max(1, -(-len(line) // 42)) for line in text.splitlines())), 8)


def stacked(load: Mapping[Role, int]) -> list[tuple[str, int, int]]:
    """A bar's parts, one after the other: (style, start, length) of each role that has tasks."""
    starts = accumulate(load.values(), initial=0)
    return [
        (ROLE_STYLE[role], start, tasks) for (role, tasks), start in zip(load.items(), starts, strict=False) if tasks
    ]
