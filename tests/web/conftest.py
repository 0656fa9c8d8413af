"""Pages as one reads them: by element and by visible words."""

import re

import lxml.html
import pytest

from tests.cycles import MARKET, Clock, an_open_cycle
from tests.offices import a_small_office
from tests.people import office_of, signed_in


class Page:
    """A page that was answered: what it says, where its links lead."""

    def __init__(self, response):
        self.status, self.headers = response.status_code, response.headers
        self.tree = lxml.html.document_fromstring(response.get_data(as_text=True))

    def all(self, path):
        """The elements an XPath finds."""
        return self.tree.xpath(path)

    def words(self, path="//main"):
        """The visible words of the first element an XPath finds."""
        return words_of(self.all(path)[0])

    def texts(self, path):
        """The visible words of each element an XPath finds."""
        return [words_of(element) for element in self.all(path)]

    def address(self, words, path="//main//a"):
        """Where the one link with these words leads."""
        (found,) = {link.get("href") for link in self.all(path) if words_of(link) == words}
        return found


def words_of(element):
    return re.sub(r"\s+", " ", element.text_content()).strip()


@pytest.fixture
def read():
    """Ask a client for an address and read the page: ``read(client, "/tasks")``."""

    def read(client, address):
        with client.get(address) as response:
            return Page(response)

    return read


@pytest.fixture
def office(app):
    """A small office, by short names; see tests.offices."""
    with app.app_context():
        return a_small_office()


@pytest.fixture
def time(monkeypatch):
    """A clock that stands on 12 October 2026 until it is set."""
    return Clock(monkeypatch)


@pytest.fixture
def year(app, time):
    """A small year that is open."""
    with app.app_context():
        return an_open_cycle()


@pytest.fixture
def clerk(app, year):
    """A browser of the market bureau's clerk."""
    return signed_in(app, "reporter", agency_id=MARKET)


@pytest.fixture
def office_client(app, year):
    """A browser of the office whose year it is."""
    return office_of(app)
