"""The places of the product, in the order of the bar at the top."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, request
from flask_login import current_user

from tracker.web.guard import may
from tracker.web.people import person


@dataclass(frozen=True)
class Place:
    """One entry of the bar: where it leads, its name, and what else lies in this place; ``count`` is what waits there."""

    endpoint: str
    name: str
    others: tuple[str, ...] = ()
    count: Callable[[], int] | None = None

    @property
    def is_here(self) -> bool:
        """Whether the page shown lies in this place."""
        return (request.blueprint or "") in (self.endpoint.split(".")[0], *self.others)


def _waiting():
    return current_user.browser.waiting


OF_CYCLES = (
    *("cycles_adjust", "cycle_tasks", "cycle_recipients", "cycle_filings"),
    *("lighting", "office_days", "rates", "reminders", "reminding_days"),
)
PLACES = (
    Place("desk.show", "工作台", ("foresight",)),
    Place("reports.index", "填报", ("workbooks",)),
    Place("tasks.index", "台账", ("closing",)),
    Place("cycles.index", "报送周期", OF_CYCLES),
    Place("review.index", "审核", ("review_entering",), _waiting),
    Place("graph.show", "责任图谱"),
    Place("documents.index", "文件"),
    Place("agencies.index", "单位", ("registry",)),
    Place("exports.index", "导出"),
    Place("accounts.index", "账号"),
    Place("audit.index", "审计"),
)


def init_app(app: Flask) -> None:
    app.jinja_env.globals["places"] = places


def places() -> tuple[Place, ...]:
    """The places where the person who is signed in may go; none before."""
    return tuple(place for place in PLACES if person() and may(place.endpoint))
