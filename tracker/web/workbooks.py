"""用 Excel 填报: a sheet's template out, the filled-in workbook back: looked through, taken in, undone."""

import hashlib
from functools import partial

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for

from tracker.errors import NotThere, Refusal, WrongState
from tracker.operations import answering, importing, importing_foreign
from tracker.operations.importing import Choice, Source
from tracker.storage.queries import year
from tracker.storage.queries.answering import Addressed, import_of, imports_of, sheet_of
from tracker.storage.queries.sheets import sheets_of
from tracker.vocabulary.reporting import CycleState
from tracker.web.addresses import refuse_another
from tracker.web.cycle_forms import day_in
from tracker.web.downloads import download
from tracker.web.formatting import moment
from tracker.web.import_columns import column_fields, matched
from tracker.web.import_pages import result_lines, shown_rows
from tracker.web.people import person
from tracker.web.refusals import status_of
from tracker.workbooks.results import NAME as RESULT
from tracker.workbooks.results import write_results

workbooks = Blueprint("workbooks", __name__)

TOGETHER = 50
"""Rows of a preview that stand open; of a longer one the others are folded, so many together, unless one waits for a choice."""


@workbooks.get("/workbooks")
def index():
    """The agency's sheet; the office chooses whose workbook it has."""
    asked = request.args.get("cycle", type=int)
    if agency_id := person().agency_id:
        found = [(filing, cycle) for filing, cycle in sheets_of(agency_id) if cycle.state is not CycleState.PREPARED]
        sheet, chosen = next((pair for pair in found if pair[1].id == asked), found[0] if found else (None, None))
        refuse_another(asked, chosen and chosen.id)
        return redirect(url_for("workbooks.show", sheet_id=sheet.id)) if sheet else _choose((), None)
    cycles = [each.cycle for each in year.cycle_lines() if each.cycle.group_id == person().group_id]
    cycles = [each for each in cycles if each.state is not CycleState.PREPARED]
    chosen = next((each for each in cycles if each.id == asked), cycles[0] if cycles else None)
    refuse_another(asked, chosen and chosen.id)
    agency = request.args.get("agency")
    sheet_id = chosen and agency and sheet_of(chosen.id, agency)
    refuse_another(agency or None, agency if sheet_id else None)
    return redirect(url_for("workbooks.show", sheet_id=sheet_id)) if sheet_id else _choose(cycles, chosen)


@workbooks.post("/workbooks/layouts/<id:layout_id>/dropped")
def forget_layout(layout_id: int):
    """Forget how the columns of a layout of others were mapped."""
    try:
        importing_foreign.forget_layout(layout_id, by=person())
    except NotThere:
        abort(404)
    return redirect(url_for("workbooks.index", _anchor="known"), 303)


@workbooks.get("/workbooks/<id:sheet_id>")
def show(sheet_id: int):
    """Where the template is taken from and the workbook sent, and what was sent before."""
    return _page(_place(sheet_id))


@workbooks.get("/workbooks/<id:sheet_id>/template.xlsx")
def template(sheet_id: int):
    """The sheet's template, filled in as far as it is written."""
    one = _place(sheet_id)
    name = f"{one.agency.name} {one.cycle.name}填报表"
    return download(partial(answering.write_form, one, by=person(), seal=_seal()), name)


@workbooks.post("/workbooks/<id:sheet_id>")
def receive(sheet_id: int):
    """Keep a workbook and show what it would change."""
    one, file = _place(sheet_id), request.files.get("file")
    try:
        if not file or not file.filename:
            raise WrongState("没有选择文件；请选填好的填报表再上传。")
        home, source = current_app.config["FILES"], _source()
        number = importing.receive(
            sheet_id, file.stream, file.filename, by=person(), home=home, seal=_seal(), source=source
        )
    except Refusal as refusal:
        return _page(one, refusal), status_of(refusal)
    return redirect(url_for("workbooks.look_through", sheet_id=sheet_id, import_id=number), 303)


@workbooks.get("/workbooks/<id:sheet_id>/imports/<id:import_id>")
def look_through(sheet_id: int, import_id: int):
    """What a workbook would change, or what it changed."""
    return _import_page(_place(sheet_id), import_id)


@workbooks.post("/workbooks/<id:sheet_id>/imports/<id:import_id>")
def take_in(sheet_id: int, import_id: int):
    """Take in the rows that were chosen."""
    return _done(sheet_id, import_id, partial(importing.take_in, chosen=_choice(), seal=_seal()))


@workbooks.post("/workbooks/<id:sheet_id>/imports/<id:import_id>/matched")
def say_which(sheet_id: int, import_id: int):
    """Which column of a workbook of others is which, or which task a doubtful row is about."""
    return _done(sheet_id, import_id, partial(importing.say_which, **matched(request.form)))


@workbooks.post("/workbooks/<id:sheet_id>/imports/<id:import_id>/undone")
def undo(sheet_id: int, import_id: int):
    """Take an import back."""
    return _done(sheet_id, import_id, importing.undo)


@workbooks.get("/workbooks/<id:sheet_id>/imports/<id:import_id>/result.xlsx")
def result(sheet_id: int, import_id: int):
    """What a workbook changed, as a list."""
    one = _place(sheet_id)
    upload = _upload(one, import_id)
    title = f"{one.agency.name}{one.cycle.name}填报表{RESULT}"
    who, when = upload.taken_by or "—", moment(upload.taken_at) if upload.taken_at else "—"
    line = (f"文件：{upload.file_name}", f"导入人：{who}", f"导入时间：{when}")
    return download(partial(write_results, result_lines(one, upload), title=title, line=line), title)


def _place(sheet_id) -> Addressed:
    try:
        return importing.place(sheet_id, person())
    except NotThere:
        abort(404)


def _done(sheet_id, import_id, do):
    """Do something about an import, then show it; a refusal stands on its page."""
    one = _place(sheet_id)
    try:
        do(sheet_id, import_id, by=person())
    except NotThere:
        abort(404)
    except Refusal as refusal:
        return _import_page(one, import_id, refusal), status_of(refusal)
    return redirect(url_for("workbooks.look_through", sheet_id=sheet_id, import_id=import_id), 303)


def _upload(one, import_id):
    found = import_of(one.filing.id, import_id)
    return found if found and (found.source is None) == bool(person().agency_id) else abort(404)


def _seal() -> bytes:
    """What ties a template's checksum to this installation."""
    return hashlib.sha256(b"workbooks" + str(current_app.secret_key).encode()).digest()


def _source():
    text = request.form.get("source", "").strip()
    on = day_in(request.form, "source_on", "来函日期") if request.form.get("source_on", "").strip() else None
    return Source(text, on) if text else None


def _choice() -> Choice:
    """What was ticked and chosen: ``row`` are keys, ``use KEY NAME`` says whose text a conflict's cell takes."""
    used = {tuple(name.split(" ")[1:]): side for name, side in request.form.items() if name.startswith("use ")}
    used = {cell: side for cell, side in used.items() if len(cell) == 2}
    return Choice(
        keys=frozenset(request.form.getlist("row")),
        settled=frozenset(used),
        mine=frozenset(cell for cell, side in used.items() if side == "mine"),
        mark=request.form.get("mark"),
    )


def _choose(cycles, chosen):
    agencies = year.agency_lines(chosen.id) if chosen else ()
    known = () if person().agency_id else importing_foreign.kept_layouts()
    return render_template("workbooks/index.html", cycles=cycles, chosen=chosen, agencies=agencies, known=known)


def _page(one, refusal=None):
    own = bool(person().agency_id)
    sent = [each for each in imports_of(one.filing.id) if (each.source is None) == own]
    due = answering.due_of(one)
    return render_template("workbooks/show.html", one=one, own=own, due=due, sent=sent, refusal=refusal)


def _columns_page(one, found, refusal):
    captions, fields = found.foreign.proposal.captions, column_fields(found.foreign, request.form)
    return render_template(
        "workbooks/columns.html", one=one, found=found, captions=captions, fields=fields, refusal=refusal
    )


def _import_page(one, import_id, refusal=None):
    upload = _upload(one, import_id)
    if upload.taken_at is not None:
        lines = result_lines(one, upload)
        return render_template("workbooks/result.html", one=one, upload=upload, lines=lines, refusal=refusal)
    found = importing.looked_through(one.filing.id, import_id, by=person(), seal=_seal())
    if found.foreign and found.foreign.matched.columns is None:
        return _columns_page(one, found, refusal)
    return render_template(
        "workbooks/preview.html",
        one=one,
        found=found,
        rows=shown_rows(found),
        together=TOGETHER,
        refusal=refusal,
        chosen=_choice() if refusal else None,
    )
