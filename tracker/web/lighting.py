"""亮灯: what the office sets about the lights of its cycles, on the pages where it sees them."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.datastructures import MultiDict

from tracker.errors import NothingChosen, Refusal, Unchosen, WrongState
from tracker.operations import lighting as operations
from tracker.reporting.lights import Thresholds
from tracker.storage.queries.expected import RowFilter
from tracker.vocabulary.reporting import Colour
from tracker.web.cycle_forms import LIMITS, day_in
from tracker.web.cycle_pages import cycle_of, cycle_rows, do
from tracker.web.people import person
from tracker.web.refusals import status_of
from tracker.web.review_forms import rows_in

lighting = Blueprint("lighting", __name__)

NO_MORE = "none"


@lighting.post("/cycles/<id:cycle_id>/thresholds")
def thresholds(cycle_id: int):
    """Set the thresholds of a cycle's lights from a day on."""

    def change(by):
        limits = Thresholds(*(_number(request.form, name, label) for name, label in LIMITS.items()))
        since = day_in(request.form, "since", "从哪一天起")
        operations.set_thresholds(cycle_id, limits, since=since, reason=request.form.get("reason", ""), by=by)

    return do(cycle_id, change, person(), part="thresholds")


@lighting.post("/cycles/<id:cycle_id>/lights")
def rows(cycle_id: int):
    """Decide the 填报灯 of the chosen rows until a day, or take that back."""
    wanted = RowFilter.parse(request.args)
    try:
        if not (chosen := rows_in(request.form)):
            raise NothingChosen("调整填报灯", "要调整的行")
        colour, until = _decided(request.form, "light-")
        reason = request.form.get("light-reason", "")
        operations.decide_filing(chosen, colour, until=until, reason=reason, by=person())
    except Refusal as refusal:
        return cycle_rows(cycle_of(cycle_id), wanted, refusal), status_of(refusal)
    return redirect(url_for("cycles.rows", cycle_id=cycle_id, **wanted.address, page=wanted.page), 303)


@lighting.post("/cycles/<id:cycle_id>/tasks/<id:task_id>/light")
def task(cycle_id: int, task_id: int):
    """Decide the 进度灯 of a task until a day, or take that back."""
    colour, until = _decided(request.form)
    reason = request.form.get("reason", "")
    operations.decide_progress(cycle_id, task_id, colour, until=until, reason=reason, by=person())
    return redirect(url_for("tasks.show", task_id=task_id), 303)


def _decided(form: MultiDict, prefix: str = ""):
    colour = form.get(f"{prefix}colour", "")
    if colour == NO_MORE:
        return None, None
    if colour not in set(Colour):
        raise Unchosen("调整亮灯", ["亮什么灯"])
    return Colour(colour), day_in(form, f"{prefix}until", "到哪一天为止")


def _number(form, name, label):
    text = form.get(name, "").strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise WrongState(f"{label}请填整数，没有改动任何内容。")
    return int(text)
