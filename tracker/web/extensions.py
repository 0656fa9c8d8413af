"""延期: an agency asks for more time on its rows, the office decides; and moving a due date of a whole cycle."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from tracker import clock
from tracker.errors import NothingChosen, Refusal, Unchosen
from tracker.operations import extending, moving
from tracker.operations.rows import working_days
from tracker.reporting.due_dates import due_day
from tracker.storage.queries.extensions import own_extensions
from tracker.storage.queries.sheets import sheet
from tracker.vocabulary.reporting import Duty, Owing
from tracker.web.cycle_forms import day_in
from tracker.web.cycle_pages import do
from tracker.web.people import person
from tracker.web.refusals import status_of
from tracker.web.review_forms import rows_in

extensions = Blueprint("extensions", __name__)
SAID = "extensions"
"""What was asked for is said above the list of requests, where one is led."""


@extensions.get("/reports/<id:sheet_id>/extensions")
def index(sheet_id: int):
    """The rows an agency may ask for more time on, one of them chosen (``row``), and what became of what it asked."""
    return _page(_sheet(sheet_id))


@extensions.post("/reports/<id:sheet_id>/extensions")
def ask(sheet_id: int):
    """Ask for more time on the chosen rows."""
    one = _sheet(sheet_id)
    try:
        if not (rows := rows_in(request.form)):
            raise NothingChosen("申请延期", "要延期的行")
        wanted = day_in(request.form, "wanted", "延到哪一天")
        asked = extending.ask(rows, wanted=wanted, reason=request.form.get("reason", ""), by=person())
    except Refusal as refusal:
        return _page(_sheet(sheet_id), refusal), status_of(refusal)
    flash(f"已提出申请，共 {len(asked)} 行，列在下面；办公室决定以后会在消息里告诉您。", SAID)
    if remark := due_day(wanted, working_days()).remark:
        flash(remark, SAID)
    return redirect(url_for("extensions.index", sheet_id=one.filing.id, _anchor="asked"), 303)


@extensions.post("/reports/<id:sheet_id>/extensions/<id:extension_id>/back")
def take_back(sheet_id: int, extension_id: int):
    """Take a request back."""
    _sheet(sheet_id)
    try:
        extending.take_back(extension_id, by=person())
    except Refusal as refusal:
        return _page(_sheet(sheet_id), refusal), status_of(refusal)
    return redirect(url_for("extensions.index", sheet_id=sheet_id), 303)


@extensions.post("/cycles/<id:cycle_id>/extensions/<id:extension_id>")
def decide(cycle_id: int, extension_id: int):
    """Grant a request until a day, or refuse it."""

    def decided(by):
        reason = request.form.get("reason", "")
        match request.form.get("do"):
            case "grant":
                until = day_in(request.form, "until", "同意延到哪一天")
                extending.grant(extension_id, until=until, reason=reason, by=by)
            case "refuse":
                extending.refuse(extension_id, reason=reason, by=by)
            case _:
                raise Unchosen("决定延期", ["决定（同意或不同意）"])

    return do(cycle_id, decided, person(), part="extensions", decided=extension_id)


@extensions.post("/cycles/<id:cycle_id>/due")
def move(cycle_id: int):
    """Move the due date of an open cycle, or that of contributions alone."""

    def moved(by):
        if (duty := request.form.get("duty")) not in set(Duty):
            raise Unchosen("改截止日", ["改哪一个截止日"])
        due_on, reason = day_in(request.form, "due_on", "新的截止日"), request.form.get("reason", "")
        version = request.form.get("version", type=int)
        said = {"reason": reason, "duty": Duty(duty), "version": version, "replacing": "replacing" in request.form}
        moving.move_due(cycle_id, due_on, by=by, **said)

    return do(cycle_id, moved, person(), part="moved")


def _sheet(sheet_id):
    return sheet(sheet_id, person().agency_id, clock.today()) or abort(404)


def _page(one, refusal=None):
    asked = own_extensions(one.cycle.id, one.filing.agency_id)
    waiting = {each.row.id for each in asked if each.is_open}
    lines = [line for line in one.lines if line.row.owing is Owing.OWED and not line.stands and line.id not in waiting]
    return render_template(
        "extensions/index.html",
        one=one,
        lines=lines,
        asked=asked,
        chosen=set(rows_in(request.form if refusal else request.args)),
        refusal=refusal,
        typed=request.form if refusal else {},
        today=clock.today(),
    )
