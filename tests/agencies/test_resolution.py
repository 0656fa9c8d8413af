import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agencies.registries import day, rows, tables
from tracker.agencies.forms import How
from tracker.agencies.resolution import Registry
from tracker.agencies.rows import Rows

REGISTRY = Registry(rows())


def agency_of(printed, jurisdiction, on=None, registry=REGISTRY):
    found = registry.resolve(printed, jurisdiction, on and day(on))
    return found.agency and found.agency.id


def candidates_of(printed, jurisdiction, registry=REGISTRY):
    found = registry.resolve(printed, jurisdiction)
    assert not found.is_known
    return {agency.id for agency in found.candidates}


@pytest.mark.parametrize(
    ("printed", "jurisdiction", "agency"),
    [
        ("市商务局", "广州市", "gz-swj"),
        ("市商务局", "440100", "gz-swj"),
        ("市商务局", "深圳市", "sz-swj"),
        ("市商务局", "天河区", "gz-swj"),
        ("广州市商务局", "深圳市", "gz-swj"),
        ("广州商务局", "广州市", "gz-swj"),
        ("广东省广州市商务局", "广州市", "gz-swj"),
        ("市商务主管部门", "广州市", "gz-swj"),
        ("省商务厅", "珠海市", "gd-swt"),
        ("省商务厅", "天河区", "gd-swt"),
        ("市市场监管局", "广州市", "gz-scjg"),
        ("市委宣传部", "广州市", "gz-xcb"),
        ("中共广州市委宣传部", "广州市", "gz-xcb"),
        ("广州市税务局", "广州市", "gz-swju"),
        ("市税务局", "广州市", "gz-swju"),
        ("国家税务总局广州市税务局", "广州市", "gz-swju"),
        ("广州海关", "深圳市", "gz-hg"),
        ("黄埔海关", "广州市", "hp-hg"),
        ("广州空港委", "广州市", "gz-kg"),
        ("广州空港经济区管委会", "广州市", "gz-kg"),
        ("区商务局", "天河区", "th-swj"),
        ("天河区商务局", "广州市", "th-swj"),
        ("天河区政府", "广州市", "th-gov"),
        ("广州市天河区人民政府", "广东省", "th-gov"),
        ("朝阳区政府", "北京市", "bj-cy"),
        ("朝阳区政府", "长春市", "cc-cy"),
        ("自治区商务厅", "南宁市", "gx-swt"),
        ("国家发展改革委", "广州市", "cn-fgw"),
        ("商务部", "天河区", "cn-swb"),
        ("国家外汇管理局广东省分局", "广州市", "gd-wh"),
        ("国家外汇管理局广东分局", "广州市", "gd-wh"),
        ("外汇管理局广东省分局", "广州市", "gd-wh"),
        ("外管局广东分局", "珠海市", "gd-wh"),
        ("中华人民共和国广州海关", "广州市", "gz-hg"),
        ("市商务局（原市商务委）", "广州市", "gz-swj"),
        ("市商务局（市商务主管部门）", "广州市", "gz-swj"),
        ("市商务局（市口岸办）", "广州市", "gz-swj"),
        (" 市 商务局 ", "广州市", "gz-swj"),
    ],
)
def test_a_name_means_one_agency_in_its_document(printed, jurisdiction, agency):
    assert agency_of(printed, jurisdiction) == agency


@pytest.mark.parametrize(
    ("printed", "jurisdiction", "agency"),
    [
        ("区政府", "黄埔区", "gz-hp"),
        ("黄埔区政府", "黄埔区", "gz-hp"),
        ("黄埔区政府", "天河区", "gz-hp"),
        ("人民银行深圳中心支行", "深圳市", "sz-rh"),
        ("人行深圳中支", "深圳市", "sz-rh"),
    ],
)
def test_a_body_of_a_city_is_known_by_the_place_in_its_name(printed, jurisdiction, agency):
    bodies = [
        {"id": "gz-hp", "jurisdiction": "440100", "name": "广州市黄埔区人民政府", "short": "黄埔区政府"},
        {"id": "sz-rh", "jurisdiction": "440300", "name": "中国人民银行深圳市中心支行"},
    ]
    registry = Registry(Rows.of(jurisdictions=tables()["jurisdictions"], agencies=bodies))
    assert agency_of(printed, jurisdiction, registry=registry) == agency


def test_the_same_name_in_two_cities_is_two_agencies():
    assert agency_of("市商务局", "广州市") != agency_of("市商务局", "深圳市")


@pytest.mark.parametrize(
    ("printed", "jurisdiction", "candidates"),
    [
        ("市商务局", "广东省", {"gz-swj", "sz-swj"}),
        ("区商务局", "广州市", {"th-swj"}),
        ("商务局", "广州市", {"gz-swj"}),
        ("朝阳区政府", "广州市", {"bj-cy", "cc-cy"}),
        ("市场监管局", "广州市", {"gz-scjg"}),
        ("市商务局（市市场监管局）", "广州市", {"gz-swj", "gz-scjg"}),
        ("市商务局（省商务厅）", "广州市", {"gz-swj", "gd-swt"}),
    ],
)
def test_what_may_be_meant_is_proposed_and_not_accepted_even_if_it_is_alone(printed, jurisdiction, candidates):
    assert candidates_of(printed, jurisdiction) == candidates


def test_a_name_without_level_is_that_of_the_registry_in_its_own_jurisdiction_only():
    registry = Registry(rows(aliases=[{"agency": "gz-swj", "name": "商务局"}]))
    assert agency_of("商务局", "广州市", registry=registry) == "gz-swj"
    assert candidates_of("商务局", "天河区", registry=registry) == {"gz-swj", "th-swj"}
    assert candidates_of("商务局", "深圳市", registry=registry) == {"sz-swj", "gz-swj"}


def test_the_day_of_the_document_decides_between_two_of_one_name():
    old = {"id": "gz-old", "jurisdiction": "440100", "name": "广州市商务局", "valid_to": "2014-01-01"}
    registry = Registry(rows(agencies=[old]))
    assert agency_of("市商务局", "广州市", "2013-05-01", registry) == "gz-old"
    assert agency_of("市商务局", "广州市", "2023-05-01", registry) == "gz-swj"
    assert candidates_of("市商务局", "广州市", registry) == {"gz-old", "gz-swj"}


def test_an_agency_printed_after_its_time_is_still_the_one_meant():
    found = REGISTRY.resolve("市商务委", "广州市", day("2020-05-01"))
    assert (found.agency.id, found.in_force) == ("gz-sww", False)
    assert REGISTRY.resolve("市商务委", "广州市", day("2017-09-09")).in_force


def test_an_alias_of_the_day_goes_before_a_name_of_another_time():
    registry = Registry(rows(aliases=[{"agency": "gz-swj", "name": "市商务委"}]))
    assert agency_of("市商务委", "广州市", "2017-09-09", registry) == "gz-sww"
    assert agency_of("市商务委", "广州市", "2023-09-09", registry) == "gz-swj"


def test_a_complete_name_goes_before_an_alias():
    registry = Registry(rows(aliases=[{"agency": "gz-sww", "name": "市商务局"}]))
    assert agency_of("市商务局", "广州市", registry=registry) == "gz-swj"


@pytest.mark.parametrize(
    ("printed", "jurisdiction", "collective"),
    [
        ("各区政府", "广州市", "gz-qgz"),
        ("各区人民政府", "广州市", "gz-qgz"),
        ("各区", "广州市", "gz-qgz"),
        ("各区〔含前海合作区，下同〕", "广州市", "gz-qgz"),
        ("市有关部门", "天河区", "gz-yg"),
        ("省各有关部门", "珠海市", "gd-yg"),
    ],
)
def test_a_collective_is_that_of_the_jurisdiction_or_of_the_level_named(printed, jurisdiction, collective):
    found = REGISTRY.resolve(printed, jurisdiction)
    assert (found.agency, found.collective.id) == (None, collective)


def test_every_jurisdiction_has_districts_of_its_own():
    found = REGISTRY.resolve("各区政府", "深圳市")
    assert not found.is_known
    assert found.collective_like


def test_an_unknown_name_has_the_closest_known_ones():
    found = REGISTRY.resolve("市商务局办", "广州市")
    assert not found.is_known
    assert [agency.id for agency in found.closest][:2] == ["gz-swj", "gz-sww"]
    assert found == REGISTRY.resolve("市商务局办", "广州市")


@pytest.mark.parametrize("printed", ["", "市", "甲", "？？", "长" * 500])
def test_what_is_no_name_is_unknown(printed):
    assert not REGISTRY.resolve(printed, "广州市").is_known


@pytest.mark.parametrize("jurisdiction", [None, "某市", "朝阳区"])
def test_without_a_known_jurisdiction_only_complete_names_are_known(jurisdiction):
    assert agency_of("广州市商务局", jurisdiction) == "gz-swj"
    assert agency_of("市商务局", jurisdiction) is None


def test_another_citys_short_name_is_neither_meant_nor_proposed():
    registry = Registry(rows(aliases=[{"agency": "sz-swj", "name": "市经贸局"}]))
    found = registry.resolve("市经贸局", "广州市")
    assert (found.agency, found.candidates) == (None, ())
    assert found.closest[0].id == "sz-swj"


def test_a_full_name_tells_two_districts_of_one_name_apart():
    names = [REGISTRY.full_name(REGISTRY.agencies[agency]) for agency in ("cc-cy", "bj-cy", "th-gov")]
    assert names == ["长春市朝阳区人民政府", "北京市朝阳区人民政府", "天河区人民政府"]
    assert [agency_of(name, "广州市") for name in names] == ["cc-cy", "bj-cy", "th-gov"]


def test_how_a_name_was_recognised_is_said():
    hows = [
        REGISTRY.resolve(name, "广州市").how for name in ("广州市商务局", "市商务主管部门", "天河区政府", "广州商务局")
    ]
    assert hows == [How.NAME, How.ALIAS, How.VARIANT, How.PLACE]
    assert [how.label for how in hows] == ["全称", "简称或别名", "同名异写", "地名简写"]


NAMES = st.lists(
    st.sampled_from(
        ["市", "省", "区", "国家", "广州市", "广州", "天河区", "朝阳区", "商务", "委员会", "委", "局", "政府", "各"]
    ),
    min_size=1,
    max_size=4,
).map("".join)
CODES = st.sampled_from(["", "440000", "440100", "440106", "440300", "110105", "220104", "440100-01"])
DAYS = st.sampled_from(["", "2015-01-01", "2019-01-09", "2024-01-10"])


@st.composite
def registries(draw):
    """Registries with names that get in each other's way: same names, aliases of others, periods."""
    agencies = [
        {"id": f"x{at}", "jurisdiction": draw(CODES), "name": draw(NAMES), "short": draw(NAMES), "valid_to": draw(DAYS)}
        for at in range(draw(st.integers(1, 6)))
    ]
    aliases = [
        {"agency": draw(st.sampled_from(agencies))["id"], "name": draw(NAMES)} for _ in range(draw(st.integers(0, 4)))
    ]
    return Registry(rows(agencies=agencies, aliases=aliases))


@given(registries(), NAMES, CODES.filter(bool), st.sampled_from([None, "2012-05-05", "2017-09-09", "2023-05-01"]))
def test_resolving_what_was_resolved_changes_nothing(registry, printed, jurisdiction, on):
    found = registry.resolve(printed, jurisdiction, on and day(on)).agency
    if found is not None:
        assert registry.resolve(registry.full_name(found), jurisdiction, on and day(on)).agency == found
