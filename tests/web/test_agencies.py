from datetime import date

import pytest
from sqlalchemy import select

from tests.builders import a_document, a_measure, a_task, an_agency
from tests.statements import counted
from tracker.operations.recognising import recognise
from tracker.operations.registry import load_registry
from tracker.storage.agencies import Agency
from tracker.storage.database import db


def rows(page):
    return page.texts("//table[contains(@class, 'agencies')]//tr[td]/td[1]/a")


def test_agencies_stand_by_jurisdiction_with_their_loads(client, office, read):
    page = read(client, "/agencies")
    assert page.texts("//tr[@class='grp']") == ["待识别的名称 6 个，单位登记里没有，请确认各是哪个单位"]
    assert page.texts("//tr[td][.//a[text()='市财政局']]/td")[1:] == ["", "1", "0", "2", "0", "0"]


def test_agencies_are_searched_filtered_and_sorted(client, office, read):
    assert rows(read(client, "/agencies?q=商务委")) == ["市商务委", "市商务委"]
    assert rows(read(client, "/agencies?jurisdiction=广东省")) == ["省商务厅"]
    assert rows(read(client, "/agencies?document=draft")) == ["市商务委", "各区政府"]
    page = read(client, "/agencies?jurisdiction=广州市")
    assert rows(read(client, page.address("负责"))) == ["广州海关", "各区政府", "市财政局", "市商务委"]
    assert rows(read(client, page.address("单位"))) == ["各区政府", "市商务委", "市财政局", "广州海关"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("role=boss", "没有“boss”这个角色；所以没有单位可列。去掉这个条件，或者改选一个。"),
        ("jurisdiction=火星", "没有“火星”这个地区；所以没有单位可列。去掉这个条件，或者改选一个。"),
        ("q=没有", "没有符合这些条件的单位。去掉一个条件再看。"),
        ("role=guide&jurisdiction=广州市", "没有符合这些条件的单位。去掉一个条件再看。"),
        ("scope=draft&q=海关", "这些条件下没有“征求意见稿”的单位；不分已印发和征求意见稿，共有 1 家。"),
    ],
)
def test_a_list_without_rows_says_why(client, office, read, asked, sentence):
    page = read(client, f"/agencies?{asked}")
    assert (page.status, page.texts("//p[@class='empty']")) == (200, [sentence])


def test_an_agency_shows_what_it_leads_and_supports_and_with_whom(client, office, read):
    page = read(client, f"/agencies/{office.commerce}")
    assert page.words("//h1") == "市商务委"
    assert page.words("//p[@class='lead-in']") == "今日承担：牵头 1 项，配合 1 项；和 2 家单位一起办事。"
    assert page.texts("//section[@aria-labelledby='lead']//td[2]") == ["培育龙头企业"]
    assert page.texts("//section[@aria-labelledby='partners']//tr[td]") == ["市财政局11", "广州海关10"]


def test_an_agency_s_drafts_are_apart(client, office, read):
    page = read(client, f"/agencies/{office.commerce}")
    drafts = read(client, page.address("征求意见稿1"))
    assert drafts.texts("//section[@aria-labelledby='lead']//td[2]") == ["提高便利化水平 征求意见稿"]
    assert drafts.texts("//section[@aria-labelledby='partners']//tr[td]") == ["各区政府10"]


def test_who_works_alone_has_no_partners(client, office, read):
    page = read(client, f"/agencies/{office.province}")
    assert page.words("//p[@class='empty']") == "没有和别的单位一起办的任务。"


@pytest.mark.parametrize("number", ["0", "999", str(2**31), str(2**63), "x"])
def test_an_agency_that_is_none_is_a_page_that_says_so(client, office, read, number):
    assert read(client, f"/agencies/{number}").status == 404


@pytest.mark.parametrize("address", ["/agencies?q=市&sort=support", "/agencies/1", "/agencies/1?scope=nonsense"])
def test_pages_of_agencies_ask_at_most_twelve_statements(app, client, office, address):
    client.get(address)
    with counted(app) as statements:
        assert client.get(address).status_code == 200
    assert len(statements) <= 12


def test_the_tree_of_superiors_goes_from_province_to_district(loaded_client, read):
    page = read(loaded_client, "/agencies/tree")
    assert page.texts("//ul[@class='places']//li[b='广州市']/ul/li[b='天河区']//a") == ["天河区政府"]
    assert {"广州市", "深圳市"} < set(page.texts("//ul[@class='places']//li[b='广东省']/ul/li/b"))


def test_an_empty_registry_has_no_tree(client, read):
    assert read(client, "/agencies/tree").words("//p[@class='empty']") == "单位登记里还没有单位。"


COMMERCE, COMMISSION = "440100-015", "440100-201"


def test_a_registered_body_s_page_tells_of_names_line_and_how_each_task_came(loaded_client, read):
    page = read(loaded_client, f"/agencies/{COMMERCE}")
    assert page.words("//h1") == "广州市商务局"
    assert "2019-01-09 更名" in page.texts("//*[name()='svg']//*[name()='text']")
    assert "市商务委 更名为 市商务局" in page.texts("//section[@aria-labelledby='line']//td[@class='name']")
    assert page.texts("//section[@aria-labelledby='lead']//tr[td][1]/td[3]") == [
        "印作市商务委2019年1月9日 市商务委 更名为 市商务局"
    ]


def test_a_former_body_says_who_follows_and_shows_its_tasks_as_printed(loaded_client, read):
    page = read(loaded_client, f"/agencies/{COMMISSION}")
    assert page.words("//p[@class='notice']") == "这个单位已于2019年1月9日不再存在。职责现由广州市商务局承担。"
    assert page.words("//p[@class='lead-in']").startswith("按印发时文件所列：牵头")


@pytest.mark.parametrize("on", ["printed", "today", "2018-06-01"])
def test_a_body_s_page_is_seen_from_any_day(loaded_client, read, on):
    page = read(loaded_client, f"/agencies/{COMMERCE}?on={on}")
    chosen = page.texts("//div[@class='standpoint']//*[@aria-current or @class='chosen']")
    assert chosen == [{"printed": "按印发时", "today": "今日"}.get(on, "截至")]


def test_a_member_s_tasks_come_through_its_collective(loaded_client, read):
    page = read(loaded_client, "/agencies/440100-104")
    assert "经集合单位" in page.words("//p[@class='lead-in']")
    assert set(page.texts("//section[@aria-labelledby='through']//tr[td]/td[3]")) == {"经各区政府"}


def test_an_address_of_before_the_registry_leads_on(loaded_client):
    answer = loaded_client.get("/agencies/1?on=printed")
    assert answer.status_code == 301
    assert answer.headers["Location"].startswith("/agencies/440")
    assert answer.headers["Location"].endswith("?on=printed")


def test_a_printed_name_that_means_several_bodies_lists_them(app, client, read):
    with app.app_context():
        load_registry()
        earlier, later = (
            a_document([a_measure([a_task(lead=an_agency("市知识产权局"))])], issued_on=date(year, 6, 1))
            for year in (2017, 2023)
        )
        later.measures[0].tasks[0].assignments[0].agency = earlier.measures[0].tasks[0].assignments[0].agency
        db.session.add_all([earlier, later])
        recognise()
        db.session.commit()
        number = db.session.scalar(select(Agency.id).where(Agency.name == "市知识产权局"))
    page = read(client, f"/agencies/{number}")
    assert page.words("//h1") == "这个名称在不同文件里指不同的单位"
    assert len(page.all("//ul[@class='todo']/li")) == 2
