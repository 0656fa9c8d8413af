"""Title, number, issuer, jurisdiction, dates, draft or issued, validity, citations (FORMS §5, DESIGN §3)."""

from datetime import date

import pytest

from tests.extraction.plans import plan
from tracker.extraction import extract
from tracker.vocabulary import DocumentStatus

PLAN = "宁波市促进海洋经济发展行动方案"


def notice(title, number, issuer, day, *, plan_title=PLAN, closing=""):
    letter = f"{title}\n{number}\n\n各区（县、市）人民政府，市直各单位：\n《{plan_title}》已经同意，现印发给你们。\n\n{issuer}\n{day}\n"
    measures = plan(
        "壮大海洋产业。支持企业发展。（市发展改革委牵头）", "建设海洋港口。（市交通运输局牵头）", title=plan_title
    )
    return letter + measures + closing


NOTICES = [
    (
        ("宁波市人民政府关于印发宁波市促进海洋经济发展行动方案的通知", "甬政发〔2024〕15号", "宁波市人民政府", "2024年3月5日"),
        ("甬政发〔2024〕15号", "宁波市人民政府", "宁波市", date(2024, 3, 5)),
    ),
    (
        ("浙江省人民政府办公厅关于印发宁波市促进海洋经济发展行动方案的通知", "浙政办发 〔2024〕 7 号", "浙江省人民政府办公厅", "2024年11月30日"),
        ("浙政办发〔2024〕7号", "浙江省人民政府办公厅", "浙江省", date(2024, 11, 30)),
    ),
    (
        ("宁波市商务局关于印发《宁波市促进海洋经济发展行动方案》的通知", "甬商务〔2023〕102号", "宁波市商务局", "2023 年 7 月 1 日"),
        ("甬商务〔2023〕102号", "宁波市商务局", "宁波市", date(2023, 7, 1)),
    ),
    (
        ("象山县人民政府办公室关于印发宁波市促进海洋经济发展行动方案的通知", "象政办发〔2025〕3号", "象山县人民政府办公室", "二〇二五年一月二日"),
        ("象政办发〔2025〕3号", "象山县人民政府办公室", "象山县", date(2025, 1, 2)),
    ),
    (
        ("国务院办公厅关于印发宁波市促进海洋经济发展行动方案的通知", "国办发〔2024〕30号", "国务院办公厅", "2024年5月20日"),
        ("国办发〔2024〕30号", "国务院办公厅", "全国", date(2024, 5, 20)),
    ),
    (
        ("宁波市鄞州区人民政府关于印发宁波市促进海洋经济发展行动方案的通知", "鄞政发〔2024〕18号", "宁波市鄞州区人民政府", "2024年8月8日"),
        ("鄞政发〔2024〕18号", "宁波市鄞州区人民政府", "鄞州区", date(2024, 8, 8)),
    ),
    (
        ("宁波市人民政府办公厅\n关于印发宁波市促进海洋经济\n发展行动方案的通知", "甬政办发[2024]9号", "宁波市人民政府办公厅", "2024年2月28日"),
        ("甬政办发[2024]9号", "宁波市人民政府办公厅", "宁波市", date(2024, 2, 28)),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "expected"), NOTICES)
def test_a_notice_names_itself_its_issuer_and_its_day(printed, expected):
    findings = extract(notice(*printed))
    assert findings.title == printed[0].replace("\n", "")
    assert (findings.number, findings.issuer, findings.jurisdiction, findings.issued_on) == expected
    assert findings.status == DocumentStatus.ISSUED


def test_a_plan_by_itself_is_named_by_its_own_title():
    findings = extract(
        plan("壮大产业。支持企业发展。（市发展改革委牵头）", title="台州市\n推动医药产业\n高质量发展若干政策")
    )
    assert (findings.title, findings.number, findings.issuer) == ("台州市推动医药产业高质量发展若干政策", None, None)
    assert findings.jurisdiction == "台州市"


@pytest.mark.parametrize(
    "kind",
    [
        "方案",
        "行动方案",
        "实施意见",
        "若干措施",
        "若干政策",
        "行动计划",
        "三年行动计划（2025—2027年）",
        "工作要点",
        "实施细则",
        "管理办法",
        "任务清单",
        "工作通知",
        "任务分解表",
        "责任分工方案",
    ],
)
def test_titles_end_in_many_ways(kind):
    findings = extract(plan("壮大产业。支持企业发展。（市发展改革委牵头）", title=f"台州市推动医药产业发展{kind}"))
    assert findings.title == f"台州市推动医药产业发展{kind}"


@pytest.mark.parametrize("word", ["征求意见稿", "送审稿", "公开征求意见稿", "讨论稿"])
def test_a_draft_says_so_in_its_title(word):
    findings = extract(
        plan("壮大产业。支持企业发展。（市发展改革委牵头）", title=f"台州市推动医药产业发展若干政策（{word}）")
    )
    assert findings.status == DocumentStatus.DRAFT
    assert findings.title == f"台州市推动医药产业发展若干政策（{word}）"


def test_a_call_for_comments_makes_the_plan_a_draft():
    call = "台州市医保局关于公开征求《台州市推动医药产业发展若干政策》意见的公告\n现向社会公开征求意见。\n台州市医保局\n2025年2月1日\n"
    findings = extract(call + plan("壮大产业。（市发展改革委牵头）", title="台州市推动医药产业发展若干政策"))
    assert (findings.status, findings.issuer, findings.jurisdiction) == (DocumentStatus.DRAFT, "台州市医保局", "台州市")


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("台州市推动医药产业发展若干措施（征求意见稿）", DocumentStatus.DRAFT),
        ("台州市医保局关于征求《台州市推动医药产业发展若干措施》意见的通知", DocumentStatus.DRAFT),
        ("台州市医保局关于公开征求意见的通知", DocumentStatus.DRAFT),
        ("台州市医保局关于印发《重大决策公开征求意见工作方案》的通知", DocumentStatus.ISSUED),
        ("台州市推动医药产业发展若干措施（修订稿）", DocumentStatus.ISSUED),
    ],
)
def test_the_number_of_a_letter_does_not_issue_the_draft_it_asks_about(title, status):
    clause = "一、主要任务\n（一）壮大产业。支持企业发展。（市发展改革委牵头）\n"
    findings = extract(f"台医保函〔2026〕71号\n\n{title}\n\n{clause}")
    assert (findings.number, findings.title, findings.status) == ("台医保函〔2026〕71号", title, status)


def test_a_trial_measure_is_issued_all_the_same():
    title = "宁波市促进海洋经济发展若干措施（试行）"
    findings = extract(
        notice(
            f"宁波市人民政府关于印发{title}的通知",
            "甬政发〔2024〕15号",
            "宁波市人民政府",
            "2024年3月5日",
            plan_title=title,
        )
    )
    assert findings.status == DocumentStatus.ISSUED
    assert findings.title == f"宁波市人民政府关于印发{title}的通知"


VALIDITY = [
    ("本方案自印发之日起施行，有效期至2027年12月31日。", date(2024, 3, 5), date(2027, 12, 31), None),
    ("本方案自2024年5月1日起施行，有效期至2026年4月30日。", date(2024, 5, 1), date(2026, 4, 30), None),
    ("本方案自2024年5月1日起施行，有效期3年。", date(2024, 5, 1), date(2027, 4, 30), None),
    ("本方案自2024年4月5日起施行，有效期五年。", date(2024, 4, 5), date(2029, 4, 4), None),
    ("本方案自印发之日起施行，有效期3年。", date(2024, 3, 5), date(2027, 3, 4), None),
    ("本方案自发布之日起实施，有效期为2年。", date(2024, 3, 5), date(2026, 3, 4), None),
    ("本方案自2024年6月1日起实施，执行至2025年12月31日。", date(2024, 6, 1), date(2025, 12, 31), None),
    ("本方案自2024年2月29日起施行，有效期1年。", date(2024, 2, 29), date(2025, 2, 28), None),
    ("本方案自2024年6月1日起施行，有效期18个月。", date(2024, 6, 1), date(2025, 11, 30), None),
    ("本方案自2024年4月5日起施行。", date(2024, 4, 5), None, None),
    ("", None, None, None),
]


@pytest.mark.parametrize(("sentence", "effective", "until", "term"), VALIDITY)
def test_a_document_is_in_force_as_its_closing_sentence_says(sentence, effective, until, term):
    text = notice(
        "宁波市人民政府关于印发宁波市促进海洋经济发展行动方案的通知",
        "甬政发〔2024〕15号",
        "宁波市人民政府",
        "2024年3月5日",
        closing=f"三、附则\n{sentence}\n",
    )
    findings = extract(text)
    assert (findings.effective_from, findings.valid_until, findings.valid_for) == (effective, until, term)


def test_a_term_without_a_day_to_count_from_stays_as_printed():
    text = plan("壮大产业。支持企业发展。（市发展改革委牵头）") + "二、附则\n本方案自印发之日起施行，有效期3年。\n"
    findings = extract(text)
    assert (findings.effective_from, findings.valid_until, findings.valid_for) == (None, None, "3年")


CITED = [
    ("落实《国务院办公厅关于促进外贸稳规模优结构的意见》（国办发〔2023〕10号）", "国务院办公厅关于促进外贸稳规模优结构的意见", "国办发〔2023〕10号"),
    ("根据《浙江省外商投资促进条例》", "浙江省外商投资促进条例", None),
    ("按照《宁波市人民政府关于印发〈宁波市稳外贸若干措施〉的通知》(甬政发〔2022〕8号)", "宁波市人民政府关于印发〈宁波市稳外贸若干措施〉的通知", "甬政发〔2022〕8号"),
    ("依据《关于进一步优化营商环境的实施意见》（浙委发〔2023〕5 号）", "关于进一步优化营商环境的实施意见", "浙委发〔2023〕5号"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "title", "number"), CITED)
def test_a_cited_document_is_kept_with_its_number_and_place(text, title, number):
    whole = plan(f"壮大产业。{text}，支持企业发展。（市发展改革委牵头）")
    (cited,) = extract(whole).cites
    assert (cited.title, cited.number) == (title, number)
    assert whole[cited.start : cited.end].startswith("《")
    assert whole[cited.start : cited.end] in text


def test_a_document_does_not_cite_itself_or_its_forms():
    text = notice(
        "宁波市人民政府关于印发宁波市促进海洋经济发展行动方案的通知",
        "甬政发〔2024〕15号",
        "宁波市人民政府",
        "2024年3月5日",
    )
    assert extract(text.replace("支持企业发展", "填写《申报表》")).cites == ()


def test_a_cited_number_is_not_taken_for_the_paper_s_own():
    text = plan(
        "壮大产业。支持企业发展。（市发展改革委牵头）",
        title=f"{PLAN}\n为落实《浙江省海洋经济发展规划》（浙政发〔2021〕12号），制定本方案。",
    )
    assert extract(text).number is None


def test_a_notice_may_begin_with_what_it_issues():
    title = "宁波市人民政府办公厅印发《宁波市促进海洋经济发展行动方案》的通知"
    findings = extract(notice(title, "甬政办发〔2024〕15号", "宁波市人民政府办公厅", "2024年3月5日"))
    assert (findings.title, findings.issuer) == (title, "宁波市人民政府办公厅")


def test_a_running_header_is_no_part_of_the_title():
    text = plan("壮大产业。支持企业发展，推动集聚。（市发展改革委牵头）", "建设港口。（市交通运输局牵头）", title=PLAN)
    for page, words in enumerate(["企业发展", "市交通"], start=1):
        text = text.replace(words, f"{words}\n— {page} —\n宁波市人民政府公报\n")
    assert extract(f"宁波市人民政府公报{text}").title == PLAN


def test_a_title_may_stand_before_two_spaces_for_a_line_break():
    text = plan("壮大产业。支持企业发展。（市发展改革委牵头）", title=PLAN).strip().replace("\n", "  ")
    assert extract(text).title == PLAN


def test_a_notice_may_name_itself_without_its_issuer():
    title = "关于印发《宁波市促进海洋经济发展行动方案》的通知"
    findings = extract(notice(title, "甬政办发〔2024〕15号", "宁波市人民政府办公厅", "2024年3月5日"))
    assert (findings.title, findings.issuer, findings.jurisdiction) == (title, "宁波市人民政府办公厅", "宁波市")


def test_a_title_may_stand_in_its_own_marks():
    findings = extract(plan("壮大产业。支持企业发展。（市发展改革委牵头）", title=f"《{PLAN}》\n（征求意见稿）"))
    assert (findings.title, findings.jurisdiction) == (f"{PLAN}（征求意见稿）", "宁波市")
    assert (findings.status, findings.cites) == (DocumentStatus.DRAFT, ())


def test_a_title_may_begin_with_its_year():
    findings = extract(plan("壮大产业。支持企业发展。（市发展改革委牵头）", title="2025年台州市政府重点工作责任分解"))
    assert findings.jurisdiction == "台州市"


SIGNERS = [
    "绍兴市商务局\n绍兴市财政局\n2025年3月1日",
    "绍兴市商务局  绍兴市财政局\n2025年3月1日",
    "绍兴市商务局\u3000绍兴市财政局\n2025年3月1日",
]


@pytest.mark.parametrize("signers", SIGNERS)
def test_joint_issuers_are_all_named(signers):
    text = (
        f"绍兴市商务局 绍兴市财政局关于印发{PLAN}的通知\n绍商务〔2025〕3号\n各区商务局：\n现印发给你们。\n{signers}\n"
        + plan("壮大产业。支持企业发展。（市发展改革委牵头）", title=PLAN)
    )
    findings = extract(text)
    assert (findings.issuer, findings.jurisdiction) == ("绍兴市商务局、绍兴市财政局", "绍兴市")
    assert findings.title == f"绍兴市商务局绍兴市财政局关于印发{PLAN}的通知"


def test_a_committee_and_its_government_are_two_issuers():
    text = "中共安吉县委 安吉县人民政府\n关于建设农业强县的实施意见\n安委发〔2024〕2号\n（2024年1月15日）\n" + plan(
        "壮大产业。（县农业农村局牵头）", title=""
    )
    assert extract(text).issuer == "中共安吉县委、安吉县人民政府"


def test_a_month_under_a_name_signs_a_paper_but_is_no_day():
    text = plan("壮大产业。支持企业发展。（市发展改革委牵头）", title=PLAN) + "宁波市商务局\n2025年2月\n"
    assert extract(text).issued_on is None


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("滨海市促进文旅消费若干措施", "滨海市"),
        ("云岭县加快乡村建设行动方案", "云岭县"),
        ("白音旗支持牧业发展若干政策", "白音旗"),
        ("甘棠区“数字惠民”三年行动计划", "甘棠区"),
        ("云岭市数字经济发展规划", "云岭市"),
        ("甘棠区文旅融合行动方案", "甘棠区"),
        ("高新区产业发展行动方案", None),
        ("提升城市品质若干措施", None),
        ("加强省际合作实施方案", None),
        ("关于印发《呼伦贝尔市草原保护工作方案》的通知", "呼伦贝尔市"),
        ("市政府办公室关于印发南通市2025年民生项目清单的通知", "南通市"),
        ("2026年全市优化营商环境重点任务清单", None),
        ("全县重点工作分工方案", None),
    ],
)
def test_a_place_the_registry_does_not_know_is_named_by_the_title(title, place):
    assert extract(plan("壮大产业。支持企业。（市发展改革委牵头）", title=title)).jurisdiction == place


@pytest.mark.parametrize(
    ("issuer", "place"),
    [("云州市商务局", "云州市"), ("商务部等9部门", "全国"), ("海关总署", "全国"), ("云岭县委宣传部", "云岭县")],
)
def test_who_issues_a_paper_says_where_it_holds(issuer, place):
    text = f"{issuer}关于推进供应链建设的通知\n供函〔2026〕16号\n各单位：\n" + plan(
        "壮大产业。（发展改革委牵头）", title=""
    )
    assert extract(text).jurisdiction == place


GUESSED = [
    ("为提升服务，结合安吉县实际，制定本方案。", "县", "安吉县"),
    ("贯彻《湖州市方案》，推动德清县产业发展，支持德清县企业。", "县", "德清县"),
    ("青岩县人民政府同意后印发。", "县", "青岩县"),
    ("浙政发〔2026〕3号\n各市、县人民政府：", "省", "浙江省"),
    ("浙政发〔2026〕3号\n各单位：", "县", None),
    ("推动产业发展。", "市", None),
]


@pytest.mark.parametrize(("words", "level", "place"), GUESSED)
def test_a_place_no_title_names_is_taken_from_the_text_with_a_doubt(words, level, place):
    findings = extract(f"产业发展若干措施\n{words}\n一、壮大产业\n（一）支持企业。（{level}商务局牵头）\n")
    assert findings.jurisdiction == place
    assert ("place-guessed" in [item.code for item in findings.diagnostics]) == (place is not None)


def test_a_day_in_brackets_below_the_title_is_no_part_of_it():
    text = "中共安吉县委\n安吉县人民政府\n关于建设农业强县的实施意见\n（2024年1月15日）\n" + plan("壮大产业。（县农业农村局牵头）", title="")
    findings = extract(text)
    assert (findings.issued_on, findings.title) == (date(2024, 1, 15), "中共安吉县委安吉县人民政府关于建设农业强县的实施意见")


SIGNATURES = [
    "宁波市商务局\n2024年3月5日\n（此件公开发布）",
    "宁波市商务局\n宁波市财政局\n2024年3月5日",
    "商务部 国家发展改革委 财政部\n市场监管总局 国家邮政局\n2024年3月5日\n（此件公开发布）",
]


@pytest.mark.parametrize("signature", SIGNATURES)
def test_those_who_sign_below_the_last_measure_are_no_part_of_it(signature):
    findings = extract(
        plan("壮大产业。支持企业。（市发展改革委牵头）", "建设港口。（市交通运输局负责）") + signature + "\n"
    )
    assert findings.tasks[-1].text == "建设港口。"
    assert findings.issued_on == date(2024, 3, 5)


@pytest.mark.parametrize("head", ["绍兴市人民政府办公室文件", "中共绍兴市委办公室文件", "绍兴市商务局文件"])
def test_the_red_line_above_a_paper_is_no_part_of_its_title(head):
    text = plan("扩大出口。支持企业开拓市场。（市商务局牵头）").lstrip()
    assert extract(f"{head}\n{text}").title == extract(text).title


INDEX_BOXES = [
    "索引号\t33060/2025-1\t发布机构\t绍兴市人民政府办公室\n文号\t绍政办发〔2025〕9号\t成文日期\t2025-03-01\n{title}",
    "索引号：33060\n发文字号：绍政办发〔2025〕9号\n发布日期：2025年3月5日\n绍兴市人民政府办公室\n关于印发{plan}的通知",
    "{title}\n文号：绍政办发〔2025〕9号　发布日期：2025年3月5日",
]


@pytest.mark.parametrize("box", INDEX_BOXES)
def test_the_box_of_an_index_is_no_part_of_title_and_number(box):
    title = f"绍兴市人民政府办公室关于印发{PLAN}的通知"
    text = (
        box.format(title=title, plan=PLAN) + f"\n各区人民政府：\n现印发给你们。\n{PLAN}\n一、扩大出口（市商务局牵头）"
    )
    findings = extract(text)
    assert (findings.title, findings.number) == (title, "绍政办发〔2025〕9号")


@pytest.mark.parametrize("head", ["", "索引号\t33060\t公开形式\t主动公开\n", "绍政办发〔2025〕9号\n"])
def test_a_title_is_found_whatever_stands_above_and_below_it(head):
    findings = extract(
        f"{head}绍兴市促进外贸稳增长若干措施\n受外需下降等影响，外贸增速回落，现采取以下措施。\n一、扩大出口（市商务局牵头）"
    )
    assert findings.title == "绍兴市促进外贸稳增长若干措施"


def test_the_day_a_site_gives_counts_where_nobody_has_signed():
    findings = extract("绍兴市外贸行动方案\n发布日期：2025年3月5日\n一、扩大出口（市商务局牵头）")
    assert findings.issued_on == date(2025, 3, 5)


def test_the_box_above_a_paper_says_when_it_was_made():
    head = "索引号：K123\t发布日期：2025-06-01\n文号：云政办〔2025〕11号\t成文日期：2025-05-20\n"
    assert extract(head + plan("扩大出口。（市商务局牵头）")).issued_on == date(2025, 5, 20)
