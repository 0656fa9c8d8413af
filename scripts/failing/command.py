"""The run: a small office, form after form broken at every statement and commit, the figures."""

import argparse
import logging
import tempfile
from itertools import chain, count
from pathlib import Path

from sqlalchemy import event

from scripts.failing.trying import SOME, try_all
from scripts.failing.world import World
from tests.cycles import OPENING
from tracker import clock
from tracker.operations import migrating
from tracker.settings import Settings
from tracker.storage.database import db
from tracker.web.application import create_app


def main(arguments) -> int:
    """Send every form and print one line, and what was wrong; 1 if anything was."""
    options = _options(arguments)
    clock.now = lambda: OPENING
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="fail.") as folder:
        app = an_app(Path(folder), options.database)
        with app.app_context():
            migrating.upgrade()
            world = World(app)
            if options.broken:
                event.listen(db.engine, "after_cursor_execute", keep_at_once)
        tried = try_all(world, lambda: chain(SOME, count(1)))
    kind = "SQLite" if options.database is None else options.database.partition(":")[0]
    for case, endpoint, what in tried.wrong[:5]:
        print(f"case {case}, {endpoint}: {what}")  # noqa: T201
    print(f"{kind}: {len(tried.sent)} forms broken {tried.broken:,} times: {len(tried.wrong)} wrong")  # noqa: T201
    return int(bool(tried.wrong))


def an_app(home: Path, database: str | None = None):
    """An application that answers a fault as it does in production."""
    settings = Settings(home=home, database_url=database)
    return create_app(settings, TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)


def _options(arguments):
    parser = argparse.ArgumentParser(prog="scripts/fail", description=__doc__)
    parser.add_argument("--broken", action="store_true", help="keep every statement at once: it must be noticed")
    parser.add_argument("--database", help="an empty database; without it SQLite")
    return parser.parse_args(arguments)


def keep_at_once(connection, _cursor, statement, *_):
    """The control: what every statement writes is kept at once, as if there were no transaction."""
    if statement.startswith(("INSERT", "UPDATE", "DELETE")) and "RETURNING" not in statement:
        connection.connection.dbapi_connection.execute("COMMIT")
        connection.connection.dbapi_connection.execute("BEGIN")
