"""合并设想: what if one body were merged into another. Only looked at, never stored."""

from flask import render_template, request

from tracker.agencies.standpoint import TODAY
from tracker.storage.queries.choices import choices
from tracker.storage.queries.filters import clean
from tracker.storage.queries.responsibility import merged
from tracker.web.conditions import wanted_of_graph


def show():
    """Two bodies to choose; their loads, and the load of the one they would be."""
    wanted, offered = wanted_of_graph(), choices()
    seen = wanted.seen_from(wanted.on or TODAY)
    gone, into = (clean(request.args.get(name, "")) for name in ("gone", "into"))
    names = [offered.name_of(key) for key in (gone, into)]
    return render_template(
        "graph/what_if.html",
        wanted=wanted,
        seen=seen,
        choices=offered,
        gone=gone,
        into=into,
        names=names,
        found=merged(wanted, gone, into) if all(names) and gone != into else None,
    )
