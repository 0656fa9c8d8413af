"""Where responsibility is written: FORMS §2, and §6 for what only looks like it."""

import pytest

from tests.extraction.documents import without_space
from tests.extraction.plans import TITLE, cases, codes, duties, plan, with_clause
from tracker.extraction import extract
from tracker.vocabulary import Origin

LEAD_AND_SUPPORT = "牵头 市商务局；配合 市财政局 各区政府"
INSIDE = "市商务局牵头，市财政局、各区政府配合"

BRACKETS = ["（）", "()", "〔〕", "〈〉", "[]", "【】", "［］", "<>", "（)", "(）", "〔]", "【]", "{}"]


@pytest.mark.parametrize("pair", BRACKETS)
@pytest.mark.parametrize("end", ["{}", "{}。", "。{}", "。 {}", "。\n{}", "\n{}", " {} 。", "{}；"])
def test_a_bracket_of_any_kind_before_or_after_the_full_stop_is_a_clause(pair, end):
    clause = end.format(f"{pair[0]}{INSIDE}{pair[1]}")
    text = plan(f"扩大出口。支持企业开拓市场{clause}", "稳定就业。（市人社局牵头）")
    task, other = extract(text).tasks
    assert duties(task) == LEAD_AND_SUPPORT
    assert task.text.rstrip("。 ") == "支持企业开拓市场"
    assert task.annotation == f"{pair[0]}{INSIDE}{pair[1]}"
    assert task.origin == Origin.ANNOTATION
    assert duties(other) == "牵头 市人社局"


NESTED = [
    ("（市商务局牵头，各县〔市、区〕政府配合）", "牵头 市商务局；配合 各县〔市、区〕政府"),
    ("〔市商务局牵头，各县（市、区）政府配合〕", "牵头 市商务局；配合 各县（市、区）政府"),
    ("(市商务局牵头,各县(市、区)政府配合)", "牵头 市商务局；配合 各县（市、区）政府"),
    ("【市商务局牵头，市市场监管局（市知识产权局）配合】", "牵头 市商务局；配合 市市场监管局（市知识产权局）"),
    ("（外贸工作协调机制（专班）成员单位负责）", "负责 外贸工作协调机制（专班）成员单位"),
    ("[市市场监管局(市知识产权局)牵头，各区〔县〕政府配合]", "牵头 市市场监管局（市知识产权局）；配合 各区〔县〕政府"),
    (
        "（牵头单位：市商务局（市口岸办）；配合单位：各县（市、区）政府）",
        "牵头 市商务局（市口岸办）；配合 各县（市、区）政府",
    ),
]


@pytest.mark.parametrize(("clause", "expected"), NESTED)
def test_brackets_within_a_clause_belong_to_its_names(clause, expected):
    (task, _) = extract(with_clause(clause)).tasks
    assert duties(task) == expected
    assert task.annotation == clause


@pytest.mark.parametrize("clause", ["（市商务局牵头，市财政局配合）", "〔牵头单位：市商务局；配合单位：市财政局〕"])
def test_lines_may_break_anywhere_in_a_clause(clause):
    for at in range(1, len(clause)):
        text = with_clause(f"{clause[:at]}\n\n{clause[at:]}")
        (task, _) = extract(text).tasks
        assert duties(task) == "牵头 市商务局；配合 市财政局"
        assert task.annotation == clause
        assert without_space(text[task.annotation_start : task.annotation_end]) == clause


IN_BRACKETS = [
    "【牵头领导】李四\n【牵头单位】市商务局\n【配合单位】市财政局、各区政府\n【完成时限】12月底",
    "【牵头单位】：市商务局 【配合单位】：市财政局、各区政府 【完成时限】：12月底",
    "[牵头单位]市商务局；[配合单位]市财政局，各区政府；[完成时限]12月底。",
]


@pytest.mark.parametrize("fields", IN_BRACKETS)
def test_captions_may_stand_in_brackets(fields):
    task, other = extract(plan(f"扩大出口。支持企业开拓市场。\n{fields}", "稳定就业。（市人社局牵头）")).tasks
    assert (task.text, duties(task), task.deadline) == ("支持企业开拓市场。", LEAD_AND_SUPPORT, "12月底")
    assert task.annotation[0] in "【["
    assert duties(other) == "牵头 市人社局"


def test_each_bracket_closes_the_task_between_it_and_the_one_before():
    (measure,) = extract(
        plan(
            "优化口岸服务。压缩通关时间。（市口岸办牵头，杭州海关配合）清理口岸收费；（市发展改革委负责）"
            "建设智慧口岸，推行无纸化（市大数据局牵头，绍兴海关、市口岸办配合）。"
        )
    ).measures
    assert [(task.text.rstrip("。；，"), duties(task)) for task in measure.tasks] == [
        ("压缩通关时间", "牵头 市口岸办；配合 杭州海关"),
        ("清理口岸收费", "负责 市发展改革委"),
        ("建设智慧口岸，推行无纸化", "牵头 市大数据局；配合 绍兴海关 市口岸办"),
    ]


def test_lists_in_the_midst_of_a_sentence_are_clauses_where_another_closes_it():
    text = "办好黄酒节（区文旅局），评选大师（区人社局、区总工会），开设研学线路（区教体局）。"
    (measure, _) = extract(plan(text, "建设街区（区商务局），推广品牌。（区文旅局负责）")).measures
    assert [(task.text, duties(task)) for task in measure.tasks] == [
        ("办好黄酒节", "负责 区文旅局"),
        ("评选大师", "负责 区人社局 区总工会"),
        ("开设研学线路", "负责 区教体局"),
    ]


def test_a_list_of_bodies_is_a_clause_though_one_of_them_is_not_known():
    findings = extract(plan("保障供电。（省能源局、省国资委、省电力公司，华能、国电投江西分公司）", "稳就业。（省人社厅牵头）"))
    assert duties(findings.tasks[0]).startswith("负责 省能源局 省国资委 省电力公司 ")
    assert "unread-clause" in codes(findings)


def test_text_after_the_last_clause_joins_its_task_and_is_pointed_out():
    findings = extract(plan("优化服务。压缩通关时间（市口岸办牵头），推行全天候通关。", "稳定就业。（市人社局牵头）"))
    task = findings.tasks[0]
    assert task.text.startswith("压缩通关时间")
    assert task.text.rstrip("。").endswith("推行全天候通关")
    assert duties(task) == "牵头 市口岸办"
    assert "text-after-clause" in codes(findings)


LINES = [
    ("责任单位：市商务局、市财政局", "负责 市商务局 市财政局"),
    ("责任单位: 市商务局、市财政局。", "负责 市商务局 市财政局"),
    ("牵头单位：市商务局\n配合单位：市财政局、各区政府", LEAD_AND_SUPPORT),
    ("牵头单位：市商务局\n\n配合单位：市财政局、\n各区政府", LEAD_AND_SUPPORT),
    ("牵头单位：市商务局；配合单位：市财政局、各区政府", LEAD_AND_SUPPORT),
    ("牵头单位：市商务局 配合单位：市财政局、各区政府", LEAD_AND_SUPPORT),
    ("牵头部门：市商务局\n责任部门：市财政局\n完成时限：2026年底前", "牵头 市商务局；负责 市财政局"),
    ("责任单位：市商务局牵头，市财政局、各区政府配合", LEAD_AND_SUPPORT),
    ("**责任单位：**市商务局、市财政局", "负责 市商务局 市财政局"),
    ("　　责任单位：市商务局，市财政局", "负责 市商务局 市财政局"),
    ("——责任单位：市商务局、市财政局。", "负责 市商务局 市财政局"),
    ("牵头单位：市商务局\n配合单位：市财政局\n　　　　　各区政府", LEAD_AND_SUPPORT),
    ("牵头单位：市商务局\n配合单位：市财政局\n各区政府\n完成时限：2026年底前", LEAD_AND_SUPPORT),
    ("责任单位为市商务局、市财政局。", "负责 市商务局 市财政局"),
    ("牵头单位 市商务局 配合单位 市财政局 各区政府", LEAD_AND_SUPPORT),
    ("牵头单位 市商务局 配合单位 市财政局、各区政府 完成时限 2026年底前", LEAD_AND_SUPPORT),
    ("牵头单位　市商务局\n责任人　张某某\n配合单位　市财政局、各区政府\n完成时限　2026年底前", LEAD_AND_SUPPORT),
    ("——市商务局、市财政局", "负责 市商务局 市财政局"),
    ("——市商务局牵头，市财政局、\n各区政府配合。", LEAD_AND_SUPPORT),
]


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_a_line_of_its_own_is_a_clause(line, expected):
    text = plan(f"扩大出口。\n支持企业开拓市场。\n{line}", "稳定就业。\n落实援企政策。\n责任单位：市人社局")
    task, other = extract(text).tasks
    assert duties(task) == expected
    assert task.text == "支持企业开拓市场。"
    assert task.origin == Origin.LINE
    assert duties(other) == "负责 市人社局"


def test_fields_that_name_no_unit_stand_before_a_caption_on_its_line_too():
    fields = "分管区长：马某；完成时限：2026年11月底；主责单位：区民政局；协办单位：区财政局。"
    (task,) = extract(plan(f"扩大养老。新增床位800张。{fields}")).tasks
    assert (task.text, duties(task), task.deadline) == ("新增床位800张。", "牵头 区民政局；配合 区财政局", "2026年11月底")


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("支持企业，牵头单位：市商务局；配合单位：市财政局。", "牵头 市商务局；配合 市财政局"),
        ("支持企业。责任单位是合作区商务局、财政局。", "负责 合作区商务局 合作区财政局"),
    ],
)
def test_a_caption_may_follow_a_comma_or_go_on_with_a_verb(measure, expected):
    (task,) = extract(plan(f"扩大出口。{measure}")).tasks
    assert (task.text.rstrip("。"), duties(task)) == ("支持企业", expected)


def test_a_caption_may_be_run_on_in_the_paragraph():
    text = (
        f"{TITLE}\n一、加大财政支持\n1.对新建海外仓给予补助。责任单位：市商务局、财政局。"
        "2.对参展企业给予补贴。责任单位：市贸促会。3.对出口信用保险给予保费支持。牵头单位：市商务局，配合单位：市财政局。\n"
    )
    measures = extract(text).measures
    assert [(measure.path, duties(measure.tasks[0])) for measure in measures] == [
        ("一1", "负责 市商务局 市财政局"),
        ("一2", "负责 市贸促会"),
        ("一3", "牵头 市商务局；配合 市财政局"),
    ]
    assert [measure.tasks[0].text.rstrip("。") for measure in measures] == [
        "对新建海外仓给予补助",
        "对参展企业给予补贴",
        "对出口信用保险给予保费支持",
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "一、培育外贸主体（市商务局牵头，市财政局、各区政府配合）",
        "一、培育外贸主体\n（市商务局牵头，市财政局、各区政府配合）",
    ],
)
def test_a_clause_on_a_section_heading_holds_for_every_measure_under_it(heading):
    text = plan("扩大企业规模。支持企业扩大出口。", "培育自主品牌。支持企业创建品牌。", section=heading)
    text += "二、优化营商环境（市发展改革委牵头）\n（一）减少审批。精简事项。\n"
    tasks = extract(text).tasks
    assert [(duties(task), task.origin) for task in tasks] == [
        (LEAD_AND_SUPPORT, Origin.HEADING),
        (LEAD_AND_SUPPORT, Origin.HEADING),
        ("牵头 市发展改革委", Origin.HEADING),
    ]
    assert [task.text.rstrip("。") for task in tasks] == ["支持企业扩大出口", "支持企业创建品牌", "精简事项"]


def test_a_measure_with_its_own_clause_keeps_it_under_a_heading_with_one():
    text = plan(
        "扩大规模。支持出口。", "创建品牌。支持商标注册。（市市场监管局牵头）", section="一、培育主体（市商务局牵头）"
    )
    assert [duties(task) for task in extract(text).tasks] == ["牵头 市商务局", "牵头 市市场监管局"]


def test_a_heading_with_two_clauses_gives_both_to_what_stands_under_it():
    section = "一、培育主体（市商务局牵头）（市财政局配合）"
    (task,) = extract(plan("扩大规模。支持出口。", section=section)).tasks
    assert duties(task) == "牵头 市商务局；配合 市财政局"


@pytest.mark.parametrize("leads_in", ["", "具体措施：", "。重点任务："])
def test_a_clause_on_a_heading_whose_measures_all_have_their_own_is_a_task_itself(leads_in):
    section = f"一、培育主体（市商务局牵头，各区政府配合）{leads_in}"
    first, second = extract(plan("创建品牌。支持商标注册。（市市场监管局牵头）", section=section)).measures
    assert (first.path, first.tasks[0].text, duties(first.tasks[0])) == ("一", "培育主体", "牵头 市商务局；配合 各区政府")
    assert [duties(task) for task in second.tasks] == ["牵头 市市场监管局"]


NOT_CLAUSES = [
    "支持企业参加展会（试行）",
    "支持园区建设（含综合保税区、保税物流中心）",
    "建设浙江省外贸大数据平台（以下简称平台）",
    "按标准给予补助（附表）",
    "发展企业对消费者业务（B2C）",
    "推广海外仓（下同）",
    "支持符合条件的单位（企业、协会、高校）申报",
    "支持领军企业（市级以上）做大做强",
    "对项目单位（含联合体牵头单位）给予补助",
    "落实《绍兴市外贸条例》（2024年修订）",
    "深化“放管服”改革（见附件2）",
    "鼓励企业参加国家级展会（不包括境外展）",
    "报领导小组办公室（设在市商务局）",
    "依托外贸专班（办公室设在市商务局）",
    "落实工作专班职责（组长由市领导担任）",
    "建设市级平台（由市大数据局建设的政务云）",
    "推广省级标准（省市场监管局2024年发布）",
    "推进绍兴综合保税区（绍兴海关监管）建设",
    "支持中心城区（越城区、柯桥区、上虞区）协同",
    "争取上级（国家发展改革委、商务部）支持",
    "去年全市进出口增长12.5%（数据来源：市统计局）",
]


@pytest.mark.parametrize("text", cases({"text": [(text,) for text in NOT_CLAUSES]}))
@pytest.mark.parametrize("end", ["", "。"])
def test_other_brackets_are_text(text, end):
    findings = extract(plan(f"扩大出口。{text}{end}（市商务局牵头）", f"稳定就业。{text}。落实政策。（市人社局牵头）"))
    assert [duties(task) for task in findings.tasks] == ["牵头 市商务局", "牵头 市人社局"]
    assert findings.tasks[0].text.rstrip("。") == text


NARRATIVE = [
    "去年以来，市商务局牵头开展专项行动，有关部门积极配合，成效明显。",
    "由行业龙头企业牵头组建创新联合体，支持高校参与。",
    "各部门要加强协作，对负责人不履职的予以问责。",
    "支持企业负责人参加培训，引导银行配合企业办理结汇。",
    "支持牵头制定国际标准的企业申报奖励。",
    "健全由市领导牵头的协调机制，及时解决问题。",
]


@pytest.mark.parametrize("sentence", NARRATIVE)
def test_narrative_with_the_words_of_roles_is_no_clause(sentence):
    findings = extract(
        plan(f"扩大出口。{sentence}推动产业升级。（市经信局牵头，市科技局配合）", "稳定就业。（市人社局牵头）")
    )
    assert [duties(task) for task in findings.tasks] == ["牵头 市经信局；配合 市科技局", "牵头 市人社局"]
    assert sentence in findings.tasks[0].text


@pytest.mark.parametrize(
    "addressees",
    [
        "各区、县（市）人民政府，市级各部门、各单位：",
        "各市、县（市、区）人民政府，省政府直属各单位：",
        "各镇（街道）办事处，县级有关部门：",
    ],
)
def test_the_addressees_are_no_clause(addressees):
    head = f"绍兴市人民政府办公室关于印发{TITLE}的通知\n绍政办发〔2025〕9号\n{addressees}\n现印发给你们，请认真贯彻执行。\n绍兴市人民政府办公室\n2025年3月1日\n"
    findings = extract(head + plan("扩大出口。支持开拓市场。（市商务局牵头）"))
    assert [duties(task) for task in findings.tasks] == ["牵头 市商务局"]


def test_a_clause_under_the_title_holds_for_every_measure_without_one():
    text = (
        f"{TITLE}\n（牵头单位：市商务局）\n一、扩大出口。支持企业开拓市场。\n二、稳定就业。落实政策。（市人社局负责）\n"
    )
    tasks = extract(text).tasks
    assert [(duties(task), task.origin) for task in tasks] == [
        ("牵头 市商务局", Origin.HEADING),
        ("负责 市人社局", Origin.ANNOTATION),
    ]


def test_a_list_that_says_henceforth_is_a_clause():
    findings = extract(
        plan("建设矿山。推进绿色矿山。（市自然资源局，各县（市、区）政府，下同）", "稳定就业。（市人社局牵头）")
    )
    assert duties(findings.tasks[0]) == "负责 市自然资源局 各县（市、区）政府"


def test_a_measure_without_clause_among_others_is_kept_without_units_and_pointed_out():
    findings = extract(
        plan("扩大出口。支持开拓市场。（市商务局牵头）", "创新发展。探索新模式新路径。", "稳定就业。（市人社局牵头）")
    )
    task = findings.tasks[1]
    assert (task.text.rstrip("。"), task.units, task.origin, task.annotation) == (
        "探索新模式新路径",
        (),
        Origin.NONE,
        None,
    )
    assert "no-clause" in codes(findings)


def test_an_unclosed_bracket_does_not_lose_the_units_of_other_measures():
    findings = extract(
        plan(
            "扩大出口。支持开拓市场。（市商务局牵头，市财政局配合",
            "稳定就业。落实政策。（市人社局牵头）",
            "改善服务。（市政务服务办负责）",
        )
    )
    assert [duties(task) for task in findings.tasks][1:] == ["牵头 市人社局", "负责 市政务服务办"]


def test_a_time_limit_behind_a_blank_is_read_as_one_behind_a_colon():
    task, _ = extract(plan("扩大出口。\n责任单位 市商务局 完成时限 2026年6月底", "稳定就业。（市人社局负责）")).tasks
    assert (duties(task), task.deadline) == ("负责 市商务局", "2026年6月底")


def test_dashes_before_sentences_and_within_a_measure_name_nobody():
    text = plan(
        "扩大出口。\n——坚持市场主导。\n——市商务局办好展会。\n——各区政府\n（市商务局负责）", "稳定就业。（市人社局负责）"
    )
    assert [duties(task) for task in extract(text).tasks] == ["负责 市商务局", "负责 市人社局"]


def test_a_paragraph_below_the_last_clause_that_asks_for_reports_is_no_part_of_its_task():
    text = plan("扩大出口。支持企业。（市商务局负责）") + "各责任单位每月5日前将进展情况报市商务局。\n"
    findings = extract(text)
    assert [task.text for task in findings.tasks] == ["支持企业。"]
    assert [rule.period for rule in findings.reporting_rules] == ["month"]


@pytest.mark.parametrize("marker", ["- ", "  - ", "+ ", "- **"])
def test_fields_may_be_the_items_of_a_list(marker):
    after = "**" if "*" in marker else ""
    fields = {"牵头单位": "市商务局", "配合单位": "市财政局、市税务局", "完成时限": "2026年6月底"}
    lines = "".join(f"\n{marker}{caption}{after}：{value}" for caption, value in fields.items())
    findings = extract(plan(f"扩大规模。支持企业出口。{lines}", "建公共仓。（市商务局牵头）"))
    task = findings.tasks[0]
    assert (duties(task), task.deadline) == ("牵头 市商务局；配合 市财政局 市税务局", "2026年6月底")
    assert (task.text, codes(findings)) == ("支持企业出口。", [])
