"""Signed out while writing, in a real browser: what was typed is offered after the next sign-in, and nothing is left to go
back to after signing out (cases 76, 77)."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.cycles import MARKET, an_open_cycle
from tests.journeys.acts import fill_in
from tests.journeys.conftest import served
from tests.people import an_account
from tests.web.sheets import sheet_address
from tracker import clock
from tracker.operations import passwords
from tracker.storage.database import db
from tracker.storage.people import Account, SignIn
from tracker.storage.reports import Draft

pytestmark = pytest.mark.browser

PASSWORD = "Hai-Wai-Cang-2026"
TYPED, MORE = "今年引进龙头企业六家", "，分别落户黄埔区和南沙区。"


@pytest.fixture
def address(migrated_home, tmp_path):
    with served(migrated_home, tmp_path) as address:
        yield address


def expire(app):
    with app.app_context():
        db.session.execute(update(SignIn).values(seen_at=clock.now() - timedelta(minutes=31)))
        db.session.commit()


def sign_in(page, login="zhoum"):
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def own_row(address):
    with address.app.app_context():
        year = an_open_cycle()
        an_account("reporter", login="zhoum", agency_id=MARKET, password_hash=passwords.hashed(PASSWORD))
    return f"{sheet_address(address.app, MARKET)}/rows/{year.rows[MARKET, 2]}"


def open_row(page, row):
    page.goto(row)
    sign_in(page)
    page.wait_for_url(re.compile(rf"{row}$"))


def test_what_was_half_written_is_offered_after_the_next_sign_in(window, address):
    row = own_row(address)
    with window(roles=()) as page:
        open_row(page, row)
        fill_in(page, TYPED)
        page.locator("#saved", has_text="已自动保存").wait_for()
        expire(address.app)
        page.get_by_label(re.compile("^工作进展")).press_sequentially(MORE)
        page.locator("#saved", has_text="登录已经结束，写的内容已经留着").wait_for()
        page.get_by_role("button", name=re.compile("^报送$")).click()
        page.wait_for_url(re.compile("/sign-in"))
        sign_in(page)
        page.wait_for_url(re.compile("/kept$"))
        assert TYPED + MORE in page.locator("main").inner_text()
        page.get_by_role("link", name=re.compile("打开")).first.click()
        page.locator("form.kept button[type=submit]").first.click()
        page.wait_for_url(re.compile(r"/receipts/\d+$"))
        page.goto(row)
        assert TYPED + MORE in page.locator("main").inner_text()
        page.get_by_role("button", name="退出").click()
        page.wait_for_url(re.compile("/sign-in"))
        page.go_back()
        page.wait_for_url(re.compile("/sign-in"))
        assert TYPED not in page.content()


def test_who_is_disabled_while_writing_is_told_that_nothing_was_saved_and_the_text_stays(window, address):
    row = own_row(address)
    with window(roles=()) as page:
        open_row(page, row)
        with address.app.app_context():
            db.session.execute(update(Account).where(Account.login == "zhoum").values(disabled_at=clock.now()))
            db.session.commit()
        said, write = page.locator("#saved"), page.get_by_label(re.compile("^工作进展"))
        fill_in(page, TYPED)
        said.filter(has_text="写的内容还在这一页，没有保存").wait_for()
        page.get_by_role("button", name=re.compile("^报送$")).click()
        said.filter(has_text="登录不了的，请先把内容复制下来").wait_for()
        assert "留着" not in said.inner_text()
        assert write.input_value() == TYPED
        with address.app.app_context():
            assert db.session.scalars(select(Draft.expected_id)).all() == []


def test_who_signed_out_in_another_tab_goes_on_after_signing_in_again_and_nobody_else_does(window, address):
    with address.app.app_context():
        year = an_open_cycle()
        for login in ("zhoum", "second"):
            an_account("reporter", login=login, agency_id=MARKET, password_hash=passwords.hashed(PASSWORD))
    row = f"{sheet_address(address.app, MARKET)}/rows/{year.rows[MARKET, 2]}"

    def change(tab, login):
        tab.goto("/")
        if "/sign-in" not in tab.url:
            tab.get_by_role("button", name="退出").click()
            tab.wait_for_url(re.compile("/sign-in"))
        if login:
            sign_in(tab, login)
            tab.wait_for_url(lambda url: "/sign-in" not in url)

    with window(roles=()) as page:
        page.goto(row)
        sign_in(page)
        page.wait_for_url(re.compile(rf"{row}$"))
        tab = page.context.new_page()
        said, write = page.locator("#saved"), page.get_by_label(re.compile("^工作进展"))
        change(tab, None)
        fill_in(page, TYPED)
        said.filter(has_text="写的内容还在这一页，没有保存").wait_for()
        change(tab, "second")
        write.press_sequentially(MORE)
        said.filter(has_text="现在登录的是另一个账号").wait_for()
        page.get_by_role("button", name="保存", exact=True).last.click()
        tab.goto(row)
        assert TYPED not in tab.locator("main").inner_text()
        assert tab.get_by_label(re.compile("^工作进展")).input_value() == ""
        change(tab, "zhoum")
        write.press_sequentially("再加一句。")
        said.filter(has_text="已自动保存").wait_for()
        page.get_by_role("button", name="保存", exact=True).last.click()
        page.wait_for_url(re.compile(rf"{row}$"))
        tab.goto(row)
        assert tab.get_by_label(re.compile("^工作进展")).input_value() == TYPED + MORE + "再加一句。"
