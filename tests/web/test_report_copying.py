"""From one row's form to the other rows its text is written on."""

from tests.cycles import CUSTOMS, MARKET
from tests.statements import counted
from tests.web.sheets import ALERT, TYPED, page_of, post, sheet_address


def test_a_text_is_typed_once_and_stands_on_the_chosen_rows(app, clerk, year):
    sheet = sheet_address(app, MARKET)
    first, second = (f"{sheet}/rows/{year.rows[MARKET, place]}" for place in (2, 1))
    assert post(clerk, first, first, **TYPED, do="others").words("//h1") == "同一段文字填到其他任务"
    with counted(app) as statements:
        page = page_of(clerk, f"{first}/others")
    assert len(statements) <= 12
    assert "引进企业6家，名单见附件。" in page.words("//dl")
    assert page.all("//input[@name='row']/@value") == [str(year.rows[MARKET, 1])]
    refused = post(clerk, f"{first}/others", f"{first}/others")
    assert (refused.status, "还没有勾选要填的任务" in refused.words(ALERT)) == (409, True)
    page = post(clerk, f"{first}/others", f"{first}/others", row=str(year.rows[MARKET, 1]))
    assert "已填到 1 项任务的草稿里，还没有报送" in page.words("//body")
    form = page_of(clerk, second)
    assert form.words("//textarea[@id='done']") == TYPED["done"]
    assert form.all("//input[@id='percent']/@value") == [""]


def test_another_agency_s_row_is_not_there(app, clerk, year):
    sheet = sheet_address(app, MARKET)
    first = f"{sheet}/rows/{year.rows[MARKET, 2]}"
    assert post(clerk, first, f"{first}/others", row=str(year.rows[CUSTOMS, 2])).status == 404
    assert page_of(clerk, f"{sheet}/rows/{year.rows[CUSTOMS, 2]}/others").status == 404
