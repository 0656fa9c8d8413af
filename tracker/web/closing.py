"""办结: what was reported on a task in each cycle, and what the office sets it to or closes out."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from tracker.errors import Refusal, Unchosen, WrongState
from tracker.operations import closing_out
from tracker.storage.queries.reported import reported_on
from tracker.storage.queries.task import task_view
from tracker.vocabulary.reporting import Progress
from tracker.web.parts import is_part
from tracker.web.people import person
from tracker.web.refusals import status_of

closing = Blueprint("closing", __name__)


@closing.get("/tasks/<id:task_id>/reported")
def show(task_id: int):
    """What was reported on a task; a script is given the table alone."""
    return _page(task_id)


@closing.post("/cycles/<id:cycle_id>/tasks/<id:task_id>/standing")
def decide(cycle_id: int, task_id: int):
    """Set how a task stands, close it out, or take that back, for a reason."""
    try:
        _decide(cycle_id, task_id, request.form)
    except Refusal as refusal:
        return _page(task_id, refusal, cycle_id), status_of(refusal)
    return redirect(url_for("closing.show", task_id=task_id), 303)


def _decide(cycle_id, task_id, form):
    reason, by = form.get("reason", ""), person()
    match form.get("do"):
        case "set":
            progress = form.get("progress", "")
            if progress not in set(Progress):
                raise Unchosen("认定完成状态", ["完成状态"])
            percent = _percent(form.get("percent", ""))
            closing_out.set_progress(cycle_id, task_id, Progress(progress), reason=reason, by=by, percent=percent)
        case "close":
            closing_out.close_out(cycle_id, task_id, reason=reason, by=by)
        case "reopen":
            closing_out.reopen(cycle_id, task_id, reason=reason, by=by)
        case _:
            raise Unchosen("认定任务", ["怎样处理（认定、办结或撤销）"])


def _percent(text):
    text = text.strip().rstrip("%％ ")
    if text and not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise WrongState("完成率请填 0 到 100 的整数，没有改动任何内容。")
    return int(text) if text else None


def _page(task_id, refusal=None, cycle_id=None):
    view = task_view(task_id) or abort(404)
    return render_template(
        "tasks/_reported.html" if is_part() else "tasks/reported.html",
        row=view.row,
        found=reported_on(task_id),
        own_group=person().group_id,
        words=Progress,
        refusal=refusal,
        refused_cycle=cycle_id,
        typed=request.form if refusal else {},
    )
