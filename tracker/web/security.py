"""What every answer carries so that a browser asks nobody but this server and runs nothing but its files."""

from datetime import timedelta

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect

from tracker.storage.reading import read_only

POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
"""Plotly sets style attributes on its own elements, hence style-src-attr; nothing else needs more than 'self'."""

FILE_POLICY = "default-src 'none'; sandbox"
"""Of what is saved: whatever opens it anyway runs nothing in it and knows it from no place."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
KEPT = timedelta(days=30)
"""How long a browser keeps the clerk's name; a form's token lives as long, so that nobody loses an afternoon's typing."""
READING = {"GET", "HEAD", "OPTIONS"}


def init_app(app: Flask) -> None:
    app.config.update(
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_NAME="tracker",
        PERMANENT_SESSION_LIFETIME=KEPT,
        WTF_CSRF_TIME_LIMIT=None,
    )
    CSRFProtect(app)
    app.before_request(begin_reading)
    app.after_request(add_headers)


def begin_reading() -> None:
    """A page that only reads never waits for a writer; files and addresses that are none need no database."""
    if request.method in READING and request.blueprint not in (None, "assets"):
        read_only()


def add_headers(response: Response) -> Response:
    """On every answer, errors and downloads included; a page is asked for anew each time."""
    response.headers.update(HEADERS)
    if response.headers.get("Content-Disposition", "").startswith("attachment"):
        response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers.setdefault("Cache-Control", "no-cache")
    return response
