"""A document as it is confirmed: its text, what was read in it, what must be decided."""

from flask import Response, abort, jsonify, redirect, render_template, request, url_for

from tracker import clock
from tracker.errors import ChangedMeanwhile, Refusal
from tracker.extraction.confirming.changes import TaskChange
from tracker.extraction.confirming.draft import DATES, FACTS
from tracker.operations import confirming, similar, versions
from tracker.operations.confirming import Confirmation
from tracker.operations.receiving import ENCODINGS
from tracker.storage.queries.documents import document_line
from tracker.storage.queries.places import names_like
from tracker.storage.queries.shifting import changed_since
from tracker.storage.sight import current_sight
from tracker.vocabulary import DocumentState, DocumentStatus
from tracker.web.corrections import corrections
from tracker.web.decisions import FIRST, MOST, decisions, tally
from tracker.web.differing import differing_blocks, differing_rows
from tracker.web.draft_rows import cuts, rows
from tracker.web.guard import may
from tracker.web.history import LATEST, history
from tracker.web.marking import blocks, blocks_within
from tracker.web.parts import is_part
from tracker.web.people import person

UNSENT = {"csrf_token", "sequence"}
LONG, AT_FIRST = 250, 120
"""From how many tasks on a document is shown by parts, and how many of them at first."""


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


def names(document_id: int):
    """The registry's names that hold the words typed so far, of the document's region and those above it."""
    confirmation = confirming.draft(document_id) or abort(404)
    found = names_like(confirmation.draft.facts["jurisdiction"] or "", request.args.get("like", "").strip()[:60])
    return render_template("documents/_offered.html", names=found)


def alike(document_id: int, number: int):
    """Measures of other documents that speak of the same matter as a task of the draft."""
    document = document_line(document_id) or abort(404)
    found = similar.similar_to_draft(document_id, number)
    template = "tasks/_similar.html" if is_part() else "documents/similar.html"
    return render_template(template, document=document, number=number, similar=found)


def log(document_id: int):
    """All that was done to a document."""
    confirmation = confirming.draft(document_id) or abort(404)
    return render_template(
        "documents/log.html", one=confirmation, history=history(confirmation, rows(confirmation)), more=0
    )


def confirm_page(confirmation: Confirmation, refusal: Refusal | None = None) -> str:
    """The page, with the sentence of a refusal and what was refused, to be sent again.

    Of a long document its beginning; the rest is asked for once the page stands, or ``all`` at once.
    """
    found = rows(confirmation)
    context = _context(confirmation, found, request.values.get("task"), refusal)
    whole = len(found) <= LONG or bool(request.args.get("all")) or context["opened"] is not None
    shown = found if whole else found[:AT_FIRST]
    return render_template(
        "documents/show.html",
        **context | {"rows": shown, "total": len(found)},
        blocks=_blocks(confirmation) if whole else _blocks(confirmation, shown[-1].task.end),
    )


def rest(document_id: int):
    """For a script: what of a long document the page has left out, and the sequence it belongs to."""
    confirmation = confirming.draft(document_id) or abort(404)
    found = rows(confirmation)
    context = _context(confirmation, found, None, None)
    begun = len(_blocks(confirmation, found[:AT_FIRST][-1].task.end)) if found else 0
    return jsonify(
        rows=render_template("documents/_rows.html", **context | {"rows": found[AT_FIRST:]}),
        blocks=render_template("documents/_blocks.html", blocks=_blocks(confirmation)[begun:]),
        sequence=confirmation.sequence,
    )


def _blocks(confirmation, end=None):
    """The paragraphs of the text with their marks, or those that begin before a place."""
    if end is None:
        return blocks(confirmation.text, confirmation.draft, confirmation.open)
    return blocks_within(confirmation.text, confirmation.draft, confirmation.open, (0, end))[1]


def changed(document_id: int, sequence: int, *, opened: int | None = None, refusal: Refusal | None = None) -> Response:
    """For a script: everything that is not as the page with this sequence has it."""
    seen, now = confirming.seen_and_now(document_id, sequence) or abort(404)
    before, after = rows(seen), rows(now)
    context = _context(now, after, opened and str(opened), refusal)
    names_differ = _names(seen) != _names(now)
    facts_differ = (seen.draft.facts, seen.can_be_reread) != (now.draft.facts, now.can_be_reread)
    parts = render_template("documents/_parts.html", **context, facts_differ=facts_differ, names_differ=names_differ)
    return jsonify(
        parts=parts,
        rows=_rendered(differing_rows(before, after), "documents/_rows.html", "rows", context, before),
        blocks=_rendered(differing_blocks(seen, now), "documents/_blocks.html", "blocks", context),
        sequence=now.sequence,
        tasks=len(after),
        task=opened,
        is_refused=refusal is not None,
    )


def refused(document_id: int, refusal: Refusal, sequence: int = 0):
    """The page as it stands now, with why a change was not made; a script is told what it does not show."""
    if is_part():
        return changed(document_id, sequence, refusal=refusal)
    confirmation = confirming.draft(document_id) or abort(404)
    return confirm_page(confirmation, refusal), 409


def _rendered(found, template, name, context, before=()):
    """A stretch as HTML; of rows with the task of the row before which it stands (None: at the end)."""
    if found is None:
        return None
    following = found.at + found.count
    return {
        "at": found.at,
        "count": found.count,
        "before": before[following].task.id if following < len(before) else None,
        "html": render_template(template, **context | {name: found.items}),
    }


def _context(confirmation, found, opened, refusal):
    opened = next((row for row in found if str(row.task.id) == opened), None)
    to_decide = decisions(confirmation, found)
    neighbours = versions.neighbours(confirmation.document, confirmation.draft.facts)
    done = history(confirmation, found)
    return {
        "one": confirmation,
        "rows": found,
        "decisions": to_decide,
        "first": FIRST,
        "most": MOST,
        "tally": tally(to_decide),
        "history": done[:LATEST],
        "more": max(len(done) - LATEST, 0),
        "proposals": neighbours.proposals,
        "rivals": neighbours.rivals,
        "opened": opened,
        "counts": _counts(confirmation.draft),
        "removed": _removed(confirmation),
        "names": _names(confirmation),
        "fact_labels": FACTS,
        "statuses": DocumentStatus,
        "dates": DATES,
        "encodings": ENCODINGS,
        "changed": _asked_otherwise(confirmation.document),
        "refusal": refusal,
        "again": _again(refusal),
        "cuts": cuts(opened.task, confirmation.text) if opened else (),
    }


def _asked_otherwise(document):
    """The open cycles of one's own that ask for other rows than the document as it was published anew."""
    group = person().group_id if document.state == DocumentState.PUBLISHED and may("registry.handovers") else None
    found = changed_since(group, clock.today()) if group else ()
    return [each for each in found if each.document_id == document.id]


def _again(refusal):
    """The fields to send once more, where that can help: knowing what another person changed."""
    if not isinstance(refusal, ChangedMeanwhile):
        return None
    return [(name, value) for name, value in request.form.items(multi=True) if name not in UNSENT]


def _names(confirmation):
    return sorted({unit.name for task in confirmation.draft.tasks for unit in task.units})


def _counts(draft):
    units = {unit.name for row in draft.tasks for unit in row.units}
    return {"measures": len(draft.measures), "tasks": len(draft.tasks), "units": len(units)}


def _removed(confirmation):
    """What was read as tasks and is none."""
    gone: list[TaskChange] = [change for change in confirmation.changes.values() if change.now is None]
    return [pair for change in gone for pair in corrections(change)]
