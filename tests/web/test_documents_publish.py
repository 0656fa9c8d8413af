"""Publishing, putting away, and what the ledger shows of it."""

import pytest

from tests.builders import A_PLAN, a_received_document
from tests.web.sending import sent
from tests.web.test_documents import store
from tests.web.test_documents_edits import NOTICE, sequence

WHOLE = A_PLAN.replace("宣传先进典型。", "宣传先进典型。（市委宣传部负责）")


@pytest.fixture
def whole(app):
    """A document about which nothing is open."""
    return store(app, a_received_document(WHOLE))[0]


@pytest.fixture
def act(client, read):
    """Do something to a document from its page as it stands; returns the page that answers."""

    def act(document, what, **fields):
        seen = sequence(read(client, f"/documents/{document}"))
        return sent(client, f"/documents/{document}/{what}", **({"who": "林静怡", "sequence": seen, "looked_at": "1"} | fields))

    return act


def buttons(page):
    return [(one.text_content(), one.get("disabled") is not None) for one in page.all("//div[@class='acts']//button")]


def tasks(client, read, address="/tasks"):
    return read(client, address).texts("//a[contains(@class, 'title')]")


def test_a_document_that_waits_is_seen_in_files_alone(client, read, whole):
    assert tasks(client, read) == []
    assert read(client, "/agencies").all("//td[@class='name']") == []


def test_published_tasks_stand_in_the_ledger(client, read, whole, act):
    page = act(whole, "publication")
    assert (page.status, page.words("//div[@id='part-meta']/span[1]")) == (200, "已发布")
    assert page.words("//p[@role='status']") == "已发布，读出的任务已经进入台账。"
    assert len(tasks(client, read, page.address("看台账里的 4 项任务"))) == 4


def test_while_something_must_be_decided_the_button_is_off_and_says_how_much(app, client, read):
    (document,) = store(app, a_received_document())
    found = buttons(read(client, f"/documents/{document}"))
    assert ("发布（还有 1 处待定）", True) in found


def test_it_is_published_for_a_stated_reason_that_is_kept(app, client, read, act):
    (document,) = store(app, a_received_document())
    refused = act(document, "publication")
    assert refused.status == 409
    assert "还有 1 处没有确定" in refused.words(NOTICE)
    assert refused.texts(f"{NOTICE}//li") == ["一（三） 没有牵头或负责的单位"]
    page = act(document, "publication", reason="宣传工作由办公室自办")
    assert "宣传工作由办公室自办" in page.words("//section[@id='part-history']")
    assert len(tasks(client, read)) == 4


def test_what_should_be_looked_at_is_listed_and_asks_to_be_confirmed_or_reasoned(app, client, read, act):
    (document,) = store(app, a_received_document(WHOLE))
    page = read(client, f"/documents/{document}")
    asked = page.texts("//details[@id='publish-anyway']//ul/li")
    assert (len(asked), "没有读出" in asked[0]) == (2, True)
    refused = act(document, "publication", looked_at="")
    assert (refused.status, "2 处要核对" in refused.words(NOTICE)) == (409, True)
    page = act(document, "publication", looked_at="", reason="原文没有落款")
    assert "原文没有落款" in page.words("//section[@id='part-history']")


def test_a_document_of_the_same_title_asks_whether_it_replaces_the_older(app, client, read, whole, act):
    act(whole, "publication")
    (newer,) = store(app, a_received_document(WHOLE.replace("公共海外仓", "公共仓库")))
    page = read(client, f"/documents/{newer}")
    assert [one.get("value") for one in page.all("//input[@name='replaces']")] == [str(whole), "beside"]
    refused = act(newer, "publication")
    assert (refused.status, "请选“替换旧版”" in refused.words(NOTICE)) == (409, True)
    refused = act(newer, "publication", replaces="beside", beside="")
    assert (refused.status, "并存" in refused.words(NOTICE)) == (409, True)
    act(newer, "publication", replaces=str(whole))
    assert len(tasks(client, read)) == 4
    assert "已有新版" in read(client, "/documents").words("//table")


def test_without_a_title_the_file_s_name_does_not_stand_for_one(app, client, read, act):
    text = "一、任务\n（一）建设海外仓。（市商务局牵头）\n"
    (document,) = store(app, a_received_document(text, file_name="扫描件001.txt"))
    page = read(client, f"/documents/{document}")
    assert page.words("//h1") == "标题没有读出 扫描件001.txt"
    assert ("发布（还有 2 处待定）", True) in buttons(page)
    refused = act(document, "publication", reason="急用")
    assert (refused.status, "文件信息还不全" in refused.words(NOTICE)) == (409, True)


def test_a_draft_is_published_as_a_draft(app, client, read, act):
    (document,) = store(app, a_received_document(WHOLE.replace("若干措施", "若干措施（征求意见稿）")))
    assert ("发布为征求意见稿", False) in buttons(read(client, f"/documents/{document}"))
    act(document, "publication")
    assert (tasks(client, read), len(tasks(client, read, "/tasks?scope=draft"))) == ([], 4)


def test_corrections_after_publishing_wait_to_be_published_again(client, read, whole, act):
    act(whole, "publication")
    before = read(client, "/tasks").all("//a[contains(@class, 'title')]")[0].get("href")
    page = act(whole, "edits", kind="change_unit", task="1", unit="0", name="市商务厅", role="lead")
    assert page.words("//div[@id='part-meta']/span[1]") == "已发布，有改动未发布"
    assert "市商务厅" not in read(client, before).words("//dl")
    assert page.words("//details[@id='publish-anyway']/summary").startswith("重新发布")
    act(whole, "publication")
    assert "市商务厅" in read(client, before).words("//dl")


def test_a_corrected_task_s_page_says_what_was_read_and_who_confirmed_what(client, read, whole, act):
    act(whole, "edits", kind="change_unit", task="1", unit="0", name="市商务厅", role="lead")
    act(whole, "publication")
    page = read(client, read(client, "/tasks").all("//a[contains(@class, 'title')]")[0].get("href"))
    assert page.words("//section[@aria-labelledby='confirmed']/ul") == "读作 市商务局（牵头） → 确认为 市商务厅（牵头）"
    assert "林静怡改单位或角色" in page.words("//section[@aria-labelledby='confirmed']//tbody")


def test_a_task_nobody_corrected_says_nothing_of_it(client, read, whole, act):
    act(whole, "publication")
    page = read(client, read(client, "/tasks").all("//a[contains(@class, 'title')]")[0].get("href"))
    assert page.all("//section[@aria-labelledby='confirmed']") == []
    assert page.address("在全文中看") == f"/documents/{whole}#at-{WHOLE.index('支持企业')}"


def test_an_alike_task_is_shown_in_a_part_of_its_own(client, read, whole, act, app):
    (other,) = store(app, a_received_document(WHOLE.replace("促进", "推动")))
    act(whole, "publication")
    act(other, "publication")
    address = read(client, "/tasks").all("//a[contains(@class, 'title')]")[0].get("href")
    link = read(client, address).address("找其他文件里的相似措施")
    assert "建设海外仓" in read(client, link).words("//section[@class='similar']")
    with client.get(link, headers={"X-Requested-With": "fetch"}) as part:
        assert "<header" not in part.get_data(as_text=True)


def test_a_document_is_put_away_with_a_reason(client, read, whole, act):
    refused = act(whole, "discarding", reason=" ")
    assert (refused.status, "没有写明理由" in refused.words(NOTICE)) == (409, True)
    page = act(whole, "discarding", reason="导错了文件")
    assert page.texts("//table//tbody/tr") == []
    assert ("已作废，不能发布", True) in buttons(read(client, f"/documents/{whole}"))


def test_a_published_document_is_not_put_away(client, read, whole, act):
    act(whole, "publication")
    assert read(client, f"/documents/{whole}").all("//h2[@id='discarding']") == []
    assert act(whole, "discarding", reason="不要了").status == 409
    assert len(tasks(client, read)) == 4
