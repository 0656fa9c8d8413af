"""经办人: whose name stands under a change. It is asked for once and kept in the browser's signed session."""

from flask import Flask, request, session

LONGEST = 20
KEY = "clerk"


def init_app(app: Flask) -> None:
    app.jinja_env.globals["clerk"] = clerk


def clerk() -> str:
    """The name the session knows; "" if it knows none."""
    return session.get(KEY, "")


def signed() -> str:
    """The name under what is being sent: the one in the form, which is kept from now on, else the one known."""
    name = " ".join(request.form.get("who", "").split())[:LONGEST]
    if name:
        session.permanent = True
        session[KEY] = name
    return name or clerk()
