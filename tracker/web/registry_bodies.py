"""The form of one body of the registry: edited, or entered anew; with errors and edits of others it keeps what was typed."""

from collections.abc import Mapping

from flask import abort, redirect, render_template, request, url_for

from tracker.agencies.kinds import KINDS
from tracker.agencies.names import completed
from tracker.agencies.places import Places
from tracker.agencies.succession_faults import ChangeKind
from tracker.errors import BadForm, ChangedMeanwhile, Refusal
from tracker.operations import registry_bodies as bodies
from tracker.operations.registry_changes import version_of
from tracker.operations.registry_contacts import contacts_of
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.printed_names import printed_name
from tracker.storage.queries.registry_history import history_of_body
from tracker.web.clerk import signed
from tracker.web.touched import touched_by

BLANK = {"aliases": 2, "successions": 1, "contacts": 1}
"""Empty rows that a form offers below those that are filled."""
MOST_LINES = 100
VERIFIED = {"yes": "已核实", "to be verified": "待核实"}
SIDES = {bodies.AFTER: "后来由", bodies.BEFORE: "此前是"}


def edit(body_id: str):
    """The form of a body as it stands."""
    rows, agency = _body(body_id)
    form = bodies.form_of(rows, agency, contacts_of(body_id))
    return _page(rows, form, agency=agency, version=version_of(body_id))


def save(body_id: str):
    """Save the form, unless it asks for one more row or contradicts something."""
    rows, agency = _body(body_id)
    form, version = _form(), request.form.get("version", "")
    if "more" in request.form:
        return _page(rows, form, agency=agency, version=version)
    try:
        bodies.save_body(body_id, form, who=signed(), version=_number(version))
    except ChangedMeanwhile as refusal:
        now = bodies.form_of(*_body(body_id), contacts_of(body_id))
        return _page(rows, form, agency=agency, version=version_of(body_id), refusal=refusal, now=now), 409
    except Refusal as refusal:
        return _page(rows, form, agency=agency, version=version, refusal=refusal), 409
    return redirect(url_for("registry.edit", body_id=body_id, saved=1), 303)


def new():
    """An empty form, or one with what a printed name says."""
    rows = carrying().rows
    printed = request.args.get("printed", "")
    return _page(rows, _proposed(rows, printed), printed=printed)


def add():
    """Enter the body of the form."""
    rows, form, printed = carrying().rows, _form(), request.form.get("printed", "")
    if "more" in request.form:
        return _page(rows, form, printed=printed)
    try:
        body_id = bodies.add_body(form, who=signed(), printed=_number(printed) or None)
    except Refusal as refusal:
        return _page(rows, form, printed=printed, refusal=refusal), 409
    return redirect(url_for("registry.edit", body_id=body_id, saved=1), 303)


def _body(body_id):
    rows = carrying().rows
    return rows, next((each for each in rows.agencies if each.id == body_id), None) or abort(404)


def _form() -> bodies.BodyForm:
    given = request.form
    return bodies.BodyForm(
        {name: given.get(name, "").strip() for name in bodies.BODY},
        reason=given.get("reason", ""),
        **{name: tuple(_lines(given, name)) for name in bodies.LISTS},
    )


def _lines(given: Mapping[str, str], name: str):
    """The filled rows of one list as they were sent, those ticked to go left out."""
    prefix = f"{name}-"
    numbers = {int(part) for key in given if key.startswith(prefix) and (part := key.split("-")[1]).isdecimal()}
    for number in sorted(numbers)[:MOST_LINES]:
        found = {column: given.get(f"{prefix}{number}-{column}", "").strip() for column in bodies.LISTS[name]}
        if f"{prefix}{number}-drop" not in given and bodies.is_filled(found):
            yield found


def _proposed(rows, printed: str) -> bodies.BodyForm:
    """A form with the complete name of a printed one, which becomes its short form."""
    empty = dict.fromkeys(bodies.BODY, "") | {"kind": next(iter(KINDS)), "verified": "to be verified"}
    name = printed_name(_number(printed)) if _number(printed) else None
    if name is None:
        return bodies.BodyForm(empty)
    places = Places(rows.jurisdictions)
    place = places.find(name.jurisdiction)
    full = completed(name.name, places.chain(place.code)) if place else None
    own = {"jurisdiction": place.code if place else "", "name": full or name.name}
    return bodies.BodyForm(empty | own | {"short": name.name if full and full != name.name else ""})


def _page(rows, form, *, agency=None, version=0, printed="", refusal=None, now=None):
    shown = {name: [*getattr(form, name), *_blank(name)] for name in bodies.LISTS}
    return render_template(
        "registry/body.html",
        agency=agency,
        form=form,
        lists=shown,
        version=version,
        printed=printed,
        refusal=refusal,
        faults=refusal.faults if isinstance(refusal, BadForm) else {},
        now=now,
        saved="saved" in request.args,
        touched=touched_by(agency.id) if agency else (),
        bodies=rows.agencies,
        offered_places=_places(rows),
        kind_words={kind: kind for kind in KINDS},
        change_words={kind.value: kind.label for kind in ChangeKind},
        sides=SIDES,
        verified_words=VERIFIED,
        history=history_of_body(agency.id) if agency else (),
    )


def _blank(name):
    more = 3 if request.form.get("more") == name else 0
    return [dict.fromkeys(bodies.LISTS[name], "") | {"verified": "to be verified"}] * (BLANK[name] + more)


def _places(rows):
    """The places that have bodies, for the list of proposals."""
    used = {each.jurisdiction for each in (*rows.agencies, *rows.collectives)}
    return [each for each in rows.jurisdictions if each.code in used]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= len("999999999999") else 0
