"""提醒的日子: when the system reminds by itself, as the group chose."""

from flask import Blueprint, redirect, render_template, request, url_for

from tracker.errors import Refusal
from tracker.operations import reminding_days as operations
from tracker.reporting.reminders import URGED, days_in
from tracker.storage.queries.reminding import chosen_by, chosen_gates
from tracker.web.people import person

reminding_days = Blueprint("reminding_days", __name__)


@reminding_days.get("/cycles/reminding-days")
def index():
    """The days that hold now."""
    return _page()


@reminding_days.post("/cycles/reminding-days")
def choose():
    """Other days, or the usual ones again."""
    try:
        if request.form.get("do") == "usual":
            operations.back_to_usual(by=person())
        else:
            before, after = (days_in(request.form.get(name, "")) for name in ("before", "after"))
            operations.choose_days(before, [each for each in after if each], by=person())
    except Refusal as refusal:
        return _page(refusal), 409
    return redirect(url_for("reminding_days.index", done=1), 303)


def _page(refusal=None):
    own = person().group_id
    gates = chosen_gates().get(own, URGED)
    shown = {name: "、".join(map(str, getattr(gates, name))) for name in ("before", "after")}
    return render_template(
        "reminding_days/index.html",
        typed=request.form if refusal else shown,
        chosen=chosen_by(own),
        usual={name: "、".join(map(str, getattr(URGED, name))) for name in ("before", "after")},
        every=gates.every,
        refusal=refusal,
        done=request.args.get("done", type=int),
    )
