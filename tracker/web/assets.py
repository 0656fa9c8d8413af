"""Files a browser may keep for ever: their address changes with their content."""

import gzip
import re
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request, url_for

assets = Blueprint("assets", __name__, url_prefix="/assets")

FILES = frozenset({"static", "assets.plotly_script"})
"""The endpoints that send files of the program: the same for everybody, and nobody's session is looked at."""
FOREVER = "public, max-age=31536000, immutable"


def init_app(app: Flask) -> None:
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 365 * 24 * 3600
    app.register_blueprint(assets)
    app.jinja_env.globals.update(asset=asset, plotly_version=plotly_version, inlined_styles=inlined_styles)


def asset(name: str) -> str:
    """The address of a file under static/; it changes when the file does."""
    path = Path(current_app.static_folder) / name
    return url_for("static", filename=name, v=digest(path, path.stat().st_mtime_ns))


@cache
def digest(path: Path, _changed: int) -> str:
    """The first letters of a file's SHA-256, read again only when the file has changed."""
    return sha256(path.read_bytes()).hexdigest()[:10]


@cache
def plotly_version() -> str:
    """The version of the installed plotly, which names its script."""
    return version("plotly")


def plotly_file() -> Path:
    """Where the installed plotly keeps its script; found without importing plotly."""
    return Path(find_spec("plotly").origin).with_name("package_data") / "plotly.min.js"


@cache
def inlined_styles() -> tuple[str, ...]:
    """Ids of the style elements the script would write into the page if it did not find them there.

    The policy forbids such elements and a browser would report each; nothing we draw needs them.
    """
    found = re.findall(rb'\.id="([0-9a-f]{64})"', plotly_file().read_bytes())
    return tuple(name.decode() for name in dict.fromkeys(found))


@cache
def zipped(path: Path) -> bytes:
    """A file compressed, once in a process."""
    return gzip.compress(path.read_bytes(), compresslevel=6, mtime=0)


@assets.get("/plotly-<installed>.min.js")
def plotly_script(installed: str) -> Response:
    """The drawing script of the installed plotly, of which there is one version."""
    if installed != plotly_version():
        abort(404)
    if "gzip" in request.accept_encodings:
        response = Response(zipped(plotly_file()), mimetype="text/javascript", headers={"Content-Encoding": "gzip"})
    else:
        response = Response(plotly_file().read_bytes(), mimetype="text/javascript")
    response.headers["Cache-Control"] = FOREVER
    response.vary.add("Accept-Encoding")
    return response
