"""A document as it is confirmed: its text, what was read in it, what must be decided."""

from flask import abort, redirect, render_template, request, url_for

from tracker.errors import ChangedMeanwhile, Refusal
from tracker.extraction.confirming.draft import DATES
from tracker.operations import confirming, similar, versions
from tracker.operations.confirming import Confirmation
from tracker.storage.queries.documents import document_line
from tracker.storage.sight import current_sight
from tracker.vocabulary import DocumentStatus
from tracker.web.corrections import corrections
from tracker.web.decisions import FIRST, decisions, tally
from tracker.web.draft_rows import cuts, rows
from tracker.web.guard import may
from tracker.web.history import FACT_LABELS, history
from tracker.web.marking import blocks
from tracker.web.parts import is_part

UNSENT = {"csrf_token", "sequence"}


def show(document_id: int):
    """The confirm page; who may not confirm it, or a document whose reading is not kept, has its tasks in the ledger."""
    confirmation = confirming.draft(document_id) if may("documents.correct") else None
    if confirmation is None or not current_sight().has_as_own(confirmation.document.leading_group_id):
        line = document_line(document_id) or abort(404)
        return redirect(url_for("tasks.index", document=line.stem))
    return confirm_page(confirmation)


def task(document_id: int, number: int):
    """The fields in which one task is corrected, to be put beneath its row."""
    confirmation = confirming.draft(document_id) or abort(404)
    row = next((row for row in rows(confirmation) if row.task.id == number), None) or abort(404)
    return render_template("documents/_editor.html", one=confirmation, row=row, cuts=cuts(row.task, confirmation.text))


def alike(document_id: int, number: int):
    """Measures of other documents that speak of the same matter as a task of the draft."""
    document = document_line(document_id) or abort(404)
    found = similar.similar_to_draft(document_id, number)
    template = "tasks/_similar.html" if is_part() else "documents/similar.html"
    return render_template(template, document=document, number=number, similar=found)


def confirm_page(confirmation: Confirmation, refusal: Refusal | None = None) -> str:
    """The page, with the sentence of a refusal and what was refused, to be sent again."""
    found = rows(confirmation)
    opened = next((row for row in found if str(row.task.id) == request.values.get("task")), None)
    to_decide = decisions(confirmation, found)
    return render_template(
        "documents/show.html",
        one=confirmation,
        rows=found,
        blocks=blocks(confirmation.text, confirmation.draft, confirmation.open),
        decisions=to_decide,
        first=FIRST,
        tally=tally(to_decide),
        history=history(confirmation, found),
        proposals=versions.propose(confirmation.document.id),
        opened=opened,
        counts=_counts(confirmation.draft),
        removed=_removed(confirmation),
        names=sorted({unit.name for task in confirmation.draft.tasks for unit in task.units}),
        fact_labels=FACT_LABELS,
        statuses=DocumentStatus,
        dates=DATES,
        refusal=refusal,
        again=_again(refusal),
        cuts=cuts(opened.task, confirmation.text) if opened else (),
    )


def refused(document_id: int, refusal: Refusal):
    """The page as it stands now, with why a change was not made; a script is told so by the page alone."""
    confirmation = confirming.draft(document_id) or abort(404)
    return confirm_page(confirmation, refusal), 200 if is_part() else 409


def _again(refusal):
    """The fields to send once more, where that can help: knowing what another person changed."""
    if not isinstance(refusal, ChangedMeanwhile):
        return None
    return [(name, value) for name, value in request.form.items(multi=True) if name not in UNSENT]


def _counts(draft):
    units = {unit.name for row in draft.tasks for unit in row.units}
    return {"measures": len(draft.measures), "tasks": len(draft.tasks), "units": len(units)}


def _removed(confirmation):
    """What was read as tasks and is none."""
    gone = (change for change in confirmation.changes.values() if change.now is None)
    return [pair for change in gone for pair in corrections(change)]
