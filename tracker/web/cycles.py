"""报送周期: what is asked of whom until when; prepared, opened and locked by the office."""

from flask import Blueprint, redirect, render_template, request, url_for

from tracker import clock
from tracker.errors import Refusal
from tracker.operations import cycles as operations
from tracker.operations.proposing import propose_year, year_to_propose
from tracker.operations.rows import working_days
from tracker.storage.queries.audit import giving_up_of
from tracker.storage.queries.expected import LARGEST, RowFilter
from tracker.storage.queries.year import cycle_lines
from tracker.vocabulary.reporting import SupportRule
from tracker.web.cycle_forms import CycleForm, gate_days
from tracker.web.cycle_pages import cycle_of, cycle_page, cycle_rows, do
from tracker.web.guard import may
from tracker.web.people import person
from tracker.web.refusals import status_of

cycles = Blueprint("cycles", __name__)

AMENDABLE = ("name", "documents", "period", "due_on", "supports", "recipient")


@cycles.get("/cycles")
def index():
    """Every cycle, the latest first."""
    year = year_to_propose(by=person()) if may("cycles.new") else None
    asked = request.args.get("given_up", type=int)
    given_up = giving_up_of(asked, person().group_id) if asked and may("cycles.give_up") and asked <= LARGEST else None
    return render_template("cycles/index.html", lines=cycle_lines(), year=year, given_up=given_up)


@cycles.get("/cycles/new")
def new():
    """A new cycle with everything proposed that documents and rules say."""
    return _new_page(CycleForm.proposed(_asked_year()))


@cycles.post("/cycles")
def create():
    """Prepare the cycle of the form."""
    form = CycleForm.sent(request.form)
    try:
        cycle_id = operations.prepare_cycle(by=person(), **form.read())
    except Refusal as refusal:
        return _new_page(form, refusal), 409
    return redirect(url_for("cycles.show", cycle_id=cycle_id), 303)


@cycles.get("/cycles/<id:cycle_id>")
def show(cycle_id: int):
    """A prepared cycle with what opening it would ask; an open one with how it stands."""
    return cycle_page(cycle_of(cycle_id))


@cycles.get("/cycles/<id:cycle_id>/rows")
def rows(cycle_id: int):
    """The rows behind a number of the cycle."""
    return cycle_rows(cycle_of(cycle_id), RowFilter.parse(request.args))


@cycles.post("/cycles/<id:cycle_id>/facts")
def amend(cycle_id: int):
    """Change the name, the dates, the rule for co-units or the recipient of a prepared cycle, and the documents it is on."""
    form = CycleForm.sent(request.form)

    def change(by):
        given = form.read()
        amended = {name: given[name] for name in AMENDABLE} | {"replacing": "replacing" in request.form}
        operations.amend_cycle(cycle_id, by=by, version=_version(), **amended)

    return do(cycle_id, change, person(), part="facts")


@cycles.post("/cycles/<id:cycle_id>/given-up")
def give_up(cycle_id: int):
    """放弃: a prepared cycle is gone, for a reason; then the list of cycles."""
    cycle_of(cycle_id)
    try:
        operations.give_up_cycle(cycle_id, reason=request.form.get("reason", ""), by=person(), version=_version())
    except Refusal as refusal:
        return cycle_page(cycle_of(cycle_id), refusal, "given-up"), status_of(refusal)
    return redirect(url_for("cycles.index", given_up=cycle_id), 303)


@cycles.post("/cycles/<id:cycle_id>/gates")
def gates(cycle_id: int):
    """Put the gates of a prepared cycle on other days."""
    return do(
        cycle_id, lambda by: operations.set_gates(cycle_id, gate_days(request.form), by=by), person(), part="gates"
    )


@cycles.post("/cycles/<id:cycle_id>/left-out")
def leave_out(cycle_id: int):
    """本期不下达: leave a printed name, or one row of an ``agency``, out of a prepared cycle, for a reason."""
    key, printed, reason = (request.form.get(name, "") for name in ("key", "printed", "reason"))
    agency = request.args.get("agency")
    return do(
        cycle_id,
        lambda by: operations.leave_out(cycle_id, key, printed, reason=reason, by=by),
        person(),
        part="planned" if agency else "open-names",
        agency=agency,
    )


@cycles.post("/cycles/<id:cycle_id>/left-out/back")
def take_in(cycle_id: int):
    """Take a printed name in again that was left out."""
    key = request.form.get("key", "")
    return do(cycle_id, lambda by: operations.take_in(cycle_id, key, by=by), person(), part="open-names")


@cycles.post("/cycles/<id:cycle_id>/documents/<id:document_id>/kept")
def keep_document(cycle_id: int, document_id: int):
    """Say why an open cycle goes on by a document that was replaced."""
    reason = request.form.get("reason", "")
    return do(
        cycle_id,
        lambda by: operations.keep_document(cycle_id, document_id, reason=reason, by=by),
        person(),
        part="replaced",
    )


@cycles.post("/cycles/<id:cycle_id>/open")
def open_cycle(cycle_id: int):
    """Freeze who owes what and let the agencies report."""
    return do(cycle_id, lambda by: operations.open_cycle(cycle_id, by=by, version=_version()), person())


@cycles.post("/cycles/<id:cycle_id>/lock")
def lock(cycle_id: int):
    """Take nothing any more."""
    why, lifted_by = request.form.get("reason", ""), request.form.get("lifted_by", "")
    return do(
        cycle_id, lambda by: operations.lock_cycle(cycle_id, why=why, lifted_by=lifted_by, by=by), person(), part="lock"
    )


@cycles.post("/cycles/<id:cycle_id>/unlock")
def unlock(cycle_id: int):
    """Lift the lock."""
    reason = request.form.get("reason", "")
    return do(cycle_id, lambda by: operations.unlock_cycle(cycle_id, reason=reason, by=by), person(), part="lock")


def _version():
    """Which state of the cycle the page showed."""
    return request.form.get("version", type=int)


def _asked_year():
    asked = request.args.get("year", type=int)
    return asked if asked and 2000 <= asked <= 2100 else year_to_propose(by=person())


def _new_page(form, refusal=None):
    year = form.period[1].year if form.period else clock.today().year
    chosen = None if form.is_new else form.chosen
    proposed = propose_year(year, by=person(), period=form.period, chosen=chosen)
    due = form.due_on or proposed.due.due
    return render_template(
        "cycles/new.html",
        form=form.with_proposal(proposed),
        proposed=proposed,
        proposal=proposed.due,
        candidates={each.id: each for each in proposed.documents},
        before=working_days().until(due),
        due=due,
        supports=SupportRule,
        refusal=refusal,
    )
