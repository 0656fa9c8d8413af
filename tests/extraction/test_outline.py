"""What of a text is a measure and what is not, its section and heading, and the parts of a paper: FORMS §4, DESIGN §3."""

import pytest

from tests.extraction.plans import TITLE, codes, duties, plan
from tracker.extraction import extract

MEASURE = "扩大出口。支持企业开拓市场。（市商务局牵头）"


def summary(text):
    return [(measure.path, measure.section, measure.heading) for measure in extract(text).measures]


HEADINGS = [
    ("扩大出口。支持企业开拓市场。（市商务局牵头）", "扩大出口"),
    ("扩大出口\n支持企业开拓市场。（市商务局牵头）", "扩大出口"),
    ("扩大出口：\n支持企业开拓市场。（市商务局牵头）", "扩大出口"),
    ("**扩大出口。**支持企业开拓市场。（市商务局牵头）", "扩大出口"),
    ("推动“直播+跨境电商”融合。支持企业开拓市场。（市商务局牵头）", "推动“直播+跨境电商”融合"),
    ("【扩大出口】支持企业开拓市场。（市商务局牵头）", "扩大出口"),
    ("发展 B2B 业务。支持企业开拓市场。（市商务局牵头）", "发展 B2B 业务"),
    ("支持企业开拓国际市场，给予展位费补贴（市商务局牵头）", None),
]


@pytest.mark.parametrize(("measure", "heading"), HEADINGS)
def test_a_measure_has_its_heading_without_number_and_full_stop(measure, heading):
    assert summary(plan(measure, MEASURE))[0] == ("一（一）", "培育外贸主体", heading)


@pytest.mark.parametrize(
    "heading",
    [
        "一、培育外贸主体",
        "一、 培育外贸主体",
        "## 一、培育外贸主体",
        "**一、培育外贸主体**",
        "一、培育外贸主体。",
        "一、培育外贸主体：",
        "一、培育\n外贸主体",
    ],
)
def test_a_section_is_named_by_its_heading(heading):
    assert {section for _, section, _ in summary(plan(MEASURE, MEASURE, section=heading))} == {"培育外贸主体"}


def test_a_section_heading_with_a_clause_is_named_without_it():
    heading = "一、培育外贸主体（市商务局牵头，市财政局配合）"
    text = plan("扩大出口。支持企业开拓市场。", "稳定进口。支持进口消费品。", section=heading)
    assert {section for _, section, _ in summary(text)} == {"培育外贸主体"}


def test_a_measure_spans_from_its_number_to_its_last_character():
    text = plan(MEASURE, "稳定就业。落实援企政策。（市人社局牵头）")
    first, second = extract(text).measures
    assert text[first.start : first.end] == f"（一）{MEASURE}"
    assert text[second.start : second.end] == "（二）稳定就业。落实援企政策。（市人社局牵头）"


NOT_MEASURES = [
    "一、总体要求\n以高质量发展为主线，推动外贸稳中提质。\n",
    "一、总体要求\n（一）指导思想。坚持稳中求进。\n（二）基本原则。坚持企业主体，政府引导。\n（三）发展目标。到2027年，进出口突破4000亿元。\n",
    "一、指导思想\n坚持稳中求进，扩大对外开放。\n",
    "一、基本原则\n（一）企业主体。发挥企业作用。\n（二）政府引导。加强统筹。\n",
    "一、工作目标\n到2026年，外贸主体突破1万家。\n",
    "一、主要目标。到2026年，外贸主体突破1万家。\n",
    "一、总则\n为扩大开放，制定本措施。\n",
    "一、适用范围\n本措施适用于在本市注册的企业。\n",
    "一、产业现状\n近年来，由市林业局牵头，各乡镇配合，产业规模不断扩大。\n",
    "一、存在的主要问题\n市商务局负责的平台运行不畅。\n",
]


@pytest.mark.parametrize("opening", NOT_MEASURES)
def test_the_general_part_is_no_measure(opening):
    text = f"{TITLE}\n{opening}二、主要任务\n（一）{MEASURE}\n（二）稳定就业。（市人社局牵头）\n"
    assert [path for path, _, _ in summary(text)] == ["二（一）", "二（二）"]


CLOSINGS = [
    "三、附则\n本措施自印发之日起施行，有效期3年。\n",
    "三、附则\n（一）本措施由市商务局负责解释。\n（二）本措施自2025年7月1日起施行，有效期至2028年6月30日。\n",
    "三、其他\n同一项目不重复享受支持。本措施自发布之日起施行。\n",
    "三、本措施自2025年7月1日起施行，有效期至2028年6月30日。\n",
    "三、本措施由市商务局负责解释。\n",
    "三、解释机关。本措施由市商务局会同市财政局负责解释。\n",
    "三、施行日期\n本措施自公布之日起30日后施行。\n",
    "三、联系方式\n联系人：王某某，电话：0575-85120000。\n",
    "三、名词解释\n海外仓是指在境外建设的仓储设施。\n",
]


@pytest.mark.parametrize("closing", CLOSINGS)
def test_the_closing_provisions_are_no_measure(closing):
    text = f"{TITLE}\n一、总体要求\n坚持稳中求进。\n二、主要任务\n（一）{MEASURE}\n（二）稳定就业。（市人社局牵头）\n{closing}"
    findings = extract(text)
    assert [measure.path for measure in findings.measures] == ["二（一）", "二（二）"]
    assert findings.measures[-1].tasks[-1].text.rstrip("。") == "稳定就业"


@pytest.mark.parametrize(
    "closing",
    [
        "本措施自印发之日起施行，有效期3年。\n",
        "本方案由市商务局负责解释。\n",
        "附件：1.重点项目表\n　　　2.任务清单\n",
        "附件\n重点项目表\n",
        "绍兴市人民政府办公室\n2025年6月1日\n",
        "（联系人：王某某，电话：85120000）\n",
        "抄送：市委各部门，市人大常委会办公室。\n",
        "主办：绍兴市人民政府办公室\n承办：市大数据局\n",
        "主办单位：绍兴市人民政府办公室 版权所有\n",
        "绍兴市人民政府办公室\u3000\u30002025年6月1日印发\n",
    ],
)
def test_what_stands_below_the_last_measure_is_no_part_of_it(closing):
    findings = extract(plan(MEASURE, "稳定就业。落实政策。（市人社局牵头）") + closing)
    assert [measure.path for measure in findings.measures] == ["一（一）", "一（二）"]
    assert findings.tasks[-1].text.rstrip("。") == "落实政策"
    assert "text-after-clause" not in codes(findings)


def test_safeguards_with_a_clause_are_measures_like_any_other():
    text = (
        plan(MEASURE)
        + "二、组织保障\n（一）加强统筹。定期会商调度。（市商务局牵头，各区政府配合）\n（二）强化宣传。营造氛围。（市委宣传部负责）\n"
    )
    tasks = extract(text).tasks
    assert [duties(task) for task in tasks] == ["牵头 市商务局", "牵头 市商务局；配合 各区政府", "负责 市委宣传部"]


def test_the_notice_before_the_plan_is_no_measure():
    letter = (
        f"绍兴市人民政府办公室关于印发{TITLE}的通知\n绍政办发〔2025〕9号\n各区、县（市）人民政府：\n"
        f"《{TITLE}》已经市政府同意，现印发给你们。有关要求通知如下：\n一、提高认识。充分认识重要意义。\n二、抓好落实。认真组织实施。\n"
        "绍兴市人民政府办公室\n2025年3月1日\n"
    )
    findings = extract(letter + plan(MEASURE, "稳定就业。（市人社局牵头）"))
    assert [measure.path for measure in findings.measures] == ["一（一）", "一（二）"]
    assert {measure.part for measure in findings.measures} == {None}


@pytest.mark.parametrize("note", ["起草说明", "编制说明", "政策解读"])
def test_a_drafting_note_is_no_plan(note):
    text = plan(MEASURE, "稳定就业。（市人社局牵头）") + (
        f"附件2\n{TITLE}{note}\n一、起草背景\n为稳外贸，市商务局牵头起草了本方案。\n二、主要内容\n共2条措施，由市商务局牵头，市财政局配合。\n"
    )
    assert [measure.path for measure in extract(text).measures] == ["一（一）", "一（二）"]


def two_plans(first, second):
    letter = "绍兴市人民政府关于印发绍兴市促进进口和扩大出口两个行动方案的通知\n绍政发〔2025〕3号\n各区、县（市）人民政府：\n现印发给你们。\n绍兴市人民政府\n2025年3月1日\n"
    return (
        letter
        + plan(first, first, title="绍兴市促进进口行动方案")
        + plan(second, second, title="绍兴市扩大出口行动方案")
    )


def test_each_plan_of_a_notice_is_a_part_with_its_own_numbers_and_units():
    findings = extract(
        two_plans("办好展会。（市会展局牵头，市财政局配合）", "开拓市场。（市商务局牵头，市贸促会配合）")
    )
    found = [(measure.part, measure.path, duties(measure.tasks[0])) for measure in findings.measures]
    assert found == [
        ("绍兴市促进进口行动方案", "一（一）", "牵头 市会展局；配合 市财政局"),
        ("绍兴市促进进口行动方案", "一（二）", "牵头 市会展局；配合 市财政局"),
        ("绍兴市扩大出口行动方案", "一（一）", "牵头 市商务局；配合 市贸促会"),
        ("绍兴市扩大出口行动方案", "一（二）", "牵头 市商务局；配合 市贸促会"),
    ]


def test_a_plan_without_numbers_has_its_paragraphs_as_measures():
    text = "诸暨市春耕备耕工作要点\n抓好农资供应，确保春耕需要。（市农业农村局牵头，市供销社配合）\n加强水源调度，保障灌溉用水。（市水利局负责）\n"
    findings = extract(text)
    assert [(measure.path, measure.section) for measure in findings.measures] == [(None, None), (None, None)]
    assert [(task.text.rstrip("。"), duties(task)) for task in findings.tasks] == [
        ("抓好农资供应，确保春耕需要", "牵头 市农业农村局；配合 市供销社"),
        ("加强水源调度，保障灌溉用水", "负责 市水利局"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "今天天气很好，我们去公园散步，看见许多花开了。",
        "关于召开座谈会的通知\n各有关单位：\n定于下周二召开座谈会，请派员参加。\n绍兴市商务局\n2025年3月1日\n",
    ],
)
def test_a_text_without_measures_gives_none_and_says_so(text):
    findings = extract(text)
    assert findings.measures == ()
    assert codes(findings) == ["no-measures"]


@pytest.mark.parametrize(
    "text", ["", " \n\t", "The quick brown fox jumps over the lazy dog. 1. First 2. Second", "1234567890", "😀" * 50]
)
def test_a_text_without_chinese_gives_nothing_and_says_so(text):
    findings = extract(text)
    assert findings.measures == ()
    assert len(findings.diagnostics) == 1


def test_a_drafting_note_by_itself_has_no_measures():
    text = (
        f"绍兴市商务局关于《{TITLE}（送审稿）》的起草说明\n一、起草背景\n市商务局牵头起草了本方案。\n"
        "二、主要内容\n（一）总体要求。\n（二）重点任务。由市商务局牵头，各区政府配合。\n"
    )
    assert extract(text).measures == ()


def test_numbered_parts_are_sections():
    text = (
        f"{TITLE}\n第一部分 总体思路\n到2027年，进出口突破4000亿元。\n第二部分 重点任务\n（一）{MEASURE}\n（二）稳定就业。落实政策。（市人社局牵头）\n"
        "第三部分 保障措施\n（三）加强统筹。定期会商。（市商务局负责）\n"
    )
    assert [(path, section) for path, section, _ in summary(text)] == [
        ("第二部分（一）", "重点任务"),
        ("第二部分（二）", "重点任务"),
        ("第三部分（三）", "保障措施"),
    ]


def test_a_signature_with_year_and_month_is_no_part_of_the_last_measure():
    findings = extract(plan(MEASURE, "稳定就业。落实政策。（市人社局牵头）") + "\n绍兴市商务局\n2025年2月\n")
    assert findings.tasks[-1].text.rstrip("。") == "落实政策"


@pytest.mark.parametrize("mark", ["●", "■", "◆", "——", "- ", "•", "★"])
def test_items_of_a_section_without_numbers_are_measures(mark):
    text = (
        f"{TITLE}\n一、培育外贸主体\n{mark}扩大出口。支持企业。（市商务局牵头）\n{mark}稳定进口。支持进口。（市口岸办牵头）\n"
        f"二、优化服务\n{mark}减少审批。落实政策。（市人社局负责）\n"
    )
    assert summary(text) == [
        ("一", "培育外贸主体", "扩大出口"),
        ("一", "培育外贸主体", "稳定进口"),
        ("二", "优化服务", "减少审批"),
    ]
    assert [task.text for task in extract(text).tasks] == ["支持企业。", "支持进口。", "落实政策。"]


@pytest.mark.parametrize("blank", ["  ", "\u3000", "\u3000\u3000", "\t\t"])
def test_two_spaces_close_a_heading(blank):
    text = plan(
        f"扩大出口{blank}支持企业开拓市场。（市商务局牵头）",
        f"稳定进口{blank}支持进口。（市口岸办牵头）",
        section=f"一、培育外贸主体{blank}坚持企业主体地位。",
    )
    assert summary(text) == [
        ("一（一）", "培育外贸主体", "扩大出口"),
        ("一（二）", "培育外贸主体", "稳定进口"),
    ]


def test_a_thousand_measures_in_one_list_are_as_many():
    text = f"{TITLE}\n" + "".join(f"{number}.推进第{number}项。（市商务局牵头）\n" for number in range(1, 1102))
    assert [path for path, _, _ in summary(text)] == [str(number) for number in range(1, 1102)]


EXCERPTS = [
    (
        ["一、治水", "（一）治河", "1.清淤。", "2.截污。", "二、治气", "（四）控尘", "9.洒水。", "10.抑尘。"],
        ["一（一）1", "一（一）2", "二（四）9", "二（四）10"],
    ),
    (["（八）治河。各单位落实。", "2.清淤。"], ["（八）2"]),
    (["——治水", "204.清淤。", "205.截污。", "——治气", "206.洒水。"], ["204", "205", "206"]),
    (["一、人才", "1.121人才培养。", "2.21世纪技能行动。", "3.5亿元投入到位。"], ["一1", "一2"]),
]


@pytest.mark.parametrize(("lines", "paths"), EXCERPTS)
def test_an_excerpt_keeps_the_numbers_it_prints(lines, paths):
    text = "\n".join(
        [
            TITLE,
            *(f"{line}（市水务局负责）" if line.endswith("。") and "各单位" not in line else line for line in lines),
        ]
    )
    assert [measure.path for measure in extract(text).measures] == paths


def test_a_table_below_a_measure_with_its_own_clause_is_no_part_of_it():
    table = "序号\t工作任务\t牵头单位\n1\t建海外仓\t市商务局\n"
    text = f"一、扩大出口。支持企业。（市商务局牵头）\n二、防汛。备足物资。（市应急局牵头，市财政局配合）\n{table}"
    measures = extract(text).measures
    assert [(measure.path, measure.tasks[0].text) for measure in measures] == [
        ("一", "支持企业。"),
        ("二", "备足物资。"),
        ("1", "建海外仓"),
    ]


def test_a_clause_between_a_heading_and_its_text_is_no_part_of_either():
    text = plan("旧区改造（市住建局牵头，各街道配合）。完成改造20个。", "支持企业（市商务局牵头）。开拓市场。（市财政局配合）")
    first, second = extract(text).measures
    assert [(first.heading, task.text) for task in first.tasks] == [("旧区改造", "完成改造20个。")]
    assert [task.text for task in second.tasks] == ["支持企业", "开拓市场。"]


def test_problems_with_their_names_are_numbered_units():
    fields = "整改目标：稳定运行。\n整改措施：（1）排查；（2）落实经费。\n整改时限：2026年10月底前\n牵头单位：市水务局\n验收单位：市住建局\n"
    text = f"整改方案\n一、总体要求\n抓好整改。\n二、整改任务\n问题一：设施停运。\n{fields}问题二：河道淤积。\n{fields}"
    measures = extract(text).measures
    assert [measure.path for measure in measures] == ["二问题一", "二问题二"]
    assert [(duties(task), task.deadline) for measure in measures for task in measure.tasks] == [
        ("牵头 市水务局", "2026年10月底前")
    ] * 2


def test_a_closing_paragraph_that_calls_on_everybody_is_no_part_of_the_last_measure():
    text = plan("扩大出口。支持企业。（市商务局负责）") + "各地区、各有关部门要提高认识，抓好落实。\n"
    assert [task.text for task in extract(text).tasks] == ["支持企业。"]


@pytest.mark.parametrize("heading", ["重点任务", "任务", "专项行动", "政策举措"])
def test_a_figure_below_a_heading_that_ends_in_a_task_s_word_is_the_first_measure_s(heading):
    text = f"行动方案\n一、总体目标\n扩大出口。\n二、{heading}\n1.建设海外仓。（市商务局牵头）\n2.清理收费。（市发展改革委牵头）\n"
    assert [measure.path for measure in extract(text).measures] == ["二1", "二2"]


def test_to_whom_a_paper_applies_is_no_measure():
    text = "若干政策\n第一条 本政策适用于在云台市注册的企业。\n第二条 支持企业。（市商务局负责）\n"
    assert [measure.path for measure in extract(text).measures] == ["第二条"]
