"""审核: the office's queue of reports, one report beside the version before it, and accepting, returning, undoing."""

from flask import Blueprint, abort, current_app, redirect, render_template, request, send_file, url_for

from tracker import clock
from tracker.errors import NothingChosen, NotThere, Refusal, WrongState
from tracker.operations.evidence import file_of
from tracker.operations.reviewing import is_asked
from tracker.storage.queries.review_queue import TIMES, WORDS, QueueFilter, cycles_of, neighbours, queue
from tracker.storage.queries.review_row import Reviewed, review_of
from tracker.vocabulary.reporting import Action
from tracker.web.addresses import refuse_another
from tracker.web.people import person
from tracker.web.refusals import status_of
from tracker.web.review_forms import above_the_page, decide, queue_pager, reason_in, rows_in
from tracker.web.review_pages import fields_compared

review = Blueprint("review", __name__)

DID = {"accept": "审核通过", "return": "退回", "undo": "撤销审核"}


@review.get("/review")
def index():
    """What waits for the office, or was reviewed."""
    return _queue_page(QueueFilter.parse(request.args))


@review.post("/review")
def change():
    """Accept, return or undo the chosen rows, all or none."""
    wanted, rows = QueueFilter.parse(request.args), rows_in(request.form)
    try:
        if not rows:
            raise NothingChosen("审核", "要审核的报告")
        if len(cycles_of(rows)) > 1:
            raise WrongState("选中的报告分属几个报送周期，没有改动任何内容；请先按周期筛选，一次只审一个周期的。")
        decide(rows, request.form, person())
    except Refusal as refusal:
        return _queue_page(wanted, above_the_page(refusal), rows), status_of(refusal)
    return redirect(url_for("review.index", **wanted.address, done=len(rows), did=request.form.get("do")), 303)


@review.get("/review/<id:report_id>")
def show(report_id: int):
    """One report, beside the version before it; the queue it was opened from stays narrowed as it was."""
    return _row_page(_row(report_id), QueueFilter.parse(request.args))


@review.post("/review/<id:report_id>")
def take(report_id: int):
    """Accept, return or undo it; afterwards the next one in the queue. Or write hints into the reason first."""
    one, wanted = _row(report_id), QueueFilter.parse(request.args)
    if request.form.get("do") == "hints":
        return _row_page(one, wanted)
    after = neighbours(one.row, wanted)[1]
    try:
        decide([report_id], request.form, person())
    except Refusal as refusal:
        return _row_page(_row(report_id), wanted, above_the_page(refusal)), status_of(refusal)
    did = request.form.get("do")
    if did == "undo" or after:
        there = report_id if did == "undo" else after
        place = url_for("review.show", **wanted.address, report_id=there, decided=report_id, did=did)
    else:
        place = url_for("review.index", **wanted.address, done=1, did=did)
    return redirect(place, 303)


@review.get("/review/<id:report_id>/files/<id:file_id>")
def file(report_id: int, file_id: int):
    """A file that came with a report, to be saved."""
    one = _row(report_id)
    try:
        attachment, path = file_of(file_id, home=current_app.config["FILES"], by=person())
    except NotThere:
        abort(404)
    if attachment.expected_id != one.row.id:
        abort(404)
    return send_file(path, as_attachment=True, download_name=attachment.name, mimetype="application/octet-stream")


def _row(report_id) -> Reviewed:
    return review_of(report_id, person().group_id) or abort(404)


def _queue_page(wanted, refusal=None, chosen=()):
    found = queue(person().group_id, wanted, clock.today())
    refuse_another(wanted.cycle, next((id_ for id_, _ in found.cycles if id_ == wanted.cycle), None))
    return render_template(
        "review/index.html",
        wanted=wanted,
        found=found,
        stages=WORDS,
        times=TIMES,
        pager=queue_pager(wanted, found),
        today=clock.today(),
        refusal=refusal,
        chosen=set(chosen),
        typed=request.form if refusal else {},
        done=request.args.get("done", type=int),
        did=DID.get(request.args.get("did")),
    )


def _row_page(one: Reviewed, wanted: QueueFilter, refusal=None):
    again, may_enter = request.method == "POST", Action.ENTER in one.may
    asked = (may_enter or not one.now) and is_asked(one.cycle.id, one.row.agency_id)
    before, after, place, waiting = neighbours(one.row, wanted)
    return render_template(
        "review/show.html",
        one=one,
        wanted=wanted,
        fields=fields_compared(one),
        before=before,
        after=after,
        place=place,
        waiting=waiting,
        asked=asked,
        entering=may_enter and asked,
        today=clock.today(),
        decided=request.args.get("decided", type=int),
        did=DID.get(request.args.get("did")),
        refusal=refusal,
        typed=request.form.to_dict() | {"reason": reason_in(request.form)} if again else {},
        taken=request.form.getlist("hint") if again else (),
    )
