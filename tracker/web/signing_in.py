"""登录、退出."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_login import current_user

from tracker.errors import NotSignedIn, TooManyAttempts
from tracker.operations import demonstration, unsent
from tracker.operations import signing_in as entrance
from tracker.operations.signing_in import SignedIn
from tracker.web.people import TOKEN, profile, source

signing_in = Blueprint("signing_in", __name__)

DEVICE = "tracker-device"
DEVICE_DAYS = 180
STRANGE = ("//", "/.", "@", "%0", "%2f", "%5c")
"""What no path of ours has, and another program may read as a host."""


@signing_in.get("/sign-in")
def show():
    """The form; who is signed in already goes on."""
    if current_user.is_authenticated:
        return redirect(destination(request.args.get("next")))
    return _page()


@signing_in.post("/sign-in")
def enter():
    """Open a sign-in: a new token in a new session, whatever stood in it before."""
    form = request.form
    try:
        opened = entrance.sign_in(
            form.get("login", ""),
            form.get("password", ""),
            source=source(),
            device=request.cookies.get(_device_name()),
            profile=profile(),
        )
    except (NotSignedIn, TooManyAttempts) as refusal:
        return _page(refusal), 429 if isinstance(refusal, TooManyAttempts) else 401
    response = redirect(_after(opened, form.get("next")), 303)
    remember(opened)
    secure = request.is_secure
    response.set_cookie(
        _device_name(), opened.device, DEVICE_DAYS * 86400, secure=secure, httponly=True, samesite="Strict"
    )
    return response


@signing_in.post("/sign-out")
def leave():
    """End this sign-in; nothing of it is left in the browser but that the device is known."""
    entrance.sign_out(current_user.token)
    session.clear()
    response = redirect(url_for("signing_in.show"), 303)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def remember(opened: SignedIn) -> None:
    """Let the browser's session be that of a new sign-in, and hold nothing else."""
    session.clear()
    session[TOKEN] = opened.token
    session["_fresh"] = True


def destination(wanted: str | None) -> str:
    """A page of ours to go to, else the workbench: no other host, scheme or address that a browser may read as one."""
    home = url_for("desk.show")
    if not wanted or not wanted.startswith("/") or not wanted.isprintable():
        return home
    if "\\" in wanted or wanted.startswith("//") or len(wanted) > 2000:
        return home
    parts = urlsplit(wanted)
    path = parts.path.lower()
    if parts.scheme or parts.netloc or path.startswith("/sign-") or any(part in path for part in STRANGE):
        return home
    return wanted


def _after(opened, wanted):
    return url_for("kept.index") if unsent.kept_forms(opened.account_id) else destination(wanted)


def _device_name():
    return f"__Host-{DEVICE}" if request.is_secure else DEVICE


def _page(refusal=None):
    return render_template(
        "signing_in/show.html",
        refusal=refusal,
        login=request.form.get("login", "")[:64],
        wanted=request.values.get("next", ""),
        demonstrations=demonstration.accounts(),
        demonstration_password=demonstration.PASSWORD,
    )
