"""Applications that tests use one after another: routes, templates and statements take longer to compile than most
tests take to run."""

from collections import defaultdict
from contextlib import ExitStack, contextmanager
from itertools import count
from os import getpid

from tests.postgres import empty_database
from tracker.settings import Settings
from tracker.storage.database import db
from tracker.storage.keeping import Keeper
from tracker.web.application import create_app


class KeptApps:
    """Each finds the folder of the test that uses it, and what is in it, behind a link of its own; nothing else of a
    test is left when it is taken by the next."""

    def __init__(self, folder):
        self._folder, self._free, self._numbers = folder, defaultdict(list), count()

    @contextmanager
    def at(self, home, server=None, template=None):
        """An application whose home is this folder; on SQLite, or on a copy of ``template`` on a PostgreSQL server."""
        link, app = self._free[server].pop() if self._free[server] else (self._folder / f"{next(self._numbers)}", None)
        with ExitStack() as stack:
            link.symlink_to(home)
            stack.callback(link.unlink)
            url = server and stack.enter_context(empty_database(server, template, f"kept_{getpid()}_{link.name}"))
            app = app or create_app(Settings(home=link, database_url=url), TESTING=True)
            config = dict(app.config)
            with app.app_context():
                db.engine.update_execution_options(keeper=Keeper())
            yield app
            app.config.clear()
            app.config.update(config)
            with app.app_context():
                db.engine.dispose()
        self._free[server].append((link, app))
