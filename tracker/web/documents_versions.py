"""A document beside an earlier one: what became of each measure, and saying that it replaces the earlier one."""

from flask import abort, redirect, render_template, request, url_for

from tracker.errors import Refusal
from tracker.operations import versions
from tracker.web.clerk import signed
from tracker.web.wording import wordings

KINDS = {
    "changed": "责任有变",
    "added": "新增",
    "dropped": "删去",
    "moved": "移位",
    "reworded": "改写",
    "same": "未变",
}
MARKS = {"changed": "y", "added": "y", "dropped": "r", "moved": "x", "reworded": "x", "same": "g"}


def compare(document_id: int, old_id: int):
    """Both versions side by side, measure by measure."""
    return _compared(document_id, old_id)


def accept(document_id: int, old_id: int):
    """Say that the document replaces the older one."""
    try:
        versions.accept(document_id, old_id, who=signed())
    except Refusal as refusal:
        return _compared(document_id, old_id, refusal), 409
    return redirect(url_for("documents.compare", document_id=document_id, old_id=old_id), 303)


def _compared(document_id, old_id, refusal=None):
    comparison = versions.compare(document_id, old_id) or abort(404)
    shown = request.args.get("kind") if request.args.get("kind") in comparison.counts else None
    return render_template(
        "documents/compare.html",
        comparison=comparison,
        shown=shown,
        kinds=KINDS,
        marks=MARKS,
        wordings=wordings,
        refusal=refusal,
    )
