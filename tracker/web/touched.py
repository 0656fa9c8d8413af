"""What a change of the registry that was just saved touches in open cycles."""

from flask import request

from tracker import clock
from tracker.storage.queries.touched import Touched, cycles_touched
from tracker.web.people import person


def touched_by(body_id: str) -> tuple[Touched, ...]:
    """The open cycles with rows to look at, on the page that says a change was saved."""
    return cycles_touched([body_id], person().group_id, clock.today()) if "saved" in request.args else ()
