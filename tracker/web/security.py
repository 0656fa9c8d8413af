"""What every answer carries so that a browser asks nobody but this server and runs nothing but its files."""

from flask import Flask, Response, request

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

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
READING = {"GET", "HEAD", "OPTIONS"}


def init_app(app: Flask) -> None:
    app.before_request(begin_reading)
    app.after_request(add_headers)


def begin_reading() -> None:
    """A page that only reads never waits for a writer; files and addresses that are none need no database."""
    if request.method in READING and request.blueprint not in (None, "assets"):
        read_only()


def add_headers(response: Response) -> Response:
    """On every answer, errors and downloads included; a page is asked for anew each time."""
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-cache")
    return response
