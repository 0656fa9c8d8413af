"""Parts of a page that a script asks for by themselves."""

from flask import request


def is_part() -> bool:
    """Whether a script asks, which puts the answer into a page that is there already."""
    return request.headers.get("X-Requested-With") == "fetch"
