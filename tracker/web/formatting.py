"""Filters: how a value reads on a page."""

from collections.abc import Iterable
from datetime import date

from flask import Flask

from tracker.vocabulary import Origin, Role, Scope

UNKNOWN = "—"
UNITS_SHOWN = 3

ROLE_STYLE = {Role.LEAD: "lead", Role.SUPPORT: "co", Role.RESPONSIBLE: "resp", Role.GUIDE: "guide"}

ORIGIN_IN_WORDS = {
    Origin.ANNOTATION: "写在句末的括号里",
    Origin.HEADING: "写在标题后的括号里，对其下各条都有效",
    Origin.LINE: "写在单独的“责任单位”一行",
    Origin.TABLE: "写在分工表里",
    Origin.DOCUMENT: "措施中没有写，依据全文的组织实施规定",
    Origin.NONE: "文件没有写明由谁负责",
}


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        day=day, known=known, role_style=ROLE_STYLE.__getitem__, in_words=ORIGIN_IN_WORDS.__getitem__, shown=shown
    )
    app.jinja_env.globals.update(Role=Role, Origin=Origin, Scope=Scope)


def day(value: date | None) -> str:
    """``2019-01-02`` → ``2019年1月2日``."""
    return f"{value.year}年{value.month}月{value.day}日" if value else UNKNOWN


def known(value: object) -> object:
    """A value, or “—” where it is unknown; zero is known."""
    return UNKNOWN if value is None or value == "" else value


def shown(units: Iterable) -> tuple:
    """As many units as a row of the ledger has room for."""
    return tuple(units)[:UNITS_SHOWN]
