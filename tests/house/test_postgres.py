"""The whole way once on PostgreSQL: migrations, loading, every page, the same as on SQLite."""

import re
from urllib.parse import parse_qsl, urlsplit

import lxml.html
import pytest
from sqlalchemy import func, literal, select

from tests.conftest import application, closing
from tests.people import signed_in
from tests.postgres import empty_database
from tracker.operations import registry, seeding
from tracker.operations.access import rights
from tracker.settings import shipped
from tracker.storage.agencies import Agency
from tracker.storage.database import db
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.storage.registry import Collective, RegisteredAgency

pytestmark = pytest.mark.postgres
TABLES = (PolicyDocument, Measure, Task, Assignment, Agency)
FILES = {"static", "assets"}
"""Blueprints that send files and ask no database."""
ELSEWHERE = {"signing_in"}
"""Where nobody stays who is signed in."""
FIRST = {
    "task_id": Task.id,
    "agency_id": Agency.id,
    "body_id": RegisteredAgency.id,
    "collective_id": Collective.id,
    "code": literal("expired"),
    "document_id": PolicyDocument.id + 1,
    "old_id": PolicyDocument.id,
    "number": Task.draft_number,
}
"""What stands in an address, and whose first value to put there."""
TOKEN = re.compile(rb'(?<=name="csrf_token" value=")[^"]*')
"""What differs in a form each time it is shown."""


@pytest.fixture(scope="module")
def on_postgres(postgres_server, tmp_path_factory):
    """An application on a PostgreSQL database with the five documents."""
    home = tmp_path_factory.mktemp("home")
    with empty_database(postgres_server) as url, closing(application(home, database_url=url)) as app:
        with app.app_context():
            registry.fill_empty_registry()
            seeding.fill_fresh_database()
        yield app


def counts(app):
    with app.app_context():
        return [db.session.scalar(select(func.count()).select_from(table)) for table in TABLES]


def pages(app):
    """An address of every page that the office may see, and is not led away from."""
    with app.app_context():
        values = {name: db.session.scalar(select(func.min(column))) for name, column in FIRST.items()}
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.split(".")[0] not in FILES | ELSEWHERE]
    with app.test_request_context():
        return [
            rule.build({name: values[name] for name in rule.arguments})[1]
            for rule in rules
            if "GET" in rule.methods and "office" in rights()[rule.endpoint] and rule.arguments <= values.keys()
        ]


def linked(page):
    """One address of each kind a page links to: the same kind of place, asked for by the same conditions and order."""
    links = lxml.html.document_fromstring(page).xpath("//main//a[starts-with(@href, '/')]/@href")
    return {_kind(urlsplit(link)): link for link in links}


def _kind(link):
    asked = dict(parse_qsl(link.query))
    return re.sub(r"\d+", "1", link.path), frozenset(asked), asked.get("sort"), asked.get("scope")


def answer(client, address):
    with client.get(address) as response:
        return response.status_code, TOKEN.sub(b"", response.get_data()), response.mimetype


def test_both_databases_hold_the_same(on_postgres, loaded_app):
    assert counts(on_postgres) == counts(loaded_app) != [0] * len(TABLES)


def test_loading_twice_changes_nothing_on_postgresql(on_postgres):
    data = shipped("data")
    with on_postgres.app_context():
        again = seeding.load_measures(seeding.read_measures(data / "measures.csv"), data / "documents")
    assert (again.added, again.replaced, len(again.unchanged)) == ((), (), 5)


def test_every_page_and_each_kind_of_place_it_leads_to_is_the_same_on_both_databases(on_postgres, loaded_app):
    one, other = signed_in(on_postgres), signed_in(loaded_app)
    starts = pages(on_postgres)
    places = {_kind(urlsplit(address)): address for address in [*starts, "/tasks?q=口岸", "/agencies?q=局"]}
    answers = {address: answer(one, address) for address in starts}
    assert {status for status, *_ in answers.values()} == {200}
    for _, content, kind in answers.values():
        if kind == "text/html":
            places = linked(content) | places
    same = {
        address: (answers.get(address) or answer(one, address)) == answer(other, address) for address in places.values()
    }
    workbooks = {address for address in same if address.startswith(("/exports/", "/agencies/export"))}
    assert {address for address, is_same in same.items() if not is_same} <= workbooks
