"""What a consolidator's form does with its co-units' parts: the same for an agency and for the office."""

from flask import flash
from werkzeug.datastructures import MultiDict

from tracker.errors import Unchosen
from tracker.operations import contributions
from tracker.operations.actors import Acting
from tracker.storage.queries.contributions import Parts
from tracker.web.addresses import ids_in
from tracker.web.review_forms import term_in

SAID = "parts"
"""What was done to parts is said beside them, not on top of the page."""


def act_on_parts(parts: Parts, form: MultiDict, by: Acting) -> None:
    """Do what the form says to one part (``one``), to those that are chosen, or to all that may be taken over."""
    word, _, single = form.get("do", "").partition(":")
    rows = ids_in(MultiDict({"part": single}) if single else form, "part")
    reason = form.get("reason", "")
    match word:
        case "take":
            flash(contributions.take_over(rows, by=by), SAID)
        case "take-all":
            flash(contributions.take_over([part.row.id for part in parts.each if part.can_be_taken], by=by), SAID)
        case "put":
            flash(contributions.put_in(rows, by=by), SAID)
        case "put-all":
            flash(contributions.put_in([part.row.id for part in parts.each if part.is_taken], by=by), SAID)
        case "nudge":
            _nudge(rows, by, reason)
        case "nudge-all":
            _nudge([part.row.id for part in parts.each if part.is_missing], by, reason)
        case "ask":
            contributions.ask(rows, by=by)
        case "return":
            contributions.give_back(rows, reason=reason, by=by, term=term_in(form))
        case "undo":
            contributions.undo(rows, reason=reason, by=by)
        case _:
            raise Unchosen("处理配合情况", ["怎样处理"])


def _nudge(rows, by, text):
    flash(contributions.nudge(rows, by=by, text=text).sentence, SAID)
