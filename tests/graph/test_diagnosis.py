"""Each question with a case that is found and one that is not."""

import pytest

from tracker.graph.diagnosis import BY_CODE, QUESTIONS, Case, Party, Standing, diagnose
from tracker.vocabulary import Role

ROLES = {"lead": Role.LEAD, "responsible": Role.RESPONSIBLE, "support": Role.SUPPORT, "guide": Role.GUIDE}


def a_case(task_id=1, expired="", **units):
    """A task whose units are given by role: ``lead="市商务委=市商务局 市财政局"``; after = who carries it today.

    ``?`` after a name: nobody knows it, ``…``: its members are not named, ``×``: nobody follows.
    """
    parties = []
    for role, names in units.items():
        for word in names.split():
            name, _, bearer = word.partition("=")
            standing = {"?": Standing.UNKNOWN, "…": Standing.WAITING, "×": Standing.ABOLISHED}.get(name[-1])
            name = name[:-1] if standing else name
            parties.append(Party(name, ROLES[role], (bearer or name,), standing or Standing.KNOWN))
    return Case(task_id, f"措施{task_id}", "穗府办〔2017〕36号", tuple(parties), expired)


def found(code, *cases):
    (finding,) = (finding for finding in diagnose(cases) if finding.code == code)
    return [trace.note for trace in finding.traces]


@pytest.mark.parametrize(
    ("code", "units", "note"),
    [
        ("no-unit", {}, "文件没有写明由谁负责"),
        ("no-lead", {"responsible": "甲 乙"}, "甲、乙负责，没有总牵头"),
        ("no-lead", {"support": "甲"}, "只有配合或指导单位"),
        ("several-leads", {"lead": "甲 乙", "support": "丙"}, "甲、乙共同牵头，以第一家汇总"),
        ("waiting", {"lead": "市有关部门…", "support": "甲"}, "只有市有关部门，成员还没有指定"),
        ("waiting", {"responsible": "有关区政府… 市直有关部门…"}, "只有有关区政府、市直有关部门，成员还没有指定"),
        ("two-roles", {"lead": "甲", "support": "甲 乙"}, "甲既牵头又配合"),
        ("two-roles", {"responsible": "甲", "support": "甲"}, "甲既负责又配合"),
        (
            "two-roles",
            {"lead": "市商务委=商务", "support": "市口岸办=商务"},
            "牵头的市商务委和配合的市口岸办现在是同一家",
        ),
        ("unknown", {"lead": "甲", "support": "某促进办?"}, "某促进办：单位登记里没有"),
        ("abolished", {"lead": "甲×"}, "甲：已撤销，没有登记承接单位"),
        ("expired", {"lead": "甲", "expired": "2022年12月31日"}, "有效期至2022年12月31日"),
    ],
)
def test_what_is_doubtful_is_found_and_said(code, units, note):
    assert found(code, a_case(**units)) == [note]


@pytest.mark.parametrize(
    ("code", "units"),
    [
        ("no-unit", {"guide": "甲"}),
        ("no-lead", {"responsible": "甲", "support": "乙"}),
        ("no-lead", {"lead": "甲"}),
        ("no-lead", {}),
        ("several-leads", {"lead": "甲", "responsible": "乙 丙"}),
        ("waiting", {"lead": "市有关部门… 甲"}),
        ("waiting", {"lead": "甲", "responsible": "市有关部门…"}),
        ("waiting", {"support": "市有关部门…"}),
        ("two-roles", {"lead": "甲", "responsible": "甲", "support": "乙"}),
        ("unknown", {"lead": "甲"}),
        ("abolished", {"lead": "甲=乙"}),
        ("expired", {"lead": "甲"}),
    ],
)
def test_what_is_not_doubtful_is_left_alone(code, units):
    assert found(code, a_case(**units)) == []


def test_a_row_leads_to_its_task():
    finding = next(finding for finding in diagnose([a_case(7)]) if finding.traces)
    (trace,) = finding.traces
    assert (trace.task_id, trace.label, trace.document) == (7, "措施7", "穗府办〔2017〕36号")


def test_who_is_in_charge_of_far_more_than_others_is_overloaded():
    cases = [a_case(number, lead="甲") for number in range(30)]
    cases += [a_case(100 + number, lead=f"乙{number}") for number in range(20)]
    assert found("overloaded", *cases) == ["主办 30 项，各单位平均 2.4 项"]
    assert found("overloaded", *cases[:9]) == []
    assert found("overloaded") == []


def test_a_body_printed_under_two_names_carries_a_task_once():
    cases = [a_case(number, lead="市商务委=商务 市口岸办=商务") for number in range(40)]
    cases += [a_case(100 + number, lead=f"乙{number}") for number in range(40)]
    assert found("overloaded", *cases) == ["主办 40 项，各单位平均 2.0 项"]


def test_two_who_meet_often_are_named_with_their_tasks():
    cases = [a_case(number, lead="甲", support="乙 丙" if number < 3 else "乙") for number in range(7)]
    assert found("often", *cases) == ["7 项一家主办、一家配合"]
    assert found("often", *cases[:6]) == []


def test_every_question_is_asked_once_and_has_its_words():
    assert [finding.code for finding in diagnose([])] == [question.code for question in QUESTIONS] == list(BY_CODE)
    assert all(question.label and question.meaning.endswith("。") for question in QUESTIONS)
