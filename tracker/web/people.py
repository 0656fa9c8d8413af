"""Who is signed in: Flask-Login asks here whose the browser's token is, at every request anew."""

from flask import Flask, Response, current_app, g, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import LoginManager, current_user

from tracker.operations import signing_in
from tracker.operations.passwords import PROFILES, Profile
from tracker.storage.queries.people import Browser, Person
from tracker.web.assets import FILES

BROKEN = "broken"
TOKEN = "_user_id"
"""Where Flask-Login keeps the token in the session's cookie."""


class User:
    """A signed-in person as Flask-Login knows one: by the token of this browser, not by the account."""

    is_authenticated = is_active = True
    is_anonymous = False

    def __init__(self, token: str, browser: Browser):
        self.token, self.browser = token, browser

    def get_id(self) -> str:
        return self.token

    @property
    def person(self) -> Person:
        return self.browser.person


class HostCookie(SecureCookieSessionInterface):
    """The session's cookie: over https bound to this host and never sent in the clear."""

    def get_cookie_name(self, app: Flask) -> str:
        name = super().get_cookie_name(app)
        return f"__Host-{name}" if request.is_secure else name

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if request.endpoint not in FILES:
            super().save_session(app, session, response)

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def init_app(app: Flask) -> None:
    manager = LoginManager()
    manager.session_protection = None
    manager.user_loader(user_of)
    manager.init_app(app, add_context_processor=False)
    app.session_interface = HostCookie()
    app.jinja_env.globals["person"] = person


def user_of(token: str) -> User | None:
    """The person of a token whose sign-in is not over."""
    browser = signing_in.browser_of(token, profile())
    return User(token, browser) if browser else None


def profile() -> Profile:
    """What this installation asks of passwords and sign-ins."""
    return PROFILES[current_app.config["PASSWORD_PROFILE"]]


def person() -> Person | None:
    """Who is signed in; None if nobody is, or it cannot be asked because something is broken."""
    return current_user.person if not g.get(BROKEN) and current_user.is_authenticated else None


def ask_nobody() -> None:
    """The page that tells of a fault must not run into it again."""
    setattr(g, BROKEN, True)


def expired_person() -> Person | None:
    """Whose sign-in in this browser is over; None if there was none."""
    token = session.get(TOKEN)
    found = token and signing_in.known_browser(token)
    return found.person if found and not found.disabled_at else None


def source() -> str:
    """Where a request comes from: the address of the other end, as far as our own proxies vouch for it."""
    return request.remote_addr or "?"
