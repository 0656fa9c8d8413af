"""没有交上的内容: what somebody typed before the sign-in was over, offered after the next one."""

from flask import Blueprint, abort, redirect, render_template, url_for

from tracker.operations import unsent
from tracker.web.people import person

kept = Blueprint("kept", __name__)


@kept.get("/kept")
def index():
    """Everything that waits, the newest first."""
    return render_template("kept/index.html", forms=unsent.kept_forms(person().id))


@kept.get("/kept/<id:form_id>")
def show(form_id: int):
    """One form as it was typed, to be sent now."""
    form = unsent.kept_form(person().id, form_id) or abort(404)
    return render_template("kept/show.html", form=form)


@kept.post("/kept/<id:form_id>")
def drop(form_id: int):
    """Forget one."""
    unsent.drop(person().id, form_id)
    return redirect(url_for("kept.index"), 303)
