"""The extraction explains itself: which rule read what."""

from tracker.extraction import explain

TEXT = """临江市促进展会业发展若干措施
一、扩大规模
（一）引进展会。对新引进的展会给予补助。（市商务局、财政局牵头，甬江、白沙海关，各区〔含滨海新区，下同〕配合，宋城办）
（二）服务展会。优化报批流程。（责任单位：市公安局）
"""


def test_every_clause_says_which_rule_gave_each_role():
    first, second = explain(TEXT)
    assert first.rule == "句末括注"
    assert first.lines[0] == "“牵头”之前的单位：市商务局〔牵头〕、市财政局〔牵头；补回省略的“市”〕"
    assert "补回共用的“海关”" in first.lines[1]
    assert "此处定义：含滨海新区，下同" in first.lines[1]
    assert first.lines[2].startswith("牵头单位之后没有写角色，读作配合：")
    assert second.lines == ("“责任单位：”：市公安局〔负责〕",)


def test_explanations_come_in_the_order_of_the_text():
    starts = [item.start for item in explain(TEXT)]
    assert starts == sorted(starts)
    assert all(TEXT[item.start] == item.annotation[0] for item in explain(TEXT))


def test_a_text_without_clauses_needs_no_explanation():
    assert explain("今天天气很好。") == []
