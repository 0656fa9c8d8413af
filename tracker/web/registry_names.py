"""Printed names nobody knows: who may be meant, the sentences behind them, and a person's decision once for good."""

from flask import abort, redirect, render_template, request, url_for

from tracker.agencies.choosing import chosen
from tracker.errors import Refusal, WrongState
from tracker.operations import registry_naming
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.printed_names import confirmed_names, meanings_of, sentences_behind
from tracker.storage.queries.registry import name_asked_for, unknown_names
from tracker.web.clerk import signed


def names():
    """All that wait, and what was decided."""
    return _listed()


def name(agency_id: int):
    """One printed name: whom it means now, and whom else it may mean."""
    return _one(agency_id)


def confirm(agency_id: int):
    """Decide whom a name means: one of those offered, or the one written."""
    who = signed()
    try:
        registry_naming.confirm_name(agency_id, _body(), who=who)
    except Refusal as refusal:
        return _one(agency_id, refusal), 409
    return redirect(url_for("registry.names"), 303)


def withdraw(confirmed_id: int):
    """Take back what was decided last."""
    try:
        registry_naming.withdraw_name(confirmed_id, who=signed())
    except Refusal as refusal:
        return _listed(refusal), 409
    return redirect(url_for("registry.names"), 303)


def _body():
    if written := request.form.get("other", "").strip():
        return chosen(written, _bodies()).id
    if not (body := request.form.get("body", "")):
        raise WrongState("还没有选择单位，没有改动任何内容；请选一个，或写上编号或全称。")
    return body


def _bodies():
    rows = carrying().rows
    return (*rows.agencies, *rows.collectives)


def _listed(refusal=None):
    unknown = unknown_names()
    return render_template(
        "registry/names.html",
        unknown=unknown,
        behind=sentences_behind({one.agency.id for one in unknown}),
        confirmed=confirmed_names(),
        refusal=refusal,
    )


def _one(agency_id, refusal=None):
    one = name_asked_for(agency_id) or abort(404)
    return render_template(
        "registry/name.html",
        one=one,
        bodies=_bodies(),
        behind=sentences_behind([agency_id]),
        meanings=meanings_of(agency_id),
        typed=request.form,
        refusal=refusal,
    )
