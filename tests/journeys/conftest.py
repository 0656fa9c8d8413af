"""A real browser before a real server on the five documents."""

import re
import shutil
from contextlib import contextmanager
from threading import Thread

import pytest
from werkzeug.serving import make_server

from tests.people import signed_in
from tracker.settings import Settings
from tracker.storage.database import db
from tracker.web.application import create_app

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
REFUSED = re.compile(r"409 \(CONFLICT\)|401 \(UNAUTHORIZED\)|400 \(BAD REQUEST\)|Cleared data types")
"""What a browser says of what was refused, or came after the sign-in was over or another had begun, and when somebody signs out."""
DESK = {"width": 1366, "height": 768}
TELEPHONE = {"width": 360, "height": 780}


@pytest.fixture(scope="session")
def address(loaded_home, tmp_path_factory):
    """Where the five documents are served, to be looked at."""
    with served(loaded_home, tmp_path_factory.mktemp("served")) as address:
        yield address


class Address(str):
    """Where an application is served; ``cookies`` are those of a browser in which somebody is signed in."""

    def __new__(cls, address, app):
        self = super().__new__(cls, address)
        self.app = app
        return self

    def cookies(self, *roles, **whose):
        value = signed_in(self.app, *roles, **whose).get_cookie("tracker").value
        return [{"name": "tracker", "value": value, "url": str(self)}]


@contextmanager
def served(from_home, home, database_url=None):
    """A server on a copy of its own of what is in a folder, or on a database."""
    if database_url is None:
        shutil.copy(from_home / "tracker.sqlite3", home)
    app = create_app(Settings(home=home, database_url=database_url), TESTING=True)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield Address(f"http://127.0.0.1:{server.server_port}", app)
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def browser(chromium):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def window(browser, address):
    """Open a window on the server: ``with window(TELEPHONE) as page``; the office is signed in there, or ``whose`` account.

    When it closes, nothing may have been written to the console but that something was refused, no script may have
    failed, no other host been asked.
    """

    @contextmanager
    def opened(viewport=DESK, roles=("office",), whose=None, **options):
        complaints = []
        context = browser.new_context(base_url=address, locale="zh-CN", viewport=viewport, **options)
        context.set_default_timeout(10_000)
        if roles:
            context.add_cookies(address.cookies(*roles, **(whose or {})))
        page = context.new_page()
        page.on("console", lambda message: complaints.extend([message.text] * (not REFUSED.search(message.text))))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.extend(foreign(request.url, address)))
        yield page
        context.close()
        assert complaints == []

    return opened


def foreign(url, address):
    return [] if url.startswith((address, "data:", "blob:")) else [url]
