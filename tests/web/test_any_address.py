"""Whatever stands in an address, the answer is a page (cases 82 and 88)."""

from random import Random

import pytest

PLACES = ["/", "/tasks", "/agencies", "/graph", "/graph/network.json", "/graph/load.json", "/exports/ledger.xlsx"]
PLACES += ["/tasks/1", "/agencies/1", "/tasks/999", "/agencies/2147483648"]
NAMES = ["document", "jurisdiction", "agency", "role", "q", "origin", "carrier", "supporter", "scope", "sort"]
NAMES += ["descending", "page", "shape", "unheard-of", ""]
VALUES = [
    "",
    "0",
    "1",
    "-1",
    "1e9",
    "NaN",
    "١",
    str(2**31 - 1),
    str(2**31),
    str(2**63),
    "9" * 400,
    "%",
    "_",
    "\\",
    "'",
    '"',
]
VALUES += [
    "\x00",
    "\r\n",
    "😀",
    "𠮷" * 300,
    "a" * 10_000,
    "' OR 1=1 --",
    "<b>",
    "{{ 1 }}",
    "海关",
    "广州市",
    "issued",
    "draft",
]
VALUES += [
    "all",
    "none",
    "lead",
    "support",
    "order",
    "title",
    "units",
    "deadline",
    "name",
    "wide",
    "*",
    "[",
    "../../etc/passwd",
]


@pytest.mark.parametrize("seed", range(4))
def test_no_address_breaks_a_page(client, office, seed):
    chance = Random(seed)
    for _ in range(75):
        place = chance.choice(PLACES)
        asked = [(chance.choice(NAMES), chance.choice(VALUES)) for _ in range(chance.randint(1, 4))]
        with client.get(place, query_string=asked) as response:
            assert response.status_code == (404 if place in PLACES[-2:] else 200), (place, asked)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("place", PLACES[:9])
def test_a_page_for_reading_takes_nothing_else(client, office, method, place):
    assert getattr(client, method)(place).status_code in (400, 405)
