"""Corrections of a reading, one at a time, taken back and restored; a file read again in another encoding."""

from flask import current_app, redirect, request, url_for

from tracker.errors import Refusal
from tracker.operations import confirming, rereading
from tracker.storage.queries.documents import stored_reading
from tracker.web.clerk import signed
from tracker.web.documents_confirm import changed, refused
from tracker.web.edit_forms import edit_of, sequence_of, task_of
from tracker.web.parts import is_part


def correct(document_id: int):
    """Make the edit of the form."""
    form, who, sequence = request.form, signed(), sequence_of(request.form)
    try:
        edit = edit_of(form, lambda: stored_reading(document_id).text, lambda: _doubts(document_id, sequence))
        confirming.correct(document_id, edit, who=who, sequence=sequence)
    except Refusal as refusal:
        return refused(document_id, refusal, sequence)
    return _back(document_id, task_of(form))


def undo(document_id: int):
    """Take back the last correction."""
    return _move(document_id, confirming.undo)


def redo(document_id: int):
    """Restore the correction last taken back."""
    return _move(document_id, confirming.redo)


def reread(document_id: int):
    """Read the document's file again in the encoding of the form."""
    form, home = request.form, current_app.config["FILES"]
    try:
        rereading.reread(document_id, form.get("encoding", ""), who=signed(), sequence=sequence_of(form), home=home)
    except Refusal as refusal:
        return refused(document_id, refusal)
    return redirect(url_for("documents.show", document_id=document_id), 303)


def _move(document_id, operation):
    sequence = sequence_of(request.form)
    try:
        operation(document_id, who=signed(), sequence=sequence)
    except Refusal as refusal:
        return refused(document_id, refusal, sequence)
    return _back(document_id)


def _doubts(document_id, sequence):
    """What should be looked at, as the page with this sequence lists it."""
    seen, _ = confirming.seen_and_now(document_id, sequence)
    return [finding.key for finding in seen.open if not finding.must]


def _back(document_id, task=None):
    if is_part():
        return changed(document_id, sequence_of(request.form), opened=task)
    anchor = f"t{task}" if task else None
    return redirect(url_for("documents.show", document_id=document_id, task=task, _anchor=anchor), 303)
