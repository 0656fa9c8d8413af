"""Publishing a confirmed document, and putting one away."""

import re

from flask import flash, redirect, request, url_for

from tracker.errors import Refusal
from tracker.operations import publishing
from tracker.web.clerk import signed
from tracker.web.documents_confirm import refused
from tracker.web.edit_forms import NUMBER, sequence_of


def publish(document_id: int):
    """Put the tasks into the ledger, or say what must be decided first."""
    form, who = request.form, signed()
    try:
        publishing.publish(
            document_id,
            who=who,
            reason=form.get("reason"),
            sequence=sequence_of(form),
            looked_at=form.get("looked_at") == "1",
            **_decision(form),
        )
    except Refusal as refusal:
        return refused(document_id, refusal)
    flash("已发布，读出的任务已经进入台账。")
    return redirect(url_for("documents.show", document_id=document_id), 303)


def _decision(form):
    """Whether the form lets the document replace another (its id) or stand beside it (a reason)."""
    chosen, beside = form.get("replaces", ""), form.get("beside", "")
    replaces = int(chosen) if re.fullmatch(NUMBER, chosen) else None
    return {"replaces": replaces, "beside": beside if chosen == "beside" or beside.strip() else None}


def discard(document_id: int):
    """Put away a document that was never published."""
    try:
        publishing.discard(document_id, who=signed(), reason=request.form.get("reason", ""))
    except Refusal as refusal:
        return refused(document_id, refusal)
    flash("文件已作废，没有删除；在“看作废的文件”里还能查到。")
    return redirect(url_for("documents.index"), 303)
