"""存档: the snapshots of a cycle, their files, and one year beside an earlier one."""

from functools import partial

from flask import Blueprint, abort, current_app, redirect, render_template, request, send_file, url_for

from tracker.errors import Refusal
from tracker.operations import snapshots as operations
from tracker.operations.year_on_year import write_frozen
from tracker.reporting.frozen import compare
from tracker.reporting.rates import rates_of
from tracker.storage.queries.cycles import tallies
from tracker.storage.queries.snapshots import last_of_earlier_cycles, snapshot_of, snapshots_of
from tracker.vocabulary.reporting import CycleState, Duty, SnapshotPart
from tracker.web.addresses import refuse_another
from tracker.web.cycle_pages import cycle_of
from tracker.web.downloads import XLSX, download
from tracker.web.people import person
from tracker.workbooks.packs import file_name

snapshots = Blueprint("snapshots", __name__)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = {
    SnapshotPart.LEDGER: (XLSX, ".xlsx"),
    SnapshotPart.COMPENDIUM: (DOCX, ".docx"),
    SnapshotPart.FIGURES: ("application/json", ".json"),
}


@snapshots.get("/cycles/<id:cycle_id>/snapshots")
def index(cycle_id: int):
    """The snapshots of a cycle, each file with its hash and whether it is still what it was."""
    return _page(cycle_id)


@snapshots.post("/cycles/<id:cycle_id>/snapshots")
def take(cycle_id: int):
    """Freeze the cycle as it stands."""
    cycle_of(cycle_id)
    try:
        operations.take_snapshot(cycle_id, home=_home(), by=person())
    except Refusal as refusal:
        return _page(cycle_id, refusal), 409
    return redirect(url_for("snapshots.index", cycle_id=cycle_id), 303)


@snapshots.get("/cycles/<id:cycle_id>/snapshots/<int:number>/<part>")
def file(cycle_id: int, number: int, part: str):
    """A file of a snapshot, to be saved."""
    cycle = cycle_of(cycle_id)
    kept = next((each for each in _snapshot(cycle_id, number).files if each.part == part), None) or abort(404)
    try:
        path = operations.path_of(kept, home=_home())
    except Refusal as refusal:
        return _page(cycle_id, refusal), 409
    kind, ending = KINDS[kept.part]
    name = file_name(f"{cycle.name}{kept.part.label}（存档{number}）", ending)
    return send_file(path, mimetype=kind, as_attachment=True, download_name=name)


@snapshots.get("/cycles/<id:cycle_id>/snapshots/<int:number>/compared")
def compared(cycle_id: int, number: int):
    """A snapshot beside the last one of an earlier cycle, by lineage."""
    cycle, after = cycle_of(cycle_id), _snapshot(cycle_id, number)
    earlier, chosen = _earlier(cycle)
    if chosen is None:
        return render_template("snapshots/compared.html", cycle=cycle, number=number, chosen=None, earlier=())
    try:
        old, new = _frozen(chosen[1], after)
    except Refusal as refusal:
        return _page(cycle_id, refusal), 409
    return render_template(
        "snapshots/compared.html",
        cycle=cycle,
        number=number,
        chosen=chosen,
        earlier=earlier,
        found=compare(old, new),
        rates=[(duty, rates_of(old.counts[duty]), rates_of(new.counts[duty])) for duty in Duty],
    )


@snapshots.get("/cycles/<id:cycle_id>/snapshots/<int:number>/compared.xlsx")
def compared_book(cycle_id: int, number: int):
    """The same as a workbook."""
    cycle, after = cycle_of(cycle_id), _snapshot(cycle_id, number)
    _, chosen = _earlier(cycle)
    if chosen is None:
        abort(404)
    try:
        old, new = _frozen(chosen[1], after)
    except Refusal as refusal:
        return _page(cycle_id, refusal), 409
    name = f"{cycle.name}存档{number}与{chosen[0].name}存档{chosen[1].number}对比"
    return download(partial(write_frozen, cycle, old, new), name)


def _earlier(cycle):
    """Earlier cycles with their last snapshots, and which of them is looked at."""
    earlier = last_of_earlier_cycles(cycle)
    asked = request.args.get("with", type=int)
    chosen = next((each for each in earlier if each[0].id == asked), earlier[0] if earlier else None)
    refuse_another(asked, chosen and chosen[0].id)
    return earlier, chosen


def _frozen(*taken):
    return [operations.frozen_of(each, home=_home()) for each in taken]


def _page(cycle_id, refusal=None):
    cycle = cycle_of(cycle_id)
    lines = [
        (each, [(kept, operations.is_untouched(kept, home=_home())) for kept in each.files])
        for each in snapshots_of(cycle_id)
    ]
    counts = tallies(cycle_id)[Duty.REPORT]
    return render_template(
        "snapshots/index.html",
        cycle=cycle,
        waiting=counts.submitted - counts.accepted,
        lines=lines,
        earlier=last_of_earlier_cycles(cycle),
        is_locked=cycle.state is CycleState.LOCKED,
        refusal=refusal,
    )


def _snapshot(cycle_id, number):
    return snapshot_of(cycle_id, number) or abort(404)


def _home():
    return current_app.config["FILES"]
