"""台账: the list of tasks, and a task's page."""

from flask import Blueprint, abort, render_template, request

from tracker.storage.queries.choices import choices
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.task import task_view
from tracker.storage.queries.tasks import matching
from tracker.web.conditions import conditions, tabs
from tracker.web.lists import columns, pager
from tracker.web.passages import passages

tasks = Blueprint("tasks", __name__)


@tasks.get("/tasks")
def index():
    """The ledger on the screen: the tasks the address asks for."""
    wanted, offered = TaskFilter.parse(request.args), choices()
    found = matching(wanted)
    return render_template(
        "tasks/index.html",
        wanted=wanted,
        found=found,
        choices=offered,
        conditions=conditions(wanted, offered, "tasks.index"),
        tabs=tabs(wanted, found.in_scope, "tasks.index"),
        columns=columns(wanted),
        pager=pager(wanted, found.page, found.pages),
    )


@tasks.get("/tasks/<id:task_id>")
def show(task_id: int):
    """A task with its source text and its units."""
    view = task_view(task_id) or abort(404)
    marked = passages(view.source, view.row.heading) if view.source else ()
    return render_template("tasks/show.html", view=view, passages=marked)
