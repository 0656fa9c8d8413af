import logging

import pytest
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from tests.conftest import closing
from tests.web.conftest import Page
from tracker.operations.access import ANYONE, Owner, rights
from tracker.settings import Settings
from tracker.web.application import create_app


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


def test_a_form_of_another_session_is_refused_with_what_was_typed_at_length_and_no_password(client):
    typed = {"csrf_token": "fremd", "done": "写了很久的一大段进展<b>。", "password": "Kai9-fang-und-mehr"}
    with client.post("/documents", data=typed) as answer:
        page = Page(answer)
    assert answer.status_code == 400
    assert page.texts("//textarea") == ["写了很久的一大段进展<b>。"]
    assert "Kai9-fang" not in answer.text
