"""Section `pages`: what the pages of a large office cost: statements and time, first after a change and when kept."""

import tempfile
import time
from pathlib import Path

from sqlalchemy import event, select, update

from scripts.benches.large import fill
from scripts.benches.large_year import PLACE, fill_year
from scripts.benches.table import show
from tests.people import signed_in
from tracker.operations import migrating
from tracker.operations.tidying import tidy
from tracker.settings import Settings
from tracker.storage.cycles import ExpectedReport
from tracker.storage.database import db
from tracker.storage.keeping import DataVersion
from tracker.storage.reports import Filing, Receipt
from tracker.vocabulary.reporting import IN_REVIEW, Duty
from tracker.web.application import create_app

TASKS = 30_000
PLACES = (
    "/",
    "/agencies",
    "/agencies/440100-015",
    "/agencies/handovers",
    "/agencies/names",
    "/agencies/collectives",
    "/tasks",
    "/tasks?agency=440100-015&on=today",
    "/graph",
    "/graph/network.json",
    "/graph/diagnosis",
)
OF_THE_YEAR = {
    "office": (
        "/", "/foresight", "/cycles", "/cycles/1", "/cycles/1/rows", "/cycles/1/rows?stage=late", "/cycles/1/rows?agency={agency}",
        "/review", "/review?page=20", "/review/{waiting}", "/tasks/{task}", "/tasks/{task}/reported", "/messages",
        "/cycles/1/rates", "/cycles/1/rates?by=document", "/cycles/1/rates?by=city", "/cycles/1/rates?by=group",
        "/cycles/1/reminders", "/cycles/1/calls", "/cycles/1/calls?all=1", "/cycles/1/recipients", "/cycles/1/tasks",
    ),
    "reporter": (
        "/", "/reports", "/reports/{sheet}", "/reports/{sheet}/rows/{row}", "/reports/{sheet}/receipts/{receipt}",
        "/cycles", "/tasks", "/tasks/{task}", "/tasks/{task}/reported",
    ),
    "superior": ("/", "/cycles", "/cycles/1", "/cycles/1/rows?stage=missing", "/tasks/{task}/reported"),
    "auditor": ("/audit", "/audit?who=林&object=平台"),
}  # fmt: skip
"""The pages of the year, by who asks."""


def pages(database: str | None = None) -> None:
    """Print statements, milliseconds of SQL and of the whole answer for each page."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), database_url=database)
        app = create_app(settings, TESTING=True)
        with app.app_context():
            migrating.upgrade()
            fill(TASKS)
            fill_year()
            tidy()
        show(
            f"pages: {TASKS} tasks; goals: ≤ 12 statements, ≤ 50 ms of SQL; the graph kept ≤ 20 ms",
            ["page".ljust(36), "statements", "   SQL ms", "  whole ms", "kept: statements", "  SQL ms", " whole ms"],
            _costs(app),
        )
        show(
            f"pages of the year: {TASKS} tasks, 5 rows each, 2 versions a row; goals: ≤ 12 statements, ≤ 50 ms of SQL",
            ["page".ljust(48), "statements", "   SQL ms", "  whole ms", "kept: statements", "  SQL ms", " whole ms"],
            _costs_of_the_year(app),
        )
        with app.app_context():
            db.engine.dispose()


def _costs(app):
    client = signed_in(app)
    for place in PLACES:
        yield place, *_first_and_kept(app, client, place)


def _costs_of_the_year(app):
    with app.app_context():
        ids = some_ids()
    whose = {"reporter": {"agency_id": ids["agency"]}, "auditor": {}}
    for role, places in OF_THE_YEAR.items():
        client = signed_in(app, role, **whose.get(role, {"group": PLACE}))
        for place in places:
            address = place.format(**ids)
            yield f"{role} {address}", *_first_and_kept(app, client, address)


def some_ids() -> dict:
    """An agency of the year, its sheet, one of its rows with its task, a receipt of it, and a row that waits."""
    own = select(Filing.agency_id, Filing.id, ExpectedReport.id, ExpectedReport.task_id).join(
        ExpectedReport, ExpectedReport.agency_id == Filing.agency_id
    )
    own = own.where(ExpectedReport.duty == Duty.REPORT).order_by(ExpectedReport.id)
    names = ("agency", "sheet", "row", "task")
    found = dict(zip(names, db.session.execute(own).first(), strict=True))
    receipt = select(Receipt.id).where(Receipt.filing_id == found["sheet"])
    waits = ExpectedReport.state.in_(IN_REVIEW), ExpectedReport.duty == Duty.REPORT
    ids = {"receipt": db.session.scalar(receipt), "waiting": db.session.scalar(select(ExpectedReport.id).where(*waits))}
    db.session.rollback()
    return found | ids


def _first_and_kept(app, client, place):
    _change(app)
    first, kept = (_asked(app, client, place) for _ in range(2))
    return *first, *kept


def _change(app):
    """Something changes, so that nothing is kept any more."""
    with app.app_context():
        db.session.execute(update(DataVersion).values(number=DataVersion.number + 1))
        db.session.commit()


def _asked(app, client, place):
    """Statements, milliseconds of SQL, fetching rows not included, milliseconds of the whole answer.

    SQLite works within this thread: its processor time is counted, whatever else the machine does.
    """
    spent, begun = [], []

    def before(*_):
        begun.append(clock())

    def after(_connection, _cursor, statement, *_):
        took = clock() - begun.pop()
        if not statement.startswith("BEGIN"):
            spent.append(took)

    with app.app_context():
        engine = db.engine
    clock = time.thread_time if engine.dialect.name == "sqlite" else time.perf_counter
    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    start = time.perf_counter()
    answer = client.get(place)
    answer.close()
    whole = time.perf_counter() - start
    event.remove(engine, "before_cursor_execute", before)
    event.remove(engine, "after_cursor_execute", after)
    return str(len(spent)), f"{sum(spent) * 1000:.1f}", f"{whole * 1000:.1f}"
