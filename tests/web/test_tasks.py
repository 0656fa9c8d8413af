import pytest

from tests.builders import a_document, a_measure, a_task, an_agency
from tests.statements import counted
from tracker.storage.database import db
from tracker.vocabulary import Role

ROWS = "//table[contains(@class, 'led')]//tr[td]"


def titles(page):
    return page.texts("//a[contains(@class, 'title')]")


def test_the_ledger_shows_issued_tasks_under_their_document(client, office, read):
    page = read(client, "/tasks")
    assert page.words("//div[@class='head']/span") == "2 件文件、4 条措施、5 项任务"
    assert page.texts("//tr[@class='grp']") == [
        "关于促进跨境电子商务发展的通知 穗府办〔2017〕36号 4 项",
        "关于促进跨境电子商务发展的通知 1 项",
    ]
    assert page.texts(f"({ROWS})[1]/td") == [
        "1",
        "一（一）①",
        "培育龙头企业引进龙头企业，奖励 100%。",
        "市商务委市商务委",
        "—",
        "市财政局、广州海关市财政局、广州海关",
        "2019年底前",
        "填报未开始还没有开始的报送周期问到这项任务。进度未报还没有报告进展；按完成时限 2019-12-31，现在应达到 100%。",
    ]


def test_drafts_are_one_click_away_and_marked(client, office, read):
    page = read(client, "/tasks")
    assert page.texts("//nav[@class='views']/a") == ["已印发5", "征求意见稿1", "全部6"]
    drafts = read(client, page.address("征求意见稿1"))
    assert len(drafts.all(ROWS)) == 1
    assert drafts.texts("//tr[@class='grp']//span[contains(@class, 'amber')]") == ["征求意见稿"]


def test_conditions_stand_as_words_and_can_be_taken_away_one_by_one(client, office, read):
    page = read(client, f"/tasks?document=issued&agency={office.finance}&role=support&q=园区&scope=all&sort=lead")
    assert page.texts("//ul[@class='conditions']/li/span") == [
        "文件：穗府办〔2017〕36号",
        "单位：市财政局",
        "角色：配合",
        "文字：园区",
    ]
    without = page.all("//a[@aria-label='去掉条件 文字：园区']")[0].get("href")
    assert without == f"/tasks?document=issued&agency={office.finance}&role=support&scope=all&sort=lead"
    assert page.address("清除") == "/tasks?scope=all"


def test_the_form_keeps_what_was_asked(client, office, read):
    page = read(client, f"/tasks?document=issued&role=support&q=园区&scope=all&carrier={office.districts}")
    form = "//form[@class='filter']"
    assert page.texts(f"{form}//option[@selected]") == ["穗府办〔2017〕36号", "配合"]
    assert page.all(f"{form}//input[@name='q']")[0].get("value") == "园区"
    assert {field.get("name"): field.get("value") for field in page.all(f"{form}//input[@type='hidden']")} == {
        "scope": "all",
        "carrier": str(office.districts),
    }


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("role=boss", "没有“boss”这个角色；所以没有任务可列。去掉这个条件，或者改选一个。"),
        ("document=none", "没有“none”这个文件；所以没有任务可列。去掉这个条件，或者改选一个。"),
        ("jurisdiction=火星", "没有“火星”这个地区；所以没有任务可列。去掉这个条件，或者改选一个。"),
        ("agency=9999", "没有“9999”这个单位；所以没有任务可列。去掉这个条件，或者改选一个。"),
        (
            "agency=18446744073709551616",
            "没有“18446744073709551616”这个单位；所以没有任务可列。去掉这个条件，或者改选一个。",
        ),
        ("origin=hearsay", "没有“hearsay”这个责任写法；所以没有任务可列。去掉这个条件，或者改选一个。"),
        ("scope=some", "没有“some”这个范围；所以没有任务可列。去掉这个条件，或者改选一个。"),
        ("q=没有这样的字", "没有符合这些条件的任务。去掉一个条件再看。"),
        ("q=征求", "这些条件下没有“已印发”的任务；不分已印发和征求意见稿，共有 1 项。"),
    ],
)
def test_a_list_without_rows_says_why_in_one_sentence(client, office, read, asked, sentence):
    page = read(client, f"/tasks?{asked}")
    assert page.status == 200
    assert page.texts("//p[@class='empty']") == [sentence]
    assert page.all(ROWS) == []
    assert "导出所见" not in page.words()


def test_an_empty_database_says_what_to_do(client, read):
    assert read(client, "/tasks").words("//p[@class='empty']") == "还没有任务。请管理员用 tracker load 载入任务表。"


def test_a_column_s_head_sorts_by_it_and_then_the_other_way_round(client, office, read):
    page = read(client, "/tasks?document=issued")
    by_deadline = read(client, page.address("时限"))
    assert by_deadline.texts(f"{ROWS}/td[7]") == ["2018年6月底前", "2019年底前", "—", "—"]
    assert by_deadline.texts("//th[@aria-sort='ascending']") == ["时限↑"]
    turned = read(client, by_deadline.address("时限↑"))
    assert turned.texts(f"{ROWS}/td[7]") == ["2019年底前", "2018年6月底前", "—", "—"]


def test_a_long_list_has_pages_that_keep_the_conditions(app, client, read):
    with app.app_context():
        agency = an_agency()
        db.session.add(a_document([a_measure([a_task(lead=agency) for _ in range(150)])], stem="long"))
        db.session.commit()
    page = read(client, "/tasks?document=long&role=lead")
    assert page.words("//nav[@class='pages']") == "第 1 页，共 2 页 下一页 ›"
    following = read(client, page.address("下一页 ›"))
    assert following.words("//nav[@class='pages']") == "‹ 上一页 第 2 页，共 2 页"
    assert following.texts(f"({ROWS})[1]/td")[0] == "101"
    assert following.address("‹ 上一页") == "/tasks?document=long&role=lead"


@pytest.mark.parametrize("page", ["-1", "0", "x", str(2**63), "99999999999999999999", "1e3"])
def test_a_page_that_cannot_be_is_answered_with_one_that_can(client, office, read, page):
    assert read(client, f"/tasks?page={page}").status == 200


def test_the_ledger_offers_what_is_seen_as_a_workbook(client, office, read):
    page = read(client, "/tasks?role=support&sort=lead")
    assert page.address("导出所见 3 行") == "/exports/ledger.xlsx?role=support&sort=lead"


def test_many_units_are_shown_in_part_and_printed_in_full(app, client, read):
    with app.app_context():
        units = [an_agency(f"市第{number}人民医院") for number in range(9)]
        db.session.add(a_document([a_measure([a_task(lead=units)])]))
        db.session.commit()
    page = read(client, "/tasks")
    assert page.words("//span[@class='screen-only']") == "市第0人民医院 等 9 家"
    assert page.words("//span[@class='paper-only']").count("、") == 8


def test_the_ledger_asks_at_most_twelve_statements(app, client, office):
    client.get("/tasks?agency=1&role=lead&q=企业&sort=lead")
    with counted(app) as statements:
        client.get("/tasks?agency=1&role=lead&q=企业&sort=lead")
    assert len(statements) <= 12


def a_task_in_its_text():
    text = "（一）总的要求。推进口岸建设（市商务委牵头，广州海关配合）。其他。"
    start, clause = text.index("推进"), text.index("（市")
    task = a_task(
        lead=an_agency("市商务委"),
        support=an_agency("广州海关"),
        text="推进口岸建设",
        annotation="（市商务委牵头，广州海关配合）",
        start=start,
        end=clause,
        annotation_start=clause,
        annotation_end=text.index("。其他"),
    )
    for duty, name in zip(task.assignments, ("市商务委", "广州海关"), strict=True):
        duty.start, duty.end = text.index(name), text.index(name) + len(name)
    document = a_document([a_measure([task], start=0, end=len(text))], text=text)
    db.session.add(document)
    db.session.commit()
    return task.id


def test_a_task_is_marked_in_its_text_with_its_units_by_role(app, client, read):
    with app.app_context():
        task = a_task_in_its_text()
    page = read(client, f"/tasks/{task}")
    assert "".join(page.texts("//span[@class='hot']")) == "推进口岸建设（市商务委牵头，广州海关配合）"
    assert page.texts("//span[@class='rest']") == ["（一）总的要求。", "。其他。"]
    assert page.texts("//a[@class='u lead']") == ["市商务委"]
    assert page.texts("//a[@class='u co']") == ["广州海关"]
    assert page.words("//p[@class='key']") == "牵头 实线配合 点线"


def test_a_task_without_its_document_says_so_and_shows_what_it_has(client, office, read):
    page = read(client, f"/tasks/{office.tasks[0]}")
    assert page.words("//p[@class='empty']") == "这一行由任务表载入，库里没有文件原文，不能标出它在文件中的位置。"
    assert page.words("//span[@class='hot']") == "引进龙头企业，奖励 100%。"


def test_a_task_lists_its_units_with_their_printed_names(client, office, read):
    page = read(client, f"/tasks/{office.tasks[2]}")
    assert page.texts("//table//tr[td]") == [
        "负责各区政府各区政府单位登记里还没有，待确认",
        "负责广州海关广州海关单位登记里还没有，待确认",
        "配合市财政局市财政局单位登记里还没有，待确认",
    ]
    assert page.words("//dl[@class='facts']/div[1]") == "责任单位各区政府、广州海关"
    assert page.words("//dl[@class='facts']/div[3]") == "责任写法句末括注写在句末的括号里"


def test_a_task_nobody_is_responsible_for_says_so(client, office, read):
    page = read(client, f"/tasks/{office.tasks[3]}")
    assert "文件没有写明这项任务由谁负责。" in page.texts("//p[@class='empty']")
    assert page.words("//h1") == "二 研究_其他事项"


def test_one_goes_from_task_to_task(client, office, read):
    first, second, third, _ = office.tasks
    page = read(client, f"/tasks/{second}")
    assert (page.address("‹ 一（一）①"), page.address("一（二） ›")) == (f"/tasks/{first}", f"/tasks/{third}")
    assert [link.get("href") for link in page.all("//nav[@class='circles']/a")] == [
        f"/tasks/{first}",
        f"/tasks/{second}",
    ]
    assert page.texts("//nav[@class='circles']/a[@aria-current]") == ["②"]


@pytest.mark.parametrize("number", ["0", "999", str(2**31), str(2**63), "-1", "x", "1.0", "%00"])
def test_a_task_that_is_none_is_a_page_that_says_so(client, office, read, number):
    page = read(client, f"/tasks/{number}")
    assert page.status == 404
    assert page.words("//h1") == "没有这一页"


def test_what_was_loaded_is_text_and_never_markup(app, client, read):
    evil = "<script>alert(1)</script>"
    with app.app_context():
        db.session.add(
            a_document([a_measure([a_task(lead=an_agency(evil), text=evil)], heading=evil, section=evil)], title=evil)
        )
        db.session.commit()
    for address in ("/tasks", "/tasks/1", "/agencies", "/agencies/1", "/", "/graph", f"/tasks?q={evil}"):
        page = read(client, address)
        assert evil in page.words("//body")
        assert all(script.get("src") for script in page.all("//script"))


def test_every_role_can_be_chosen(client, office, read):
    options = read(client, "/tasks").texts("//select[@name='role']/option")
    assert options == ["角色：全部", *(role.label for role in Role)]


def test_a_unit_of_a_document_stands_beside_today_s_body_with_the_way_there(loaded_client, read):
    page = read(loaded_client, "/tasks/60")
    rows = page.texts("//section[@aria-labelledby='units']//tr[td]")
    assert rows[0] == "牵头市商务委市商务局2019年1月9日更名 · 待核实"
    assert rows[1] == "配合市财政局市财政局"
    assert rows[3].startswith("配合各区政府 各区政府11 区荔湾区政府、")
    printed = read(loaded_client, page.address("按印发时"))
    assert printed.texts("//section[@aria-labelledby='units']//tr[td]")[0] == "牵头市商务委市商务委"


def test_a_collective_without_members_says_so(loaded_client, read):
    page = read(loaded_client, "/tasks?agency=440100-806")
    task = page.all("//a[@class='title']")[0].get("href")
    assert "市有关部门待指定成员" in "".join(
        read(loaded_client, task).texts("//section[@aria-labelledby='units']//tr[td]")
    )


def test_the_ledger_is_seen_from_another_day(loaded_client, read):
    page = read(loaded_client, "/tasks")
    assert page.texts("//div[@class='standpoint']/a[@aria-current]") == ["按印发时"]
    assert "市商务委" in page.words("//table")
    today = read(loaded_client, page.address("今日"))
    assert "市商务委" not in today.words("//table//tr[td][1]")
    assert "on=today" in today.all("//a[contains(@class, 'btn-main')]")[0].get("href")
