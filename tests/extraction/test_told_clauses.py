"""Sentences and their ends that say who is responsible, and narrative that does not: FORMS §2 and §6."""

import pytest

from tests.extraction.plans import TITLE, cases, codes, duties, plan
from tracker.extraction import extract

LEAD_AND_SUPPORT = "牵头 市商务局；配合 市财政局 各区政府"

SENTENCES = [
    ("市商务局牵头，市财政局、各区政府配合。", LEAD_AND_SUPPORT),
    ("由市商务局牵头负责。", "牵头 市商务局"),
    (
        "市商务局负责统筹，市财政局、市税务局配合，各区政府具体实施。",
        "牵头 市商务局；负责 各区政府；配合 市财政局 市税务局",
    ),
    ("市商务局、市财政局按职责分工负责。", "负责 市商务局 市财政局"),
    ("市商务局、市财政局按职责分工推进。", "负责 市商务局 市财政局"),
    ("市商务局负总责，各区政府各负其责、密切配合。", "牵头 市商务局；配合 各区政府"),
    ("此条由市商务局会同市财政局落实。", "牵头 市商务局；配合 市财政局"),
    ("市商务局总负责，各区政府具体实施。", "牵头 市商务局；负责 各区政府"),
]
NARRATIVES = [
    "各地要按照职责分工抓好落实。",
    "市商务局、市财政局要按照职责分工加强协作，形成合力。",
    "落实党政同责、一岗双责，各负其责。",
]


@pytest.mark.parametrize(("sentence", "expected"), cases({"sentence": SENTENCES}))
def test_a_sentence_of_its_own_that_says_nothing_else_is_a_clause_to_be_looked_at(sentence, expected):
    findings = extract(plan(f"扩大出口。支持企业开拓市场。\n{sentence}", "稳定就业。（市人社局牵头）"))
    assert [duties(task) for task in findings.tasks] == [expected, "牵头 市人社局"]
    assert "sentence-clause" in codes(findings)


@pytest.mark.parametrize("sentence", NARRATIVES)
def test_a_sentence_that_asks_for_cooperation_is_no_clause(sentence):
    findings = extract(plan(f"加强协同。{sentence}", "稳定就业。（市人社局牵头）"))
    assert [duties(task) for task in findings.tasks] == ["", "牵头 市人社局"]


ENDS = [
    ("支持企业：由市商务局、市财政局共同负责。", "支持企业", "负责 市商务局 市财政局"),
    ("支持企业开拓市场。由市商务局牵头，市财政局等部门配合。", "支持企业开拓市场。", "牵头 市商务局；配合 市财政局"),
    ("支持企业开拓市场。此项工作由市商务局牵头，市财政局、各区政府配合落实。", "支持企业开拓市场。", LEAD_AND_SUPPORT),
    ("支持企业开拓市场。该项工作由市商务局会同市财政局负责。", "支持企业开拓市场。", "牵头 市商务局；配合 市财政局"),
    ("支持企业开拓市场，由市商务局会同市财政局负责。", "支持企业开拓市场", "牵头 市商务局；配合 市财政局"),
    ("支持企业开拓市场，由市商务局牵头、市财政局配合推进。", "支持企业开拓市场", "牵头 市商务局；配合 市财政局"),
    ("支持企业开拓市场；由各区政府负责落实。", "支持企业开拓市场", "负责 各区政府"),
    (
        "支持企业开拓市场。由市商务局牵头，每季度通报一次。",
        "支持企业开拓市场。由市商务局牵头，每季度通报一次。",
        "牵头 市商务局",
    ),
    (
        "支持企业开拓市场，由市商务局、财政局负责，定期评估。",
        "支持企业开拓市场，由市商务局、财政局负责，定期评估。",
        "负责 市商务局 市财政局",
    ),
]


@pytest.mark.parametrize(("measure", "text", "expected"), ENDS)
def test_a_sentence_or_its_end_may_say_who_is_responsible_and_is_pointed_out(measure, text, expected):
    findings = extract(plan(f"扩大出口。{measure}", "稳定就业。（市人社局牵头）"))
    task = findings.tasks[0]
    assert (task.text.rstrip("，；"), duties(task)) == (text, expected)
    assert "sentence-clause" in codes(findings)


@pytest.mark.parametrize(
    "told", ["展会名录由市贸促会负责，补贴细则另定，由市财政局负责。", "健全工作机制。市贸促会负责统筹协调。"]
)
def test_a_sentence_and_its_end_are_text_where_a_bracket_says_who_is_responsible(told):
    (measure, _) = extract(plan(f"扩大出口。{told}（市商务局牵头）", "稳定就业。（市人社局牵头）")).measures
    assert [duties(task) for task in measure.tasks] == ["牵头 市商务局"]


@pytest.mark.parametrize(
    "narrative",
    [
        "近年来，由市商务局牵头起草的方案取得成效。",
        "市商务局牵头组织的展会吸引了大批客商，市财政局配合出台的政策反响良好。",
        "各县配合开展试点，有关单位负责人参加了会议。",
        "由市商务局会同市财政局制定的办法已经印发。",
        "企业负责筹资，市场主体牵头建设。",
        "经市政府同意，由市商务局负责实施。",
        "目前由市商务局牵头，每季度通报一次。",
        "目前，由市商务局牵头，每季度通报一次。",
        "引进项目由第三方评审，由市财政局负责结算，评审结果公示。",
        "支持度假区提档（A级景区、省级度假区）。",
        "支持演艺发展（各区可参照执行）。",
    ],
)
def test_narrative_gives_nobody_a_duty(narrative):
    (task, _) = extract(plan(f"扩大出口。{narrative}", "稳定就业。（市人社局牵头）")).tasks
    assert duties(task) == ""
    assert task.text == narrative


def test_the_end_of_a_sentence_in_the_general_part_tells_and_gives_no_duty():
    text = f"{TITLE}\n一、背景情况\n外贸促进工作，由市商务局负责。\n二、任务\n（一）扩大出口。支持企业。（市商务局牵头）\n（二）稳定就业。（市人社局牵头）\n"
    assert [measure.path for measure in extract(text).measures] == ["二（一）", "二（二）"]


@pytest.mark.parametrize(
    "measure",
    [
        "由市商务局会同市财政局推进海外仓建设，提高补贴标准。",
        "由市商务局牵头，建立联席会议制度。",
        "海外仓标准由市商务局负责制定，按年更新。",
        "开工高铁站。责任单位市交通局建设指挥中心筹备情况",
        "市商务局负责牵头，市财政局负责资金保障，市审计局负责监督。",
    ],
)
def test_a_duty_told_in_the_midst_of_a_text_is_pointed_out_only(measure):
    findings = extract(plan(f"扩大出口。{measure}", "稳定就业。（市人社局牵头）"))
    assert duties(findings.tasks[0]) == ""
    assert {"no-clause", "possible-clause"} <= set(codes(findings))
