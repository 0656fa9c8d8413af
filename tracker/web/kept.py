"""没有交上的内容: what somebody typed before the sign-in was over, offered after the next one."""

from zlib import crc32

from flask import Blueprint, Response, abort, redirect, render_template, request, session, url_for
from flask_login import current_user

from tracker.operations import unsent
from tracker.operations.unsent import MOST, PAGE, SENT_AGAIN
from tracker.storage.queries.expected import number_in
from tracker.storage.queries.people import Browser
from tracker.storage.reading import let_go
from tracker.web.assets import FILES
from tracker.web.guard import has_to_choose_a_password, may
from tracker.web.kept_words import Told
from tracker.web.people import person
from tracker.web.refusals import CANNOT_BE

kept = Blueprint("kept", __name__)

REFUSED = "kept-refused-forms"
"""Where the session remembers which kept forms were refused and at which address.

Of an address a number is remembered, without and with what is asked for: all of them have to go into a cookie.
"""
FILLING_IN = frozenset({"hints", "look"})
"""What a form may ask of its page before it decides anything."""


@kept.app_template_global()
def left_unsent() -> Browser | None:
    """Whose forms wait, where it is to be said: on every page but those of the forms themselves."""
    who = person()
    if not who or request.blueprint == kept.name or has_to_choose_a_password(who) or not may("kept.index"):
        return None
    return current_user.browser if current_user.browser.unsent else None


@kept.after_app_request
def take_up(response: Response) -> Response:
    """What was sent again and done waits no longer, be it at once or from the page that first refused it.

    That page's own forms do not say that they are of a kept one, so the session remembers it until something is done
    at the same address; what only fills the page in decides nothing yet. A page that saves by itself does so too: all
    that was typed is a draft then. Nor does what a page could not save wait once that page, after the next sign-in, has
    saved all of it. Who opens the address anew has a page without what was kept, and nothing is remembered any more.
    """
    if request.method == "GET" and request.endpoint not in FILES and _refused():
        _remember([each for each in _refused() if each[1] != _number(request.path)])
    is_answered = response.status_code < 400
    who = person() if request.method == "POST" and (is_answered or response.status_code == CANNOT_BE) else None
    if who is None or has_to_choose_a_password(who):
        return response
    form_id = number_in(request.form.get(SENT_AGAIN, ""))
    if is_answered and request.form.get("do") not in FILLING_IN:
        _settle(who.id, form_id)
    elif form_id:
        here = [form_id, _number(request.path), _number(_address())]
        _remember([*(each for each in _refused() if each[0] != form_id), here][-MOST:])
    return response


def _settle(account_id, form_id):
    refused = [known for known, _, address in _refused() if address == _number(_address())]
    if form_id or refused or (current_user.browser.unsent and PAGE in request.form):
        let_go()
        done = unsent.take_up(account_id, _address(), request.form.lists(), form_id=form_id, refused=refused)
        _remember([each for each in _refused() if each[0] not in done])


def _refused():
    return session.get(REFUSED, [])


def _remember(refused):
    if refused:
        session[REFUSED] = refused
    else:
        session.pop(REFUSED, None)


def _address():
    return request.full_path.rstrip("?")


def _number(address):
    return crc32(address.encode())


@kept.get("/kept")
def index():
    """Everything that waits, the newest first."""
    waiting = [Told(form) for form in unsent.kept_forms(person().id)]
    return render_template("kept/index.html", waiting=waiting)


@kept.get("/kept/<id:form_id>")
def show(form_id: int):
    """One form as it was typed, to be sent now."""
    form = unsent.kept_form(person().id, form_id) or abort(404)
    return render_template("kept/show.html", form=form, told=Told(form), sent_again=SENT_AGAIN)


@kept.post("/kept/<id:form_id>")
def drop(form_id: int):
    """Forget one."""
    unsent.drop(person().id, form_id)
    return redirect(url_for("kept.index"), 303)
