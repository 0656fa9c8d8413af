"""Corrections of a reading, one at a time, taken back and restored."""

from flask import redirect, request, url_for

from tracker.errors import Refusal
from tracker.operations import confirming
from tracker.storage.queries.documents import stored_reading
from tracker.web.clerk import signed
from tracker.web.documents_confirm import refused
from tracker.web.edit_forms import edit_of, sequence_of, task_of


def correct(document_id: int):
    """Make the edit of the form."""
    form, who = request.form, signed()
    try:
        edit = edit_of(form, lambda: stored_reading(document_id).text)
        confirming.correct(document_id, edit, who=who, sequence=sequence_of(form))
    except Refusal as refusal:
        return refused(document_id, refusal)
    return _back(document_id, task_of(form))


def undo(document_id: int):
    """Take back the last correction."""
    return _move(document_id, confirming.undo)


def redo(document_id: int):
    """Restore the correction last taken back."""
    return _move(document_id, confirming.redo)


def _move(document_id, operation):
    try:
        operation(document_id, who=signed(), sequence=sequence_of(request.form))
    except Refusal as refusal:
        return refused(document_id, refusal)
    return _back(document_id)


def _back(document_id, task=None):
    anchor = f"t{task}" if task else None
    return redirect(url_for("documents.show", document_id=document_id, task=task, _anchor=anchor), 303)
