"""The demonstration, served for as long as it is photographed, at the time that is being told of."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path
from threading import Thread

from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from scripts.picturing.papers import press_the_late, print_papers
from scripts.picturing.workbooks import print_workbook
from tracker import clock
from tracker.operations import demonstration, demonstration_year, opening, sealing
from tracker.settings import Settings
from tracker.web.application import create_app

SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
DESKS = {
    "office": ("desk-office", 900),
    "commerce": ("desk-agency", 900),
    "sign": ("desk-approver", 620),
    "superior": ("desk-superior", 830),
    "sysadmin": ("desk-sysadmin", 420),
    "secadmin": ("desk-secadmin", 420),
    "auditor": ("desk-auditor", 360),
}
"""By login: the picture's name and its height; all are as wide as the screens of offices."""
WIDTH, FORESIGHT = 1366, 1010


def photograph(home: Path, chromium: str, folder: Path) -> Iterator[Path]:
    """Take a picture of each desk, of what the office prints and of workbooks; yields where each is kept."""
    with _served(home) as (address, papers), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
        for login, (name, height) in DESKS.items():
            context = browser.new_context(
                base_url=address, locale="zh-CN", viewport={"width": WIDTH, "height": height}, color_scheme="light"
            )
            page = _signed_in(context, login)
            page.goto("/")
            path = folder / f"{name}.png"
            page.screenshot(path=path)
            yield path
            if login == "office":
                yield _foreseen(page, folder / "foresight.png")
                yield from print_papers(page, papers, folder)
            yield from print_workbook(page, login, folder)
            context.close()
        browser.close()


def _foreseen(page, path):
    """What the office foresees, once its curve is drawn."""
    page.goto("/foresight")
    page.wait_for_selector("[data-drawn]")
    page.set_viewport_size({"width": WIDTH, "height": FORESIGHT})
    page.screenshot(path=path)
    return path


def _signed_in(context, login):
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("[name=login]", login)
    page.fill("[name=password]", demonstration.PASSWORD)
    page.click("main button[type=submit]")
    return page


@contextmanager
def _served(home):
    app = create_app(Settings(home=home), TESTING=True)
    with app.app_context():
        opening.open_installation(home)
        demonstration.create()
        demonstration_year.tell(clock.today())
        papers = press_the_late()
        sealing.seal(home)
    server = make_server("127.0.0.1", 0, app)
    thread = Thread(target=copy_context().run, args=(server.serve_forever,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", papers
    server.shutdown()
    thread.join()
