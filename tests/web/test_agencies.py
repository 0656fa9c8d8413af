import pytest

from tests.statements import counted


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
