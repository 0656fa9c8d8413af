"""The tasks of a cycle: who consolidates each, how far its agencies have come, and what the office consolidates itself."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from tracker import clock
from tracker.errors import NothingChosen, Refusal
from tracker.operations.closing_out import close_out_all
from tracker.operations.consolidating import name_consolidator
from tracker.storage.queries.contributions import Parts, parts_of
from tracker.storage.queries.cycle_tasks import task_list, task_of_cycle
from tracker.vocabulary.reporting import CycleState
from tracker.web.cycle_pages import cycle_of
from tracker.web.lists import Pager
from tracker.web.people import person
from tracker.web.refusals import status_of
from tracker.web.report_files import given
from tracker.web.report_parts import act_on_parts

cycle_tasks = Blueprint("cycle_tasks", __name__)


@cycle_tasks.get("/cycles/<id:cycle_id>/tasks")
def index(cycle_id: int):
    """The tasks with who consolidates them; ``of=office`` those of the office, ``of=closable`` those to close out."""
    return _list(cycle_of(cycle_id))


@cycle_tasks.post("/cycles/<id:cycle_id>/tasks/closed")
def close(cycle_id: int):
    """Close the chosen tasks out, all or none, for one reason."""
    cycle = cycle_of(cycle_id)
    chosen = {int(each) for each in request.form.getlist("task") if each.isdecimal() and len(each) < 10}
    try:
        if not chosen:
            raise NothingChosen("办结", "要办结的任务")
        close_out_all(cycle.id, chosen, reason=request.form.get("reason", ""), by=person())
    except Refusal as refusal:
        return _list(cycle_of(cycle_id), refusal, chosen), status_of(refusal)
    return redirect(url_for("cycle_tasks.index", cycle_id=cycle.id, of="closable", done=len(chosen)), 303)


def _list(cycle, refusal=None, chosen=()):
    of = "closable" if refusal else request.args.get("of", "")
    of = of if of in ("office", "closable") else ""
    found = task_list(cycle.id, of, page=min(request.args.get("page", 1, type=int), 10**6))

    def here(page):
        return url_for("cycle_tasks.index", cycle_id=cycle.id, page=page, of=of or None)

    pager = Pager.of(found.page, found.pages, here)
    return render_template(
        "cycle_tasks/index.html",
        cycle=cycle,
        found=found,
        of=of,
        pager=pager,
        own=cycle.group_id == person().group_id,
        refusal=refusal,
        chosen=chosen,
        typed=request.form if refusal else {},
        done=request.args.get("done", type=int),
    )


@cycle_tasks.get("/cycles/<id:cycle_id>/tasks/<id:task_id>")
def show(cycle_id: int, task_id: int):
    """One task with all who owe on it."""
    return _page(cycle_of(cycle_id), task_id)


@cycle_tasks.post("/cycles/<id:cycle_id>/tasks/<id:task_id>/consolidator")
def name(cycle_id: int, task_id: int):
    """Name who consolidates the task in this cycle, for a reason."""
    agency, reason = request.form.get("agency") or None, request.form.get("reason", "")
    return _do(
        cycle_id, task_id, "consolidator", lambda by: name_consolidator(cycle_id, task_id, agency, reason=reason, by=by)
    )


@cycle_tasks.post("/cycles/<id:cycle_id>/tasks/<id:task_id>/parts")
def take_over(cycle_id: int, task_id: int):
    """What the office does with the contributions to a task it consolidates itself."""
    parts = parts_of(cycle_of(cycle_id), task_id, clock.today())
    return _do(cycle_id, task_id, "parts", lambda by: act_on_parts(parts, request.form, by))


@cycle_tasks.get("/cycles/<id:cycle_id>/tasks/<id:task_id>/files/<id:file_id>")
def file(cycle_id: int, task_id: int, file_id: int):
    """A file that came with a contribution, to be saved."""
    cycle_of(cycle_id)
    return given(file_id)


def _do(cycle_id, task_id, part, change):
    cycle = cycle_of(cycle_id)
    try:
        change(person())
    except Refusal as refusal:
        return _page(cycle_of(cycle_id), task_id, refusal, part), status_of(refusal)
    return redirect(url_for("cycle_tasks.show", cycle_id=cycle.id, task_id=task_id, _anchor=part), 303)


def _page(cycle, task_id, refusal=None, part=""):
    one = task_of_cycle(cycle, task_id, clock.today()) or abort(404)
    own = cycle.group_id == person().group_id and cycle.state is not CycleState.PREPARED
    return render_template(
        "cycle_tasks/show.html",
        cycle=cycle,
        one=one,
        parts=parts_of(cycle, task_id, clock.today()) if own else Parts(()),
        own=own,
        acts=own and cycle.state is CycleState.OPEN and one.line.consolidator_id is None,
        refusal=refusal,
        part=part,
        typed=request.form if refusal else {},
    )
