"""What every test may ask for: an application on an empty database, one on the five documents, their test clients."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url, update

from tests.apps import KeptApps
from tests.people import a_group, signed_in
from tests.postgres import empty_database, running_server, server_programs
from tracker.operations import groups, migrating, registry, seeding
from tracker.settings import Settings
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.web.application import create_app


@pytest.fixture(autouse=True, scope="session")
def no_settings_from_outside():
    """A test never depends on the TRACKER_* settings of the machine it runs on."""
    for name in [name for name in os.environ if name.startswith("TRACKER_")]:
        del os.environ[name]


def application(home: Path, **settings):
    """An application of its own under a folder, its database migrated."""
    app = create_app(Settings(home=home, **settings), TESTING=True)
    with app.app_context():
        migrating.upgrade()
    return app


@contextmanager
def closing(app):
    """An application whose connections are closed in the end."""
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def kept_apps(tmp_path_factory):
    """Applications that tests use one after another; see tests.apps."""
    return KeptApps(tmp_path_factory.mktemp("apps"))


@pytest.fixture(scope="session")
def migrated_home(tmp_path_factory):
    """A folder with an empty database of today's tables; to be copied, never written."""
    home = tmp_path_factory.mktemp("migrated")
    with closing(application(home)):
        return home


BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def database(request):
    """Which database a test's application is on: each test that has one is tried on both."""
    return request.param


@contextmanager
def on_copy_of(kind, database, request, tmp_path, kept_apps):
    """An application on a copy of its own of the database of a kind: migrated or loaded."""
    if database == "postgresql":
        template = make_url(request.getfixturevalue(f"{kind}_url")).database
        kept = kept_apps.at(tmp_path, request.getfixturevalue("postgres_server"), template)
    else:
        shutil.copy(request.getfixturevalue(f"{kind}_home") / "tracker.sqlite3", tmp_path)
        kept = kept_apps.at(tmp_path)
    with kept as app:
        yield app


@pytest.fixture
def app(database, request, tmp_path, kept_apps):
    """An application on an empty database."""
    with on_copy_of("migrated", database, request, tmp_path, kept_apps) as app:
        yield app


@pytest.fixture(scope="session")
def migrated_url(postgres_server, tmp_path_factory):
    """The same on PostgreSQL: its URL."""
    with empty_database(postgres_server) as url:
        with closing(application(tmp_path_factory.mktemp("migrated"), database_url=url)):
            pass
        yield url


@pytest.fixture
def migrated_copy(postgres_server, migrated_url):
    """URL of a copy of the test's own."""
    with empty_database(postgres_server, make_url(migrated_url).database) as url:
        yield url


@pytest.fixture
def in_app(app):
    """The same, within its context, for tests that meet the database without a request."""
    with app.app_context():
        yield app


@pytest.fixture
def client(app):
    """A browser in which the office of the highest leading group is signed in."""
    return signed_in(app)


@pytest.fixture
def anonymous_client(app):
    """A browser in which nobody is signed in."""
    return app.test_client()


@pytest.fixture
def client_of(app):
    """A browser of somebody with a role: ``client_of("reporter", agency_id="440100-015")``."""

    def client_of(role, **whose):
        return signed_in(app, role, **whose)

    return client_of


@pytest.fixture(scope="session")
def loaded_home(tmp_path_factory):
    """A folder with a database filled with the registry and data/measures.csv; to be copied, never written.

    All five documents are the office's own here; see ``grouped_app`` for whose they are.
    """
    home = tmp_path_factory.mktemp("loaded")
    with closing(application(home)) as app:
        load(app)
    return home


@pytest.fixture(scope="session")
def loaded_url(postgres_server, tmp_path_factory):
    """The same on PostgreSQL: its URL."""
    with empty_database(postgres_server) as url:
        with closing(application(tmp_path_factory.mktemp("loaded"), database_url=url)) as app:
            load(app)
        yield url


def load(app):
    with app.app_context():
        registry.fill_empty_registry()
        seeding.fill_fresh_database()
        groups.fill_empty_groups()
        db.session.execute(update(PolicyDocument).values(leading_group_id=a_group("广东省")))
        db.session.commit()


@pytest.fixture
def grouped_app(database, request, tmp_path, kept_apps):
    """An application on its own copy of the five documents, each of the leading group it belongs to."""
    with on_copy_of("loaded", database, request, tmp_path, kept_apps) as app:
        with app.app_context():
            db.session.execute(update(PolicyDocument).values(leading_group_id=None))
            groups.hand_out_documents()
            db.session.commit()
        yield app


@pytest.fixture
def loaded_app(database, request, tmp_path, kept_apps):
    """An application on its own copy of the five documents."""
    with on_copy_of("loaded", database, request, tmp_path, kept_apps) as app:
        yield app


@pytest.fixture
def in_loaded_app(loaded_app):
    with loaded_app.app_context():
        yield loaded_app


@pytest.fixture
def loaded_client(loaded_app):
    """The office to which all five documents belong."""
    return signed_in(loaded_app)


def needed(found, sentence):
    """``found``, or the test is skipped with a sentence that says what to install; REQUIRE_ALL=1 makes it fail."""
    if not found:
        (pytest.fail if os.environ.get("REQUIRE_ALL") == "1" else pytest.skip)(sentence)
    return found


@pytest.fixture(scope="session")
def chromium():
    """Path of a Chromium to drive."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return needed(found, "needs Chromium: apt-get install chromium fonts-noto-cjk")


@pytest.fixture(scope="session")
def postgres_server():
    """URL of a throw-away PostgreSQL server, or of the one TEST_PG_URL names."""
    if url := os.environ.get("TEST_PG_URL"):
        yield url
        return
    programs = needed(server_programs(), "needs PostgreSQL: apt-get install postgresql")
    with running_server(programs) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server):
    """URL of an empty database of the test's own."""
    with empty_database(postgres_server) as url:
        yield url


@pytest.fixture
def database_url(database, request):
    """URL of an empty database of the test's own; None on SQLite, where it is in the folder."""
    return request.getfixturevalue("postgres_url") if database == "postgresql" else None


@pytest.fixture
def empty_app(database_url, tmp_path):
    """An application whose database has no table yet, within its context."""
    with closing(create_app(Settings(home=tmp_path, database_url=database_url), TESTING=True)) as app, app.app_context():
        yield app
