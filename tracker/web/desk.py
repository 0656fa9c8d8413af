"""工作台: how much there is and what should be looked at."""

from flask import Blueprint, render_template

from tracker import clock
from tracker.storage.queries.desk import desk as desk_now

desk = Blueprint("desk", __name__)


@desk.get("/")
def show():
    """The workbench."""
    return render_template("desk/show.html", desk=desk_now(clock.today()))
