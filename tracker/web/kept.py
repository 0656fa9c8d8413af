"""没有交上的内容: what somebody typed before the sign-in was over, offered after the next one."""

import re

from flask import Blueprint, Response, abort, redirect, render_template, request, session, url_for
from flask_login import current_user

from tracker.operations import unsent
from tracker.operations.unsent import SENT_AGAIN
from tracker.reporting.content import LABELS
from tracker.storage.queries.expected import number_in
from tracker.storage.queries.filings import COVER
from tracker.storage.queries.people import Browser
from tracker.storage.reading import let_go
from tracker.web.assets import FILES
from tracker.web.guard import has_to_choose_a_password, may
from tracker.web.people import person

kept = Blueprint("kept", __name__)

NAMES = {
    **COVER,
    **LABELS,
    "name": "名称",
    "proposed": "认为应由哪个单位承担",
    "reason": "理由",
    "recipient": "报给哪个单位",
    "source": "来函文号",
    "summary": "本次改了什么",
    "without": "不再等的理由",
}
"""What fields of forms are called."""
REFUSED, CANNOT_BE = "kept-refused", 409
"""Where the session remembers which kept form was refused at which address, and the answer that it was."""
FIGURE = re.compile(r"figure-(\d+)-(\w+)")
PARTS = {"name": "名称", "value": "累计数", "unit": "单位", "as_of": "截至"}
SENT_ALONG = frozenset({"sequence", "version", "based_on", "key", "row", "part", "do"})
WRITTEN = re.compile(r"[^\x00-\x7f]|\s|^\d{1,3}$")
"""What a person wrote, and not the page: words, or a short number."""


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
    at the same address. A page that saves by itself does so too: all that was typed is a draft then. Who opens the
    address anew has a page without what was kept, and nothing is remembered any more.
    """
    if request.method == "GET" and request.endpoint not in FILES and _refused()[1].partition("?")[0] == request.path:
        session.pop(REFUSED)
    is_done = response.status_code < 400
    who = person() if request.method == "POST" and (is_done or response.status_code == CANNOT_BE) else None
    form_id = who and not has_to_choose_a_password(who) and _sent_again()
    if form_id and is_done:
        session.pop(REFUSED, None)
        let_go()
        unsent.take_up(who.id, form_id)
    elif form_id:
        session[REFUSED] = [form_id, _address()]
    return response


def _sent_again():
    remembered, address = _refused()
    return number_in(request.form.get(SENT_AGAIN, "")) or (remembered if address == _address() else None)


def _refused():
    return session.get(REFUSED, (None, ""))


def _address():
    return request.full_path.rstrip("?")


@kept.get("/kept")
def index():
    """Everything that waits, the newest first."""
    forms = unsent.kept_forms(person().id)
    written = {form.id: [value for name, value in form.fields if is_written(name, value)] for form in forms}
    return render_template("kept/index.html", forms=forms, written=written)


@kept.get("/kept/<id:form_id>")
def show(form_id: int):
    """One form as it was typed, to be sent now."""
    form = unsent.kept_form(person().id, form_id) or abort(404)
    fields = [(name, field_name(name), value, is_written(name, value)) for name, value in form.fields]
    return render_template("kept/show.html", form=form, fields=fields, sent_again=SENT_AGAIN)


def field_name(name: str) -> str:
    """What a field is called: ``figure-0-value`` → 指标 1 累计数."""
    if figure := FIGURE.fullmatch(name):
        return f"指标 {int(figure[1]) + 1} {PARTS.get(figure[2], '')}".strip()
    return NAMES.get(name, name)


def is_written(name: str, value: str) -> bool:
    """Whether a person wrote it; the rest goes along unseen."""
    return bool(WRITTEN.search(value)) and name not in SENT_ALONG and not name.endswith("-offered")


@kept.post("/kept/<id:form_id>")
def drop(form_id: int):
    """Forget one."""
    unsent.drop(person().id, form_id)
    return redirect(url_for("kept.index"), 303)
