"""A document beside an earlier one: what became of each measure; saying that it replaces it, and taking that back."""

from flask import abort, redirect, render_template, request, url_for

from tracker.errors import Refusal
from tracker.operations import versions
from tracker.storage.queries.documents import document_list
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


def choose():
    """Any two documents to be compared; two that are chosen lead to their comparison."""
    lines = [line for line in document_list() if line.tasks]
    given = [request.args.get(name, "") for name in ("old", "new")]
    old, new = (next((line.id for line in lines if str(line.id) == value), None) for value in given)
    if old and new and old != new:
        return redirect(url_for("documents.compare", document_id=new, old_id=old))
    sentence = "请选两份不同的文件，再比较。" if any(given) else None
    return render_template("documents/choose.html", lines=lines, old=old, new=new, sentence=sentence)


def separate(document_id: int, old_id: int):
    """Take back that the document replaces the older one."""
    try:
        versions.separate(document_id, old_id, who=signed(), reason=request.form.get("reason", ""))
    except Refusal as refusal:
        return _compared(document_id, old_id, refusal), 409
    return redirect(url_for("documents.compare", document_id=document_id, old_id=old_id), 303)


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
