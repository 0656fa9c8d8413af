"""集合单位: who belongs to each, and naming members as a rule, for a document or for a task."""

from flask import abort, redirect, render_template, request, url_for

from tracker import clock
from tracker.agencies.choosing import chosen
from tracker.agencies.rows import a_date
from tracker.errors import Refusal, WrongState
from tracker.operations import registry_collectives
from tracker.operations.registry_changes import version_of
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.collectives import (
    collective_list,
    collective_view,
    those_to_name,
    uses_of,
)
from tracker.storage.queries.registry_history import history_of_body
from tracker.web.clerk import signed
from tracker.web.touched import touched_by


def collectives():
    """All collectives, those that wait for the office first."""
    return render_template("registry/collectives.html", lines=collective_list(clock.today()), today=clock.today())


def collective(collective_id: str):
    """One collective: its members of all times, and whom it means in each task."""
    return _page(collective_id)


def members(collective_id: str):
    """The list to tick: for one task or document of the address, else as a rule."""
    return _form(collective_id)


def name_members(collective_id: str):
    """Name those ticked and those written."""
    task, document = _number("task"), _number("document")
    _refuse_foreign(uses_of(collective_id), task, document)
    own = {"basis": request.form.get("basis", ""), "who": signed(), "version": _number("version")}
    try:
        if task or document:
            registry_collectives.name_members_for(
                collective_id, _named(), task_id=task or None, document_id=None if task else document, **own
            )
        else:
            registry_collectives.name_members(collective_id, _named(), since=_since(), **own)
    except Refusal as refusal:
        return _form(collective_id, refusal), 409
    return redirect(url_for("registry.collective", collective_id=collective_id, saved=1), 303)


def _page(collective_id):
    view = collective_view(collective_id, clock.today()) or abort(404)
    return render_template(
        "registry/collective.html",
        view=view,
        today=clock.today(),
        history=history_of_body(collective_id),
        touched=touched_by(collective_id),
    )


def _form(collective_id, refusal=None):
    view = collective_view(collective_id, clock.today()) or abort(404)
    task, document = _number("task"), _number("document")
    _refuse_foreign([(each.task.id, each.task.document.id) for each in view.uses], task, document)
    use = next((each for each in view.uses if task and each.task.id == task), None)
    of_document = next((each for each in view.uses if not task and each.task.document.id == document), None)
    shown = use or of_document
    ticked = {each.id for each in ((shown.named if shown else ()) or view.now)}
    if request.method == "POST":
        ticked = set(request.form.getlist("member"))
    return render_template(
        "registry/members.html",
        view=view,
        use=use,
        document=of_document.task.document if of_document else None,
        groups=those_to_name(view.line.collective, clock.today()),
        bodies=carrying().rows.agencies,
        ticked=ticked,
        typed=request.form,
        version=version_of(collective_id),
        today=clock.today(),
        refusal=refusal,
    )


def _refuse_foreign(seen, task, document):
    """A task or document that one does not see, or in which the collective does not stand, is not there."""
    if (task and task not in {each for each, _ in seen}) or (document and document not in {each for _, each in seen}):
        abort(404)


def _named() -> tuple[str, ...]:
    """The ids of those ticked, and of those written one to a line."""
    written = filter(None, map(str.strip, request.form.get("others", "").splitlines()))
    agencies = carrying().agencies.values()
    return tuple(dict.fromkeys([*request.form.getlist("member"), *(chosen(each, agencies).id for each in written)]))


def _since():
    try:
        return a_date(request.form.get("since", "").strip())
    except ValueError:
        raise WrongState("起始日期读不懂，没有保存；请写成 2019-01-09，或留空。") from None


def _number(name) -> int:
    text = request.values.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
