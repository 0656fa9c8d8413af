"""账号: made and disabled by the sysadmin, given roles and passwords by the secadmin."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for

from tracker.errors import Refusal
from tracker.operations import accounts as keeping
from tracker.operations.signing_in import locked_until
from tracker.storage.queries.people import bodies, people
from tracker.vocabulary import OF_A_GROUP, OF_AN_AGENCY, AccountRole
from tracker.web.people import person, profile

accounts = Blueprint("accounts", __name__)


@accounts.get("/accounts")
def index():
    """Every account, and what the one who asks may do with it."""
    return _page()


@accounts.post("/accounts")
def create():
    """Make an account; its first password is shown once, to be printed."""
    form = request.form
    body, _, key = form.get("body", "").partition(":")
    try:
        slip = keeping.create(
            form.get("login", ""),
            form.get("name", ""),
            group_id=_number(key) if body == "group" else None,
            agency_id=key if body == "agency" else None,
            profile=profile(),
        )
    except Refusal as refusal:
        return _page(refusal), 409
    return _slip(slip)


@accounts.post("/accounts/<id:account_id>/password")
def reset(account_id: int):
    """Give a new first password, shown once."""
    try:
        return _slip(keeping.reset_password(account_id, profile=profile()))
    except Refusal as refusal:
        return _page(refusal), 409


@accounts.post("/accounts/<id:account_id>/roles")
def grant(account_id: int):
    """Let the account have the roles that were ticked, and no others."""
    roles = {AccountRole(role) for role in request.form.getlist("role") if role in set(AccountRole)}
    separate = current_app.config["SEPARATE_DUTIES"]
    return _done(lambda: keeping.grant(account_id, roles, separate=separate, by=person().id), granted=account_id)


@accounts.post("/accounts/<id:account_id>/disabling")
def disable(account_id: int):
    """Let nobody use the account any more."""
    return _done(lambda: keeping.disable(account_id, by=person().id))


@accounts.post("/accounts/<id:account_id>/enabling")
def enable(account_id: int):
    """Let it be used again."""
    return _done(lambda: keeping.enable(account_id))


@accounts.post("/accounts/<id:account_id>/unlocking")
def unlock(account_id: int):
    """Forget its failures to sign in."""
    return _done(lambda: keeping.unlock(account_id), unlocked=account_id)


def _done(operation, **told):
    try:
        operation()
    except Refusal as refusal:
        return _page(refusal), 409
    return redirect(url_for("accounts.index", done=1, **told), 303)


def _slip(slip):
    return render_template("accounts/slip.html", slip=slip)


def _page(refusal=None):
    groups, agencies = bodies()
    granted, unlocked, everybody = (*(request.args.get(name, type=int) for name in ("granted", "unlocked")), people())
    return render_template(
        "accounts/index.html",
        people=everybody,
        groups=groups,
        agencies=agencies,
        fitting=_fitting,
        refusal=refusal,
        done="done" in request.args,
        locked=locked_until(profile()),
        unlocked=next((one for one in everybody if one.id == unlocked), None),
        powerless=next((one for one in everybody if one.id == granted and not one.roles and not one.disabled_at), None),
        form=request.form,
    )


def _fitting(one):
    """The roles an account may be given, by what it belongs to."""
    if one.group_id:
        return [role for role in AccountRole if role in OF_A_GROUP]
    return [role for role in AccountRole if (role in OF_AN_AGENCY) == bool(one.agency_id) and role not in OF_A_GROUP]


def _number(text):
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
