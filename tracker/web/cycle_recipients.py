"""另报单位: who also gets the reports of some tasks, by a condition of a document's rule, as the office confirms it."""

from flask import Blueprint, redirect, render_template, request, url_for

from tracker import clock
from tracker.errors import Refusal
from tracker.operations.proposing import confirm_recipient, drop_recipient, proposed_recipient_tasks
from tracker.storage.queries.recipients import called_today, conditions_of, recipients_in, tasks_called
from tracker.storage.queries.year import bodies_named, documents_in
from tracker.web.addresses import ids_in
from tracker.web.cycle_pages import cycle_of
from tracker.web.people import person
from tracker.web.refusals import status_of

cycle_recipients = Blueprint("cycle_recipients", __name__)


@cycle_recipients.get("/cycles/<id:cycle_id>/recipients")
def show(cycle_id: int):
    """The conditions with the tasks their words propose, and who was confirmed."""
    return _page(cycle_of(cycle_id))


@cycle_recipients.post("/cycles/<id:cycle_id>/recipients")
def confirm(cycle_id: int):
    """Another recipient gets the reports of the chosen tasks."""
    form = request.form
    condition, recipient = form.get("condition", ""), " ".join(form.get("recipient", "").split())
    found = bodies_named(recipient, clock.today()) if recipient else ()
    agency = found[0].id if len(found) == 1 else None
    return _do(
        cycle_id,
        lambda: confirm_recipient(cycle_id, condition, recipient, ids_in(form, "task"), by=person(), agency_id=agency),
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


def _page(cycle, refusal=None):
    own = cycle.group_id == person().group_id
    confirmed = recipients_in(cycle.id)
    conditions = conditions_of([each.id for each in documents_in(cycle.id)])
    waiting = [each for each in conditions if each.condition not in {one.condition for one in confirmed}]
    return render_template(
        "cycle_recipients/show.html",
        cycle=cycle,
        tasks=tasks_called(cycle.id),
        confirmed=confirmed,
        waiting=waiting if own else [],
        proposed={each.condition: _proposed(cycle, each) for each in waiting} if own else {},
        today={
            each.condition: "、".join(called_today(name, each.document, clock.today()) for name in each.recipients)
            for each in waiting
        },
        refusal=refusal,
        typed=request.form if refusal else {},
        chosen=set(ids_in(request.form, "task")) if refusal else set(),
    )


def _proposed(cycle, condition):
    return set(proposed_recipient_tasks(cycle.id, condition.condition, by=person()))
