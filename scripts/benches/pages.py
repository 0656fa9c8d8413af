"""Section `pages`: what the pages of a large office cost: statements and time, first after a change and when kept."""

import tempfile
import time
from pathlib import Path

from sqlalchemy import event, update

from scripts.benches.large import fill
from scripts.benches.table import show
from tests.people import signed_in
from tracker.operations import migrating
from tracker.settings import Settings
from tracker.storage.database import db
from tracker.storage.keeping import DataVersion
from tracker.web.application import create_app

TASKS = 30_000
PLACES = (
    "/",
    "/agencies",
    "/agencies/440100-015",
    "/tasks",
    "/tasks?agency=440100-015&on=today",
    "/graph",
    "/graph/network.json",
    "/graph/diagnosis",
)


def pages() -> None:
    """Print statements, milliseconds of SQL and of the whole answer for each page."""
    with tempfile.TemporaryDirectory() as home:
        app = create_app(Settings(home=Path(home)), TESTING=True)
        with app.app_context():
            migrating.upgrade()
            fill(TASKS)
        show(
            f"pages: {TASKS} tasks; goals: ≤ 12 statements, ≤ 50 ms of SQL; the graph kept ≤ 20 ms",
            ["page".ljust(36), "statements", "   SQL ms", "  whole ms", "kept: statements", "  SQL ms", " whole ms"],
            _costs(app),
        )
        with app.app_context():
            db.engine.dispose()


def _costs(app):
    client = signed_in(app)
    for place in PLACES:
        _change(app)
        first, kept = (_asked(app, client, place) for _ in range(2))
        yield place, *first, *kept


def _change(app):
    """Something changes, so that nothing is kept any more."""
    with app.app_context():
        db.session.execute(update(DataVersion).values(number=DataVersion.number + 1))
        db.session.commit()


def _asked(app, client, place):
    """Statements, milliseconds of SQL, fetching rows not included, milliseconds of the whole answer."""
    spent, begun = [], []

    def before(*_):
        begun.append(time.perf_counter())

    def after(*_):
        spent.append(time.perf_counter() - begun.pop())

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    start = time.perf_counter()
    answer = client.get(place)
    answer.close()
    whole = time.perf_counter() - start
    event.remove(engine, "before_cursor_execute", before)
    event.remove(engine, "after_cursor_execute", after)
    return str(len(spent)), f"{sum(spent) * 1000:.1f}", f"{whole * 1000:.1f}"
