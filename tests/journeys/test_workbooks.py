"""The round trip in a real browser: the template down, filled in by openpyxl, up, looked at, taken in."""

from threading import Thread

import openpyxl
import pytest
from werkzeug.serving import make_server

from tests.cycles import MARKET, Clock, an_open_cycle
from tests.journeys.conftest import DESK, Address
from tests.workbooks.templates import place
from tracker.reporting.content import Content
from tracker.storage.database import db
from tracker.storage.queries.reports import drafts_of
from tracker.vocabulary.reporting import Progress

pytestmark = pytest.mark.browser


@pytest.fixture
def year(app, monkeypatch):
    Clock(monkeypatch)
    with app.app_context():
        return an_open_cycle()


@pytest.fixture
def address(app, year):
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield Address(f"http://127.0.0.1:{server.server_port}", app)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(browser, address):
    context = browser.new_context(base_url=address, locale="zh-CN", viewport=DESK, accept_downloads=True)
    context.add_cookies(address.cookies("reporter", agency_id=MARKET))
    yield context.new_page()
    context.close()


def upload(page, path):
    page.goto("/workbooks")
    page.set_input_files("#file", path)
    page.get_by_role("button", name="上传并预览").click()
    page.get_by_role("heading", name="导入预览").wait_for()
    return page.inner_text("main .lead-in")


def test_a_template_goes_out_and_comes_back(app, year, page, tmp_path):
    page.goto("/workbooks")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="下载填报表").click()
    assert downloading.value.suggested_filename == "广州市市场监督管理局 2026年度填报表.xlsx"
    untouched, filled = tmp_path / "原样.xlsx", tmp_path / "填好.xlsx"
    downloading.value.save_as(untouched)
    assert upload(page, untouched).startswith("没有要写入的内容；2 行与系统里相同。")
    book = openpyxl.load_workbook(untouched)
    sheet = book.worksheets[0]
    sheet[place("完成状态")], sheet[place("完成率")], sheet[place("工作进展")] = "已完成", 1, "认证10家。"
    book.save(filled)
    assert upload(page, filled).startswith("会写入 1 行（新填 1）；1 行与系统里相同。")
    page.get_by_role("button", name="导入勾选的行").click()
    page.get_by_role("heading", name="导入结果").wait_for()
    row_id = year.rows[MARKET, 2]
    with app.app_context():
        assert Content.of_json(drafts_of([row_id])[row_id].content) == Content(Progress.DONE, 100, "认证10家。")
        db.session.rollback()
    assert upload(page, filled).startswith("没有要写入的内容；2 行与系统里相同。")
