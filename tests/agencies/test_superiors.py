from dataclasses import replace

import pytest

from tests.agencies.registries import rows
from tracker.agencies.places import Places
from tracker.agencies.superiors import may_see, seat, seen_by, tree

KINDS = {"th-gov": "区政府", "hp-gov": "区政府", "gz-kg": "管委会"}


@pytest.fixture
def registry():

    known = rows()
    seated = tuple(
        replace(agency, jurisdiction="440100", kind=KINDS[agency.id]) if agency.id in KINDS else agency
        for agency in known.agencies
    )
    return seated, Places(known.jurisdictions)


def body(registry, key):
    return next(agency for agency in registry[0] if agency.id == key)


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("th-gov", "天河区"),
        ("gz-kg", "广州空港经济区"),
        ("gz-swj", "广州市"),
        ("th-swj", "天河区"),
        ("gd-swt", "广东省"),
        ("cn-swb", "全国"),
    ],
)
def test_a_government_stands_where_it_governs_others_where_they_are_at_home(registry, key, place):
    assert seat(body(registry, key), registry[1]).name == place


@pytest.mark.parametrize(
    ("superior", "key", "may"),
    [
        ("440000", "gz-swj", True),
        ("440000", "th-gov", True),
        ("440100", "th-gov", True),
        ("440100", "th-swj", True),
        ("440106", "th-gov", True),
        ("440106", "hp-gov", False),
        ("440106", "gz-swj", False),
        ("440300", "gz-swj", False),
        ("440100", "gd-swt", False),
        ("440100", "cn-swb", False),
        ("", "gz-swj", True),
        ("999999", "gz-swj", False),
    ],
)
def test_a_superior_sees_its_own_place_and_all_below(registry, superior, key, may):
    assert may_see(superior, body(registry, key), registry[1]) is may


def test_the_tree_goes_from_the_province_to_the_districts(registry):
    province = tree(*registry, "440000")
    assert [branch.place.name for branch in province] == [
        *("广东省", "广州市", "广州空港经济区", "天河区", "黄埔区", "深圳市"),
    ]
    assert {agency.id for agency in province.below[0].below[1].bodies} == {"th-gov", "th-swj"}


def test_everybody_stands_once_in_the_tree(registry):
    whole = tree(*registry)
    assert sorted(agency.id for branch in whole for agency in branch.bodies) == sorted(
        agency.id for agency in registry[0]
    )
    assert whole.size == len(registry[0])


def test_who_is_seen_is_who_stands_in_the_branch(registry):
    for branch in tree(*registry):
        below = {agency.id for each in branch for agency in each.bodies}
        assert {agency.id for agency in seen_by(branch.place.code, *registry)} == below


def test_a_place_where_nobody_stands_has_no_tree(registry):
    assert tree(*registry, "440400") is None
    assert tree(*registry, "999999") is None
