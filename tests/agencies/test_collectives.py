import pytest

from tests.agencies.registries import day, rows
from tracker.agencies.collectives import (
    Collectives,
    Definition,
    collective_faults,
    defined_members,
    definition,
    noun_of,
)

NOW = day("2026-01-01")


def districts(*members):
    """Ids and periods of 各区政府: ``"a 2014-02-12 -"``."""
    cells = [["" if cell == "-" else cell for cell in member.split()] for member in members]
    columns = ("agency", "valid_from", "valid_to")
    told = [dict(zip(columns, row, strict=False), collective="qu", line=at) for at, row in enumerate(cells, 2)]
    bodies = [{"id": row[0], "jurisdiction": "440100", "name": f"{row[0]}区政府"} for row in cells]
    collective = {"id": "qu", "jurisdiction": "440100", "name": "各区政府", "line": 2}
    return rows(agencies=bodies, collectives=[collective], collective_members=told)


def test_members_are_those_of_the_day():
    collectives = Collectives(districts("a", "b - 2014-02-12", "c 2014-02-12"))
    assert collectives.members_on("qu", day("2014-02-11")) == ("a", "b")
    assert collectives.members_on("qu", day("2014-02-12")) == ("a", "c")


def test_eleven_districts_owe_eleven_reports_and_the_row_adds_them_up():
    names = [f"区{at:02}" for at in range(11)]
    row = Collectives(districts(*names)).roll_up("qu", NOW, {*names[:9], "市商务局"})
    assert row.text == "11 区：9 已报 2 未报"
    assert row.missing == ("区09", "区10")


def test_an_open_collective_waits_for_its_members():
    collectives = Collectives(rows())
    assert [each.name for each in collectives.waiting(NOW)] == ["省各有关部门", "市有关部门"]
    assert collectives.roll_up("gz-yg", NOW, ()).text == "0 个部门：0 已报 0 未报"
    named = rows(collective_members=[{"collective": "gz-yg", "agency": "gz-swj", "valid_from": "2025-03-01"}])
    assert not Collectives(named).waits("gz-yg", NOW)
    assert Collectives(named).waits("gz-yg", day("2025-02-28"))


def test_an_agency_knows_its_collectives():
    assert [each.id for each in Collectives(rows()).of("th-gov", NOW)] == ["gz-qgz"]


@pytest.mark.parametrize(
    ("name", "noun"),
    [
        ("各区政府", "区"),
        ("有关区政府", "区"),
        ("各区", "区"),
        ("市直有关部门", "个部门"),
        ("领导小组成员单位", "家单位"),
    ],
)
def test_members_are_counted_as_the_office_counts_them(name, noun):
    assert noun_of(name) == noun


@pytest.mark.parametrize(
    ("printed", "defined"),
    [
        (
            "各区〔含前海合作区、大鹏新区、深汕特别合作区，下同〕",
            Definition("各区", ("前海合作区", "大鹏新区", "深汕特别合作区"), (), True),
        ),
        ("各区（不含黄埔区）", Definition("各区", (), ("黄埔区",), False)),
        ("各区(除黄埔区外，含空港经济区)", Definition("各区", ("空港经济区",), ("黄埔区",), False)),
        ("各区政府（前海合作区、大鹏新区管委会）", Definition("各区政府", ("前海合作区", "大鹏新区管委会"), (), False)),
        ("各区（下同）", Definition("各区", (), (), True)),
        ("各区政府", None),
        ("（下同）", None),
    ],
)
def test_a_document_defines_a_collective_in_a_bracket(printed, defined):
    assert definition(printed) == defined


def test_a_definition_adds_to_the_usual_members_and_takes_from_them():
    assert defined_members(["b", "a"], ["c", "a"], ["b"]) == ("a", "c")


@pytest.mark.parametrize(
    ("membership", "column", "words"),
    [
        ({"collective": "gz-qgz", "agency": "gz-qgz"}, "agency", "不能是自己的成员"),
        ({"collective": "gz-qgz", "agency": "gz-yg"}, "agency", "逐个写明其中的单位"),
        ({"collective": "gz-qgz", "agency": "x"}, "agency", "没有编号“x”"),
        ({"collective": "x", "agency": "th-gov"}, "collective", "没有编号“x”"),
        ({"collective": "gz-qgz", "agency": "th-gov", "valid_from": "2020-01-01"}, "agency", "重叠"),
    ],
)
def test_members_that_cannot_be_are_refused_with_their_row(membership, column, words):
    (fault,) = collective_faults(rows(collective_members=[membership | {"line": 7}]))
    assert (fault.line, fault.column) == (7, column)
    assert words in fault.sentence


def test_an_agency_may_leave_and_come_back():
    assert collective_faults(districts("a - 2014-01-01", "a 2015-01-01")) == []
