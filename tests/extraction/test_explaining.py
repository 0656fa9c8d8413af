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


def test_a_clause_on_a_heading_is_explained_for_each_measure_it_holds_for():
    text = "临江市展会方案\n一、扩大规模（市商务局牵头）\n（一）引进展会。给予补助。\n（二）培育展会。加强服务。\n"
    assert [(item.rule[:9], item.lines) for item in explain(text)] == [
        ("标题上的责任分工，", ("“牵头”之前的单位：市商务局〔牵头〕",))
    ] * 2


def test_a_convention_on_the_first_listed_is_named():
    text = "临江市展会方案\n一、引进展会。（市商务局、财政局。列第一位的为牵头单位，下同）\n二、培育展会。（市会展办、公安局）\n"
    assert all("按全文约定排在第一位的牵头" in item.lines[0] for item in explain(text))


def test_a_default_for_the_whole_plan_is_explained_once():
    text = (
        "临江市贸易便利化方案\n一、主要任务\n（一）优化通关。推行提前申报。\n（二）降低成本。清理收费。\n"
        "二、组织实施\n临江市要根据本方案精心组织。省有关部门要大力支持，积极配合。\n"
    )
    (item,) = explain(text)
    assert item.rule.startswith("全文没有逐项分工")
    assert item.lines == ("要按方案精心组织、落实责任的单位：临江市〔牵头〕", "要支持配合的单位：省有关部门〔配合〕")
