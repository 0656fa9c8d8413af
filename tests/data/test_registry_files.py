"""The registry as shipped: its tables hold together, and every unit of the five documents is found in it."""

import csv
from collections import Counter
from datetime import date
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "data"
COLUMNS = {
    "agencies": "id,jurisdiction,name,short,kind,valid_from,valid_to,basis,verified",
    "aliases": "agency,name,basis,verified",
    "successions": "predecessor,successor,kind,date,share,basis,verified",
    "collectives": "id,jurisdiction,name,open,defined_by,basis,verified",
    "collective_members": "collective,agency,valid_from,valid_to,basis,verified",
}
SORTED_BY = {
    "agencies": ["id"],
    "aliases": ["agency", "name"],
    "successions": ["date", "predecessor", "successor"],
    "collectives": ["id"],
    "collective_members": ["collective", "agency"],
}
KINDS = {"政府部门", "区政府", "管委会", "党委部门", "垂直管理单位", "国有企业", "群团事业单位"}
GUANGDONG, GUANGZHOU, SHENZHEN = "440000", "440100", "440300"
DOCUMENTS = {
    "000-guangzhou-2017-36": (GUANGZHOU, "2017-09-09"),
    "001-guangzhou-2023-draft": (GUANGZHOU, "2023-06-01"),
    "002-guangzhou-2019-2": (GUANGZHOU, "2019-01-02"),
    "003-guangdong-2018-394": (GUANGDONG, "2018-11-23"),
    "004-shenzhen-2023-draft": (SHENZHEN, "2023-04-20"),
}
FOREVER = "9999-12-31"


def rows(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


AGENCIES = {row["id"]: row for row in rows("agencies")}
COLLECTIVES = {row["id"]: row for row in rows("collectives")}
BODIES = AGENCIES | COLLECTIVES
SUCCESSIONS = rows("successions")
PARENT = {row["code"]: row["parent"] for row in rows("jurisdictions") if row["level"] in ("province", "city")}


def lasts(row):
    """First day and the day after the last, an unknown end taken as far as it can be."""
    return row["valid_from"] or "", row["valid_to"] or FOREVER


def known_names():
    """(jurisdiction, name) → the ids of the bodies that bear or bore it."""
    found = {}
    for row in AGENCIES.values():
        for name in {row["name"], row["short"]}:
            found.setdefault((row["jurisdiction"], name), set()).add(row["id"])
    for row in rows("aliases"):
        found.setdefault((BODIES[row["agency"]]["jurisdiction"], row["name"]), set()).add(row["agency"])
    for row in COLLECTIVES.values():
        found.setdefault((row["jurisdiction"], row["name"]), set()).add(row["id"])
    return found


NAMES = known_names()


def is_there(id_, day):
    if id_ in COLLECTIVES:
        return True
    first, end = lasts(AGENCIES[id_])
    return first <= day < end


def resolved(name, jurisdiction, day):
    while jurisdiction:
        if found := {id_ for id_ in NAMES.get((jurisdiction, name), ()) if is_there(id_, day)}:
            return found
        jurisdiction = PARENT[jurisdiction]
    return set()


def units():
    """(document, name) of every unit of the five documents, once."""
    roles = ("lead", "support", "responsible", "guide")
    return sorted({(row["document"], n) for row in rows("measures") for r in roles for n in row[r].split("；") if n})


@pytest.mark.parametrize("name", COLUMNS)
def test_a_table_is_utf8_with_bom_and_lf_and_has_its_columns(name):
    content = (DATA / f"{name}.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert content.decode("utf-8-sig").splitlines()[0] == COLUMNS[name]
    assert all(None not in row and None not in row.values() for row in rows(name))


@pytest.mark.parametrize("name", SORTED_BY)
def test_a_table_is_sorted_and_names_nothing_twice(name):
    keys = [tuple(row[column] for column in SORTED_BY[name]) for row in rows(name)]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("name", COLUMNS)
def test_every_row_says_on_what_it_rests_and_whether_it_was_verified(name):
    unsound = [row for row in rows(name) if not row["basis"] or row["verified"] not in ("yes", "to be verified")]
    assert unsound == []


@pytest.mark.parametrize("name", COLUMNS)
def test_no_cell_has_blanks_around_it_or_a_line_break_in_it(name):
    assert [v for row in rows(name) for v in row.values() if v != v.strip() or "\n" in v] == []


def test_an_id_begins_with_the_code_of_its_jurisdiction():
    for id_, row in BODIES.items():
        code, number = id_.rsplit("-", 1)
        assert code == row["jurisdiction"] or (code, row["jurisdiction"]) == ("000000", "")
        assert code in PARENT or code == "000000"
        assert len(number) == 3
        assert number.isdecimal()


def test_a_name_stands_once_in_its_jurisdiction():
    names = Counter((row["jurisdiction"], row["name"]) for row in AGENCIES.values())
    assert [name for name, count in names.items() if count > 1] == []


def test_an_agency_has_a_known_kind():
    assert {row["kind"] for row in AGENCIES.values()} == KINDS


def test_references_exist():
    assert {row["agency"] for row in rows("aliases")} <= BODIES.keys()
    assert {row["predecessor"] for row in SUCCESSIONS} <= AGENCIES.keys()
    assert {row["successor"] for row in SUCCESSIONS if row["successor"]} <= AGENCIES.keys()
    assert {row["collective"] for row in rows("collective_members")} <= COLLECTIVES.keys()
    assert {row["agency"] for row in rows("collective_members")} <= AGENCIES.keys()


def test_an_alias_repeats_neither_the_name_nor_the_short_name():
    own = {id_: (row["name"], row.get("short")) for id_, row in BODIES.items()}
    repeated = [row for row in rows("aliases") if row["name"] in own[row["agency"]]]
    assert repeated == []


def test_one_printed_name_never_means_two_bodies_on_the_same_day():
    for (jurisdiction, name), ids in NAMES.items():
        periods = sorted(lasts(AGENCIES[id_]) for id_ in ids) if len(ids) > 1 else []
        clashes = [(a, b) for a, b in zip(periods, periods[1:], strict=False) if a[1] > b[0]]
        assert clashes == [], f"{jurisdiction} {name} {sorted(ids)}"


def test_dates_are_dates_and_a_body_ends_after_it_begins():
    for row in [*AGENCIES.values(), *rows("collective_members")]:
        for day in filter(None, (row["valid_from"], row["valid_to"])):
            date.fromisoformat(day)
        first, end = lasts(row)
        assert first < end, row
    for row in SUCCESSIONS:
        date.fromisoformat(row["date"])


def test_a_successor_does_not_begin_before_its_predecessor_ends():
    for row in SUCCESSIONS:
        assert AGENCIES[row["predecessor"]]["valid_to"] == row["date"], row
        if row["kind"] == "abolish":
            assert row["successor"] == ""
            continue
        begins = AGENCIES[row["successor"]]["valid_from"]
        assert begins in ("", row["date"]), row
        assert lasts(AGENCIES[row["successor"]])[1] > row["date"], row


def test_every_body_that_ended_has_a_succession_and_the_kinds_fit_their_number():
    followers = {}
    for row in SUCCESSIONS:
        followers.setdefault(row["predecessor"], []).append(row)
    assert followers.keys() == {id_ for id_, row in AGENCIES.items() if row["valid_to"]}
    for links in followers.values():
        kinds = {row["kind"] for row in links}
        assert len(kinds) == 1, links
        assert (kinds == {"split"}) == (len(links) > 1), links
        assert all(bool(row["share"]) == (kinds == {"split"}) for row in links), links
        assert kinds <= {"rename", "merge", "split", "abolish"}


def test_a_renamed_body_takes_nobody_else_in_under_that_kind():
    renamed = Counter(row["successor"] for row in SUCCESSIONS if row["kind"] == "rename")
    assert [id_ for id_, count in renamed.items() if count > 1] == []


def test_succession_runs_in_no_circle():
    graph = {}
    for row in SUCCESSIONS:
        graph.setdefault(row["predecessor"], set()).add(row["successor"])
    assert list(TopologicalSorter(graph).static_order())


def test_a_collective_is_open_or_has_members():
    with_members = {row["collective"] for row in rows("collective_members")}
    assert {id_ for id_, row in COLLECTIVES.items() if row["open"] == "no"} == with_members
    assert {row["open"] for row in COLLECTIVES.values()} == {"yes", "no"}


def test_the_districts_of_guangzhou_are_eleven_and_those_of_shenzhen_twelve():
    members = {}
    for row in rows("collective_members"):
        members.setdefault(row["collective"], set()).add(AGENCIES[row["agency"]]["short"])
    named = {(row["jurisdiction"], row["name"]): members.get(id_, set()) for id_, row in COLLECTIVES.items()}
    assert len(named[GUANGZHOU, "各区政府"]) == 11
    assert named[SHENZHEN, "各区"] == named[SHENZHEN, "各区政府"]
    assert len(named[SHENZHEN, "各区"]) == 12
    assert {"前海管理局", "大鹏新区管委会", "深汕特别合作区管委会"} <= named[SHENZHEN, "各区"]


@pytest.mark.parametrize(("document", "name"), units())
def test_every_unit_of_the_five_documents_is_one_body_or_collective_on_its_day(document, name):
    assert len(resolved(name, *DOCUMENTS[document])) == 1


OPEN = [
    ("000-guangzhou-2017-36", "“单一窗口”建设成员单位"),
    ("000-guangzhou-2017-36", "中国（广州）跨境电子商务综合试验区领导小组成员单位"),
    ("000-guangzhou-2017-36", "市直有关部门"),
    ("000-guangzhou-2017-36", "有关区政府"),
    ("002-guangzhou-2019-2", "市有关部门"),
    ("003-guangdong-2018-394", "省各有关部门"),
]


def test_the_open_collectives_of_the_five_documents_are_these_six():
    found = [(document, name, *resolved(name, *DOCUMENTS[document])) for document, name in units()]
    assert [(d, n) for d, n, id_ in found if id_ in COLLECTIVES and COLLECTIVES[id_]["open"] == "yes"] == OPEN


SAME = [
    (GUANGZHOU, "2023-06-01", ["市税务局", "广州市税务局", "国家税务总局广州市税务局"]),
    (GUANGZHOU, "2023-06-01", ["国家外汇管理局广东省分局", "国家外汇管理局广东分局", "外汇管理局广东省分局"]),
    (GUANGZHOU, "2019-01-02", ["市供销总社", "市供销社"]),
    (GUANGZHOU, "2017-09-09", ["广州空港委", "广州空港经济区管委会"]),
    (GUANGZHOU, "2019-01-02", ["人民银行广州分行", "中国人民银行广州分行"]),
    (GUANGZHOU, "2017-09-09", ["市商务委", "广州市商务委", "广州市商务委员会"]),
]


@pytest.mark.parametrize(("jurisdiction", "day", "names"), SAME)
def test_forms_of_one_name_are_one_body(jurisdiction, day, names):
    assert len({frozenset(resolved(name, jurisdiction, day)) for name in names}) == 1
    assert len(resolved(names[0], jurisdiction, day)) == 1


def test_the_same_short_name_in_two_cities_is_two_bodies_and_two_customs_are_two():
    assert resolved("市商务局", GUANGZHOU, "2023-06-01") != resolved("市商务局", SHENZHEN, "2023-06-01")
    assert resolved("广州海关", GUANGZHOU, "2017-09-09") != resolved("黄埔海关", GUANGZHOU, "2017-09-09")


TODAY = [
    ("市国税局", {"国家税务总局广州市税务局"}),
    ("广州检验检疫局", {"广州海关", "黄埔海关"}),
    ("市商务委", {"广州市商务局"}),
    ("市工业和信息化委", {"广州市工业和信息化局"}),
    ("市工商局", {"广州市市场监督管理局"}),
    ("市城市更新局", {"广州市住房和城乡建设局", "广州市规划和自然资源局"}),
    ("市金融局", {"中共广州市委金融委员会办公室"}),
    ("市财政局", {"广州市财政局"}),
]


def carried_on_by(id_):
    followers = [row["successor"] for row in SUCCESSIONS if row["predecessor"] == id_ and row["successor"]]
    return set().union(*map(carried_on_by, followers)) if followers else {AGENCIES[id_]["name"]}


@pytest.mark.parametrize(("printed", "today"), TODAY)
def test_a_name_of_2017_leads_to_those_who_carry_the_duty_today(printed, today):
    (then,) = resolved(printed, GUANGZHOU, "2017-09-09")
    assert carried_on_by(then) == today
