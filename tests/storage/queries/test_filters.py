from datetime import date

import pytest

from tracker.agencies.standpoint import Standpoint
from tracker.storage.queries.filters import AgencyFilter, TaskFilter, clean, page_number
from tracker.vocabulary import Origin, Role, Scope


def test_an_address_says_every_condition():
    address = {
        "document": "000-guangzhou",
        "jurisdiction": "广州市",
        "agency": "3",
        "role": "lead",
        "q": "海关",
        "origin": "document",
        "carrier": "4",
        "supporter": "5",
        "member": "440100-104",
        "on": "2019-01-09",
        "scope": "all",
        "sort": "lead",
        "descending": "1",
        "page": "2",
    }
    wanted = TaskFilter.parse(address)
    assert wanted == TaskFilter(
        document="000-guangzhou",
        jurisdiction="广州市",
        agency="3",
        role=Role.LEAD,
        q="海关",
        origin=Origin.DOCUMENT,
        carrier="4",
        supporter="5",
        member="440100-104",
        on=Standpoint.of(date(2019, 1, 9)),
        scope=Scope.ALL,
        sort="lead",
        descending=True,
        page=2,
    )
    assert wanted.address == address


def test_an_address_that_says_nothing_is_no_condition():
    assert TaskFilter.parse({"q": "", "document": " ", "unheard": "of"}) == TaskFilter()
    assert TaskFilter().address == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("role", "boss"),
        ("origin", "hearsay"),
        ("scope", "some"),
        ("on", "2019-02-30"),
        ("on", "yesterday"),
        ("agency", "0"),
        ("agency", str(2**31)),
        ("carrier", str(2**63)),
        ("supporter", "9" * 61),
    ],
)
def test_a_value_that_cannot_exist_is_kept_to_be_named(name, value):
    wanted = TaskFilter.parse({name: value})
    assert wanted.unknown == ((name, value),)
    assert wanted.conditions == {name: value}


@pytest.mark.parametrize("sort", ["", "text; DROP TABLE task", "Order", "lead "])
def test_a_sort_that_is_none_is_the_order_of_the_document(sort):
    assert TaskFilter.parse({"sort": sort}).sort == "order"


@pytest.mark.parametrize(
    ("value", "page"),
    [
        (None, 1),
        ("", 1),
        ("3", 3),
        ("0", 1),
        ("-5", 1),
        ("x", 1),
        ("1.5", 1),
        ("²", 1),
        (str(2**63), 1),
        ("999999999", 999999999),
    ],
)
def test_a_page_is_a_number_or_the_first(value, page):
    assert page_number(value) == page


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  海关　总署\n", "海关 总署"),
        ("a\x00b\x1b[31m", "a b [31m"),
        ("\ud800海关", "海关"),
        ("𠮷" * 300, "𠮷" * 200),
        ("\u202e海关", "海关"),
    ],
)
def test_a_value_from_outside_is_cleaned_and_cut(given, kept):
    assert clean(given) == kept


@pytest.mark.parametrize(
    ("asked", "scope"),
    [
        ({}, Scope.ISSUED),
        ({"document": "a"}, Scope.ALL),
        ({"document": "a", "scope": "issued"}, Scope.ISSUED),
        ({"scope": "draft"}, Scope.DRAFT),
    ],
)
def test_drafts_are_left_out_until_they_are_asked_for_by_scope_or_by_name(asked, scope):
    assert TaskFilter.parse(asked).documents_in_scope == scope
    assert AgencyFilter.parse(asked).documents_in_scope == scope


def test_the_conditions_on_agencies_are_read_the_same_way():
    wanted = AgencyFilter.parse({"jurisdiction": "广州市", "role": "boss", "q": "局", "sort": "guide", "agency": "3"})
    assert wanted == AgencyFilter(jurisdiction="广州市", q="局", sort="guide", unknown=(("role", "boss"),))
    assert wanted.address == {"jurisdiction": "广州市", "q": "局", "role": "boss", "sort": "guide"}
