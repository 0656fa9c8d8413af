"""Figures a document sets, with their year, and caps on money (FORMS §5)."""

import pytest

from tests.extraction.plans import cases, plan
from tracker.extraction import extract


def found(sentence):
    text = plan(f"扩大出口。{sentence}（市商务局牵头）", "稳定就业。（市人社局牵头）")
    targets = extract(text).targets
    assert all(text[target.start : target.end] == target.text for target in targets)
    return [(target.kind, target.low, target.high, target.unit, target.year) for target in targets]


TARGETS = [
    ("到2027年，进出口总额突破3000亿元。", [("target", 3000, None, "亿元", 2027)]),
    ("2026年，打造3—5个特色园区。", [("target", 3, 5, "个", 2026)]),
    ("到2026年底，培育市级龙头企业50家。", [("target", 50, None, "家", 2026)]),
    ("力争2028年外贸主体达到2.5万家。", [("target", 2.5, None, "万家", 2028)]),
    ("跨境电商交易额年均增长15%以上。", [("target", 15, None, "%", None)]),
    ("到2027年，机电产品出口占比提高到45%。", [("target", 45, None, "%", 2027)]),
    ("新增公共海外仓10个以上。", [("target", 10, None, "个", None)]),
    ("到2026年，建成高标准农田12万亩。", [("target", 12, None, "万亩", 2026)]),
    ("每年培训电商人才不少于5000人次。", [("target", 5000, None, "人次", None)]),
    ("到2026年，单位能耗降低3.5%。", [("target", 3.5, None, "%", 2026)]),
    ("到2027年，数字经济增加值超过1,200亿元。", [("target", 1200, None, "亿元", 2027)]),
    (
        "到2027年，培育百亿级企业5家、专精特新企业200家。",
        [("target", 5, None, "家", 2027), ("target", 200, None, "家", 2027)],
    ),
    (
        "到2026年底，新建改建农村户厕3万座、旅游厕所150座。",
        [("target", 3, None, "万座", 2026), ("target", 150, None, "座", 2026)],
    ),
    ("培育主播1万名。", [("target", 1, None, "万名", None)]),
    ("空气质量优良率保持在98%以上。", [("target", 98, None, "%", None)]),
]

CAPS = [
    ("给予一次性奖励，最高不超过200万元。", [("cap", None, 200, "万元", None)]),
    ("给予最高50万元的奖励。", [("cap", None, 50, "万元", None)]),
    ("单个企业每年补助不超过100万元。", [("cap", None, 100, "万元", None)]),
    ("按实际投入的30%给予补助，最高300万元。", [("cap", None, 300, "万元", None)]),
    ("补贴比例不超过50%，单个项目上限为80万元。", [("cap", None, 50, "%", None), ("cap", None, 80, "万元", None)]),
    (
        "分别给予最高100万元、50万元、20万元奖励。",
        [("cap", None, 100, "万元", None), ("cap", None, 50, "万元", None), ("cap", None, 20, "万元", None)],
    ),
    ("每家最高可补助1.5亿元。", [("cap", None, 1.5, "亿元", None)]),
]

NOTHING = [
    "支持企业开拓国际市场。",
    "落实2023年出台的政策。",
    "对年出口额超过500万元的企业给予奖励。",
    "对上年营业收入达到1亿元以上的企业优先支持。",
    "根据国办发〔2023〕10号文件执行。",
    "联系电话：85120000。",
    "实施第3个五年计划。",
]


@pytest.mark.parametrize(("sentence", "expected"), cases({"target": TARGETS, "cap": CAPS}))
def test_a_figure_is_read_with_its_unit_and_year(sentence, expected):
    assert found(sentence) == expected


@pytest.mark.parametrize("sentence", NOTHING)
def test_conditions_dates_and_numbers_of_papers_are_no_targets(sentence):
    assert found(sentence) == []


def test_targets_are_read_from_the_general_part_though_it_is_no_measure():
    text = "绍兴市外贸行动方案\n一、发展目标\n到2027年，进出口突破4000亿元。\n二、主要任务\n（一）扩大出口。（市商务局牵头）\n"
    findings = extract(text)
    assert [measure.path for measure in findings.measures] == ["二（一）"]
    assert [(target.text, target.year) for target in findings.targets] == [("突破4000亿元", 2027)]


def test_a_figure_reaches_over_no_line_and_no_clause():
    text = plan("完成技改。（市经信局牵头；完成时限：2026年12月底前）", "发展养老\n新建助餐点100处。（市民政局牵头）")
    assert [(target.text, target.year) for target in extract(text).targets] == [("新建助餐点100处", None)]


def test_a_target_belongs_to_its_plan():
    first = plan("办好展会。到2026年，引进展会20场。（市会展局牵头）", title="绍兴市促进进口行动方案")
    second = plan("开拓市场。到2027年，出口突破3000亿元。（市商务局牵头）", title="绍兴市扩大出口行动方案")
    targets = extract(first + second).targets
    assert [(target.part, target.year) for target in targets] == [
        ("绍兴市促进进口行动方案", 2026),
        ("绍兴市扩大出口行动方案", 2027),
    ]
