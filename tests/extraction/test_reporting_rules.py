"""Who reports what to whom by when (FORMS §5): period, month, day, reporters, recipients, conditions."""

import pytest

from tests.extraction.plans import plan
from tracker.extraction import extract


def rules_of(sentence):
    text = plan("扩大出口。支持企业。（市商务局牵头）") + f"二、组织保障\n（一）强化调度。{sentence}\n"
    return text, extract(text).reporting_rules


def summary(rule):
    return rule.period, rule.month, rule.day, " ".join(rule.reporters), " ".join(rule.recipients)


RULES = [
    ("各有关单位于每年12月10日前将上年度工作总结报市商务局。", ("year", 12, 10, "各有关单位", "市商务局")),
    (
        "各区政府、市直有关部门要于每年11月30日前将推进情况报送市发展改革委。",
        ("year", 11, 30, "各区政府 市直有关部门", "市发展改革委"),
    ),
    ("各责任单位每年12月底前将落实情况报市政府办公厅。", ("year", 12, None, "各责任单位", "市政府办公厅")),
    ("各县（市、区）政府每半年将工作进展情况报省商务厅。", ("half-year", None, None, "各县（市、区）政府", "省商务厅")),
    ("各成员单位每季度末月25日前将进展情况报送领导小组办公室。", ("quarter", None, 25, "各成员单位", "领导小组办公室")),
    (
        "请各牵头单位于2026年12月15日前将落实情况报送市商务局（联系人：张三，电话：020-1234）。",
        ("once", 12, 15, "各牵头单位", "市商务局"),
    ),
    (
        "区督考办每季度通报一次进展，各责任单位每季度首月5日前报区经信局汇总。",
        ("quarter", None, 5, "各责任单位", "区经信局"),
    ),
    ("各牵头单位每月5日前上报工作进展至市经信局。", ("month", None, 5, "各牵头单位", "市经信局")),
    ("各牵头单位每季度向市经信局报送工作进展。", ("quarter", None, None, "各牵头单位", "市经信局")),
    ("请各有关单位于每年11月30日前将落实情况报送市海洋局。", ("year", 11, 30, "各有关单位", "市海洋局")),
    (
        "各成员单位要密切配合；每季度结束后5日内将进展情况报市商务局。",
        ("quarter", None, 5, "各成员单位", "市商务局"),
    ),
    ("各镇（街道）每周五前将巡查情况报县禁烧办。", ("regular", None, None, "各镇（街道）", "县禁烧办")),
    ("各牵头部门于每月5日前将上月进展情况报市外贸办。", ("month", None, 5, "各牵头部门", "市外贸办")),
    ("各区政府每月向市统计局报告指标完成情况。", ("month", None, None, "各区政府", "市统计局")),
    ("市商务局定期将工作进展情况报告省商务厅和市政府。", ("regular", None, None, "市商务局", "省商务厅 市政府")),
    ("省科技厅要定期向国务院报告落实情况。", ("regular", None, None, "省科技厅", "国务院")),
    ("请各单位于2025年9月30日前将实施方案报市商务局备案。", ("once", 9, 30, "各单位", "市商务局")),
    (
        "各地各部门应于每年1月15日前将上一年度总结报送省发展改革委、省财政厅。",
        ("year", 1, 15, "各地各部门", "省发展改革委 省财政厅"),
    ),
    ("市人社局、市财政局每年6月30日前将资金使用情况报市审计局。", ("year", 6, 30, "市人社局 市财政局", "市审计局")),
    (
        "各县政府每季度末月25日前将进展情况报市商务局，由市商务局汇总后报市政府。",
        ("quarter", None, 25, "各县政府", "市商务局"),
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), RULES)
def test_a_reporting_sentence_comes_out_whole(sentence, expected):
    text, rules = rules_of(sentence)
    assert [summary(rule) for rule in rules] == [expected]
    assert text[rules[0].start : rules[0].end] == rules[0].text == sentence.rstrip("。")


def test_a_heading_without_full_stop_is_no_part_of_the_sentence_below_it():
    text = plan("扩大出口。支持企业。（市商务局牵头）") + "二、工作要求\n各县市要于每季度末将进展情况报市商务局。\n"
    assert [summary(rule) for rule in extract(text).reporting_rules] == [("quarter", None, None, "各县市", "市商务局")]


CONDITIONS = [
    (
        "各有关单位于每年12月10日前将工作材料报市商务局，涉及工业互联网的同时报市经信局。",
        [("涉及工业互联网的", ("市经信局",))],
    ),
    (
        "各区政府每季度将进展情况报市发展改革委，涉及重大项目的一并抄送市重点办。",
        [("涉及重大项目的", ("市重点办",))],
    ),
    (
        "各单位每年11月底前将总结报市科技局，涉及人才工作的，同时报市人才办；",
        [("涉及人才工作的", ("市人才办",))],
    ),
    (
        "各单位每年11月底前将总结报市商务局，涉及口岸的同时报市口岸办，涉及税收的同时报市税务局。",
        [("涉及口岸的", ("市口岸办",)), ("涉及税收的", ("市税务局",))],
    ),
    (
        "各区政府于每年12月10日前将工作总结报市商务局；涉及口岸的，同时抄送市口岸办。",
        [("涉及口岸的", ("市口岸办",))],
    ),
    (
        "市发展改革委每年1月底前将实施情况报市人民政府，其中涉及资金的同时报市财政局。",
        [("涉及资金的", ("市财政局",))],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), CONDITIONS)
def test_further_recipients_come_with_their_condition(sentence, expected):
    (rule,) = rules_of(sentence)[1]
    assert len(rule.recipients) == 1
    assert [(condition.condition, condition.recipients) for condition in rule.conditional] == expected


TWO_RHYTHMS = [
    ("各责任单位每季度末月25日前将进展情况报市商务局，每年12月15日前报送年度总结。", "市商务局", "市商务局"),
    ("各责任单位于每季度末月25日、每年12月15日前分别将进展情况、年度总结报市商务局。", "市商务局", "市商务局"),
    ("各责任单位于每季度末月25日前将进展情况报市商务局，并于每年12月15日前将总结报市政府。", "市商务局", "市政府"),
]


@pytest.mark.parametrize(("sentence", "first", "second"), TWO_RHYTHMS)
def test_a_sentence_with_two_rhythms_is_two_rules(sentence, first, second):
    assert [summary(rule) for rule in rules_of(sentence)[1]] == [
        ("quarter", None, 25, "各责任单位", first),
        ("year", 12, 15, "各责任单位", second),
    ]


def test_a_day_without_every_is_a_rhythm_too():
    sentence = "各责任单位每月25日前将进展情况报市督查室，12月5日前报送全年总结。"
    month, once = rules_of(sentence)[1]
    assert summary(month) == ("month", None, 25, "各责任单位", "市督查室")
    assert summary(once) == ("once", 12, 5, "各责任单位", "市督查室")


def test_the_second_rhythm_may_be_another_reporter_s():
    rules = rules_of("各责任单位每月25日前向市住建局报送进展，市住建局每季度末向市政府报告。")[1]
    assert [summary(rule) for rule in rules] == [
        ("month", None, 25, "各责任单位", "市住建局"),
        ("quarter", None, None, "市住建局", "市政府"),
    ]


def test_several_days_are_several_rules():
    rules = rules_of("各单位于6月30日、12月20日前分别向市生态办报送半年、全年总结。")[1]
    assert [(rule.period, rule.month, rule.day) for rule in rules] == [("once", 6, 30), ("once", 12, 20)]


def test_a_condition_of_the_second_rhythm_is_its_own():
    sentence = "各单位每月5日前向市商务局报送数据，每半年报送一次总结，涉及口岸的同时报市口岸办。"
    month, half = rules_of(sentence)[1]
    assert (month.conditional, half.recipients) == ((), ("市商务局",))
    assert [(item.condition, item.recipients) for item in half.conditional] == [("涉及口岸的", ("市口岸办",))]


def test_a_rule_below_what_announces_it_begins_behind_its_number():
    letter = "《政府工作报告》已报经批准，现就有关事项通知如下：\n一、各责任单位要加强领导，并于2026年1月15日前将方案报市政府办公室。\n"
    (rule,) = extract(letter + plan("扩大出口。（市商务局牵头）")).reporting_rules
    assert summary(rule) == ("once", 1, 15, "各责任单位", "市政府办公室")


def test_two_sentences_are_two_rules():
    _, rules = rules_of("各区政府每月5日前将数据报市统计局。市统计局每季度将汇总情况报市政府。")
    assert [summary(rule) for rule in rules] == [
        ("month", None, 5, "各区政府", "市统计局"),
        ("quarter", None, None, "市统计局", "市政府"),
    ]


def test_a_rule_belongs_to_the_plan_it_stands_in():
    letter = "绍兴市人民政府关于印发绍兴市促进进口和扩大出口两个行动方案的通知\n绍政发〔2025〕3号\n各区、县（市）人民政府：\n市商务局要定期将工作进展情况报告市政府。\n绍兴市人民政府\n2025年3月1日\n"
    first = plan("办好展会。（市会展局牵头）各区政府每月5日前将数据报市会展局。", title="绍兴市促进进口行动方案")
    second = plan(
        "开拓市场。（市商务局牵头）",
        "做好统计。各区政府每季度将情况报市商务局。（市统计局牵头）",
        title="绍兴市扩大出口行动方案",
    )
    rules = extract(letter + first + second).reporting_rules
    assert [(rule.part, rule.period) for rule in rules] == [
        (None, "regular"),
        ("绍兴市促进进口行动方案", "month"),
        ("绍兴市扩大出口行动方案", "quarter"),
    ]


NO_RULES = [
    "公众可于2025年6月30日前将意见反馈至市商务局。",
    "企业应于每年3月31日前向市商务局申报奖励项目。",
    "有关单位和个人可向市商务局举报违规行为。",
    "鼓励企业每年发布社会责任报告。",
    "对弄虚作假骗取资金的，每年通报一次。",
    "支持报关企业每月申报。",
    "项目单位报市商务局审批后实施。",
    "请于6月5日前将书面意见报送市司法局，征求意见期间联系人王某某。",
]


@pytest.mark.parametrize("sentence", NO_RULES)
def test_applications_comments_and_approvals_are_no_rules(sentence):
    assert rules_of(sentence)[1] == ()


@pytest.mark.parametrize("before", ["（市财政局负责）\n（二）", "（市财政局负责）\n第二条【考核】", "落实资金\n注："])
def test_a_sentence_begins_behind_its_number_and_the_clause_above(before):
    (rule,) = rules_of(f"完善政策。{before}各镇政府于每年1月15日前将总结报县商务局。")[1]
    assert summary(rule) == ("year", 1, 15, "各镇政府", "县商务局")


def test_the_rows_of_a_table_are_tasks_and_the_note_below_it_is_a_rule():
    rows = [
        "序号\t任务\t责任单位\t时限",
        "1\t每月10日前将水电联合报装情况报市住建局\t市供电公司\t2026年5月",
        "注：各单位每月5日前将进展报市商务局。\t\t\t",
    ]
    findings = extract("绍兴市营商环境任务表\n" + "\n".join(rows))
    assert [summary(rule) for rule in findings.reporting_rules] == [("month", None, 5, "各单位", "市商务局")]
    assert len(findings.measures) == 1


def test_what_stands_above_a_table_and_below_it_are_two_sentences():
    table = "填报单位：　日期：2026年3月1日\n任务\t牵头单位\n扩大出口\t市商务局\n"
    (rule,) = extract(f"{table}请各牵头单位每季度末25日前报市商务局。\n").reporting_rules
    assert (rule.month, rule.day, rule.text) == (None, 25, "请各牵头单位每季度末25日前报市商务局")
