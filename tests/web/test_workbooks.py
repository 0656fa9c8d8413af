"""用 Excel 填报, as clerks meet it: the template, the preview, the result, the office's import for an agency."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select

from tests.cycles import COMMERCE, HUANGPU, MARKET, OFFICE
from tests.operations.test_importing_foreign import COLUMNS, ROWS, a_table
from tests.people import signed_in
from tests.statements import counted
from tests.web.conftest import Page
from tests.web.test_reports import post
from tests.workbooks.templates import edited, opened, place
from tracker.operations import adjusting
from tracker.storage.cycles import ExpectedReport
from tracker.storage.database import db
from tracker.storage.reports import Filing
from tracker.storage.workbooks import WorkbookImport
from tracker.vocabulary.reporting import ReportState

FILLED = {place("完成状态"): "进行中", place("完成率"): 0.6, place("工作进展"): "引进企业6家。"}
BADLY = {place("完成状态", 1): "不知道"}
ALERT = "//main//div[@role='alert']"


@pytest.fixture
def home(app, year):
    with app.app_context():
        return f"/workbooks/{db.session.scalar(select(Filing.id).where(Filing.agency_id == MARKET))}"


def page_of(client, address):
    with client.get(address, follow_redirects=True) as response:
        return Page(response)


def template(client, home):
    with client.get(f"{home}/template.xlsx") as response:
        return response.data


def upload(client, home, raw, name="填报表.xlsx", **fields):
    return post(client, home, home, file=(BytesIO(raw), name), **fields)


def import_address(app):
    with app.app_context():
        upload = db.session.scalars(select(WorkbookImport).order_by(WorkbookImport.id.desc())).first()
        return f"/workbooks/{upload.filing_id}/imports/{upload.id}"


def state_of(app, year, agency=MARKET, place=2):
    with app.app_context():
        return db.session.get(ExpectedReport, year.rows[agency, place]).state


def test_a_clerk_takes_the_template_sends_it_back_looks_and_takes_it_in(app, clerk, year, home):
    page = page_of(clerk, "/workbooks")
    assert page.address("下载填报表") == f"{home}/template.xlsx"
    raw = edited(template(clerk, home), **FILLED | BADLY)
    preview = upload(clerk, home, raw)
    assert "会写入 1 行（新填 1）；0 行与系统里相同；1 行有内容没有采用。现在还什么都没有写入。" in preview.words()
    assert "完成状态“不知道”不在列表中" in preview.words("//section[@aria-labelledby='refused']")
    rows = [each.get("value") for each in preview.all("//input[@name='row']")]
    result = post(clerk, import_address(app), import_address(app), row=rows)
    assert "导入为草稿，改动 3 处。" in result.words()
    assert state_of(app, year) is ReportState.DRAFT
    with clerk.get(f"{import_address(app)}/result.xlsx") as response:
        sheet = openpyxl.load_workbook(BytesIO(response.data)).active
        assert [cell.value for cell in sheet[6]][3:] == ["工作进展", "—", "引进企业6家。"]
    undone = post(clerk, import_address(app), f"{import_address(app)}/undone")
    assert "已撤销，内容恢复到导入以前。" in undone.words()


def test_a_conflict_stands_side_by_side_and_waits_for_a_choice(app, clerk, year, home):
    raw = edited(template(clerk, home), **FILLED)
    row = year.rows[MARKET, 2]
    form = home.replace("workbooks", "reports") + f"/rows/{row}"
    post(clerk, form, form, progress="under_way", percent="60", done="网页上写的。", do="save")
    preview = upload(clerk, home, raw)
    (clash,) = preview.texts("//tr[@class='clash']")
    assert clash.split("两边都改过")[1].split("用这一份") == [" ", "网页上写的。 ", "引进企业6家。"]
    assert "写的草稿，还没有报送；“系统里现在”一栏是这份草稿" in preview.words("//tr[@class='grp']")
    refused = post(clerk, import_address(app), import_address(app), row=str(row))
    assert (refused.status, "“工作进展”两边都改过，请先选用哪一份" in refused.words(ALERT)) == (409, True)
    chosen = {"row": str(row), f"use {row} progress": "mine"}
    assert "改动 1 处" in post(clerk, import_address(app), import_address(app), **chosen).words()


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        ("表.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "是旧版格式，没有读取"),
        ("表.xlsx", b"", "不是 Excel 工作簿"),
        ("表.csv", "工作任务,工作进展\n认定,已认定\n".encode("gbk"), "不是从系统下载的填报表"),
    ],
)
def test_a_file_that_is_no_template_is_refused_with_its_sentence(app, clerk, home, name, raw, sentence):
    page = upload(clerk, home, raw, name)
    assert page.status == 409
    assert sentence in page.words(ALERT)
    assert "逐列对应" not in page.words(ALERT)
    with app.app_context():
        assert db.session.scalars(select(WorkbookImport)).all() == []


def test_the_office_imports_for_an_agency_with_a_source(app, year, home):
    office = signed_in(app, "office", group="广州市")
    page = page_of(office, "/workbooks")
    assert "广州市市场监督管理局" in page.words("//main//table")
    assert page_of(office, f"/workbooks?cycle={year.id}&agency={MARKET}").status == 200
    raw = edited(template(office, home), **FILLED)
    assert "还没有填写来源" in upload(office, home, raw).words(ALERT)
    preview = upload(office, home, raw, source="穗市监函〔2026〕8号", source_on="2026-10-11")
    assert "导入后记为代录（来源：穗市监函〔2026〕8号）" in preview.words()
    rows = [each.get("value") for each in preview.all("//input[@name='row']")]
    assert (
        "代录（来源：穗市监函〔2026〕8号，2026-10-11），改动 3 处"
        in post(office, import_address(app), import_address(app), row=rows).words()
    )
    assert state_of(app, year) is ReportState.SUBMITTED


def test_the_page_and_the_form_say_by_when_each_kind_is_due(app, clerk, year, home):
    both = "报告 2026年12月10日；配合情况 2026年11月12日"
    assert f"2026年度，截止：{both}" in page_of(clerk, home).words("//div[@class='head']")
    line = [cell.value for cell in opened(template(clerk, home))["填报表"][2] if cell.value]
    assert f"报送截止：{both}" in "".join(line)
    with app.app_context():
        adjusting.withdraw_rows([year.rows[HUANGPU, 3]], reason="园区已撤并", by=OFFICE)
    for agency, due in ((HUANGPU, "配合情况 2026年11月12日"), (COMMERCE, "2026年12月10日")):
        page = page_of(signed_in(app, "reporter", agency_id=agency), "/workbooks")
        assert page.words("//div[@class='head']/span").endswith(f"截止：{due}")
    with app.app_context():
        adjusting.extend([year.rows[MARKET, 2]], until=date(2026, 12, 20), reason="台风", by=OFFICE)
    assert "报告 2026年12月20日" in page_of(clerk, home).words("//div[@class='head']")


def test_the_office_sees_what_each_form_holds(app, year):
    lines = page_of(signed_in(app, "office", group="广州市"), "/workbooks").texts("//main//tbody/tr")
    held = {agency: sum(each == agency for each, _ in year.rows) for agency in (MARKET, HUANGPU)}
    assert f"广州市市场监督管理局{held[MARKET]}0导入它的表格" in [line.replace(" ", "") for line in lines]
    assert f"黄埔区人民政府{held[HUANGPU]}0导入它的表格" in [line.replace(" ", "") for line in lines]


def test_another_agencys_sheet_is_not_there(app, clerk, year, home):
    upload(clerk, home, edited(template(clerk, home), **FILLED))
    stranger = signed_in(app, "reporter", agency_id=COMMERCE)
    for address in (home, f"{home}/template.xlsx", import_address(app), f"{import_address(app)}/result.xlsx"):
        assert stranger.get(address).status_code == 404
    assert signed_in(app, "office", group="深圳市").get(home).status_code == 404
    assert signed_in(app, "office", group="广州市").get(import_address(app)).status_code == 404


def test_the_template_holds_what_is_written_and_the_pages_ask_few_statements(app, clerk, year, home):
    upload(clerk, home, edited(template(clerk, home), **FILLED))
    for address in (home, import_address(app), f"{home}/template.xlsx"):
        clerk.get(address)
        with counted(app) as statements:
            clerk.get(address)
        assert len(statements) <= 12
    assert opened(template(clerk, home)).worksheets[0]["E6"].value == "开展认证。"


def test_the_office_maps_a_table_of_others_and_settles_what_is_doubtful(app, year, home):
    office = signed_in(app, "office", group="广州市")
    page = upload(office, home, a_table(*ROWS), "进展表.xlsx", source="来函")
    assert "这是自备的表格，请对应各列" in page.words("//h1")
    assert page.all("//select[@id='task']/option[@selected]")[0].get("value") == "2"
    address = import_address(app)
    refused = post(office, address, f"{address}/matched", columns="1", **{"column task": ""})
    assert "至少要指明“工作任务”" in refused.words(ALERT)
    fields = {f"column {name}": str(column) for name, column in COLUMNS.items()}
    preview = post(office, address, f"{address}/matched", columns="1", **fields)
    assert "会写入 1 行（新填 1）" in preview.words()
    assert "表格里另有 1 行，与广州市市场监督管理局的任务都不相近" in preview.words()
    asked = preview.words("//section[@aria-labelledby='doubtful']")
    assert "第 4 行 2 开展产品认证服务" in asked
    settled = post(office, address, f"{address}/matched", **{"task 4": str(year.rows[MARKET, 2])})
    assert settled.all("//section[@aria-labelledby='doubtful']") == []
    assert "完成状态“推进中”不在列表中" in settled.words()
    kept = page_of(office, "/workbooks")
    assert "B 列：工作任务" in kept.words("//section[@aria-labelledby='known']")
    forgotten = post(office, "/workbooks", kept.all("//section[@aria-labelledby='known']//form")[0].get("action"))
    assert forgotten.all("//section[@aria-labelledby='known']") == []
    assert "请对应各列" in upload(office, home, a_table(*ROWS), "再来.xlsx", source="来函").words("//h1")


def test_a_long_preview_is_folded_and_taken_in_whole(app, clerk, home, monkeypatch):
    monkeypatch.setattr("tracker.web.workbooks.TOGETHER", 1)
    more = {place("完成状态", 1): "进行中", place("完成率", 1): 0.5, place("工作进展", 1): "已部署。"}
    preview = upload(clerk, home, edited(template(clerk, home), **FILLED | more))
    assert [each.get("open") is not None for each in preview.all("//details[@class='batch']")] == [True, False]
    rows = [each.get("value") for each in preview.all("//details//input[@name='row'][@checked]")]
    assert "改动 6 处" in post(clerk, import_address(app), import_address(app), row=rows).words()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (30, "完成率显示为 3000%，按 30% 采用"),
        ("1", "完成率“1”看不出是 1% 还是 100%，这一格没有采用"),
    ],
)
def test_a_share_that_is_not_what_its_cell_shows_is_said_to_be(clerk, home, typed, told):
    raw = edited(template(clerk, home), **FILLED | {place("完成率"): typed})
    preview = upload(clerk, home, raw)
    assert told in preview.words("//table")
    assert "会写入 1 行" in preview.words()
