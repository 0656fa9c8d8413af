import zipfile
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.cycles import COMMERCE, MARKET
from tests.people import signed_in
from tests.statements import counted
from tests.web.conftest import Page
from tests.web.sending import token
from tests.web.test_reports import post


def tasks_in(response):
    """The numbers and the tasks of the ledger that was sent."""
    rows = load_workbook(BytesIO(response.data)).active.iter_rows(min_row=4, values_only=True)
    return [(int(row[0]), row[3]) for row in rows if row[0] and str(row[0]).isdecimal()]


def test_the_workbook_holds_the_rows_that_were_seen(client, office):
    response = client.get("/exports/ledger.xlsx?role=support&document=issued&sort=deadline")
    assert response.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert tasks_in(response) == [(1, "建设园区。"), (2, "引进龙头企业，奖励 100%。"), (3, "发放补贴。")]


def test_it_is_a_download_with_a_chinese_name(client, office):
    disposition = client.get("/exports/ledger.xlsx").headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert "filename*=UTF-8''%E4%BB%BB%E5%8A%A1%E5%88%86%E5%B7%A5%E5%8F%B0%E8%B4%A6.xlsx" in disposition


@pytest.mark.parametrize("asked", ["role=boss", "agency=18446744073709551616", "q=没有这样的字", "scope=some"])
def test_a_filter_that_finds_nothing_gives_a_ledger_without_rows(client, office, asked):
    response = client.get(f"/exports/ledger.xlsx?{asked}")
    assert response.status_code == 200
    assert tasks_in(response) == []


def test_drafts_are_in_it_when_asked_for(loaded_client):
    assert len(tasks_in(loaded_client.get("/exports/ledger.xlsx"))) == 131
    assert len(tasks_in(loaded_client.get("/exports/ledger.xlsx?scope=all"))) == 172


def test_outside_any_cycle_no_column_of_reports_is_printed_unless_it_is_chosen(clerk, year):
    def captions(address):
        with clerk.get(address) as response:
            return [cell.value for cell in load_workbook(BytesIO(response.data)).active[3]]

    assert captions("/exports/ledger.xlsx")[-2:] == ["完成时限", "备注"]
    post(clerk, "/exports", "/exports/layouts", name="简表", **{"place 工作任务": "1", "place 工作进展": "2"})
    with clerk.get("/exports") as response:
        layout = Page(response).address("简表")
    with clerk.get(layout) as response:
        assert captions(Page(response).address("下载任务分工表")) == ["工作任务", "工作进展"]


def test_the_workbook_asks_at_most_twelve_statements(app, client, office):
    client.get("/exports/ledger.xlsx?role=lead&q=企业")
    with counted(app) as statements:
        client.get("/exports/ledger.xlsx?role=lead&q=企业")
    assert len(statements) <= 12


@pytest.fixture
def clerk(app, year):
    return signed_in(app, "office", group="广州市")


def names_in(response):
    with zipfile.ZipFile(BytesIO(response.data)) as archive:
        return archive.namelist()


def test_the_page_offers_the_year_whole_by_agency_and_by_document(clerk, year):
    with clerk.get("/exports?q=认证") as response:
        page = Page(response)
    assert "文字：认证" in page.words("//ul[@aria-label='当前条件']")
    with clerk.get(page.address("下载总台账")) as response:
        assert load_workbook(BytesIO(response.data)).sheetnames == ["总台账", "汇总表", "未报清单", "图表"]
        assert tasks_in(response) == [(1, "开展认证。")]
    with clerk.get(page.address("全部 5 家，打包下载")) as response:
        assert len(names_in(response)) == 2
        assert "%E5%8D%95%E4%BD%8D%E5%88%86%E5%86%8C.zip" in response.headers["Content-Disposition"]
    with clerk.get(page.address("全部 1 件，打包下载")) as response:
        assert len(names_in(response)) == 1
    with clerk.get(f"/exports/cycles/{year.id}/ledger.xlsx?of_agency={COMMERCE}") as response:
        assert tasks_in(response) == [(1, "引进龙头企业8家。")]


def test_an_agency_takes_away_its_own_whatever_it_asks_for(app, clerk, year):
    market = signed_in(app, "reporter", agency_id=MARKET)
    with market.get(f"/exports/cycles/{year.id}/ledger.xlsx?of_agency={COMMERCE}") as response:
        assert "%E5%B8%82%E5%B8%82%E5%9C%BA%E7%9B%91%E7%AE%A1%E5%B1%80" in response.headers["Content-Disposition"]
        assert tasks_in(response) == [(1, "引进龙头企业8家。"), (2, "开展认证。")]
    assert market.get(f"/exports/cycles/{year.id}/agencies.zip").status_code == 403


@pytest.mark.parametrize("asked", ["of_agency=nobody", "of_document=99"])
def test_what_is_not_in_the_cycle_is_not_there(clerk, year, asked):
    assert clerk.get(f"/exports/cycles/{year.id}/ledger.xlsx?{asked}").status_code == 404


def test_the_page_asks_at_most_twelve_statements(app, clerk, year):
    clerk.get("/exports")
    with counted(app) as statements:
        clerk.get("/exports")
    assert len(statements) <= 12


def test_the_office_makes_a_pack_and_lays_out_its_ledger(app, clerk, year):
    layout = {"name": "简表", "place 工作任务": "1", "place 序号": "2"}
    page = post(clerk, "/exports", "/exports/layouts", **layout)
    assert "简表工作任务、序号 改 删去" in page.words("//section[@aria-labelledby='layouts']")
    chosen = page_of(clerk, page.address("简表"))
    (number,) = {int(part.partition("=")[2]) for part in chosen.address("下载总台账").partition("?")[2].split("&")}
    with clerk.get(chosen.address("下载总台账")) as response:
        assert [cell.value for cell in load_workbook(BytesIO(response.data)).active[3]] == ["工作任务", "序号"]
    with clerk.post(f"/exports/cycles/{year.id}/pack", data={"csrf_token": token(clerk)}) as response:
        assert len(names_in(response)) == 6
    refused = post(clerk, "/exports", "/exports/layouts", name="空的")
    assert (refused.status, "一列也没有选" in refused.words("//div[@role='alert']")) == (409, True)
    post(clerk, "/exports", f"/exports/layouts/{number}/dropped")
    assert clerk.get(f"/exports/cycles/{year.id}/ledger.xlsx?layout={number}").status_code == 404
    assert clerk.get(f"/exports/cycles/{year.id}/beside.xlsx").status_code == 404


def page_of(client, address):
    with client.get(address) as response:
        return Page(response)


def test_conditions_are_kept_under_a_name_and_exported_again(app, clerk, year):
    assert page_of(clerk, "/tasks").all("//form[@action='/tasks/views']") == []
    unnamed = post(clerk, "/tasks?q=认证", "/tasks/views", q="认证", name=" ")
    assert (unnamed.status, "名称" in unnamed.words("//div[@role='alert']")) == (409, True)
    kept = post(clerk, "/tasks?q=认证", "/tasks/views", q="认证", page="3", name="认证的任务")
    assert kept.texts("//nav[@aria-label='保存的视图']/a[@aria-current]") == ["认证的任务"]
    page = page_of(clerk, page_of(clerk, "/exports").address("认证的任务", "//nav[@aria-label='哪些任务']//a"))
    with clerk.get(page.address("下载总台账")) as response:
        assert tasks_in(response) == [(1, "开展认证。")]
    assert "文字：认证" in page.words("//section[@aria-labelledby='kept-views']")
    stranger = signed_in(app, "office", login="stranger", group="深圳市")
    assert "认证的任务" not in page_of(stranger, "/exports").words("//main")
    drop = page.all("//section[@aria-labelledby='kept-views']//form")[0].get("action")
    assert stranger.post(drop, data={"csrf_token": token(stranger)}).status_code == 404
    assert post(clerk, "/exports", drop).all("//section[@aria-labelledby='kept-views']") == []
