"""单位: every registered body with what it carries, and one body with its names, its line, its tasks and partners."""

from dataclasses import replace
from functools import partial

from flask import Blueprint, abort, redirect, render_template, request, url_for

from tracker import clock
from tracker.agencies.kinds import KINDS, treatment
from tracker.agencies.rows import Agency
from tracker.agencies.standpoint import PRINTED, TODAY
from tracker.agencies.superiors import tree
from tracker.agencies.timeline import timeline
from tracker.storage.queries.agencies import agency_list
from tracker.storage.queries.body import bodies_of_name, body_view
from tracker.storage.queries.carrying import carrying, nodes
from tracker.storage.queries.choices import choices
from tracker.storage.queries.filters import AGENCY_SORTS, LARGEST_ID, AgencyFilter
from tracker.vocabulary import Scope
from tracker.web.conditions import Tab, conditions, tabs
from tracker.web.standpoints import standpoint, standpoints

agencies = Blueprint("agencies", __name__)


@agencies.get("/agencies")
def index():
    """The agencies the address asks for, by jurisdiction and kind."""
    wanted, offered = AgencyFilter.parse(request.args), choices()
    found = agency_list(wanted)
    return render_template(
        "agencies/index.html",
        wanted=wanted,
        found=found,
        choices=offered,
        kinds=tuple(KINDS),
        conditions=conditions(wanted, offered, "agencies.index"),
        tabs=tabs(wanted, found.in_scope, "agencies.index"),
        sorted_by=_sorted_by(wanted),
        control=_control_of_list(wanted),
        with_idle=url_for("agencies.index", **replace(wanted, idle=True).address, _anchor="idle"),
    )


@agencies.get("/agencies/tree")
def superiors():
    """省 → 市 → 区: who stands above whom today."""
    registry, today = carrying(), clock.today()
    standing = [agency for agency in registry.agencies.values() if not registry.is_former(agency.id, today)]
    return render_template("agencies/tree.html", root=tree(standing, registry.places))


@agencies.get("/agencies/<body_id>")
def show(body_id: str):
    """A registered body, a collective, or a printed name nobody knows; a known name leads on to whom it means."""
    if (key := _known(body_id)) is None:
        return _lead_on(body_id)
    scope = request.args.get("scope")
    scope = Scope(scope) if scope in set(Scope) else None
    view = body_view(key, _standpoint_of(key), scope) or abort(404)
    return render_template(
        "agencies/show.html",
        view=view,
        tabs=_tabs_of(view),
        control=standpoints(view.on, "agencies.show", body_id=key, scope=scope),
        treatment=_treatment(view),
        timeline=_timeline(view),
    )


def _standpoint_of(key):
    """Today unless said otherwise; of a body that is no more its tasks as they were printed."""
    former = isinstance(carrying().body(key), Agency) and carrying().is_former(key, clock.today())
    return standpoint(request.args.get("on"), PRINTED if former else TODAY)


def _known(body_id):
    """The key of an address's body; None for a printed name that is known everywhere as somebody else."""
    if carrying().body(body_id) is not None or not _is_number(body_id):
        return body_id
    return body_id if body_id in bodies_of_name(int(body_id)) else None


def _is_number(body_id):
    return body_id.isascii() and body_id.isdecimal() and len(body_id) <= 10 and 0 < int(body_id) <= LARGEST_ID


def _lead_on(number):
    """A name that means one body leads to its page; one that means several to a page that lists them."""
    keys = bodies_of_name(int(number))
    if len(keys) == 1:
        return redirect(url_for("agencies.show", **request.args.to_dict() | {"body_id": keys[0]}), 301)
    found = nodes(keys, carrying()) or abort(404)
    return render_template("agencies/several.html", bodies=[found[key] for key in keys])


def _control_of_list(wanted):
    others = {name: value for name, value in wanted.address.items() if name != "on"}
    return standpoints(standpoint(wanted.on and wanted.on.word), "agencies.index", **others)


def _sorted_by(wanted):
    """The address of the list sorted by each column."""
    return {sort: url_for("agencies.index", **replace(wanted, sort=sort).address) for sort in AGENCY_SORTS}


def _tabs_of(view):
    """The body's tasks in each scope that has any."""
    address = partial(url_for, "agencies.show", body_id=view.body.key, on=request.args.get("on"))
    return tuple(
        Tab(scope.label, count, address(scope=scope), scope == view.scope)
        for scope, count in view.in_scope.items()
        if count
    )


def _treatment(view):
    """How the office of its own jurisdiction treats an agency."""
    if not isinstance(view.registered, Agency):
        return None
    return treatment(view.registered, view.registered.jurisdiction, carrying().places)


def _timeline(view):
    if view.line is None or not view.line.has_history:
        return None
    names = {key: node.name for key, node in view.line.names.items()}
    return timeline(view.line.periods, view.line.changes, names, view.line.today)
