"""合并重复单位: chosen, previewed, done, and taken back."""

from flask import redirect, render_template, request, url_for

from tracker.errors import Refusal, TooLong
from tracker.operations import registry_merging
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.registry_history import history_of_step
from tracker.vocabulary import RegistryStep
from tracker.web.clerk import signed


def merges():
    """The two fields, what would move once both are chosen, and what was merged."""
    gone, into = request.args.get("gone", "").strip(), request.args.get("into", "").strip()
    try:
        return _page(gone, into, registry_merging.preview(gone, into) if gone and into else None)
    except Refusal as refusal:
        return _page(gone, into, refusal=refusal), 409


def merge():
    """Do what was previewed."""
    gone, into = request.form.get("gone", ""), request.form.get("into", "")
    versions = tuple(int(each) if each.isdecimal() else 0 for each in request.form.get("versions", "").split("-"))
    try:
        registry_merging.merge_bodies(
            gone,
            into,
            who=signed(),
            versions=(*versions, 0, 0)[:2],
            reason=request.form.get("reason"),
        )
    except TooLong as refusal:
        return _page(gone, into, registry_merging.preview(gone, into), refusal), 409
    except Refusal as refusal:
        return _page(gone, into, refusal=refusal), 409
    return redirect(url_for("registry.merges"), 303)


def _page(gone, into, preview=None, refusal=None):
    return render_template(
        "registry/merges.html",
        gone=gone,
        into=into,
        preview=preview,
        bodies=() if preview else carrying().rows.agencies,
        history=() if preview else history_of_step(RegistryStep.MERGED),
        refusal=refusal,
    )
