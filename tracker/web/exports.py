"""导出: what is on the screen as a workbook, and a cycle's year: the whole, by agency, by document."""

from dataclasses import dataclass
from functools import partial

from flask import Blueprint, abort, redirect, render_template, request, url_for

from tracker.errors import NotThere, Refusal
from tracker.operations import exporting, layouts, packing, year_on_year, yearbooks
from tracker.operations.views import View, views_of
from tracker.storage.queries import year
from tracker.storage.queries.choices import choices
from tracker.storage.queries.filters import TaskFilter
from tracker.vocabulary.reporting import CycleState
from tracker.web.addresses import refuse_another
from tracker.web.conditions import Condition, conditions
from tracker.web.downloads import ZIP, download
from tracker.web.people import person
from tracker.workbooks.columns import LEDGER, UNREPORTED

exports = Blueprint("exports", __name__)

CAPTIONS = tuple(column.caption for column in LEDGER)


@dataclass(frozen=True)
class Kept:
    """A saved view with its conditions in words."""

    view: View
    conditions: tuple[Condition, ...]


@exports.get("/exports")
def index():
    """What there is to take away of a cycle, for the tasks the address asks for."""
    return _page()


def _page(refusal=None):
    wanted, offered = TaskFilter.parse(request.args), choices()
    cycles = [line for line in year.cycle_lines() if line.cycle.state is not CycleState.PREPARED]
    asked = request.args.get("cycle", type=int)
    chosen = next((line for line in cycles if line.cycle.id == asked), cycles[0] if cycles else None)
    refuse_another(asked, chosen and chosen.cycle.id)
    kept, laid_out = layouts.layouts_of(person().group_id), request.args.get("layout", type=int)
    layout = next((each for each in kept if each.id == laid_out), None)
    refuse_another(laid_out, layout and layout.id)
    return render_template(
        "exports/index.html",
        cycles=cycles,
        chosen=chosen,
        wanted=wanted.first_page,
        conditions=conditions(wanted, offered, "exports.index"),
        views=[Kept(view, conditions(view.wanted, offered, "tasks.index")) for view in views_of(person().group_id)],
        agencies=year.agency_lines(chosen.cycle.id) if chosen and not person().agency_id else (),
        documents=year.documents_in(chosen.cycle.id) if chosen else (),
        earlier=year_on_year.cycle_before(chosen.cycle) if chosen else None,
        layouts=kept,
        layout=layout,
        layout_id=layout and layout.id,
        numbers={caption: place for place, caption in enumerate(layout.captions, start=1)} if layout else {},
        captions=CAPTIONS,
        refusal=refusal,
    )


@exports.get("/exports/ledger.xlsx")
def ledger():
    """The ledger of the tasks the address asks for, all pages of them; no cycle, and so no column of reports."""
    wanted, columns = TaskFilter.parse(request.args), _columns(UNREPORTED)
    return download(partial(exporting.ledger, wanted, columns=columns), exporting.TITLE)


@exports.get("/exports/cycles/<id:cycle_id>/ledger.xlsx")
def whole(cycle_id: int):
    """The year's workbook, or the part of it that is one agency's or one document's."""
    found, columns = _material(cycle_id), _columns()
    document = request.args.get("of_document", type=int)
    if agency := person().agency_id or request.args.get("of_agency"):
        name = yearbooks.name_of(found, agency) or abort(404)
        write = partial(yearbooks.write_of_agency, found, agency, columns=columns)
    elif document is not None:
        name = found.documents.get(document) or abort(404)
        write = partial(yearbooks.write_of_document, found, document, columns=columns)
    else:
        name, write = "", partial(yearbooks.write_whole, found, columns=columns)
    return download(write, f"{name} {found.subject}任务分工台账")


@exports.get("/exports/cycles/<id:cycle_id>/agencies.zip")
def agencies(cycle_id: int):
    """The workbooks of all agencies."""
    found = _material(cycle_id)
    return download(partial(yearbooks.write_agencies, found, columns=_columns()), f"{found.subject}单位分册", ZIP)


@exports.get("/exports/cycles/<id:cycle_id>/documents.zip")
def documents(cycle_id: int):
    """The workbooks of all documents."""
    found = _material(cycle_id)
    return download(partial(yearbooks.write_documents, found, columns=_columns()), f"{found.subject}文件分册", ZIP)


@exports.get("/exports/cycles/<id:cycle_id>/beside.xlsx")
def beside(cycle_id: int):
    """The cycle beside the one before it: each task of both."""
    found = _material(cycle_id)
    earlier = year_on_year.cycle_before(found.cycle) or abort(404)
    return download(partial(year_on_year.write_beside, found, earlier), f"{found.subject}与{earlier.name}对比")


@exports.post("/exports/cycles/<id:cycle_id>/pack")
def pack(cycle_id: int):
    """All a superior is given, in one archive."""
    found, columns = _material(cycle_id), _columns()
    return download(partial(packing.make_pack, found, by=person(), columns=columns), f"{found.subject}汇报包", ZIP)


@exports.post("/exports/layouts")
def keep_layout():
    """Keep the columns that have a number, in the order of the numbers, under a name."""
    numbers = {caption: request.form.get(f"place {caption}", "").strip() for caption in CAPTIONS}
    wanted = sorted((int(text), caption) for caption, text in numbers.items() if text.isdecimal() and len(text) < 4)
    try:
        layouts.keep_layout(request.form.get("name", ""), [caption for _, caption in wanted], by=person())
    except Refusal as refusal:
        return _page(refusal), 409
    return redirect(url_for("exports.index", _anchor="layouts"), 303)


@exports.post("/exports/layouts/<id:layout_id>/dropped")
def drop_layout(layout_id: int):
    """Forget a layout."""
    try:
        layouts.drop_layout(layout_id, by=person())
    except NotThere:
        abort(404)
    return redirect(url_for("exports.index", _anchor="layouts"), 303)


def _columns(usual=LEDGER):
    """Those of the layout that is asked for."""
    try:
        return layouts.columns_of(request.values.get("layout", type=int), person().group_id, usual)
    except NotThere:
        abort(404)


def _material(cycle_id):
    """What a cycle's workbooks are made of; nothing was asked of anybody while it is prepared."""
    cycle = year.cycle_of(cycle_id)
    if cycle is None or cycle.state is CycleState.PREPARED:
        abort(404)
    return yearbooks.material(cycle, TaskFilter.parse(request.args), by=person())
