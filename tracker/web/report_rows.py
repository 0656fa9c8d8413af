"""One row of a sheet: writing and sending it, objecting to it, completing its figures, its co-units' parts."""

from flask import abort, redirect, request, url_for

from tracker import clock
from tracker.errors import Refusal, StaleVersion, UnfitFile
from tracker.operations import adjusting
from tracker.operations import reports as operations
from tracker.storage.queries.sheets import receipt_by_key
from tracker.web.causes import because
from tracker.web.guard import goes_on_as
from tracker.web.parts import is_part
from tracker.web.people import person
from tracker.web.refusals import status_of
from tracker.web.report_files import take_in
from tracker.web.report_forms import RowForm
from tracker.web.report_pages import form_page, row_of, send, sheet_of, to_receipt
from tracker.web.report_parts import act_on_parts


def fill_in(sheet_id: int, row_id: int):
    """The form of one row."""
    one = sheet_of(sheet_id)
    return form_page(one, row_of(one, row_id))


def save(sheet_id: int, row_id: int):
    """Keep what is typed and the files, and send it if that was asked for. A script that saves is answered in JSON."""
    one, form = sheet_of(sheet_id), RowForm.sent(request.form)
    if not one.has(row_id):
        abort(404)
    refused = () if is_part() else take_in(one, row_id)
    try:
        version = operations.save_drafts(one.cycle.id, {row_id: form.wanted(row_id)}, by=person())[row_id]
        if refused:
            raise UnfitFile("".join(refused))
        if request.form.get("do") == "send":
            goes_on_as("reports.submit")
            return send(one, [row_id], on_form=True)
        if request.form.get("do") == "sign":
            goes_on_as("reports.sign")
            operations.send_to_sign(one.cycle.id, [row_id], by=person())
        if request.form.get("do") == "others":
            return redirect(url_for("reports.others", sheet_id=sheet_id, row_id=row_id), 303)
    except Refusal as refusal:
        if receipt_id := receipt_by_key(sheet_id, request.form.get("key", "")):
            return redirect(url_for("reports.receipt", sheet_id=sheet_id, receipt_id=receipt_id), 303)
        return _not_kept(sheet_id, row_id, form, refusal)
    if is_part():
        return {"version": version, "at": clock.now().strftime("%H:%M:%S")}
    return redirect(url_for("reports.fill_in", sheet_id=sheet_id, row_id=row_id, _anchor=_place()), 303)


def _place():
    return "files" if request.form.get("do") == "attach" or request.form.get("remove") else None


def _not_kept(sheet_id, row_id, form, refusal):
    if is_part():
        because(refusal)
        return {"sentence": str(refusal), "stale": isinstance(refusal, StaleVersion)}, status_of(refusal)
    one = sheet_of(sheet_id)
    return form_page(one, row_of(one, row_id), form=form, refusal=refusal), status_of(refusal)


def take_over(sheet_id: int, row_id: int):
    """Ask for, take over, remind of, return or go back on co-units' parts."""
    one = sheet_of(sheet_id)
    view = row_of(one, row_id)
    return _part_of(one, row_id, "parts", lambda: act_on_parts(view.parts, request.form, person()))


def object_to(sheet_id: int, row_id: int):
    """异议: say that a row is not one's duty and whose it is, or take that back."""
    one = sheet_of(sheet_id)
    view = row_of(one, row_id)
    reason, proposed = request.form.get("reason", ""), request.form.get("proposed", "")

    def change():
        if request.form.get("do") == "back":
            if view.objection:
                adjusting.take_objection_back(view.objection.id, by=person())
        else:
            adjusting.object_to(row_id, reason=reason, proposed=proposed, by=person())

    return _part_of(one, row_id, "objection", change)


def complete(sheet_id: int, row_id: int):
    """补全年数据: the year's final figures of a report that stands, with a receipt of its own."""
    one, form = sheet_of(sheet_id), RowForm.sent(request.form)
    if not one.has(row_id):
        abort(404)
    try:
        figures = {row_id: form.wanted_figures(row_id)}
        given = operations.complete(one.cycle.id, figures, by=person(), key=request.form.get("key", ""))
    except Refusal as refusal:
        one = sheet_of(sheet_id)
        return form_page(one, row_of(one, row_id), form=form, refusal=refusal, part="complete"), status_of(refusal)
    return to_receipt(sheet_id, given)


def _part_of(one, row_id, part, change):
    try:
        change()
    except Refusal as refusal:
        one = sheet_of(one.filing.id)
        return form_page(one, row_of(one, row_id), refusal=refusal, part=part), status_of(refusal)
    return redirect(url_for("reports.fill_in", sheet_id=one.filing.id, row_id=row_id, _anchor=part), 303)
