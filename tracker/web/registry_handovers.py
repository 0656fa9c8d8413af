"""职责交接: the duties of bodies that are no more, confirmed row by row."""

from flask import redirect, render_template, request, url_for

from tracker import clock
from tracker.agencies.choosing import chosen
from tracker.errors import Refusal, WrongState
from tracker.operations.registry_handing_over import Choice, hand_over
from tracker.storage.queries.handovers import handover_view
from tracker.storage.registering import stored_registry
from tracker.web.clerk import signed

NOBODY = "nobody"
MOST = 5000


def handovers():
    """The list, and what was decided."""
    return _page()


def confirm_handovers():
    """Confirm the rows for which somebody was chosen."""
    try:
        choices = list(_choices())
        if not choices:
            raise WrongState("没有勾选任何一项，没有改动；请先勾选由谁承接。")
        hand_over(choices, who=signed(), basis=request.form.get("basis", ""))
    except Refusal as refusal:
        return _page(refusal), 409
    return redirect(url_for("registry.handovers"), 303)


def _choices():
    agencies = stored_registry("agencies").agencies
    for key in request.form.getlist("key")[:MOST]:
        task, _, rest = key.partition("|")
        bearer, _, printed = rest.partition("|")
        to = [each for each in request.form.getlist(f"to|{key}") if each]
        if other := request.form.get(f"other|{key}", "").strip():
            to.append(chosen(other, agencies).id)
        if to and task.isdecimal():
            yield Choice(int(task), printed, bearer, tuple(dict.fromkeys(each for each in to if each != NOBODY)))


def _page(refusal=None):
    return render_template(
        "registry/handovers.html",
        view=handover_view(clock.today()),
        ticked={(key, value) for key, value in request.form.items(multi=True)},
        posted=request.method == "POST",
        nobody=NOBODY,
        today=clock.today(),
        refusal=refusal,
    )
