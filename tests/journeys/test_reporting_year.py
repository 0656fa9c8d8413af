"""A reporting year from the document to the close and into the next, in a real browser, everybody with an account of their own."""

from datetime import datetime

import pytest

from tests.cycles import Clock
from tests.journeys import acts, closing
from tests.journeys.conftest import served
from tracker import clock

pytestmark = pytest.mark.browser

COMMERCE, FINANCE, MARKET = "440100-015", "440100-009", "440100-018"
PEOPLE = {
    "office": {"roles": ("office",), "whose": {"group": "广州市", "login": "office-gz"}},
    "lead": {"roles": ("reporter",), "whose": {"agency_id": COMMERCE, "name": "陈志明"}},
    "co-unit": {"roles": ("reporter",), "whose": {"agency_id": FINANCE, "name": "黄晓雯"}},
    "third": {"roles": ("reporter",), "whose": {"agency_id": MARKET, "name": "何伟"}},
    "superior": {"roles": ("superior",), "whose": {"group": "广东省"}},
    "auditor": {"roles": ("auditor",)},
}


@pytest.fixture
def time(monkeypatch):
    """A clock that stands on the second of November until it is set."""
    return Clock(monkeypatch, datetime(2026, 11, 2, 10, tzinfo=clock.CHINA))


@pytest.fixture
def address(loaded_home, tmp_path, time):
    """A server of the test's own."""
    with served(loaded_home, tmp_path) as address:
        yield address


FIRST_HALF = [
    ("office", acts.publish),
    ("office", acts.open_the_cycle),
    ("lead", acts.ask),
    ("co-unit", acts.contribute),
    ("lead", acts.consolidate),
    ("office", acts.give_back),
    ("lead", acts.send_again),
    ("office", acts.accept),
    ("superior", acts.look),
]
SECOND_HALF = [
    ((12, 3, 9), "co-unit", closing.read_the_reminder),
    ((12, 8, 9), "third", closing.ask_for_more_time),
    ((12, 9, 9), "office", closing.grant_it),
    ((12, 10, 23, 59, 59), "co-unit", closing.on_the_last_evening),
    ((12, 11, 0, 0, 0), "co-unit", closing.after_midnight),
    ((12, 11, 9), "office", closing.urge),
    ((12, 14, 9), "third", closing.send_in_time),
    ((12, 16, 9), "office", closing.escalate),
    ((12, 16, 10), "co-unit", closing.send_late),
    ((12, 17, 9), "office", closing.accept_the_rest),
    ((12, 17, 10), "office", closing.close),
    ((12, 17, 11), "auditor", acts.find_every_step),
]


def test_a_year_from_the_document_to_the_close_and_into_the_next(window, time, address):
    """Rates on the page, in the snapshot and by hand are equal; last year's text stands beside the next year's form."""
    for who, act in FIRST_HALF:
        with window(**PEOPLE[who]) as page:
            act(page)
            assert page.locator("img[src=x]").count() == 0, "what an agency wrote became part of a page (case 81)"
    time.set(12, 3)
    assert closing.remind(address.app) == "提醒了 2 家单位，共 2 份。\n"
    for day, who, act in SECOND_HALF:
        time.set(*day)
        with window(**PEOPLE[who]) as page:
            act(page)
    time.at = datetime(2027, 10, 12, 9, tzinfo=clock.CHINA)
    for who, act in (("office", closing.open_the_next), ("lead", closing.write_beside_last_year)):
        with window(**PEOPLE[who]) as page:
            act(page)
