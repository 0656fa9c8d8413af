import pytest

from tests.agencies.registries import rows
from tracker.agencies.kinds import BY_ASKING, BY_URGING, KINDS, treatment
from tracker.agencies.places import Places
from tracker.agencies.rows import Agency

PLACES = Places(rows().jurisdictions)


def treated(kind, jurisdiction, office="440100"):
    return treatment(Agency("x", jurisdiction, "某单位", kind=kind), office, PLACES)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_kind_decides_whether_an_agency_of_the_offices_own_city_is_urged(kind):
    assert treated(kind.name, "440100") == (BY_ASKING if kind.always_asked else BY_URGING)


@pytest.mark.parametrize(
    ("kind", "jurisdiction", "office", "asked"),
    [
        ("国有企业", "440000", "440100", True),
        ("国有企业", "440100", "440100", False),
        ("政府部门", "440000", "440100", True),
        ("政府部门", "440000", "440000", False),
        ("区政府", "440106", "440100", False),
        ("政府部门", "440300", "440100", False),
        ("国有企业", "", "440000", True),
        ("政府部门", "", "", False),
        ("党委部门", "440106", "440100", True),
        ("垂直管理单位", "440100", "440000", True),
        ("", "440100", "440100", False),
    ],
)
def test_who_stands_above_the_office_is_asked(kind, jurisdiction, office, asked):
    assert treated(kind, jurisdiction, office).is_asked is asked


def test_a_company_of_the_centre_is_asked_in_whatever_city_its_branch_stands():
    branch = Agency("x", "440300", "中国出口信用保险公司深圳分公司", kind="国有企业")
    assert treatment(branch, "440300", PLACES).is_asked
    assert not treatment(branch, "", PLACES).is_asked


def test_who_is_asked_gets_a_letter_last_and_stands_in_no_ranking():
    assert [step.label for step in BY_ASKING.ladder] == ["提醒", "商请函"]
    assert [step.label for step in BY_URGING.ladder] == ["提醒", "催办", "督查单"]
    assert (BY_ASKING.ranked, BY_ASKING.entered_by_office) == (False, True)
    assert (BY_URGING.ranked, BY_URGING.entered_by_office) == (True, False)
