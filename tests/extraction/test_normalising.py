"""White space, widths, mark-up and page furniture: what they leave, and the way back to the text as read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extraction.documents import clauses_of, wrapped
from tests.extraction.plans import duties, plan
from tracker.extraction import extract
from tracker.extraction.normalising import compact

COMPACT = [
    ("市 商 务 局", "市商务局"),
    ("市商\n务局", "市商务局"),
    ("市商\r\n\r\n务局", "市商务局"),
    ("市商\t务\u3000局", "市商务局"),
    ("市商\u00a0务\u200b局", "市商务局"),
    ("(市商务局牵头,市财政局配合;完成时限:长期)", "（市商务局牵头，市财政局配合；完成时限：长期）"),
    ("【市商务局】", "〔市商务局〕"),
    ("［市商务局］", "〔市商务局〕"),
    ("２０２６年", "2026年"),
    ("Ｂ２Ｃ", "B2C"),
    ("1．推进", "1.推进"),
    ("二〇二六年", "二零二六年"),
    ("**责任单位：**市商务局", "责任单位：市商务局"),
    ("## 一、推进", "一、推进"),
    ("十七、[bookmark: _GoBack]其他", "十七、其他"),
    ("推进工作\n— 12 —\n落实政策", "推进工作落实政策"),
    ("推进工作\n- 3 -\n落实政策", "推进工作落实政策"),
    ("推进工作\n第 3 页\n落实政策", "推进工作落实政策"),
    ("推进工作\n　　— 12 —\n　　落实政策", "推进工作落实政策"),
    ("推进工作\n    第 3 页 共 12 页\n落实政策", "推进工作落实政策"),
    ("推进工作\n第 3 页 共 12 页\n落实政策", "推进工作落实政策"),
    ("推進電子商務發展", "推进电子商务发展"),
    ("關於印發實施方案的通知", "关于印发实施方案的通知"),
]


@pytest.mark.parametrize(("raw", "expected"), COMPACT)
def test_what_means_nothing_is_taken_out_and_widths_are_unified(raw, expected):
    assert compact(raw).compact == expected


@given(st.text(st.sampled_from("市商务局牵头（）()，,：:12．０\n\r\t \u3000\u200b*#—-[]關於\ufeff"), max_size=80))
def test_every_kept_character_leads_back_to_its_place(raw):
    text = compact(raw)
    assert len(text.compact) == len(text.printed) == len(text.offsets)
    assert list(text.offsets) == sorted(set(text.offsets))
    assert [raw[offset] for offset in text.offsets] == list(text.printed)


@given(st.text(max_size=200))
def test_any_text_keeps_its_characters_in_their_order(raw):
    text = compact(raw)
    assert [raw[offset] for offset in text.offsets] == list(text.printed)
    assert len(text.compact) == len(text.printed)


def test_a_span_covers_the_print_from_its_first_to_its_last_character():
    text = compact("（市 商\n务局 牵头）")
    assert text.span(1, 5) == (1, 7)
    assert text.as_printed(1, 5) == "市商务局"
    assert text.span(2, 2) == (text.start(2), text.start(2))


def test_lines_of_the_text_are_known_by_their_beginnings():
    text = compact("第一行\n\n  第二行\n第三行")
    assert [text.starts_line(at) for at in (0, 3, 6, 4)] == [True, True, True, False]
    assert (text.line_start(5), text.line_end(5)) == (3, 6)
    assert text.line_end(7) == len(text.compact)


MEASURES = plan(
    "扩大企业规模。支持企业扩大出口，对成效明显的给予奖励。（市商务局牵头，市财政局、税务局，杭州海关配合）",
    "建设公共海外仓。引导企业共建共享海外仓（牵头单位：市商务局；配合单位：市贸促会）。推广先进经验。（市委宣传部负责）",
    "做好统计监测。完善监测体系。\n责任单位：市统计局、市商务局",
)


def duties_and_clauses(text):
    return [(task.annotation, [(unit.role, unit.name) for unit in task.units]) for task in extract(text).tasks]


FURNITURE = ["\n— 3 —\n", "\n- 3 -\n", "\n第 3 页\n", "\n第3页 共8页\n", "\n\n\n", "\n \n\u3000\n"]


@pytest.mark.parametrize("furniture", FURNITURE)
def test_page_numbers_and_blank_lines_anywhere_in_sentences_change_no_clause(furniture):
    expected = duties_and_clauses(MEASURES)
    sentences = [at for at in range(len(MEASURES)) if "。" in MEASURES[max(at - 12, 0) : at]]
    assert len(sentences) > 60
    for at in sentences:
        assert duties_and_clauses(MEASURES[:at] + furniture + MEASURES[at:]) == expected


@pytest.mark.parametrize("header", ["绍兴市人民政府公报", "绍兴市人民政府公报　2025年第3期", "绍政办发〔2025〕9号"])
def test_page_headers_in_sentences_change_no_clause(header):
    expected = duties_and_clauses(MEASURES)
    places = [MEASURES.index(words) for words in ("成效明显", "税务局，杭州", "享海外仓", "测体系")]
    text = MEASURES
    for page, at in reversed(list(enumerate(places, start=1))):
        text = f"{text[:at]}\n— {page} —\n\n{header}\n{text[at:]}"
    assert duties_and_clauses(f"{header}\n{text}") == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("（", "("), ("）", ")"), ("，", ","), ("；", ";"), ("：", ":"), ("、", "、 "), ("牵头", "牵\u200b头"),
        ("市商务局", "市 商务局"), ("。", "。 "),
    ],
)  # fmt: skip
def test_widths_and_spaces_change_no_duty(old, new):
    duties = [units for _, units in duties_and_clauses(MEASURES.replace(old, new))]
    assert duties == [units for _, units in duties_and_clauses(MEASURES)]


def test_and_from_machine_reading_divides_names_as_its_chinese_word_does():
    text = MEASURES.replace("市统计局、市商务局", "市统计局and市商务局")
    assert clauses_of(extract(text))[-1][1] == (("responsible", "市统计局"), ("responsible", "市商务局"))


def test_a_traditional_head_over_a_simplified_body_changes_nothing():
    head = "（以下附錄節錄自中華人民共和國浙江省人民政府的網站，全文可參閱 http://www.zj.gov.cn/）\n附錄\n"
    assert clauses_of(extract(head + MEASURES)) == clauses_of(extract(MEASURES))


def test_a_plan_in_traditional_characters_is_read_like_any_other():
    text = "紹興市推動外貿提質增效行動方案\n一、擴大出口\n（一）支持企業開拓市場，給予獎勵。（市商務局牽頭，市財政局、稅務局配合）\n"
    findings = extract(text)
    (task,) = findings.tasks
    assert findings.jurisdiction == "绍兴市"
    assert [(unit.role.value, unit.printed) for unit in task.units] == [
        ("lead", "市商務局"),
        ("support", "市財政局"),
        ("support", "稅務局"),
    ]


ON_ONE_LINE = [
    "湖州市促进消费行动方案\n一、总体要求\n坚持扩大内需，到2027年消费总额突破2000亿元。\n二、重点任务\n（一）扩大汽车消费\n支持以旧换新。（市商务局牵头，市财政局配合）\n（二）繁荣文旅消费\n办好节庆活动。（市文广旅局牵头）\n",
    "湖州市促进消费行动方案\n一、目标任务\n到2027年，消费总额突破2000亿元。\n二、重点任务\n1.扩大汽车消费\n责任单位：市商务局、财政局\n2.繁荣文旅消费\n责任单位：市文广旅局\n附件：1.项目表\n2.任务清单\n",
]


@pytest.mark.parametrize("between", [" ", "  ", "\u3000"])
@pytest.mark.parametrize("text", ON_ONE_LINE)
def test_a_whole_paper_on_one_line_has_the_same_duties(text, between):
    assert duties_and_clauses(text.replace("\n", between)) == duties_and_clauses(text)
    assert len(duties_and_clauses(text)) == 2


WRAPPED = (
    "贵定县推进污染防治工作清单\n一、打好攻坚战\n1.打好蓝天保卫战。强化臭氧协同控制，空气质量优良率保持在较高水平。\n"
    "牵头单位：县生态环境局；责任单位：县住房城乡建设局、县综合执法局、县交通运输局，各乡（镇、街道），贵定经济开发区管委会\n"
    "2.打好碧水保卫战。加强水源地保护，推进入河排污口整治工作。\n牵头单位：县水务局、县生态环境局；责任单位：县农业农村局，各乡（镇、街道）\n"
)


def test_captions_broken_at_any_width_hold_the_same_duties():
    expected = duties_and_clauses(WRAPPED)
    assert [len(units) for _, units in expected] == [6, 4]
    assert [duties_and_clauses(wrapped(WRAPPED, width)) for width in range(20, 46)] == [expected] * 26


JOINED = (
    "湖州市促进消费若干措施一、总体要求坚持扩大内需，到2027年消费总额突破2000亿元。二、重点任务（一）扩大汽车消费"
    "1.支持以旧换新。（市商务局牵头，市财政局、税务局配合）2.办好车展（市会展办、市公安局）3.建设充电桩。责任单位：市发展改革委、住建局"
    "4.优化停车。责任单位：市城管局（二）繁荣文旅消费5.办好节庆。（市文广旅局负责）三、附则本措施自2026年1月1日起施行。"
)


def test_a_paper_that_lost_its_line_breaks_has_its_numbers_all_the_same():
    findings = extract(JOINED)
    assert findings.title == "湖州市促进消费若干措施"
    assert [(measure.path, duties(measure.tasks[0])) for measure in findings.measures] == [
        ("二（一）1", "牵头 市商务局；配合 市财政局 市税务局"),
        ("二（一）2", "负责 市会展办 市公安局"),
        ("二（一）3", "负责 市发展改革委 市住建局"),
        ("二（一）4", "负责 市城管局"),
        ("二（二）5", "负责 市文广旅局"),
    ]
