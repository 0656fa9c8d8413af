"""消息 as an agency and the office see them: the count in the bar, the list, and the way to what a message is about."""

import pytest

from tests.cycles import COMMERCE, CUSTOMS, MARKET, OFFICE, Clock, an_open_cycle, market_into_commerce, reporter, sent
from tests.people import signed_in
from tests.statements import counted
from tests.web.sending import token
from tracker.operations import adjusting, reviewing

BAR = "//header//a[@class='told']"


@pytest.fixture
def year(app, monkeypatch):
    """A year in which a report of 市商务局 was returned, one of 广州海关 given to it, and 市市场监管局 objects."""
    Clock(monkeypatch)
    with app.app_context():
        cycle = an_open_cycle()
        reviewing.give_back([sent(cycle, COMMERCE, 1)], reason="名单不符", by=OFFICE)
        sent(cycle, CUSTOMS, 1)
        adjusting.object_to(cycle.rows[MARKET, 2], reason="不属本局", proposed="", by=reporter(MARKET))
        return cycle


@pytest.fixture
def clerk(app, year):
    return signed_in(app, "reporter", agency_id=COMMERCE, id=100)


def opened(client, read, sentence):
    """Press the button of a message; returns where that leads."""
    page = read(client, "/messages")
    (form,) = [each for each in page.all("//main//ul//form") if sentence in each.text_content()]
    sent = client.post(form.get("action"), data={"csrf_token": token(client, "/messages")})
    return sent.headers["Location"]


def test_an_agency_reads_what_it_was_told_and_is_led_there(clerk, read, year):
    page = read(clerk, "/messages")
    assert page.words(BAR) == "消息 3 条未读"
    assert [said.removeprefix("未读：") for said in page.texts("//main//ul//button")] == [
        "广州海关报来了“一（一）① 引进企业”的配合情况，可以采用。",
        "“一（一）① 引进企业”的报告被退回，请修改后重新报送。",
        "2026年度开始报送，请签收后填报。",
    ]
    own = f"/rows/{year.rows[COMMERCE, 1]}"
    assert [opened(clerk, read, words).endswith(own) for words in ("广州海关", "被退回")] == [True, True]
    assert opened(clerk, read, "开始报送").startswith("/reports/")
    assert read(clerk, "/messages").words(BAR) == "消息"
    assert read(clerk, "/messages?show=unread").words("//main//p") == "没有未读的消息。"


def test_what_a_body_was_told_whose_duties_passed_on_says_for_whom_it_was(app, clerk, read, year):
    with app.app_context():
        adjusting.withdraw_rows([year.rows[MARKET, 2]], reason="海关另报", by=OFFICE)
        market_into_commerce()
    page = read(clerk, "/messages")
    said = [each.removeprefix("未读：") for each in page.texts("//main//ul//button")]
    assert (page.words(BAR), page.texts("//nav[@class='views']//b")) == (f"消息 {len(said)} 条未读", [str(len(said))] * 2)
    assert "发给原广州市市场监督管理局：“一（一）② 引进企业”的报告不再应报。" in said


def test_the_office_is_told_of_an_objection_and_marks_it_read(app, year, read):
    office = signed_in(app, "office", group="广州市", id=101)
    assert read(office, "/messages").words("//main//ul/li/p") == "不属本局"
    assert opened(office, read, "提出异议") == f"/cycles/{year.id}#objections"
    assert read(office, "/messages").words(BAR) == "消息"


def test_another_agency_sees_and_opens_none_of_it(app, clerk, read):
    first = read(clerk, "/messages").all("//main//ul//form")[0].get("action")
    other = signed_in(app, "reporter", agency_id=CUSTOMS, id=102)
    assert read(other, "/messages").texts("//main//ul//button") == ["未读：2026年度开始报送，请签收后填报。"]
    assert other.post(first, data={"csrf_token": token(other, "/messages")}).status_code == 404


def test_the_list_asks_the_database_a_counted_number_of_times(app, clerk, read):
    read(clerk, "/messages")
    with counted(app) as statements:
        read(clerk, "/messages?page=2")
    assert len(statements) <= 6
