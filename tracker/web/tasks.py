"""台账: the list of tasks, and a task's page."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from tracker import clock
from tracker.agencies.standpoint import PRINTED
from tracker.errors import NotThere, Refusal
from tracker.operations import views
from tracker.operations.confirming import task_change
from tracker.operations.similar import similar_measures
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.choices import LIGHTS, choices
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.lights import lighting_on, task_lights
from tracker.storage.queries.registry import units_of
from tracker.storage.queries.task import task_view
from tracker.storage.queries.tasks import matching
from tracker.vocabulary import Role
from tracker.web.conditions import conditions, tabs
from tracker.web.lists import columns, pager
from tracker.web.parts import is_part
from tracker.web.passages import passages
from tracker.web.people import person
from tracker.web.standpoints import standpoint, standpoints

tasks = Blueprint("tasks", __name__)


@tasks.get("/tasks")
def index():
    """The ledger on the screen: the tasks the address asks for."""
    return _page(TaskFilter.parse(request.args))


@tasks.post("/tasks/views")
def keep_view():
    """Keep the conditions that are in force as a view under a name."""
    wanted = TaskFilter.parse(request.form)
    try:
        views.keep_view(request.form.get("name", ""), wanted, by=person())
    except Refusal as refusal:
        return _page(wanted, refusal), 409
    return redirect(url_for("tasks.index", **wanted.address), 303)


@tasks.post("/tasks/views/<id:view_id>/dropped")
def drop_view(view_id: int):
    """Forget a view."""
    try:
        views.drop_view(view_id, by=person())
    except NotThere:
        abort(404)
    return redirect(url_for("exports.index", _anchor="kept-views"), 303)


def _page(wanted, refusal=None):
    offered = choices()
    lighting = lighting_on(clock.today())
    found = matching(wanted, lighting)
    shown = [row.id for group in found.groups for _, row in group.rows]
    return render_template(
        "tasks/index.html",
        wanted=wanted,
        found=found,
        choices=offered,
        conditions=conditions(wanted, offered, "tasks.index"),
        tabs=tabs(wanted, found.in_scope, "tasks.index"),
        columns=columns(wanted),
        pager=pager(wanted, found.page, found.pages),
        lights=task_lights(shown, lighting),
        colours=LIGHTS,
        control=_control(wanted),
        views=views.views_of(person().group_id),
        refusal=refusal,
    )


@tasks.get("/tasks/<id:task_id>")
def show(task_id: int):
    """A task with its source text and its units, what persons confirmed of it, and where its like is."""
    view = task_view(task_id) or abort(404)
    on, lights = standpoint(request.args.get("on")), task_lights([task_id], lighting_on(clock.today()))[task_id]
    return render_template(
        "tasks/show.html",
        view=view,
        lights=lights,
        deviating=_named(lights.standing.deviating) if lights.standing else (),
        passages=passages(view.source, view.row.heading) if view.source else (),
        confirmed=task_change(task_id),
        units=_by_role(units_of([task_id], on.day(clock.today()))[task_id]),
        control=standpoints(on, "tasks.show", task_id=task_id),
    )


@tasks.get("/tasks/<id:task_id>/similar")
def similar(task_id: int):
    """Measures of other documents that speak of the same matter; a script is given the table alone."""
    view = task_view(task_id) or abort(404)
    template = "tasks/_similar.html" if is_part() else "tasks/similar.html"
    return render_template(template, row=view.row, similar=similar_measures(task_id))


def _control(wanted):
    """The ledger shows units as printed unless another standpoint is asked for."""
    others = {name: value for name, value in wanted.address.items() if name not in ("on", "page")}
    return standpoints(wanted.on or PRINTED, "tasks.index", **others)


def _named(agencies):
    """The names of agencies by which it differs how a task stands."""
    return tuple(carrying().agencies[each].name for each in agencies)


def _by_role(units):
    """Role by role, within a role as printed."""
    order = list(Role)
    return sorted(units, key=lambda unit: order.index(unit.role))
