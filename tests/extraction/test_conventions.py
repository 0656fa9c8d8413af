"""A document's own mark of whoever leads, and that the sentence which says so is no part of a task: FORMS §1."""

import pytest

from tests.extraction.plans import codes, duties, plan
from tracker.extraction import explain, extract

SENTENCES = [
    "注：标“★”的为牵头单位。",
    "备注：带★的单位为牵头单位。",
    "（加★号的为牵头单位）",
    "★表示牵头单位。",
    "牵头单位以★标注。",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_who_bears_the_documents_mark_leads(sentence):
    text = plan(
        "扩大投资。推进项目建设。（责任单位：★市发展改革委、市财政局）",
        "稳定就业。落实援企政策。（市总工会、市人社局★，各区政府）",
        "保障粮食安全。守住耕地红线。（市农业农村局、市水利局按职责分工负责）",
        f"优化服务。推行一网通办。（市政务局负责）\n{sentence}",
    )
    findings = extract(text)
    assert [duties(task) for task in findings.tasks] == [
        "牵头 市发展改革委；配合 市财政局",
        "牵头 市人社局；配合 市总工会 各区政府",
        "负责 市农业农村局 市水利局",
        "负责 市政务局",
    ]
    assert findings.tasks[-1].text == "推行一网通办。"
    assert "marked-leads" in codes(findings)
    assert ["标有记号的牵头" in item.lines[0] for item in explain(text)] == [True, True, False, False]


def test_a_mark_that_no_sentence_explains_is_left_out_of_the_name_and_gives_no_role():
    findings = extract(plan("扩大投资。推进项目建设。（★市发展改革委、市财政局★）"))
    assert duties(findings.tasks[0]) == "负责 市发展改革委 市财政局"


@pytest.mark.parametrize(
    "sentence", ["以上责任单位排在第一位的为牵头单位。", "（列首位的为牵头单位）", "注：第一责任单位为牵头单位。"]
)
def test_a_last_paragraph_that_says_who_leads_is_no_part_of_the_last_task(sentence):
    findings = extract(plan(f"扩大投资。推进项目建设。（市发展改革委、市财政局）\n{sentence}"))
    assert (findings.tasks[0].text, duties(findings.tasks[0])) == ("推进项目建设。", "牵头 市发展改革委；配合 市财政局")


def test_a_divided_list_that_says_itself_that_its_first_leads_is_led_by_it():
    clause = "市人社局、市财政局按职责分工负责，排在第一位的为牵头单位，下同"
    findings = extract(plan(f"稳就业。落实援企政策。（{clause}）", "扩大投资。推进项目。（市发改委、市财政局）"))
    assert [duties(task) for task in findings.tasks] == ["牵头 市人社局；配合 市财政局", "牵头 市发改委；配合 市财政局"]
