"""代录: the office enters the report of an agency that is asked and not urged, from its letter."""

import secrets
from collections import defaultdict
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for

from tracker.errors import Refusal, Unfit
from tracker.operations import evidence
from tracker.operations.reviewing import enter, is_asked
from tracker.reporting.content import Content
from tracker.reporting.evidence import ENDINGS
from tracker.storage.queries.review_queue import QueueFilter
from tracker.storage.queries.review_row import Reviewed, review_of
from tracker.vocabulary.reporting import Action, Measured, Progress
from tracker.web.cycle_forms import day_in
from tracker.web.people import person
from tracker.web.refusals import status_of
from tracker.web.report_forms import FIGURE, RowForm
from tracker.web.report_pages import MEGABYTES
from tracker.web.review_forms import above_the_page

review_entering = Blueprint("review_entering", __name__)

MORE_FIGURES = 3
"""Empty rows for figures, besides the one a form has: nothing is saved in between here."""


@dataclass(frozen=True)
class Letter:
    """Where a report is entered from, as it was typed."""

    source: str = ""
    source_on: str = ""
    key: str = ""


@review_entering.get("/review/<id:report_id>/enter")
def show(report_id: int):
    """The form of a row that an asked agency owes; it starts from what was returned, never from a draft."""
    one = _row(report_id)
    content = one.now.content if one.now else Content()
    return _page(one, RowForm.of(content), Letter(key=secrets.token_hex(8)))


@review_entering.post("/review/<id:report_id>/enter")
def take(report_id: int):
    """Enter it; it is received now, and waits for review."""
    _row(report_id)
    form = RowForm.sent(request.form)
    letter = Letter(**{name: request.form.get(name, "").strip() for name in ("source", "source_on", "key")})
    try:
        on = day_in(request.form, "source_on", "来函日期") if letter.source_on else None
        wanted = form.wanted(report_id, "代录")
        said = {"source": letter.source, "source_on": on, "summary": wanted.summary}
        with _scan() as scan:
            enter(report_id, wanted.content, by=person(), key=letter.key, scan=scan, **said)
    except Refusal as refusal:
        return _page(_row(report_id), form, letter, above_the_page(refusal)), status_of(refusal)
    return redirect(url_for("review.show", **QueueFilter.parse(request.args).address, report_id=report_id), 303)


@contextmanager
def _scan():
    """The scan of the letter that came with the form; None where there is none."""
    file = _chosen_scan()
    if file is None:
        yield None
        return
    with evidence.letter_scanned(file.stream, file.filename, home=current_app.config["FILES"], by=person()) as scan:
        yield scan


def _chosen_scan():
    file = request.files.get("scan")
    return file if file and file.filename else None


def _row(report_id) -> Reviewed:
    """A row of one's own group that may be entered for its agency, or the page that there is none."""
    one = review_of(report_id, person().group_id) or abort(404)
    return one if is_asked(one.cycle.id, one.row.agency_id) else abort(404)


def _page(one, form, letter, refusal=None):
    return render_template(
        "review/enter.html",
        one=one,
        wanted=QueueFilter.parse(request.args),
        form=replace(form, figures=(*form.figures, *[dict.fromkeys(FIGURE, "")] * MORE_FIGURES)),
        letter=letter,
        refusal=refusal,
        lost_scan=refusal is not None and _chosen_scan() is not None,
        wrong=_by_field(refusal),
        may_enter=Action.ENTER in one.may,
        endings=ENDINGS,
        megabytes=MEGABYTES,
        Progress=Progress,
        Measured=Measured,
    )


def _by_field(refusal) -> Mapping[str, list[str]]:
    found = defaultdict(list)
    if isinstance(refusal, Unfit):
        for fault in next(iter(refusal.faults.values())):
            found[fault.field].append(fault.sentence)
    return found
