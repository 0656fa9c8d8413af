"""Every page there is asks at most twelve statements of its database, the first time after a change and afterwards."""

import pytest
from sqlalchemy import func, select, update

from scripts.benches.large import fill
from scripts.benches.large_rest import fill_rest
from scripts.benches.large_year import fill_year
from scripts.benches.walking import DOWNLOADS, Browsers, places
from tests.conftest import application, closing
from tests.statements import counted
from tracker.storage.cycles import Cycle
from tracker.storage.database import db
from tracker.storage.keeping import count_changes
from tracker.storage.queries.image import image
from tracker.storage.queries.texts import texts
from tracker.vocabulary import AccountRole
from tracker.vocabulary.reporting import CycleState
from tracker.web.assets import FILES

MOST = 12
TASKS = 20
LEADING_ON = {"signing_in.show", "reports.index"}
"""Pages that lead on: who is signed in, and who has one sheet."""
LIT = ("/tasks?filing=", "/tasks?progress=")
"""The ledger by lights, which reads more the first time than without."""


@pytest.fixture
def large_app(tmp_path, database_url):
    """The year of `scripts/seed-large`, with few tasks."""
    with closing(application(tmp_path, database_url=database_url)) as app:
        with app.app_context():
            fill(TASKS)
            fill_year()
            fill_rest(tmp_path)
        yield app


def change(app):
    """Something changes of which all that is kept is made."""
    with app.app_context():
        count_changes()
        db.session.commit()


def test_every_page_asks_at_most_twelve_statements_first_and_kept(large_app):
    """Each page first after a change once for each role, the ledger by lights each time, then kept with all the conditions it may be asked with.

    What `tracker serve` reads before it begins is read. An approver's pages are a reporter's but for the desk; conditions ask both databases alike.
    """
    browsers, over, answers, known = Browsers(large_app), [], {}, set()
    with large_app.app_context():
        has_conditions = db.engine.dialect.name == "sqlite"
        image()
        texts()
    for place in places(large_app, browsers):
        if (place.role == "approver" and place.endpoint != "desk.show") or ("?" in place.address and not has_conditions):
            continue
        is_first = (place.role, place.endpoint) not in known or place.address.startswith(LIT)
        known.add((place.role, place.endpoint))
        if is_first:
            change(large_app)
        for turn in ("first", "kept") if is_first else ("kept",):
            with counted(large_app) as statements, browsers.of(place.role).get(place.address) as answer:
                answers.setdefault(place.endpoint, set()).add(answer.status_code)
            if len(statements) > MOST:
                over.append((place.role, place.address, turn, len(statements)))
    assert over == []
    pages = {rule.endpoint for rule in large_app.url_map.iter_rules() if "GET" in rule.methods} - FILES - DOWNLOADS
    assert answers.keys() == pages
    assert {endpoint for endpoint, found in answers.items() if 200 not in found} <= LEADING_ON


def test_a_second_open_cycle_makes_no_page_of_the_office_ask_more(large_app):
    """First after every change there may be, and kept: pages that speak of all open cycles."""
    with large_app.app_context():
        db.session.execute(update(Cycle).where(Cycle.state == CycleState.LOCKED).values(state=CycleState.OPEN))
        db.session.commit()
        assert db.session.scalar(select(func.count()).where(Cycle.state == CycleState.OPEN)) > 1
        image()
        texts()
    office, over = Browsers(large_app).of(AccountRole.OFFICE), []
    for address in ("/", "/agencies/handovers", "/cycles", "/review", "/foresight", "/exports", "/reminders", "/tasks?filing=red"):
        change(large_app)
        for turn in ("first", "kept"):
            with counted(large_app) as statements, office.get(address) as answer:
                assert answer.status_code in (200, 404), address
            if len(statements) > MOST:
                over.append((address, turn, len(statements)))
    assert over == []
