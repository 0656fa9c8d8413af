"""Section `pages`: what every page of a large office costs: statements and time, first after everything that is kept changed at
once, and when kept; where the first is over the goal, also after the dearest of the changes that are made one by one."""

import tempfile
import time
from pathlib import Path

from sqlalchemy import delete, func, select

from scripts.benches.large import fill
from scripts.benches.large_rest import fill_rest
from scripts.benches.large_year import fill_year
from scripts.benches.statements import Meter
from scripts.benches.table import print_line, show
from scripts.benches.walking import Browsers, places
from tracker.operations import migrating, sealing
from tracker.operations.tidying import tidy
from tracker.settings import Settings
from tracker.storage.database import db
from tracker.storage.documents import Measure
from tracker.storage.editions import DOCUMENT, DutyEdition
from tracker.storage.keeping import Part, count_changes
from tracker.storage.queries.image import image
from tracker.storage.queries.texts import texts
from tracker.web.application import create_app

TASKS = 30_000
STATEMENTS, MILLISECONDS = 12, 50
"""What a page may ask, and how long its SQL may take."""
TIMES = 3
"""How often a page is asked for; the least counts."""
WRITER = -1
"""As whom the bench says that documents changed."""
COLUMNS = ["page".ljust(72), "first: statements", "   SQL ms", "  whole ms", "kept: statements", "  SQL ms", " whole ms", "one: SQL ms"]


def pages(database: str | None = None, home: Path | None = None, only: str = "") -> None:
    """Print statements, milliseconds of SQL and of the whole answer for each page; then those over the goals, which a change of
    everything at once may exceed in time.

    ``home`` is a folder that `scripts/seed-large` has filled, with its ``database`` if it is not in it.
    """
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(home=home or Path(folder), database_url=database), TESTING=True)
        if home is None:
            with app.app_context():
                fill_everything(Path(folder), TASKS)
        over = []
        show(f"pages: {TASKS} tasks; goals: ≤ {STATEMENTS} statements, ≤ {MILLISECONDS} ms of SQL", COLUMNS, _costs(app, only, over))
        print_line(f"\n{len(over)} over the goals:" if over else "\nevery page within the goals")
        for line in over:
            print_line(line)
        with app.app_context():
            db.engine.dispose()


def fill_everything(home: Path, tasks: int = TASKS) -> None:
    """The large office, its year and all the rest, in the empty database of the current application."""
    migrating.upgrade()
    fill(tasks)
    fill_year()
    fill_rest(home)
    sealing.seal(home)
    tidy()


def _costs(app, only, over):
    browsers = Browsers(app)
    with app.app_context():
        meter = Meter(db.engine)
        image()
        texts()
    for role, endpoint, address in places(app, browsers):
        if only not in f"{role} {endpoint} {address}":
            continue
        client = browsers.of(role)
        first, kept = [], []
        for _ in range(TIMES):
            _change(app, Part)
            first.append(_asked(meter, client, address))
            kept.append(_asked(meter, client, address))
        costs = *map(min, zip(*first, strict=True)), *map(min, zip(*kept, strict=True))
        status, *first_costs, _, statements, sql, whole = costs
        line = f"{role} {address}" if status == 200 else f"{role} {address} ({status})"
        is_dear = first_costs[1] > MILLISECONDS
        one = max(_after(app, part, meter, client, address) for part in Part) if is_dear else first_costs[1]
        shown = [line, *_shown(*first_costs), *_shown(statements, sql, whole), f"{one:.1f}" if is_dear else ""]
        if max(first_costs[0], statements) > STATEMENTS or max(one, sql) > MILLISECONDS:
            over.append("  ".join(shown))
        yield shown


def _after(app, part, meter, client, address):
    """The milliseconds of SQL after a change of one part."""
    spent = []
    for _ in range(TIMES):
        _change(app, [part])
        spent.append(_asked(meter, client, address)[2])
    return min(spent)


def _shown(statements, sql, whole):
    return str(statements), f"{sql:.1f}", f"{whole:.1f}"


def _change(app, parts):
    """These parts of what kept values are made of change; of what is printed the largest document."""
    with app.app_context():
        if Part.DOCUMENTS in parts:
            _change_largest()
        count_changes(parts)
        db.session.commit()


def _change_largest():
    tasks = select(Measure.document_id).join(Measure.tasks).group_by(Measure.document_id)
    largest = db.session.scalar(tasks.order_by(func.count().desc()).limit(1))
    db.session.execute(delete(DutyEdition).where(DutyEdition.writer == WRITER))
    number = time.time_ns() % 10**9
    db.session.add(DutyEdition(kind=DOCUMENT, key=largest, writer=WRITER, number=number))


def _asked(meter, client, address):
    """The answer's status, statements, milliseconds of SQL and of the whole."""
    start = time.perf_counter()
    with meter.running() as spent, client.get(address) as answer:
        answer.get_data()
    return answer.status_code, len(spent.statements), spent.seconds * 1000, (time.perf_counter() - start) * 1000
