"""工作台: how much there is and what should be looked at."""

from flask import Blueprint, render_template, request

from tracker import clock
from tracker.storage.queries.desk import desk as desk_now
from tracker.web.guard import may
from tracker.web.standpoints import standpoint, standpoints

desk = Blueprint("desk", __name__)


@desk.get("/")
def show():
    """The workbench; administrators see what they administer, and nothing of what others work on."""
    if not may("tasks.index"):
        return render_template("desk/administering.html")
    on = standpoint(request.args.get("on"))
    control = standpoints(on, "desk.show")
    return render_template("desk/show.html", desk=desk_now(clock.today(), on), on=on.word, control=control)
