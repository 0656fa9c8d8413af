"""登记的变动: everything done to the registry, and taking it back."""

from flask import redirect, render_template, url_for

from tracker.errors import Refusal
from tracker.operations import registry_changes
from tracker.storage.queries.registry_history import history_of_step
from tracker.web.clerk import signed


def history():
    """What was done lately."""
    return _page()


def undo(event_id: int):
    """Take one step back."""
    try:
        registry_changes.undo(event_id, who=signed())
    except Refusal as refusal:
        return _page(refusal), 409
    return redirect(url_for("registry.history"), 303)


def _page(refusal=None):
    return render_template("registry/history.html", history=history_of_step(), refusal=refusal)
