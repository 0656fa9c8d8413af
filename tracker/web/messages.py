"""消息: what somebody was told, and the way from there to what it is about."""

from flask import Blueprint, Flask, abort, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.operations import messages as operations
from tracker.storage.cycles import ExpectedReport
from tracker.storage.queries.filters import page_number
from tracker.storage.queries.messages import About, about, message_list, unread_count
from tracker.storage.queries.sheets import own_row_id, sheet_id_of
from tracker.vocabulary.messages import MessageKind
from tracker.vocabulary.reporting import Duty
from tracker.web.guard import may
from tracker.web.lists import Pager
from tracker.web.people import person

messages = Blueprint("messages", __name__)


def init_app(app: Flask) -> None:
    app.jinja_env.globals["unread"] = unread


def unread() -> int:
    """How many messages whoever is signed in has not read."""
    return unread_count(current_user.browser) if may("messages.index") else 0


@messages.get("/messages")
def index():
    """The messages of whoever is signed in, the newest first."""
    unread_only = request.args.get("show") == "unread"
    found = message_list(person(), unread_only=unread_only, page=page_number(request.args.get("page")))

    def here(page):
        return url_for("messages.index", page=page, **({"show": "unread"} if unread_only else {}))

    pager = Pager.of(found.page, found.pages, here)
    return render_template("messages/index.html", found=found, unread_only=unread_only, pager=pager)


@messages.post("/messages/<id:message_id>")
def open_message(message_id: int):
    """Read a message: on to what it is about."""
    found = about(message_id) or abort(404)
    operations.mark_read(message_id, by=person())
    return redirect(_place_of(found), 303)


@messages.post("/messages/read")
def read_all():
    """全部标为已读."""
    operations.mark_all_read(by=person())
    return redirect(url_for("messages.index"), 303)


def _place_of(found: About) -> str:
    """Where what a message is about is seen by whoever reads it."""
    if person().agency_id is None:
        return _at_the_office(found)
    if found.paper_id is not None:
        return url_for("reminders.paper", paper_id=found.paper_id)
    if found.kind is MessageKind.HANDED_OVER or found.cycle_id is None:
        return url_for("tasks.index")
    sheet_id = sheet_id_of(found.cycle_id, person().agency_id)
    if sheet_id is None:
        return url_for("reports.index")
    row_id = _own_row(found.row) if found.rows == 1 else None
    if row_id is None:
        return url_for("reports.show", sheet_id=sheet_id)
    return url_for("reports.fill_in", sheet_id=sheet_id, row_id=row_id)


def _own_row(row: ExpectedReport) -> int | None:
    """The row itself, or that on which the reader consolidates it."""
    return row.id if row.agency_id == person().agency_id else own_row_id(row, person().agency_id)


def _at_the_office(found: About) -> str:
    if found.cycle_id is None:
        return url_for("messages.index")
    if found.kind is MessageKind.OBJECTED:
        return url_for("cycles.show", cycle_id=found.cycle_id, _anchor="objections")
    if found.kind is MessageKind.EXTENSION_ASKED:
        return url_for("cycles.show", cycle_id=found.cycle_id, _anchor="extensions")
    if found.row is not None and found.row.duty is Duty.CONTRIBUTION:
        return url_for("cycles.rows", cycle_id=found.cycle_id, task=found.row.task_id, duty=Duty.CONTRIBUTION.value)
    if found.row is not None and found.rows == 1:
        return url_for("review.show", report_id=found.row.id)
    return url_for("cycles.show", cycle_id=found.cycle_id)
