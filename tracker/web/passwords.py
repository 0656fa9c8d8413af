"""修改密码."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.errors import Refusal
from tracker.operations import accounts
from tracker.web.guard import is_outworn
from tracker.web.people import person, profile, source
from tracker.web.signing_in import remember

passwords = Blueprint("passwords", __name__)


@passwords.get("/password")
def show():
    """The form, with what is asked of a password."""
    return _page()


@passwords.post("/password")
def change():
    """Take a new password; every other sign-in of the account ends, and this one gets a new token."""
    form = request.form
    try:
        opened = accounts.change_own_password(
            person().id,
            source=source(),
            old=form.get("old", ""),
            new=form.get("new", ""),
            again=form.get("again", ""),
            profile=profile(),
        )
    except Refusal as refusal:
        return _page(refusal), 409
    remember(opened)
    return redirect(url_for("passwords.show", done=1), 303)


def _page(refusal=None):
    return render_template(
        "passwords/show.html",
        refusal=refusal,
        profile=profile(),
        first=person().must_change,
        outworn=is_outworn(person()),
        done="done" in request.args and current_user.is_authenticated,
    )
