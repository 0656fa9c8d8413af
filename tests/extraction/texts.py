"""Texts for property tests: any Unicode, fragments of policies in any order, and whole plans in order."""

from hypothesis import strategies as st

FRAGMENTS = [
    "一、", "二、", "三、", "（一）", "（二）", "（三）", "1.", "2.", "3、", "①", "②", "第一条 ", "第一章 ", "（1）", "## ", "**",
    "市商务局", "市财政局、税务局", "各区政府", "各县（市、区）人民政府", "杭州、宁波海关", "市市场监管局（市知识产权局）", "市“双创”办", "领导小组成员单位",
    "牵头", "配合", "负责", "会同", "指导", "按职责分工负责", "等部门", "分别牵头负责", "由", "和", "及", "与",
    "牵头单位：", "配合单位：", "责任单位：", "责任人：李某某", "完成时限：", "适用范围：", "2026年底前", "2026年6月30日前完成", "持续推进",
    "（", "）", "(", ")", "〔", "〕", "【", "】", "〈", "〉", "《", "》", "“", "”", "、", "，", "。", "；", "：", "\n", "\n\n", " ", "\u3000", "\t", "|",
    "下同", "排在第一位的为牵头单位", "以下简称", "试行", "总体要求", "组织实施", "附则", "附件", "起草说明", "抄送：",
    "绍兴市外贸行动方案", "绍兴市人民政府办公室", "绍政办发〔2025〕9号", "2025年3月1日", "（征求意见稿）", "《浙江省条例》（浙政发〔2021〕12号）",
    "各有关单位于每年12月10日前将工作总结报市商务局，涉及口岸的同时报市口岸办", "要根据本方案精心组织", "要大力支持，积极配合",
    "推动产业发展", "支持企业开拓市场", "突破450亿元", "打造3—5个", "最高不超过200万元", "自印发之日起施行，有效期3年",
    "序号\t工作任务\t牵头单位\t配合单位\t完成时限\n", "1\t建设园区\t市商务局\t无\t长期\n", "— 3 —\n", "[bookmark: _GoBack]", "關於推動", "and",
]  # fmt: skip
"""What policies are made of, and what breaks them."""

UNITS = st.lists(
    st.sampled_from(
        ["市商务局", "市财政局", "市发展改革委", "税务局", "各区政府", "杭州海关", "市市场监管局（市知识产权局）", "市人力资源和社会保障局", "市水务集团"]
    ),
    min_size=1,
    max_size=5,
    unique=True,
).map("、".join)  # fmt: skip
CLAUSES = st.one_of(
    st.builds("（{}牵头，{}配合）".format, UNITS, UNITS),
    st.builds("（{}牵头；{}按职责分工负责；2026年6月底前完成）".format, UNITS, UNITS),
    st.builds("（牵头单位：{}；配合单位：{}）".format, UNITS, UNITS),
    st.builds("〔{}负责〕".format, UNITS),
    st.builds("（责任单位：{}）".format, UNITS),
)
SENTENCES = st.sampled_from(
    [
        "支持企业扩大出口，对成效明显的给予奖励，最高不超过200万元",
        "到2027年，建设公共海外仓10个以上，带动出口突破450亿元",
        "推广“直播+电商”模式，引导企业共建共享海外仓，提升物流效率和服务水平",
        "落实《浙江省外贸条例》（浙政发〔2021〕12号），完善跨境电商（B2C）统计监测体系",
        "深化通关便利化改革，压缩整体通关时间，清理规范口岸收费",
    ]
)
MEASURES = st.lists(
    st.builds("{}。{}。{}".format, st.sampled_from(["扩大出口", "建设海外仓", "优化服务"]), SENTENCES, CLAUSES),
    min_size=1,
    max_size=4,
)


@st.composite
def plans(draw):
    """A plan in order, one paragraph a line: sections with measures, each ending with its clause."""
    numbers = "一二三四五六七八九"
    lines = ["绍兴市推动外贸提质增效行动方案", "为推动外贸提质增效，结合我市实际，制定本方案。"]
    for section in range(draw(st.integers(1, 3))):
        lines.append(f"{numbers[section]}、培育外贸主体和提升服务能级")
        lines += [f"（{numbers[index]}）{measure}" for index, measure in enumerate(draw(MEASURES))]
    return "\n".join(lines) + "\n"


LETTER = (
    "绍兴市人民政府办公室关于印发绍兴市推动外贸提质增效行动方案的通知\n绍政办发〔2025〕9号\n各区、县（市）人民政府：\n现印发给你们。"
    "市商务局要加强督促检查，定期将进展情况报告市政府。\n绍兴市人民政府办公室\n2025年3月1日\n"
)
LINES = (
    "绍兴市若干措施\n一、加大支持\n1.对海外仓给予补助。责任单位：市商务局、财政局。2.对参展给予补贴。\n"
    "牵头单位：市贸促会\n配合单位：市商务局、\n各区政府\n完成时限：2026年底前\n3.稳定就业。责任单位：市人社局\n"
)
HEADING = "绍兴市若干措施\n一、培育主体（市商务局牵头，市财政局配合）\n（一）扩大出口。支持开拓。\n（二）稳定进口。（市商务局负责）\n二、优化服务\n（一）减少审批。（市政务办负责）\n"
TABLE = (
    "绍兴市任务分工表\n序号\t工作任务\t牵头单位\t配合单位\t完成时限\n1\t建设海外仓\t市商务局\t市财政局、税务局\t2026年底\n"
    "2\t压缩时间\t市口岸办\t无\t长期\n"
)
WITHOUT_CLAUSES = (
    "中国（绍兴）跨境贸易改革方案\n一、总体要求\n坚持先行先试。\n二、主要任务\n（一）优化通关。推行提前申报。\n（二）降低成本。清理收费。\n"
    "三、组织实施\n绍兴市要根据本方案精心组织，落实责任。省各有关部门要大力支持，积极配合。\n"
)
sound = st.one_of(
    plans(),
    plans().map(LETTER.__add__),
    st.builds("{}{}".format, plans(), plans()),
    st.sampled_from([LINES, HEADING, TABLE, TABLE.replace("\t", "\n"), WITHOUT_CLAUSES, LETTER + WITHOUT_CLAUSES]),
)


@st.composite
def damaged(draw):
    """A sound paper with up to eight pieces cut out, put in or exchanged for fragments."""
    text = draw(sound)
    for _ in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, len(text)))
        gone = draw(st.sampled_from([0, 0, 0, 1, 2, 5, 30]))
        text = text[:at] + draw(st.sampled_from(["", *FRAGMENTS])) + text[at + gone :]
    return text


anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
fragments = st.lists(st.one_of(st.sampled_from(FRAGMENTS), CLAUSES), max_size=60).map("".join)
texts = st.one_of(damaged(), damaged(), damaged(), fragments, anything)
