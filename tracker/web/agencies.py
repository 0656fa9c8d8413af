"""单位: everybody with what they carry, and one agency with its tasks and partners."""

from dataclasses import replace
from functools import partial

from flask import Blueprint, abort, render_template, request, url_for

from tracker.storage.queries.agencies import agency_list, agency_view
from tracker.storage.queries.choices import choices
from tracker.storage.queries.filters import AGENCY_SORTS, AgencyFilter
from tracker.vocabulary import Scope
from tracker.web.conditions import Tab, conditions, tabs

agencies = Blueprint("agencies", __name__)


@agencies.get("/agencies")
def index():
    """The agencies the address asks for, by jurisdiction."""
    wanted, offered = AgencyFilter.parse(request.args), choices()
    found = agency_list(wanted)
    return render_template(
        "agencies/index.html",
        wanted=wanted,
        found=found,
        choices=offered,
        conditions=conditions(wanted, offered, "agencies.index"),
        tabs=tabs(wanted, found.in_scope, "agencies.index"),
        sorted_by=_sorted_by(wanted),
    )


@agencies.get("/agencies/<id:agency_id>")
def show(agency_id: int):
    """What an agency leads and supports, and with whom."""
    scope = request.args.get("scope")
    view = agency_view(agency_id, Scope(scope) if scope in set(Scope) else None) or abort(404)
    return render_template("agencies/show.html", view=view, tabs=_tabs_of(view))


def _sorted_by(wanted):
    """The address of the list sorted by each column."""
    return {sort: url_for("agencies.index", **replace(wanted, sort=sort).address) for sort in AGENCY_SORTS}


def _tabs_of(view):
    """The agency's tasks in each scope that has any."""
    address = partial(url_for, "agencies.show", agency_id=view.agency.id)
    return tuple(
        Tab(scope.label, count, address(scope=scope), scope == view.scope)
        for scope, count in view.in_scope.items()
        if count
    )
