"""Two versions of a document side by side."""

import pytest

from tests.builders import A_PLAN, a_received_document
from tests.web.sending import sent
from tests.web.test_documents import store
from tracker.operations import publishing

STATISTICS = "（三）完善统计。建立统计监测制度。（市统计局负责）"
NEW = A_PLAN.replace("市口岸办配合", "广州海关配合").replace("（三）做好宣传。在媒体上宣传先进典型。", STATISTICS)


@pytest.fixture
def pair(app):
    """A published document and a later one that waits."""
    old, new = store(app, a_received_document(), a_received_document(NEW))
    with app.app_context():
        publishing.publish(old, who="林静怡", reason="旧版")
    return new, old


def kinds(page):
    return page.texts("//tr[@class='grp']//span[starts-with(@class, 'lt')]")


def test_the_confirm_page_proposes_what_it_may_replace(client, read, pair):
    new, old = pair
    page = read(client, f"/documents/{new}")
    assert page.address("与 广州市促进跨境贸易便利化若干措施 比较") == f"/documents/{new}/versions/{old}"


def test_each_measure_is_shown_with_what_became_of_it(client, read, pair):
    new, old = pair
    page = read(client, f"/documents/{new}/versions/{old}")
    assert kinds(page) == ["责任有变", "未变", "删去", "新增"]
    assert page.texts("//nav[@class='views']/a") == ["全部4", "责任有变1", "新增1", "删去1", "未变1"]


def test_old_and_new_units_stand_side_by_side(client, read, pair):
    new, old = pair
    page = read(client, f"/documents/{new}/versions/{old}?kind=changed")
    assert kinds(page) == ["责任有变"]
    assert page.texts("//tr[@class='changed']/td[1]//span[contains(@class, 'left')]") == ["配合 市口岸办"]
    assert page.texts("//tr[@class='changed']/td[2]//span[contains(@class, 'joined')]") == ["配合 广州海关"]


def test_what_is_reworded_is_marked_in_both_wordings(app, client, read, pair):
    (newer,) = store(app, a_received_document(A_PLAN.replace("公共海外仓", "公共仓库")))
    page = read(client, f"/documents/{newer}/versions/{pair[1]}?kind=reworded")
    assert page.texts("//tr[@class='reworded']/td[1]//mark") == ["海外仓"]
    assert page.texts("//tr[@class='reworded']/td[2]//mark") == ["仓库"]


def test_an_unknown_kind_shows_them_all(client, read, pair):
    new, old = pair
    assert len(kinds(read(client, f"/documents/{new}/versions/{old}?kind=%3Cb%3E"))) == 4


def test_it_is_accepted_once_by_the_office(client, read, pair):
    new, old = pair
    address = f"/documents/{new}/versions/{old}"
    page = sent(client, address)
    assert page.words("//div[@class='acts']").startswith("已替换旧版，延续的任务保留了经过 撤销替换")
    assert "替换旧版" in read(client, f"/documents/{new}").words("//section[@id='part-history']")


def test_the_older_one_cannot_replace_the_newer(client, pair):
    new, old = pair
    page = sent(client, f"/documents/{old}/versions/{new}")
    assert page.status == 409
    assert "还没有发布" in page.words("//div[@role='alert']")


def test_a_document_is_not_compared_with_itself(client, read, pair):
    assert read(client, f"/documents/{pair[0]}/versions/{pair[0]}").status == 404


def test_replacing_is_taken_back_with_a_reason(client, read, pair):
    new, old = pair
    address = f"/documents/{new}/versions/{old}"
    sent(client, address, who="林静怡")
    refused = sent(client, f"{address}/undo", reason="")
    assert (refused.status, "没有写明理由" in refused.words("//div[@role='alert']")) == (409, True)
    page = sent(client, f"{address}/undo", reason="认错了")
    assert "用新版替换旧版" in page.words("//div[@class='acts']")
    assert "认错了" in read(client, f"/documents/{new}").words("//section[@id='part-history']")


def test_versions_of_one_title_are_told_apart_by_number_and_date(client, read, pair):
    new, old = pair
    page = read(client, f"/documents/{new}/versions/{old}")
    heads = page.texts("//table[contains(@class, 'compared')]/thead//th")
    assert len(set(heads)) == 2


def test_any_two_documents_are_compared(app, client, read, pair):
    new, old = pair
    page = read(client, "/documents/comparison")
    assert len(page.all("//select[@name='old']/option")) == 3
    with client.get(f"/documents/comparison?old={new}&new={old}") as answer:
        assert answer.headers["Location"] == f"/documents/{old}/versions/{new}"
    page = read(client, f"/documents/{old}/versions/{new}")
    assert kinds(page) == ["责任有变", "未变", "删去", "新增"]
    assert page.all("//form[@class='accept']") == []


@pytest.mark.parametrize("asked", ["old=1&new=1", "old=1&new=99", "old=1", "old=x&new=y"])
def test_two_different_documents_have_to_be_chosen(client, read, pair, asked):
    page = read(client, f"/documents/comparison?{asked}")
    assert "请选两份不同的文件" in page.words("//div[@role='alert']")
