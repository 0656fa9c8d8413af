"""另报单位: who also gets the reports of some tasks, by a condition of a document's rule, as the office confirms it."""

from flask import Blueprint, redirect, render_template, request, url_for

from tracker import clock
from tracker.errors import Refusal
from tracker.operations.proposing import confirm_recipient, drop_recipient
from tracker.storage.queries.filters import clean, page_number
from tracker.storage.queries.recipients import (
    called_today,
    conditions_of,
    recipients_in,
    tasks_called,
    tasks_proposed,
    tasks_to_choose,
)
from tracker.storage.queries.year import bodies_named, documents_in
from tracker.vocabulary.reporting import CycleState
from tracker.web.choosing import chosen_in, packed
from tracker.web.cycle_pages import cycle_of
from tracker.web.guard import may
from tracker.web.people import person
from tracker.web.refusals import status_of

cycle_recipients = Blueprint("cycle_recipients", __name__)

NAMED = 20
"""Tasks of a confirmed recipient that the page names; the others it counts."""


@cycle_recipients.get("/cycles/<id:cycle_id>/recipients")
def show(cycle_id: int):
    """The conditions with the tasks their words propose, and who was confirmed."""
    return _page(cycle_of(cycle_id))


@cycle_recipients.post("/cycles/<id:cycle_id>/recipients")
def confirm(cycle_id: int):
    """Another recipient gets the reports of the chosen tasks; or other tasks are looked at first, and nothing is done."""
    form = request.form
    if form.get("do") == "look":
        return _page(cycle_of(cycle_id), looks=True)
    condition, recipient = form.get("condition", ""), " ".join(form.get("recipient", "").split())
    found = bodies_named(recipient, clock.today()) if recipient else ()
    agency = found[0].id if len(found) == 1 else None
    return _do(
        cycle_id,
        lambda: confirm_recipient(cycle_id, condition, recipient, chosen_in(form, "task"), by=person(), agency_id=agency),
    )


@cycle_recipients.post("/cycles/<id:cycle_id>/recipients/<id:recipient_id>/dropped")
def drop(cycle_id: int, recipient_id: int):
    """Nobody else gets these reports any more."""
    return _do(cycle_id, lambda: drop_recipient(cycle_id, recipient_id, by=person()))


def _do(cycle_id, change):
    cycle_of(cycle_id)
    try:
        change()
    except Refusal as refusal:
        return _page(cycle_of(cycle_id), refusal), status_of(refusal)
    return redirect(url_for("cycle_recipients.show", cycle_id=cycle_id), 303)


def _page(cycle, refusal=None, *, looks=False):
    """``looks`` where the form was sent to look at other tasks: it is shown again as it is, as after a refusal. Of a locked
    cycle only who was confirmed is shown."""
    typed = request.form if refusal or looks else {}
    confirmed = recipients_in(cycle.id)
    own = cycle.group_id == person().group_id and may("cycle_recipients.confirm") and cycle.state is not CycleState.LOCKED
    conditions = conditions_of([each.id for each in documents_in(cycle.id)]) if own else ()
    waiting = [each for each in conditions if each.condition not in {one.condition for one in confirmed}]
    proposed = tasks_proposed(cycle.id, [each.condition for each in waiting])
    first = waiting[0].condition if waiting else None if confirmed else ""
    opened = typed.get("condition") if typed else request.args.get("condition", first)
    opened = opened if own else None
    one = next((each for each in waiting if each.condition == opened), None)
    chosen = chosen_in(typed, "task") if typed else proposed.get(opened, frozenset())
    return render_template(
        "cycle_recipients/show.html",
        cycle=cycle,
        own=own,
        confirmed=confirmed,
        named=tasks_called({id_ for each in confirmed for id_ in each.tasks[:NAMED]}),
        NAMED=NAMED,
        waiting=waiting,
        proposed=proposed,
        opened=opened,
        one=one,
        recipient=typed.get("recipient") or (_called_today(one) if one else ""),
        choice=None if opened is None else _choice(cycle, typed, chosen),
        chosen=chosen,
        carried=packed(chosen),
        packed=packed,
        typed=typed,
        refusal=refusal,
    )


def _called_today(condition):
    return "、".join(called_today(name, condition.document, clock.today()) for name in condition.recipients)


def _choice(cycle, typed, chosen):
    """The tasks on the page: those chosen, unless others are looked for; where none is, all."""
    q, page = clean(typed.get("q", "")), page_number(typed.get("page"))
    only = typed.get("only", "chosen" if chosen else "all") == "chosen"
    return tasks_to_choose(cycle.id, q=q, among_ids=chosen if only else None, page=page)
