"""文件: the list, and taking files in."""

from io import BytesIO

import pytest

from tests.builders import A_PLAN, a_document, a_received_document
from tests.statements import counted
from tests.web.sending import send, sent, token
from tracker.storage.database import db
from tracker.vocabulary import DocumentStatus

HOSTILE = "<img src=x onerror=alert(1)>\"'{{7*7}}"
JSON = {"Accept": "application/json"}


def store(app, *documents):
    """Store documents; returns their ids."""
    with app.app_context():
        db.session.add_all(documents)
        db.session.flush()
        ids = [document.id for document in documents]
        db.session.commit()
        return ids


def a_file(content=A_PLAN, name="便利化.txt"):
    return BytesIO(content if isinstance(content, bytes) else content.encode()), name


def lines(page):
    return page.texts("//table[contains(@class, 'files')]/tbody/tr")


def test_an_empty_list_says_what_to_do(client, read):
    page = read(client, "/documents")
    assert page.texts("//p[@class='empty']") == ["还没有文件。在上面导入第一份。"]
    assert page.words("//nav[@id='places']/a[@aria-current]") == "文件"


def test_the_list_says_how_far_each_document_has_come(app, client, read):
    store(app, a_document(number="穗府办〔2017〕36号"), a_received_document(status=DocumentStatus.DRAFT))
    page = read(client, "/documents")
    assert page.words("//div[@id='part-head']/span") == "2 件，其中 1 件待确认"
    assert [line.split(" ")[:2] for line in lines(page)] == [
        ["广州市促进跨境贸易便利化若干措施", "征求意见稿"],
        ["关于促进跨境电子商务发展的通知", "穗府办〔2017〕36号"],
    ]
    assert page.texts("//table//span[contains(@class, 'lt')]") == ["待确认", "已发布"]
    assert page.texts("//table//a[contains(@class, 'lt')]") == ["必须 1", "核对 2"]


def test_discarded_documents_are_shown_when_asked_for(app, client, read):
    store(app, a_received_document(state="discarded"))
    assert lines(read(client, "/documents")) == []
    page = read(client, "/documents?state=discarded")
    assert len(lines(page)) == 1
    assert "已作废" in lines(page)[0]


def test_an_unknown_state_shows_the_list(app, client, read):
    store(app, a_received_document())
    assert len(lines(read(client, "/documents?state=%00"))) == 1


def test_the_list_takes_few_statements_however_long_it_is(app, client):
    store(app, *(a_received_document() for _ in range(9)))
    with counted(app) as statements:
        client.get("/documents")
    assert len(statements) <= 12


def test_one_file_leads_to_what_was_read(client, read):
    response = send(client, "/documents", who="林静怡", files=a_file())
    assert response.status_code == 303
    page = read(client, response.headers["Location"])
    assert page.words("//h1") == "广州市促进跨境贸易便利化若干措施"
    assert len(page.all("//tr[contains(@class, 'task')]")) == 4


def test_several_files_are_each_taken_or_refused_on_their_own(client):
    page = sent(client, "/documents", who="林静怡", files=[a_file(), a_file("", "空.txt"), a_file(name="旧.doc")])
    assert page.status == 409
    assert [text.split(" ")[0] for text in page.texts("//ul[@id='uploads']/li")] == ["便利化.txt", "空.txt", "旧.doc"]
    assert "“空.txt”是空文件" in page.texts("//ul[@id='uploads']/li")[1]
    assert len(lines(page)) == 1


def test_the_same_file_again_leads_to_the_document_that_is_there(client):
    first = send(client, "/documents", who="林静怡", files=a_file()).headers["Location"]
    page = sent(client, "/documents", who="林静怡", files=a_file(name="改名.txt"))
    assert "这份文件已经导入过（广州市促进跨境贸易便利化若干措施）" in page.words("//ul[@id='uploads']")
    assert page.address("打开已有的那一份") == first


def test_a_script_is_answered_in_json(client):
    first = send(client, "/documents", who="林静怡", files=a_file(), headers=JSON)
    assert first.get_json() == [{"name": "便利化.txt", "address": "/documents/1", "sentence": None}]
    second = send(client, "/documents", who="林静怡", files=a_file(), headers=JSON)
    assert second.status_code == 200
    assert second.get_json()[0]["address"] == "/documents/1"
    assert "已经导入过" in second.get_json()[0]["sentence"]


def test_a_text_file_can_be_read_in_another_encoding(client):
    text = "廣州市促進跨境貿易便利化若干措施\n一、主要任務\n（一）建設海外倉。支持企業建設公共海外倉。（市商務局牽頭，市財政局配合）\n"
    page = sent(client, "/documents", who="林静怡", encoding="big5", files=a_file(text.encode("big5"), "繁體.txt"))
    assert page.words("//h1") == "廣州市促進跨境貿易便利化若干措施"


def test_an_encoding_that_is_none_is_refused_in_one_sentence(client):
    page = sent(client, "/documents", who="林静怡", encoding="rot13", files=a_file())
    assert "编码" in page.words("//ul[@id='uploads']/li")
    assert lines(page) == []


def test_pasted_text_is_read_like_a_file(client):
    page = sent(client, "/documents", who="林静怡", text=A_PLAN)
    assert page.words("//h1") == "广州市促进跨境贸易便利化若干措施"


def as_a_browser_sends(**fields):
    """A form of files as bytes."""
    parts = (
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    )
    return {"data": ("".join(parts) + "--x--\r\n").encode(), "content_type": "multipart/form-data; boundary=x"}


@pytest.mark.parametrize(("characters", "status"), [(200_000, 303), (3_000_000, 413)])
def test_a_long_text_can_be_pasted_and_one_without_end_is_refused(client, characters, status):
    form = as_a_browser_sends(csrf_token=token(client), who="林静怡", text=A_PLAN + "附" * characters)
    response = client.post("/documents", **form)
    assert response.status_code == status
    assert status == 303 or "内容太大" in response.get_data(as_text=True)


def test_a_title_without_a_text_is_kept_in_the_box_that_stays_open(client):
    page = sent(client, "/documents", who="林静怡", title="直播电商行动方案", text=" ")
    assert "只填了标题，没有粘贴正文" in page.words("//ul[@id='uploads']/li")
    assert page.all("//details[@class='paste' and @open]//input[@name='title']/@value") == ["直播电商行动方案"]


def test_a_form_that_brings_nothing_says_so(client):
    page = sent(client, "/documents", who="林静怡", text="  ")
    assert (
        page.words("//ul[@id='uploads']/li")
        == "没有文件 没有选择文件，也没有粘贴文字；请选一份文件，或把文字贴到方框里。"
    )


def test_the_name_under_an_import_is_that_of_the_account(client, read):
    assert read(client, "/documents").all("//input[@name='who']") == []
    send(client, "/documents", who="别人", text=A_PLAN)
    assert "林静怡" in lines(read(client, "/documents"))[0]


def test_a_form_without_its_token_changes_nothing(client, read):
    response = client.post("/documents", data={"who": "林静怡", "text": A_PLAN})
    assert response.status_code == 400
    assert "从栏目里进入那一页，再提交一次" in response.get_data(as_text=True)
    assert lines(read(client, "/documents")) == []


@pytest.mark.parametrize("rule", ["edits", "undo", "redo", "publication", "discarding", "versions/2"])
def test_nothing_is_done_to_a_document_without_a_token(app, client, rule):
    store(app, a_received_document(), a_document())
    assert client.post(f"/documents/1/{rule}", data={"who": "林静怡"}).status_code == 400


def test_names_from_outside_are_text_and_never_markup(client, read):
    location = send(
        client, "/documents", who=HOSTILE, title=HOSTILE, text="（一）建设海外仓。（市商务局牵头）"
    ).headers["Location"]
    for address in ("/documents", location):
        page = read(client, address)
        assert page.all("//img") == []
        assert HOSTILE[:20] in page.words("//main")


def test_a_document_that_is_none_is_a_page_that_says_so(client, read):
    for address in ("/documents/9", "/documents/9/tasks/1", "/documents/9/versions/8", "/documents/0", "/documents/x"):
        assert (read(client, address).status, read(client, address).words("//h1")) == (404, "没有这一页")


def test_a_document_without_its_reading_leads_to_its_tasks(app, client):
    store(app, a_document(stem="only-a-table"))
    assert client.get("/documents/1").headers["Location"] == "/tasks?document=only-a-table"
