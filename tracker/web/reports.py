"""填报: an agency's sheet for a cycle, one form for each row, and the receipt of what was sent."""

import json
import secrets
from collections import defaultdict
from datetime import date

from flask import Blueprint, abort, redirect, render_template, request, url_for

from tracker import clock
from tracker.errors import Refusal, StaleVersion, Unfit, WrongState
from tracker.operations import contributions
from tracker.operations import reports as operations
from tracker.operations.rows import signing_agencies
from tracker.reporting.content import LABELS, faults
from tracker.reporting.receipts import in_groups
from tracker.storage.queries.sheets import receipt_by_number, receipt_of_sheet, row_view, sheet, sheets_of
from tracker.vocabulary.reporting import Duty, Measured, Party, Progress, ReportState
from tracker.web.parts import is_part
from tracker.web.people import person
from tracker.web.report_forms import RowForm

reports = Blueprint("reports", __name__)


@reports.get("/reports")
def index():
    """The agency's sheet of the open cycle; a list where there are several."""
    found = sheets_of(person().agency_id) if person().agency_id else []
    if len(found) == 1:
        return redirect(url_for("reports.show", sheet_id=found[0][0].id))
    return render_template("reports/index.html", sheets=found)


@reports.get("/reports/<id:sheet_id>")
def show(sheet_id: int):
    """All rows of the sheet."""
    return _sheet_page(_sheet(sheet_id))


@reports.post("/reports/<id:sheet_id>/acknowledged")
def acknowledge(sheet_id: int):
    """签收."""
    one = _sheet(sheet_id)
    return _do(one, lambda: operations.acknowledge(one.cycle.id, by=person()))


@reports.post("/reports/<id:sheet_id>/cover")
def cover(sheet_id: int):
    """Keep the sheet's cover text."""
    one, texts = _sheet(sheet_id), {name: request.form.get(name, "") for name in operations.COVER}
    based_on = request.form.get("based_on", type=int)
    return _do(one, lambda: operations.save_cover(one.cycle.id, texts, by=person(), based_on=based_on))


@reports.post("/reports/<id:sheet_id>/sent")
def submit(sheet_id: int):
    """Send the chosen rows with one receipt."""
    return _send(_sheet(sheet_id), request.form.getlist("row", type=int))


@reports.post("/reports/<id:sheet_id>/withdrawn")
def withdraw(sheet_id: int):
    """Take the chosen rows back."""
    one, rows = _sheet(sheet_id), request.form.getlist("row", type=int)
    return _do(one, lambda: operations.withdraw(one.cycle.id, rows, by=person()))


@reports.get("/reports/<id:sheet_id>/rows/<id:row_id>")
def fill_in(sheet_id: int, row_id: int):
    """The form of one row."""
    one = _sheet(sheet_id)
    return _form_page(one, _row(one, row_id))


@reports.post("/reports/<id:sheet_id>/rows/<id:row_id>")
def save(sheet_id: int, row_id: int):
    """Keep what is typed, and send it if that was asked for. A script that saves is answered in JSON."""
    one, form = _sheet(sheet_id), RowForm.sent(request.form)
    _row(one, row_id)
    try:
        version = operations.save_drafts(one.cycle.id, {row_id: form.wanted(row_id)}, by=person())[row_id]
        if request.form.get("do") == "send":
            return _send(one, [row_id])
        if request.form.get("do") == "sign":
            operations.send_to_sign(one.cycle.id, [row_id], by=person())
    except Refusal as refusal:
        return _not_kept(sheet_id, row_id, form, refusal)
    if is_part():
        return {"version": version, "at": clock.now().strftime("%H:%M:%S")}
    return redirect(url_for("reports.fill_in", sheet_id=sheet_id, row_id=row_id), 303)


@reports.post("/reports/<id:sheet_id>/rows/<id:row_id>/parts")
def take_over(sheet_id: int, row_id: int):
    """Take over, remind of or return co-units' parts."""
    one, parts = _sheet(sheet_id), request.form.getlist("part", type=int)
    reason, by = request.form.get("reason", ""), person()
    doing = {
        "nudge": lambda: contributions.nudge(parts, by=by, text=reason),
        "ask": lambda: contributions.ask(parts, by=by),
        "return": lambda: contributions.give_back(parts, reason=reason, by=by, term=_day(request.form.get("term", ""))),
    }
    try:
        doing.get(request.form.get("do", ""), lambda: contributions.take_over(parts, by=by))()
    except Refusal as refusal:
        return _form_page(_sheet(sheet_id), _row(_sheet(sheet_id), row_id), refusal=refusal), 409
    return redirect(url_for("reports.fill_in", sheet_id=one.filing.id, row_id=row_id, _anchor="parts"), 303)


@reports.get("/reports/<id:sheet_id>/receipts/<id:receipt_id>")
def receipt(sheet_id: int, receipt_id: int):
    """A receipt, to be printed."""
    one = _sheet(sheet_id)
    stored = receipt_of_sheet(sheet_id, receipt_id) or abort(404)
    code = in_groups(stored.sha256)
    return render_template("reports/receipt.html", one=one, stored=stored, lines=json.loads(stored.lines), code=code)


def _day(text):
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise WrongState(f"日期“{text}”看不懂，请写成 2026-11-30。") from None


def _sheet(sheet_id):
    return sheet(sheet_id, person().agency_id, clock.today()) or abort(404)


def _row(one, row_id):
    return row_view(one, row_id, clock.today()) or abort(404)


def _do(one, change):
    try:
        change()
    except Refusal as refusal:
        return _sheet_page(_sheet(one.filing.id), refusal), 409
    return redirect(url_for("reports.show", sheet_id=one.filing.id), 303)


def _send(one, rows):
    """Send rows and show the receipt, or the page they came from with why they were not sent."""
    key, without = request.form.get("key", ""), request.form.get("without")
    sheet_id = one.filing.id
    try:
        given = operations.submit(one.cycle.id, rows, by=person(), key=key, without=without)
    except Refusal as refusal:
        one = _sheet(sheet_id)
        if request.endpoint == "reports.save":
            return _form_page(one, _row(one, rows[0]), refusal=refusal), 409
        return _sheet_page(one, refusal), 409
    receipt_id = receipt_by_number(sheet_id, given.number)
    return redirect(url_for("reports.receipt", sheet_id=sheet_id, receipt_id=receipt_id), 303)


def _not_kept(sheet_id, row_id, form, refusal):
    if is_part():
        return {"sentence": str(refusal), "stale": isinstance(refusal, StaleVersion)}, 409
    one = _sheet(sheet_id)
    return _form_page(one, _row(one, row_id), form=form, refusal=refusal), 409


def _sheet_page(one, refusal=None):
    return render_template(
        "reports/show.html",
        one=one,
        parts=[(duty, one.of(duty)) for duty in Duty if one.of(duty)],
        refusal=refusal,
        wrong=_wrong(refusal),
        key=secrets.token_hex(16),
        labels={line.id: line.label for line in one.lines},
        missing=getattr(refusal, "missing", None),
        chosen=set(request.form.getlist("row", type=int)),
    )


def _form_page(one, view, form=None, refusal=None):
    """The form with what was typed, or what is kept; what another person wrote meanwhile stands beside it."""
    kept = RowForm.of(view.content, view.draft.summary if view.draft else "", view.draft.version if view.draft else 0)
    stale = refusal if isinstance(refusal, StaleVersion) else None
    before, after, place, of = one.neighbours(view.line.id)
    return render_template(
        "reports/form.html",
        one=one,
        view=view,
        form=form or kept,
        theirs=RowForm.of(stale.stored) if stale else None,
        based_on=stale.version if stale else kept.based_on,
        refusal=refusal,
        wrong=_by_field(refusal, view),
        lacking=faults(view.content),
        before=before,
        after=after,
        place=(place, of),
        key=secrets.token_hex(16),
        signs=_signs(view),
        Progress=Progress,
        Measured=Measured,
        ReportState=ReportState,
        words=LABELS,
    )


def _signs(view):
    """Whether sending goes through the agency's approver, and this person is not the one."""
    wanted = signing_agencies({view.line.row.agency_id})
    return bool(wanted) and Party.APPROVER not in person().roles


def _by_field(refusal, view):
    found = defaultdict(list)
    if isinstance(refusal, Unfit):
        for fault in refusal.faults.get(view.line.id, ()):
            found[fault.field].append(fault.sentence)
    return found


def _wrong(refusal):
    return refusal.faults if isinstance(refusal, Unfit) else {}
