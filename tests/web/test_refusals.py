import logging
import re

import pytest
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from tests.conftest import closing
from tests.web.conftest import Page
from tests.web.sending import token
from tracker.operations.access import ANYONE, Owner, rights
from tracker.settings import Settings
from tracker.vocabulary.reporting import Measured
from tracker.web.application import create_app

BY_SCRIPT = {"X-Requested-With": "fetch", "Accept": "application/json"}


@pytest.fixture
def running(tmp_path, monkeypatch):
    """An application as it runs at the office, with a page that breaks."""
    with closing(create_app(Settings(home=tmp_path))) as app:
        for address, view in (("/broken", break_down), ("/bad", bad_request), ("/large", too_large)):
            app.add_url_rule(address, view_func=view)
            monkeypatch.setitem(rights(), view.__name__, {ANYONE: Owner.ALL})
        yield app.test_client()


def break_down():
    raise RuntimeError("secret of /srv/tracker")


def bad_request():
    raise BadRequest


def too_large():
    raise RequestEntityTooLarge


def test_a_fault_shows_a_number_and_nothing_else_and_the_log_tells_what_it_was(running, read, caplog):
    with caplog.at_level(logging.ERROR):
        page = read(running, "/broken")
    reference = page.words("//b[@class='reference']")
    assert page.status == 500
    assert len(reference) == 8
    assert "secret" not in page.words("//html")
    assert f"fault {reference}" in caplog.text
    assert "RuntimeError: secret of /srv/tracker" in caplog.text


def test_nothing_outside_puts_debugging_on(tmp_path, monkeypatch, read):
    monkeypatch.setenv("FLASK_DEBUG", "1")
    with closing(create_app(Settings(home=tmp_path))) as app:
        assert app.debug is False
        assert read(app.test_client(), "/sign-in").all("//b[@class='reference']")


def test_a_database_that_is_not_there_is_a_fault_with_a_number(running, read):
    page = read(running, "/sign-in")
    assert page.status == 500
    assert page.all("//b[@class='reference']")


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [("/nothing", 404, "没有这一页"), ("/bad", 400, "这个地址看不懂"), ("/large", 413, "内容太大")],
)
def test_each_error_is_a_page_that_says_what_to_do(running, read, address, status, heading):
    page = read(running, address)
    assert (page.status, page.words("//h1")) == (status, heading)
    assert page.address("回工作台") == "/"


@pytest.mark.parametrize(
    "address", ["/tasks/%ff", "/%00", "/tasks?q=%00%ff", "/static/../setup.cfg", "/static/nothing.css"]
)
def test_a_hostile_address_is_answered_with_a_page(client, address):
    with client.get(address) as response:
        assert response.status_code in (200, 404)


TYPED = {"done": "写了很久的一大段进展<b>。", "percent": "60", "progress": "under_way", "contact": "李", "phone": "83801234"}
SECRETS = {"csrf_token": "fremd", "password": "Kai9-fang-und-mehr", "old": "Kai9-fang-alt", "key": "k-17", "problems": ""}
GIVEN_BACK = {"工作进展": TYPED["done"], "完成率": "60", "完成状态": "进行中", "联系人": "李", "电话": "83801234"}


def given_back(page):
    """What stands on a page to be copied, by what it is called."""
    return {
        label.text: page.all(f"//textarea[@id='{label.get('for')}']")[0].text
        for label in page.all("//section[@aria-labelledby='typed']//label")
    }


def test_a_form_of_another_session_is_refused_with_all_that_was_typed_and_no_secret(client):
    with client.post("/documents", data=TYPED | SECRETS) as answer:
        page = Page(answer)
    assert (answer.status_code, page.words("//h1"), given_back(page)) == (400, "这一步没有做", GIVEN_BACK)
    assert not re.search("Kai9-fang|fremd|k-17", answer.text)


@pytest.mark.parametrize(
    ("referrer", "leads"),
    [("http://localhost/reports/2/rows/5?a=1", "/reports/2/rows/5?a=1"), ("http://localhost//evil.example/", None), ("", None)],
)
def test_a_form_that_is_given_back_says_its_figures_in_words_and_leads_to_its_page_beside_it(client, referrer, leads):
    figures = {"figure-0-value": "12", "figure-0-measured": "expected", "figure-1-measured": "actual", "figure-1-value": ""}
    with client.post("/documents", data=TYPED | SECRETS | figures, headers={"Referer": referrer}) as answer:
        page = Page(answer)
    assert given_back(page) == GIVEN_BACK | {"指标 1 累计数": "12", "指标 1 实绩还是预计": Measured("expected").label}
    links = {link.text: link.get("href") for link in page.all("//main//p/a[@target='_blank']")}
    assert links == {"回工作台（另开一页）": "/"} | ({"打开原来的页面（另开一页）": leads} if leads else {})


def test_a_form_of_a_sign_in_that_was_ended_is_given_back_with_a_way_to_sign_in_again(client):
    own = {"csrf_token": token(client)}
    client.post("/sign-out", data=own)
    with client.post("/documents", data=TYPED | SECRETS | own, headers={"Referer": "http://localhost/tasks?q=1"}) as answer:
        page = Page(answer)
    assert (answer.status_code, page.words("//h1"), given_back(page)) == (401, "登录已经结束", GIVEN_BACK)
    assert page.address("登录（另开一页）") == "/sign-in?next=/tasks?q%3D1"
    with client.post("/documents", data=TYPED | own, headers=BY_SCRIPT) as told:
        assert (told.status_code, told.json["sentence"][:7]) == (401, "没有保存任何内")


def test_a_script_of_somebody_signed_in_is_told_that_its_token_does_not_fit(client):
    with client.post("/documents", data=TYPED | SECRETS, headers=BY_SCRIPT) as told:
        assert (told.status_code, told.json["sentence"][:7]) == (400, "没有保存任何内")


def test_a_stale_form_to_sign_in_is_no_sign_in_that_was_ended(anonymous_client):
    with anonymous_client.post("/sign-in", data={"csrf_token": "fremd", "login": "lin"}) as answer:
        assert answer.status_code == 400


@pytest.mark.parametrize("referrer", ["http://[", "http://localhost//evil.example/", ""])
def test_whatever_a_browser_says_of_where_it_was_the_sign_in_is_offered(anonymous_client, referrer):
    with anonymous_client.post("/documents", data=TYPED, headers={"Referer": referrer}) as answer:
        assert (answer.status_code, Page(answer).address("登录（另开一页）")[:8]) == (401, "/sign-in")
