"""What the forms of the review say: which rows, what is to be done with them, and where one is in the queue."""

from collections.abc import Collection
from datetime import date

from flask import url_for
from werkzeug.datastructures import MultiDict

from tracker.errors import Overtaken, Refusal, Unchosen, WrongTerm
from tracker.operations import reviewing
from tracker.operations.actors import Acting
from tracker.reporting.hints import reason_with
from tracker.storage.queries.review_queue import Queue, QueueFilter
from tracker.web.addresses import ids_in
from tracker.web.cycle_forms import known_day
from tracker.web.lists import Pager


def rows_in(form: MultiDict) -> list[int]:
    """The rows that were chosen; what can be no row is left out."""
    return ids_in(form, "row")


def reason_in(form: MultiDict) -> str:
    """The reason of a form with the hints that were chosen for it."""
    return reason_with(form.get("reason", ""), form.getlist("hint"))


def decide(rows: Collection[int], form: MultiDict, by: Acting) -> None:
    """Do to these rows what a form says, all or none. Raises a Refusal."""
    reason = reason_in(form)
    match form.get("do"):
        case "accept":
            reviewing.accept(rows, by=by)
        case "return":
            reviewing.give_back(rows, reason=reason, by=by, term=term_in(form))
        case "undo":
            reviewing.undo(rows, reason=reason, by=by)
        case _:
            raise Unchosen("审核", ["怎样处理（审核通过、退回或撤销）"])


def above_the_page(refusal: Refusal) -> Refusal:
    """A refusal as it stands above the page of the review, which shows the rows as they are now."""
    return refusal.above_it() if isinstance(refusal, Overtaken) else refusal


def term_in(form: MultiDict) -> date | None:
    """重报期限 of a form; None where it says none. Raises WrongTerm for what is no day."""
    given = form.get("term", "").strip()
    if given and known_day(given) is None:
        raise WrongTerm(f"“{given[:20]}”", "不是日期，没有退回；请写成 2026-12-10 这样。")
    return known_day(given)


def queue_pager(wanted: QueueFilter, found: Queue) -> Pager:
    """Links to the page before and after."""

    def page(number):
        return url_for("review.index", **wanted.address, page=number)

    return Pager.of(found.page, found.pages, page)
