import pytest

from tests.agencies.registries import rows
from tracker.agencies.places import NATION, Places
from tracker.agencies.rows import Jurisdiction

PLACES = Places(rows().jurisdictions)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("广州市", "440100"),
        ("440100", "440100"),
        ("广东省广州市天河区", "440106"),
        ("广州市天河区", "440106"),
        ("长春市朝阳区", "220104"),
        ("全国", NATION.code),
    ],
)
def test_a_place_is_found_by_code_by_name_and_by_its_name_after_its_superiors(text, code):
    assert PLACES.find(text).code == code


@pytest.mark.parametrize("text", ["朝阳区", "某市", "", None, "深圳市天河区"])
def test_what_is_none_or_several_is_not_guessed(text):
    assert PLACES.find(text) is None


@pytest.mark.parametrize("written", ["湘西自治州", "湘西州", "湘西土家族苗族自治州", "湖南省湘西土家族苗族自治州"])
def test_an_autonomous_place_is_known_without_its_peoples(written):
    hunan = Jurisdiction("430000", "湖南省", "湖南", "province")
    xiangxi = Jurisdiction("433100", "湘西土家族苗族自治州", "湘西", "city", "430000")
    assert Places([hunan, xiangxi]).find(written) is xiangxi


def test_a_district_stands_below_its_city_its_province_and_the_nation():
    assert [place.name for place in PLACES.chain("440106")] == ["天河区", "广州市", "广东省", "全国"]
    assert PLACES.is_above("440000", "440106")
    assert not PLACES.is_above("440106", "440106")
    assert not PLACES.is_above("440300", "440106")


def test_a_superior_sees_its_part_of_the_tree():
    assert [place.code for place in PLACES.subtree("440100")] == ["440100", "440100-01", "440106", "440112"]


def test_a_full_name_says_all_levels():
    assert PLACES.full_name("440106") == "广东省广州市天河区"


def test_places_that_are_above_each_other_end():
    circle = Places(
        rows(
            jurisdictions=[{"code": "a", "name": "甲", "parent": "b"}, {"code": "b", "name": "乙", "parent": "a"}]
        ).jurisdictions
    )
    assert [place.code for place in circle.chain("a")] == ["a", "b", NATION.code]
