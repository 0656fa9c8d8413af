"""The registry as it is shipped: it contradicts itself nowhere and knows every unit of the five documents."""

import csv
from datetime import date

import pytest

from tracker.agencies.checking import check_files
from tracker.agencies.collectives import Collectives, definition
from tracker.agencies.merging import applied, merge, undone
from tracker.agencies.resolution import Registry
from tracker.agencies.rows import TABLES
from tracker.agencies.succession import Succession
from tracker.settings import shipped
from tracker.vocabulary import Role

DOCUMENTS = {
    "000-guangzhou-2017-36": ("广州市", date(2017, 9, 9)),
    "001-guangzhou-2023-draft": ("广州市", None),
    "002-guangzhou-2019-2": ("广州市", date(2019, 1, 2)),
    "003-guangdong-2018-394": ("广东省", date(2018, 11, 23)),
    "004-shenzhen-2023-draft": ("深圳市", date(2023, 4, 20)),
}
OPEN = {
    "000-guangzhou-2017-36": {
        "中国（广州）跨境电子商务综合试验区领导小组成员单位",
        "“单一窗口”建设成员单位",
        "有关区政府",
        "市直有关部门",
    },
    "001-guangzhou-2023-draft": set(),
    "002-guangzhou-2019-2": {"市有关部门"},
    "003-guangdong-2018-394": {"省各有关部门"},
    "004-shenzhen-2023-draft": set(),
}
NOW = date(2026, 1, 1)


@pytest.fixture(scope="module")
def rows():
    checked = check_files({table: (shipped("data") / f"{table}.csv").read_bytes() for table in TABLES})
    assert [str(problem) for problem in checked.problems] == []
    return checked.rows


@pytest.fixture(scope="module")
def registry(rows):
    return Registry(rows)


@pytest.fixture(scope="module")
def units():
    """Document → the names of its units as in the measures table."""
    named = {document: set() for document in DOCUMENTS}
    with (shipped("data") / "measures.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            named[row["document"]].update(name for role in Role for name in row[role].split("；") if name)
    return named


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_unit_of_a_document_is_known_and_was_there_on_its_day(document, registry, units):
    jurisdiction, on = DOCUMENTS[document]
    found = {name: registry.resolve(name, jurisdiction, on) for name in units[document]}
    assert {name for name, who in found.items() if not who.is_known or not who.in_force} == set()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_open_collectives_of_a_document_wait_for_their_members(document, rows, registry, units):
    collectives = Collectives(rows)
    found = {name: registry.resolve(name, DOCUMENTS[document][0]).collective for name in units[document]}
    named = {name: collective for name, collective in found.items() if collective}
    assert {name for name, collective in named.items() if collective.open} == OPEN[document]
    assert {name for name, collective in named.items() if collectives.waits(collective.id, NOW)} == OPEN[document]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_resolved_units_own_name_means_the_same_unit(document, registry, units):
    jurisdiction, on = DOCUMENTS[document]
    agencies = [found.agency for name in units[document] if (found := registry.resolve(name, jurisdiction, on)).agency]
    for agency in agencies:
        assert registry.resolve(agency.name, jurisdiction, on).agency == agency
        assert registry.resolve(registry.full_name(agency), jurisdiction, on).agency == agency


@pytest.mark.parametrize(
    ("names", "jurisdiction"),
    [
        (["广州市税务局", "市税务局"], "广州市"),
        (["国家外汇管理局广东省分局", "国家外汇管理局广东分局", "外汇管理局广东省分局"], "广州市"),
        (["市供销总社", "市供销社"], "广州市"),
        (["广州空港委", "广州空港经济区管委会"], "广州市"),
        (["人民银行广州分行", "中国人民银行广州分行"], "广州市"),
        (["市人力资源和社会保障局", "市人力资源社会保障局"], "广州市"),
    ],
)
def test_several_names_are_one_agency(names, jurisdiction, registry):
    (agency,) = {registry.resolve(name, jurisdiction).agency for name in names}
    assert agency is not None


def test_one_name_in_two_cities_and_two_customs_are_two_agencies(registry):
    assert registry.resolve("市商务局", "广州市").agency.name == "广州市商务局"
    assert registry.resolve("市商务局", "深圳市").agency.name == "深圳市商务局"
    assert registry.resolve("广州海关", "广州市").agency != registry.resolve("黄埔海关", "广州市").agency


@pytest.mark.parametrize(
    ("printed", "jurisdiction", "today"),
    [
        ("市商务委", "广州市", {"广州市商务局"}),
        ("市国税局", "广州市", {"国家税务总局广州市税务局"}),
        ("广州检验检疫局", "广州市", {"广州海关", "黄埔海关"}),
        ("市工业和信息化委", "广州市", {"广州市工业和信息化局"}),
        ("市文化广电新闻出版局", "广州市", {"广州市文化广电旅游局", "中共广州市委宣传部"}),
        ("市工商局", "广州市", {"广州市市场监督管理局"}),
        ("市质监局", "广州市", {"广州市市场监督管理局"}),
        ("人民银行广州分行", "广州市", {"中国人民银行广东省分行"}),
        ("人民银行深圳市中心支行", "深圳市", {"中国人民银行深圳市分行"}),
        ("深圳银保监局", "深圳市", {"国家金融监督管理总局深圳监管局"}),
    ],
)
def test_an_old_name_leads_to_who_carries_its_duties_today(printed, jurisdiction, today, rows, registry):
    agency = registry.resolve(printed, jurisdiction).agency
    assert {registry.agencies[each].name for each in Succession(rows).as_of(agency.id, NOW)} == today


def test_nobody_ended_without_a_successor(rows):
    assert Succession(rows).without_successor() == ()


def test_districts_are_eleven_in_guangzhou_and_twelve_in_shenzhen(rows, registry):
    collectives = Collectives(rows)
    counts = {
        name: len(collectives.members_on(registry.resolve(name, jurisdiction).collective.id, NOW))
        for name, jurisdiction in (("各区政府", "广州市"), ("各区", "深圳市"))
    }
    assert counts == {"各区政府": 11, "各区": 12}


def test_what_the_document_of_shenzhen_adds_to_its_districts_are_members(rows, registry):
    text = (shipped("data") / "documents" / "004-shenzhen-2023-draft.txt").read_text(encoding="utf-8")
    printed = text[(start := text.index("各区〔")) : text.index("〕", start) + 1]
    added = {registry.resolve(name, "深圳市").agency for name in definition(printed).included}
    members = Collectives(rows).members_on(registry.resolve(printed, "深圳市").collective.id, NOW)
    assert len(added) == 3
    assert {agency.id for agency in added} <= set(members)


def test_any_two_departments_of_a_city_can_be_merged_and_parted_again(rows):
    ids = [agency.id for agency in rows.agencies if agency.jurisdiction == "440100" and not agency.valid_from][:12]
    for gone, into in zip(ids, ids[1:], strict=False):
        merging = merge(rows, gone, into=into)
        assert undone(applied(rows, merging), merging) == rows
