"""填报: an agency's sheet for a cycle and the receipts of what was sent; the routes of all its pages."""

import json
from functools import partial

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from tracker.errors import NothingChosen, Refusal, UnfitFile
from tracker.operations import reporting_habits
from tracker.operations import reports as operations
from tracker.operations.reports_of_others import write_received
from tracker.reporting.content import LABELS
from tracker.reporting.receipts import ReceiptLine, in_groups, outcomes, recipients_named
from tracker.storage.queries.filters import page_number
from tracker.storage.queries.received import received_page
from tracker.storage.queries.sheets import receipt_of_sheet, sheets_of, versions_of_receipt
from tracker.web import report_copying, report_files, report_rows
from tracker.web.addresses import ids_in
from tracker.web.downloads import download
from tracker.web.lists import Pager
from tracker.web.people import person
from tracker.web.refusals import status_of
from tracker.web.report_pages import do, list_page, send, sheet_of, sheet_page
from tracker.workbooks.reports_of_others import RECEIVED

reports = Blueprint("reports", __name__)


@reports.get("/reports")
def index():
    """The agency's sheet of the one open cycle; the list of all sheets where there are several, or it is asked for."""
    found = sheets_of(person().agency_id) if person().agency_id else []
    running = [filing for filing, cycle in found if cycle.state == "open"]
    if len(running) == 1 and "all" not in request.args:
        return redirect(url_for("reports.show", sheet_id=running[0].id))
    return list_page(found)


@reports.post("/reports/acknowledged")
def acknowledge_all():
    """签收 every sheet that is not acknowledged yet."""
    found = sheets_of(person().agency_id) if person().agency_id else []
    try:
        for filing, cycle in found:
            if filing.acknowledged_at is None and cycle.state == "open":
                operations.acknowledge(cycle.id, by=person())
    except Refusal as refusal:
        return list_page(sheets_of(person().agency_id), refusal), status_of(refusal)
    flash("已签收，办公室看得见；可以逐行填报了。")
    return redirect(url_for("reports.index"), 303)


@reports.get("/reports/received")
def received():
    """The reports of others that this agency also gets, by a condition of a document's rule."""
    found = received_page(person().agency_id, page_number(request.args.get("page")))
    pager = Pager.of(found.page, found.pages, lambda page: url_for("reports.received", page=page))
    return render_template("reports/received.html", found=found, pager=pager, words=LABELS)


@reports.get("/reports/received.xlsx")
def received_book():
    """The same as a workbook."""
    by = person()
    return download(partial(write_received, by.agency_id, by.body), RECEIVED)


@reports.get("/reports/<id:sheet_id>")
def show(sheet_id: int):
    """All rows of the sheet."""
    return sheet_page(sheet_of(sheet_id))


@reports.post("/reports/<id:sheet_id>/acknowledged")
def acknowledge(sheet_id: int):
    """签收."""
    one = sheet_of(sheet_id)
    return do(one, lambda: operations.acknowledge(one.cycle.id, by=person()), "已签收，办公室看得见；可以逐行填报了。")


@reports.post("/reports/<id:sheet_id>/cover")
def cover(sheet_id: int):
    """Keep the sheet's cover text, and the files that stand beside the whole sheet."""
    one, texts = sheet_of(sheet_id), {name: request.form.get(name, "") for name in operations.COVER}
    based_on, refused = request.form.get("based_on", type=int), report_files.take_in(one, None)

    def change():
        operations.save_cover(one.cycle.id, texts, by=person(), based_on=based_on)
        if refused:
            raise UnfitFile("".join(refused))

    return do(one, change, "总体材料已保存。")


@reports.post("/reports/<id:sheet_id>/sent")
def submit(sheet_id: int):
    """Send the chosen rows with one receipt."""
    rows = ids_in(request.form, "row")
    return send(sheet_of(sheet_id), rows, on_form=bool(request.form.get("on_form")) and len(rows) == 1)


@reports.post("/reports/<id:sheet_id>/withdrawn")
def withdraw(sheet_id: int):
    """Take the chosen rows back."""
    one = sheet_of(sheet_id)
    said = "已撤回，现在不算已报；改好以后请重新报送。"
    return do(one, lambda: operations.withdraw(one.cycle.id, _chosen("撤回"), by=person()), said)


@reports.post("/reports/<id:sheet_id>/signing")
def sign(sheet_id: int):
    """送审签 the chosen rows, or 退改 them with a reason; sending them is the approver's signature."""
    one, reason, without = sheet_of(sheet_id), request.form.get("reason", ""), request.form.get("without")
    if request.form.get("do") == "back":
        back = "已退改，填报人可以修改了。"
        return do(one, lambda: operations.send_back(one.cycle.id, _chosen("退改"), reason=reason, by=person()), back)
    asked = "已送审签；审签人同意以后才算报送。"
    return do(
        one, lambda: operations.send_to_sign(one.cycle.id, _chosen("送审签"), by=person(), without=without), asked
    )


def _chosen(doing):
    if not (rows := ids_in(request.form, "row")):
        raise NothingChosen(doing, "要选的行")
    return rows


@reports.post("/reports/<id:sheet_id>/sign-off")
def sign_off(sheet_id: int):
    """Say whether this agency's papers leave only with its approver's signature."""
    wanted, by = request.form.get("wanted") == "yes", person()
    said = "以后报送须经审签人同意。" if wanted else "以后填报人可以直接报送，不经审签。"
    return do(sheet_of(sheet_id), lambda: reporting_habits.want_sign_off(by.agency_id, wanted, by=by), said)


@reports.get("/reports/<id:sheet_id>/receipts/<id:receipt_id>")
def receipt(sheet_id: int, receipt_id: int):
    """A receipt, to be printed."""
    one = sheet_of(sheet_id)
    stored = receipt_of_sheet(sheet_id, receipt_id) or abort(404)
    versions = versions_of_receipt(receipt_id)
    lines = [ReceiptLine(**line) for line in json.loads(stored.lines)]
    return render_template(
        "reports/receipt.html",
        one=one,
        stored=stored,
        lines=list(zip(lines, versions, strict=True)),
        outcome=outcomes([each.duty for each in versions]),
        code=in_groups(stored.sha256),
        recipients=recipients_named(lines),
    )


for rule, view, method in (
    ("rows/<id:row_id>", report_rows.fill_in, "GET"),
    ("rows/<id:row_id>", report_rows.save, "POST"),
    ("rows/<id:row_id>/others", report_copying.others, "GET"),
    ("rows/<id:row_id>/others", report_copying.copy, "POST"),
    ("rows/<id:row_id>/parts", report_rows.take_over, "POST"),
    ("rows/<id:row_id>/objection", report_rows.object_to, "POST"),
    ("rows/<id:row_id>/completed", report_rows.complete, "POST"),
    ("files/<id:file_id>", report_files.file, "GET"),
):
    reports.add_url_rule(f"/reports/<id:sheet_id>/{rule}", view_func=view, methods=[method])
