"""修改记录 names what was done as it stood when it was done."""

import pytest

from tests.builders import A_PLAN
from tests.operations.test_confirming import UNIT, correct
from tracker.operations import confirming

AT = A_PLAN.index("宣传先进")


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (UNIT, "一（三）：加上 市委宣传部（牵头）"),
        ({"kind": "remove_unit", "task": 1, "unit": 2}, "一（一）：去掉 市口岸办（配合）"),
        (
            {"kind": "change_unit", "task": 1, "unit": 1, "name": "市财政厅", "role": "lead"},
            "一（一）：市财政局（配合） → 市财政厅（牵头）",
        ),
        ({"kind": "change_text", "task": 4, "text": "宣传。"}, "一（三）：“在媒体上宣传先进典型。” → “宣传。”"),
        ({"kind": "change_deadline", "task": 4, "deadline": "年底前"}, "一（三）：（空） → 年底前"),
        ({"kind": "split_task", "task": 4, "at": AT}, "一（三）：拆成“在媒体上”和“宣传先进典型。”"),
        ({"kind": "join_tasks", "task": 2}, "一（二）①：“支持院校开设专业。”和一（二）②“组织技能竞赛。”合为一项"),
        ({"kind": "remove_task", "task": 3}, "一（二）②：“组织技能竞赛。”不是任务，市人力资源社会保障局（牵头）"),
        ({"kind": "set_fact", "name": "status", "value": "draft"}, "文件状态：已印发 → 征求意见稿"),
        ({"kind": "set_fact", "name": "issued_on", "value": "2026-03-02"}, "印发日期：（空） → 2026-03-02"),
        ({"kind": "set_default", "units": [{"name": "市商务局", "role": "lead"}]}, "市商务局（牵头），给 1 项任务"),
        ({"kind": "know_name", "name": "蓝天计划"}, "“蓝天计划”是单位"),
        ({"kind": "settle", "keys": ["no-fact:issuer:"]}, "1 处要核对的看过了，没有问题"),
    ],
)
def test_a_correction_is_told_with_what_was_there_before(document, edit, said):
    correct(document, **edit)
    assert confirming.draft(document).steps[-1].summary == said


def test_a_clause_keeps_the_name_it_had_when_it_was_corrected(document):
    correct(document, kind="remove_unit", task=3, unit=0)
    correct(document, kind="join_tasks", task=2)
    assert confirming.draft(document).steps[0].summary == "一（二）②：去掉 市人力资源社会保障局（牵头）"


def test_undoing_tells_what_was_taken_back(document):
    correct(document, **UNIT)
    confirming.undo(document, who="李四")
    assert confirming.draft(document).steps[-1].summary == "一（三）：加上 市委宣传部（牵头）"
