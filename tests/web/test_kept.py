"""What was typed into the form of a row before the sign-in was over: shown by the names of its fields, sent as it was."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from tests.cycles import MARKET, Clock, an_open_cycle, sent
from tests.people import an_account, office_of, signed_in
from tests.web.conftest import Page
from tests.web.sheets import TYPED, page_of, sheet_address
from tracker.operations import unsent
from tracker.storage.audit import AuditEvent
from tracker.storage.database import db
from tracker.storage.people import Account, SignIn
from tracker.vocabulary import AuditOutcome
from tracker.web.kept_words import field_name, is_written

WAITS = "//main/p[a[@href='/kept']]"
BY_SCRIPT = {"X-Requested-With": "fetch", "Accept": "application/json"}


@pytest.mark.parametrize(
    ("name", "value", "label", "written"),
    [
        ("done", "引进企业。", "工作进展", True),
        ("figure-0-value", "12", "指标 1 累计数", True),
        ("figure-0-offered", "引进企业", "指标 1", False),
        ("overview", "总体 good", "总体情况", True),
        ("progress", "under_way", "完成状态", False),
        ("key", "3f9c2a77", "key", False),
        ("problems", "", "存在问题", False),
    ],
)
def test_what_a_person_wrote_is_told_from_what_the_page_sent_along(name, value, label, written):
    assert (field_name(name), is_written(name, value)) == (label, written)


def hidden_in(page, form="//main"):
    """What a form's page sends along unseen, and what stands in its text fields."""
    found = page.all(f"{form}//input[not(@type) or @type='hidden'] | {form}//textarea")
    return {each.get("name"): each.get("value") or each.text or "" for each in found}


def sent_too_late(app, clock, browser, address, **fields):
    """What a browser sends after its sign-in is over."""
    with app.app_context():
        db.session.query(SignIn).update({"seen_at": clock.at - timedelta(minutes=31)})
        db.session.commit()
    browser.post(address, data=fields, content_type="multipart/form-data")


def test_the_form_of_a_row_is_sent_after_the_next_sign_in(app, monkeypatch):
    clock = Clock(monkeypatch)
    with app.app_context():
        year = an_open_cycle()
    clerk = signed_in(app, "reporter", agency_id=MARKET)
    address = f"{sheet_address(app, MARKET)}/rows/{year.rows[MARKET, 2]}"
    fields = {
        each.get("name"): each.get("value") for each in page_of(clerk, address).all("//main//input[@type='hidden']")
    }
    with app.app_context():
        db.session.query(SignIn).update({"seen_at": clock.at - timedelta(minutes=31)})
        db.session.commit()
    for typed in ({"done": "招商"}, TYPED):
        clerk.post(address, data=fields | typed | {"do": "save"}, content_type="multipart/form-data")
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert (event.action, event.outcome, "没有执行" in event.detail) == ("reports.save", AuditOutcome.UNDONE, True)
        assert (event.who, event.roles) == ("陈志明", "填报员")
    again = signed_in(app, "reporter", agency_id=MARKET)
    (said,) = page_of(again, "/").texts(WAITS)
    assert said.startswith("您有 2 份登录超时时保留下来的填写内容，尚未处理，最早的一份保留到 2026-10-19")
    assert page_of(again, page_of(again, "/tasks").address("查看", f"{WAITS}/a")).texts(WAITS) == []
    newest = page_of(again, "/kept").all("//main//td/a")[0].get("href")
    form = page_of(again, newest)
    assert form.texts("//form[@class='kept']//label") == ["完成率", "工作进展", "下一步打算"]
    assert form.address("看原来的页面（另开一页）") == address
    assert again.post(form.all("//form[@class='kept']")[0].get("action"), data={"kept-form": "1"}).status_code == 400
    assert page_of(again, "/").all(WAITS)
    (kept, _) = form.all("//form[@class='kept']")
    sent = {each.get("name"): each.get("value") for each in kept.xpath(".//input")}
    sent |= {each.get("name"): each.text for each in kept.xpath(".//textarea")}
    with again.post(kept.get("action"), data=sent, content_type="multipart/form-data") as answer:
        assert answer.status_code == 303
    assert page_of(again, "/").texts(WAITS) == []
    assert page_of(again, address).words("//textarea[@id='done']") == TYPED["done"]


def refused_anew(clerk, address, at=0):
    """The page that refuses a kept form, by its place in the list, when it is sent again."""
    kept = page_of(clerk, page_of(clerk, "/kept").all("//main//td/a")[at].get("href"))
    with clerk.post(address, data=hidden_in(kept, "//form[@class='kept'][1]")) as answer:
        page = Page(answer)
    assert page.status == 409
    return page


@pytest.fixture
def rows(app, monkeypatch):
    """The clock, and the addresses of two rows of one sheet."""
    clock = Clock(monkeypatch)
    with app.app_context():
        year = an_open_cycle()
    sheet = sheet_address(app, MARKET)
    return clock, *(f"{sheet}/rows/{year.rows[MARKET, number]}" for number in (2, 1))


@pytest.fixture
def refused(app, rows):
    """A row's form without its 完成状态 was kept, sent again and refused: who sent it, where, another row, the page."""
    clock, address, other = rows
    clerk = signed_in(app, "reporter", agency_id=MARKET)
    sent_too_late(
        app, clock, clerk, address, **hidden_in(page_of(clerk, address)) | TYPED | {"progress": "", "do": "send"}
    )
    clerk = signed_in(app, "reporter", agency_id=MARKET)
    return clerk, address, other, refused_anew(clerk, address)


def test_what_is_sent_from_the_page_that_refused_it_waits_no_longer(refused):
    clerk, address, other, page = refused
    with clerk.post(other, data=hidden_in(page_of(clerk, other)) | TYPED | {"do": "save"}) as answer:
        assert answer.status_code == 303
    assert page_of(clerk, "/").all(WAITS)
    with clerk.post(address, data=hidden_in(page) | TYPED | {"do": "send"}) as answer:
        assert answer.status_code == 303
    assert page_of(clerk, "/").all(WAITS) == []


def test_each_of_several_that_were_refused_waits_until_its_own_page_is_sent(app, rows):
    clock, *addresses = rows
    clerk = signed_in(app, "reporter", agency_id=MARKET)
    forms = [hidden_in(page_of(clerk, each)) | TYPED | {"progress": "", "do": "send"} for each in addresses]
    for address, form in zip(addresses, forms, strict=True):
        sent_too_late(app, clock, clerk, address, **form)
    clerk = signed_in(app, "reporter", agency_id=MARKET)
    pages = [refused_anew(clerk, address, at) for address, at in zip(addresses, (1, 0), strict=True)]
    for address, page, left in zip(addresses, pages, (1, 0), strict=True):
        with clerk.post(address, data=hidden_in(page) | TYPED | {"do": "send"}) as answer:
            assert answer.status_code == 303
        until = page_of(clerk, "/kept").texts("//main//td[@data-label='保留到']")
        assert [each[:10] for each in until] == ["2026-10-19"] * left


def test_of_two_pages_of_one_address_the_one_that_is_sent_takes_up_its_own(app, rows):
    clock, address, _ = rows
    clerk = signed_in(app, "reporter", agency_id=MARKET)
    texts = ("引进企业6家，名单见附件。", "另一页写的是招商。")
    for done in texts:
        form = hidden_in(page_of(clerk, address)) | TYPED | {"done": done, "progress": "", "do": "send"}
        sent_too_late(app, clock, clerk, address, **form)
        clerk = signed_in(app, "reporter", agency_id=MARKET)
    pages = [refused_anew(clerk, address, at) for at in (1, 0)]
    with clerk.post(address, data=hidden_in(pages[0]) | TYPED | {"done": texts[0], "do": "send"}) as answer:
        assert answer.status_code == 303
    assert [texts[1] in each for each in page_of(clerk, "/kept").texts("//main//td[@data-label='内容']")] == [True]


@pytest.mark.parametrize(
    ("tried", "saved", "waits"),
    [
        ({}, {}, 0),
        ({"done": "引进企业6家"}, {}, 0),
        ({"progress": ""}, {}, 0),
        ({"based_on": "7"}, {}, 1),
        ({"done": "引进企业5家"}, {}, 1),
        ({"percent": "6"}, {}, 1),
        ({"percent": "50"}, {}, 1),
        ({"problems": "用地没有批下来。"}, {}, 1),
        ({"do": "send"}, {}, 1),
        ({}, {"key": "0" * 32}, 1),
    ],
)
def test_what_a_page_could_not_save_waits_until_the_page_has_saved_all_of_it(app, rows, tried, saved, waits):
    clock, address, other = rows
    clerk = signed_in(app, "reporter", agency_id=MARKET)
    fields = hidden_in(page_of(clerk, address)) | TYPED | {"do": "save"}
    sent_too_late(app, clock, clerk, address, **fields | tried)
    clerk = signed_in(app, "reporter", agency_id=MARKET)
    token = {"csrf_token": hidden_in(page_of(clerk, other))["csrf_token"]}
    for place, ahead in ((other, 1), (address, waits)):
        with clerk.post(place, data=fields | token | saved, headers=BY_SCRIPT) as answer:
            assert answer.status_code == 200
        assert len(page_of(clerk, "/").all(WAITS)) == ahead


def test_a_page_that_goes_on_saving_leaves_room_for_what_another_brought(app, rows):
    clock, address, other = rows
    clerk = signed_in(app, "reporter", agency_id=MARKET)
    first, form = hidden_in(page_of(clerk, other)), hidden_in(page_of(clerk, address)) | {"do": "save"}
    sent_too_late(app, clock, clerk, other, **first | {"done": "另一行写的。", "do": "send"})
    for length in range(1, 25):
        with clerk.post(address, data=form | {"done": "引进" * length}, headers=BY_SCRIPT) as answer:
            assert (answer.status_code, "已经留着" in answer.text) == (401, True)
    clerk = signed_in(app, "reporter", agency_id=MARKET)
    newest, earlier = page_of(clerk, "/kept").texts("//main//td[@data-label='内容']")
    assert ("引进" * 24 in newest, "另一行写的。" in earlier) == (True, True)


def test_nobody_is_told_that_something_is_kept_for_an_account_that_may_not_sign_in(app, rows):
    clock, address, _ = rows
    clerk = signed_in(app, "reporter", agency_id=MARKET)
    fields = hidden_in(page_of(clerk, address)) | TYPED | {"do": "save"}
    with app.app_context():
        db.session.query(Account).update({"disabled_at": clock.at})
        db.session.commit()
    with clerk.post(address, data=fields) as answer:
        page = Page(answer)
    assert (page.status, page.words("//p[@class='notice']")[:7]) == (401, "没有保存任何内")
    assert TYPED["done"] in page.texts("//section[@aria-labelledby='typed']//textarea")
    assert page.address("登录（另开一页）")[:8] == "/sign-in"
    with clerk.post(address, data=fields, headers=BY_SCRIPT) as answer:
        assert (answer.status_code, answer.json["sentence"][:7]) == (401, "没有保存任何内")
    with app.app_context():
        db.session.query(SignIn).delete()
        db.session.commit()
    with clerk.post(address, data=fields) as answer:
        assert (answer.status_code, Page(answer).words()) == (401, page.words())


def test_hints_that_are_written_into_a_reason_decide_nothing_and_the_return_waits_on(app, monkeypatch):
    clock = Clock(monkeypatch)
    with app.app_context():
        year = an_open_cycle()
        address = f"/review/{sent(year, MARKET, 2)}"
    office = office_of(app)
    form = hidden_in(page_of(office, address)) | {"reason": ""}
    sent_too_late(app, clock, office, address, **form | {"do": "return"})
    office = office_of(app)
    kept = page_of(office, page_of(office, "/kept").all("//main//td/a")[0].get("href"))
    again = hidden_in(kept, "//form[@class='kept'][1]")
    for do, reason, status, waits in (("hints", "", 200, 1), ("return", "", 409, 1), ("return", "请补充数据", 303, 0)):
        with office.post(address, data=again | {"do": do, "reason": reason}) as answer:
            assert answer.status_code == status
        assert len(page_of(office, "/").all(WAITS)) == waits


def test_what_is_sent_from_a_page_that_was_opened_anew_takes_nothing_up(refused):
    clerk, address, *_ = refused
    with clerk.post(address, data=hidden_in(page_of(clerk, address)) | TYPED | {"do": "save"}) as answer:
        assert answer.status_code == 303
    assert page_of(clerk, "/").all(WAITS)


@pytest.mark.parametrize(
    ("path", "fields", "does", "said"),
    [
        ("/review/224", {"do": "accept", "key": "3f9c2a77"}, "审核一份报告", ["怎样处理 审核通过"]),
        (
            "/review?stage=review",
            {"row": ["7", "8"], "reason": "缺名单。", "term": "2026-12-15", "do": "return"},
            "成批审核",
            ["怎样处理 退回", "选中的行 2 行", "重报期限 2026-12-15"],
        ),
        (
            "/cycles/1/due",
            {"duty": "contribution", "due_on": "2026-12-20", "version": "3", "reason": "节日。"},
            "改截止日",
            ["改哪一个截止日 只改配合情况截止日", "新的截止日 2026-12-20"],
        ),
        (
            "/reports/2/extensions",
            {"row": "5", "wanted": "2026-12-24"},
            "申请延期",
            ["选中的行 1 行", "延到哪一天 2026-12-24"],
        ),
        ("/cycles/1/tasks/2/consolidator", {"do": "xyz"}, None, ["怎样处理 xyz"]),
        (
            "/reports/2/rows/5",
            {"progress": "blocked", "figure-0-as_of": "2026-11-30", "figure-0-value": "", "do": "send"},
            "填写一行",
            ["怎样处理 报送", "完成状态 受阻"],
        ),
        ("/reports/2/rows/5/parts", {"do": "take:9"}, None, ["怎样处理 采用 1 份"]),
        ("/nowhere", {"colour": "#fff"}, "提交到 /nowhere", ["亮什么灯 #fff"]),
    ],
)
def test_a_form_says_what_sending_it_does(app, path, fields, does, said):
    with app.app_context():
        unsent.keep(an_account("office"), path, MultiDict(fields).lists(), had_files=False)
    someone = signed_in(app)
    listed = page_of(someone, "/kept")
    assert listed.all("//main//table[@class='t stack']//td[@data-label='内容']")
    form = page_of(someone, listed.all("//main//td/a")[0].get("href"))
    (shown,) = form.all("//dl[@class='kept-facts']")
    words = [" ".join(pair) for pair in zip(form.texts("//dl/dt"), form.texts("//dl/dd"), strict=True)]
    assert words[1:] == said
    content = listed.words("//main//td[@data-label='内容']")
    assert content.startswith(words[0].removeprefix("现在提交会 "))
    assert said[0] in content
    assert does is None or words[0] == f"现在提交会 {does}"
    sent = form.all("//form[@class='kept'][1]//*[self::input or self::textarea]/@name")
    assert set(fields) <= set(sent)
