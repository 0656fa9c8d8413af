"""文件: the list of documents and taking files in; with the routes of everything that is done to one document."""

from flask import Blueprint, current_app, jsonify, redirect, render_template, request

from tracker.extraction.reading import LARGEST
from tracker.operations import receiving
from tracker.storage.queries.documents import document_list
from tracker.vocabulary import DocumentState
from tracker.web import documents_confirm, documents_edits, documents_publish, documents_versions
from tracker.web.clerk import signed
from tracker.web.uploads import as_json, take_in

documents = Blueprint("documents", __name__)


@documents.get("/documents")
def index():
    """The documents, the newest first; discarded ones only when asked for."""
    return _listed()


@documents.post("/documents")
def receive():
    """Take in files or pasted text; a script is answered in JSON, a form with the document or the list."""
    outcomes = take_in(request, who=signed(), home=current_app.config["FILES"])
    if request.accept_mimetypes.best == "application/json":
        return jsonify(as_json(outcomes))
    first = outcomes[0]
    if len(outcomes) == 1 and not first.sentence:
        return redirect(first.address, 303)
    return _listed(outcomes), 409 if any(outcome.sentence for outcome in outcomes) else 200


def _listed(outcomes=()):
    state = request.args.get("state") if request.args.get("state") in set(DocumentState) else None
    lines = document_list(state and DocumentState(state))
    return render_template(
        "documents/index.html",
        lines=lines,
        waiting=sum(line.state == DocumentState.RECEIVED for line in lines),
        state=state,
        outcomes=outcomes,
        encodings=receiving.ENCODINGS,
        endings=receiving.ENDINGS,
        largest=LARGEST,
        megabytes=LARGEST // 2**20,
        typed=request.form if any(outcome.sentence for outcome in outcomes) else {},
    )


documents.add_url_rule("/documents/comparison", view_func=documents_versions.choose)
for rule, view, method in (
    ("", documents_confirm.show, "GET"),
    ("/tasks/<id:number>", documents_confirm.task, "GET"),
    ("/rest", documents_confirm.rest, "GET"),
    ("/names", documents_confirm.names, "GET"),
    ("/tasks/<id:number>/similar", documents_confirm.alike, "GET"),
    ("/edits", documents_edits.correct, "POST"),
    ("/undo", documents_edits.undo, "POST"),
    ("/reading", documents_edits.reread, "POST"),
    ("/log", documents_confirm.log, "GET"),
    ("/redo", documents_edits.redo, "POST"),
    ("/publication", documents_publish.publish, "POST"),
    ("/discarding", documents_publish.discard, "POST"),
    ("/versions/<id:old_id>", documents_versions.compare, "GET"),
    ("/versions/<id:old_id>", documents_versions.accept, "POST"),
    ("/versions/<id:old_id>/undo", documents_versions.separate, "POST"),
):
    documents.add_url_rule(f"/documents/<id:document_id>{rule}", view_func=view, methods=[method])
