"""What is only likely to be a clause: read and pointed out, or left as text and pointed out (FORMS §6)."""

import pytest

from tests.extraction.plans import codes, duties, plan
from tracker.extraction import extract


@pytest.mark.parametrize(
    ("measure", "text", "expected", "doubt"),
    [
        ("新建公园3个。（园林中心）", "新建公园3个。", "负责 园林中心", "bare-list"),
        ("新建公园3个。（示范基地）", "新建公园3个。（示范基地）", "", "possible-clause"),
        ("新建公园3个（园林中心）。", "新建公园3个（园林中心）。", "", "possible-clause"),
        ("新建公园3个责任单位：市园林局、各区政府", "新建公园3个", "负责 市园林局 各区政府", "glued-caption"),
        (
            "新建公园3个。\n责任单位（牵头在前）：市园林局、市财政局",
            "新建公园3个。",
            "牵头 市园林局；配合 市财政局",
            "first-listed-leads",
        ),
    ],
)
def test_what_is_only_likely_a_clause_is_pointed_out(measure, text, expected, doubt):
    findings = extract(plan(f"扩绿。{measure}", "稳定就业。（市人社局牵头）"))
    task = findings.tasks[0]
    assert (task.text, duties(task)) == (text, expected)
    assert doubt in codes(findings)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("单位：市商务局、市财政局", "负责 市商务局 市财政局"),
        ("部门：市商务局", "负责 市商务局"),
        ("单位：万元", ""),
        ("单位：市商务局，联系电话：83110000", ""),
        ("新设市级、各责任单位：市商务局等要各负其责。", ""),
    ],
)
def test_a_caption_that_only_says_unit_needs_a_unit_behind_it(lines, expected):
    (task, _) = extract(plan(f"扩大出口。支持企业。\n{lines}", "稳定就业。（市人社局牵头）")).tasks
    assert duties(task) == expected


def test_the_day_of_a_report_is_no_time_limit_of_the_task():
    text = plan(
        "扩大出口。各区12月20日前将工作总结报市商务局。（市商务局负责）",
        "2026年6月底前建成海外仓并报市政府。（市商务局负责）",
    )
    assert [task.deadline for task in extract(text).tasks] == [None, "2026年6月底前"]


def test_a_bracket_that_ends_a_name_is_no_clause_of_its_own():
    line = "责任单位：市水务局等，各县（市、区）政府（管委会）"
    findings = extract(plan(f"治水。治理河道。\n{line}", "护林。支持各县政府（管委会）。（市林业局牵头）"))
    assert [duties(task) for task in findings.tasks] == ["负责 市水务局 各县（市、区）政府（管委会）", "牵头 市林业局"]
