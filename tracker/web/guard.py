"""Before every page: who asks, may they, and what they see. A page without a row in the table of rights is nobody's."""

from dataclasses import replace
from datetime import timedelta

from flask import Flask, Response, abort, g, redirect, request, url_for
from flask_login import current_user

from tracker import clock
from tracker.errors import NotAllowed
from tracker.operations import access, signing_in, unsent
from tracker.operations.access import Owner
from tracker.operations.auditing import NOBODY, Doing, doing
from tracker.operations.witnessing import witness
from tracker.storage.queries.owners import group_of, group_of_cycle, group_of_report
from tracker.storage.queries.people import Person
from tracker.storage.reading import let_go, read_only
from tracker.storage.sight import NOTHING, current_sight, look_as, look_away
from tracker.vocabulary import AuditResult
from tracker.web.assets import FILES
from tracker.web.causes import cause
from tracker.web.parts import is_part
from tracker.web.people import expired_person, person, profile, source
from tracker.web.refusals import CANNOT_BE, has_typed, signed_out

OPEN = {None, *FILES}
"""Files that belong to the program, and addresses that lead nowhere."""
UNCHANGED = {"passwords.show", "passwords.change", "signing_in.leave"}
"""What may be done before a first password is changed."""
WHY = {403: "没有权限", 404: "没有这一条，或者不属于本账号", CANNOT_BE: "不能这样做", 400: "表单无效", 413: "太大"}
"""The answers that are refusals."""
GIVEN = (200, 206)
"""The answers that give something out, whole or in part."""
OWNERS = {"document_id": group_of, "cycle_id": group_of_cycle, "report_id": group_of_report}
"""Parts of an address that name something, and whose that is."""
READING = {"GET", "HEAD", "OPTIONS"}


def init_app(app: Flask) -> None:
    app.before_request(admit)
    app.after_request(keep_private)
    app.teardown_request(forget)
    app.jinja_env.globals["may"] = may


def admit():
    """Let a request through, send the person to the sign-in, or refuse it."""
    look_as(NOTHING)
    doing(NOBODY)
    if request.endpoint in OPEN:
        return None
    if request.method in READING:
        return _admit()
    read_only()
    try:
        return _admit()
    finally:
        let_go()


def _admit():
    who = person()
    g.doing = _doing(who)
    doing(g.doing)
    owner = access.right(who.roles if who else None, request.endpoint)
    if who is None:
        return None if owner else _ask_to_sign_in()
    if request.endpoint not in UNCHANGED and has_to_choose_a_password(who):
        return redirect(url_for("passwords.show"), 303)
    if owner is None:
        does = access.actions().get(request.endpoint, "做这一步")
        raise NotAllowed(who.role, does, looks=request.method in READING)
    look_as(access.sight_of(current_user.browser, clock.today()))
    if owner == Owner.OWN and request.method not in READING:
        _refuse_foreign(request.view_args or {})
    return None


def has_to_choose_a_password(who: Person) -> bool:
    """Whose password is a first one, or too old."""
    return who.must_change or is_outworn(who)


def is_outworn(who: Person) -> bool:
    """A password that was chosen so long ago that this installation asks for another."""
    days = profile().days
    return days is not None and who.password_at is not None and clock.now() - who.password_at > timedelta(days=days)


def may(action: str) -> bool:
    """Whether the person who is signed in may do something at all."""
    who = person()
    return access.right(who.roles if who else None, action) is not None


def goes_on_as(action: str) -> None:
    """From here on the audit names a request by another action than its address: one press does both, one after the other."""
    g.doing = replace(g.doing, action=action)
    doing(g.doing)


def keep_private(response: Response) -> Response:
    """What was shown to somebody stays in no cache and is not there when one goes back after signing out."""
    if request.endpoint not in OPEN:
        response.headers["Cache-Control"] = "no-store"
        _witness(response)
        _note_use()
    return response


def _witness(response):
    """What was refused, and what was taken out of the system."""
    status = response.status_code
    if status in WHY and (request.method not in READING or status == 403 or (status == 404 and (request.view_args or request.args))):
        what = g.get("doing") or _doing(person())
        if what.account_id is not None:
            why = [f"{status} {WHY[status]}", cause() if status == CANNOT_BE else ""]
            witness(what, result=AuditResult.REFUSED, detail="：".join(filter(None, why)))
    elif status in GIVEN and response.headers.get("Content-Disposition", "").startswith("attachment"):
        witness(g.doing, result=AuditResult.DONE, detail="导出文件")


def _doing(who):
    if who is None:
        return Doing("未登录", request.endpoint, request.path, source())
    path = request.full_path.rstrip("?")
    return Doing(who.name, request.endpoint, path, source(), who.role, who.id)


def _note_use():
    """At most once a minute, in a transaction of its own after the page's has ended."""
    browser = current_user.browser if current_user.is_authenticated else None
    if browser and signing_in.is_worth_noting(browser.seen_at):
        let_go()
        signing_in.saw(browser.id)


def forget(_fault=None) -> None:
    look_away()
    doing(NOBODY)


def _refuse_foreign(values):
    """What belongs to another group is not there for those who may change their own alone."""
    for name, owner in OWNERS.items():
        if name in values and not _is_own(owner(values[name])):
            abort(404)


def _is_own(found):
    return found is not None and current_sight().has_as_own(found.group_id)


def _ask_to_sign_in():
    """To the sign-in, and back afterwards; what was typed into a form is kept for its author, or else given back."""
    if request.method in READING:
        if is_part() or request.accept_mimetypes.best == "application/json":
            abort(401)
        return redirect(url_for("signing_in.show", next=_here()), 303)
    is_script = is_part() or request.accept_mimetypes.best == "application/json"
    if not _keep() and (is_script or has_typed()):
        return signed_out()
    if is_script:
        abort(401)
    return redirect(url_for("signing_in.show"), 303)


def _keep():
    """Keep what was typed, if it is known by whom: whether it is kept."""
    who = expired_person()
    if who is None:
        return False
    doing(_doing(who))
    let_go()
    had_files = any(file.filename for files in request.files.listvalues() for file in files)
    return unsent.keep(who.id, request.full_path.rstrip("?"), request.form.lists(), had_files=had_files)


def _here():
    return None if request.path == "/" and not request.query_string else request.full_path.rstrip("?")
